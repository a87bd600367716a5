"""Announcements as pages show them: what they say, whether they still hold, and their paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from decisions.announced import Announced, read
from decisions.announcing import announcements_of, successors_of
from decisions.models import Announcement
from decisions.settling import result_in_force
from reports.models import Document
from reports.verification import Verdict, fate_of
from scoring.models import Result
from selection.models import Round

Kind = Announcement.Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """One announcement. `successor`: the published one that took its place; `document`: its paper,
    ordered in the moment it was published; `newer`: a result that was fixed after its own.
    """

    announcement: Announcement
    said: Announced
    successor: Announcement | None
    document: Document | None
    newer: Result | None

    @property
    def verdict(self) -> Verdict:
        """Where it stands, as a badge takes it."""
        row = self.announcement
        if row.is_waiting:
            return Verdict("warn", "jam", "Menunggu Kepala BKPSDM")
        if not row.is_published:
            return Verdict("", "x", row.get_answer_display())
        return fate_of(self.successor)

    @property
    def is_in_force(self) -> bool:
        return self.announcement.is_published and self.successor is None

    @property
    def is_outdated(self) -> bool:
        """It holds, and what it says of a ranking is not what the panel says now."""
        return self.is_in_force and self.newer is not None

    @property
    def paper(self) -> Document | None:
        """The file that can be fetched."""
        is_ready = self.document and self.document.status == Document.Status.READY
        return self.document if is_ready else None


def shown_in(round_: Round) -> list[Shown]:
    """All of a round, the newest first."""
    rows = announcements_of(round_)
    newest = result_in_force(round_)
    return _shown(rows, newest)


def public_ones() -> list[Shown]:
    """Everything that was published, the newest first."""
    rows = Announcement.objects.published().select_related("round__agency")
    return _shown(list(rows.order_by("-answered_at", "-pk")), None)


def public_one(code: str) -> Shown | None:
    """The published announcement of this code; one that is not published is as unknown as any."""
    rows = Announcement.objects.published().filter(code=code).select_related("round__agency")
    return next(iter(_shown(list(rows), None)), None) if code else None


def _shown(rows: Sequence[Announcement], newest: Result | None) -> list[Shown]:
    after = successors_of(rows)
    papers = {row.announcement_id: row for row in Document.objects.filter(announcement__in=rows)}
    return [
        Shown(row, read(row.text), after.get(row.pk), papers.get(row.pk), _newer(row, newest))
        for row in rows
    ]


def _newer(row: Announcement, newest: Result | None) -> Result | None:
    is_older = newest and row.kind == Kind.SHORTLIST and row.result.number < newest.number
    return newest if is_older else None
