"""Signatures under a document as its page shows them: who, in which turn, how far."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.policy import Action
from panels.permissions import may
from reports.models import Document, Scan, Signatory, Signature
from reports.turns import current_turn, is_signable, lines_of, why_not


@dataclass(frozen=True, slots=True)
class Row:
    """A line and the last attempt at it. `is_due`: nobody before it has yet to sign."""

    line: Signatory
    attempt: Signature | None
    is_due: bool
    is_mine: bool

    @property
    def state(self) -> str:
        """`signed`, `unknown`, `busy`, `failed`, `due` or `waiting`."""
        attempt = self.attempt
        if self.line.signed_at or attempt is None:
            return "signed" if self.line.signed_at else "due" if self.is_due else "waiting"
        if attempt.state == Signature.State.FAILED:
            return "failed" if self.is_due else "waiting"
        return "unknown" if attempt.state == Signature.State.UNKNOWN else "busy"

    @property
    def may_sign(self) -> bool:
        """Whether the viewer signs this line now; after a failure he tries again by hand."""
        mine = self.is_mine and self.line.method == Signatory.Method.ELECTRONIC
        return mine and self.state in ("due", "failed")


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a document's page about its signatures. `refusal`: why nobody signs now."""

    rows: Sequence[Row]
    scans: Sequence[Scan]
    latest: Signature | None
    refusal: str
    may_name: bool
    may_upload: bool
    may_read_scans: bool
    may_settle: bool

    @property
    def signed(self) -> int:
        return sum(row.state == "signed" for row in self.rows)

    @property
    def waits_for_ink(self) -> bool:
        return any(
            row.line.method == Signatory.Method.WET and row.state != "signed" for row in self.rows
        )


def section_of(document: Document, user: User) -> Section | None:
    """None where such a document is never signed, or is not there yet."""
    if not is_signable(document) or document.status != Document.Status.READY:
        return None
    lines = lines_of(document)
    turn, refusal = current_turn(lines), why_not(document)
    attempts = {a.signatory_id: a for a in document.signatures.order_by("prepared_at", "pk")}
    signed = [a for a in attempts.values() if a.state == Signature.State.SIGNED]
    scans = document.scans.select_related("attachment__uploaded_by", "checked_by").order_by("-pk")
    round_ = document.round
    return Section(
        rows=[
            Row(
                line=line,
                attempt=attempts.get(line.pk),
                is_due=not refusal and line.turn == turn and not line.signed_at,
                is_mine=line.user_id == user.pk,
            )
            for line in lines
        ],
        scans=list(scans),
        latest=max(signed, key=lambda a: (a.finished_at, a.pk), default=None),
        refusal=refusal,
        may_name=may(round_, Action.NAME_SIGNATORIES),
        may_upload=may(round_, Action.UPLOAD_SCAN),
        may_read_scans=may(round_, Action.READ_SCANS),
        may_settle=may(round_, Action.SETTLE_SIGNATURE),
    )
