"""When sheets were written, signed and opened again, out of the chain of score events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils import timezone

from panels.models import Slot
from scoring.ledger import SIGNATURES
from scoring.models import Reopening, ScoreEvent, Sheet
from scoring.outcome import Outcome
from scoring.ranking import sheet_score
from scoring.sightings import Change, Signing, Subject
from scoring.slots import slots_by_candidate

Subjects = Mapping[int, Subject]  # by sheet
Kind = ScoreEvent.Kind


@dataclass(frozen=True, slots=True)
class Hour:
    """One event of a sheet: of what kind, and when."""

    kind: str
    at: datetime


Hours = Mapping[int, Sequence[Hour]]  # by sheet, in order


def hours_of(sheets: Iterable[int]) -> Hours:
    """What happened to each of the sheets."""
    found: defaultdict[int, list[Hour]] = defaultdict(list)
    events = ScoreEvent.objects.filter(sheet__in=[*sheets]).order_by("sheet_id", "version")
    for sheet, kind, at in events.values_list("sheet_id", "kind", "at"):
        found[sheet].append(Hour(kind, at))
    return found


def signings_of(outcome: Outcome, subjects: Subjects, hours: Hours) -> list[Signing]:
    """Sheets written on a screen; those from paper or an archive have no hours of their own."""
    slots = slots_by_candidate([outcome.round.pk])
    found = []
    for sheet in outcome.sheets:
        since: list[Hour] = []
        for hour in hours.get(sheet.pk, ()):
            since = [] if hour.kind == Kind.REOPEN else [*since, hour]
        if since and since[-1].kind == Kind.SIGN:
            ends = _end(sheet, slots[sheet.candidate_id])
            began, signed = since[0].at, since[-1].at
            found.append(Signing(sheet.seat.label, subjects[sheet.pk], began, signed, ends))
    return found


def changes_of(outcome: Outcome, subjects: Subjects, hours: Hours) -> list[Change]:
    """Signed sheets that were opened again, in the order of time."""
    sheets = {sheet.pk: sheet for sheet in outcome.sheets}
    granted = Reopening.objects.filter(sheet__in=sheets, is_granted=True).exclude(receipt="")
    reopened = list(granted.order_by("decided_at", "pk"))
    before = _before(outcome, sheets, reopened)
    return [
        Change(
            ref=one.public_id.hex,
            member=sheet.seat.label,
            subject=subjects[sheet.pk],
            at=one.decided_at or one.requested_at,
            colleagues=_colleagues(sheets[one.sheet_id], one, subjects, hours),
            before=before[one.pk],
            after=outcome.score_of(sheet) if sheet.is_signed else None,
        )
        for one in reopened
        for sheet in [sheets[one.sheet_id]]
    ]


def _end(sheet: Sheet, slots: Sequence[Slot]) -> datetime | None:
    """When the candidate's last hearing for this very instrument was planned to be over."""
    ends = [
        datetime.combine(slot.date, slot.ends, timezone.get_current_timezone())
        for slot in slots
        if slot.instrument_id == sheet.instrument_id and slot.vacancy_id in (None, sheet.vacancy_id)
    ]
    return max(ends, default=None)


def _before(
    outcome: Outcome, sheets: Mapping[int, Sheet], reopened: Sequence[Reopening]
) -> dict[int, Fraction]:
    """By reopening: what the sheet came to as it was signed then."""
    events = ScoreEvent.objects.filter(
        sheet__in=[one.sheet_id for one in reopened], version__in=[one.version for one in reopened]
    )
    signed = {(event.sheet_id, event.version): event.payload["entries"] for event in events}
    pairs = zip(outcome.instruments, outcome.scheme.instruments, strict=True)
    rules = {instrument.pk: rule for instrument, rule in pairs}
    return {
        one.pk: sheet_score(
            rules[sheets[one.sheet_id].instrument_id],
            {code: said["score"] for code, said in signed[one.sheet_id, one.version].items()},
        )
        for one in reopened
    }


def _colleagues(sheet: Sheet, one: Reopening, subjects: Subjects, hours: Hours) -> int:
    """How many others had signed about the same subject when the sheet was opened again."""
    others = [pk for pk in subjects if subjects[pk] == subjects[sheet.pk] and pk != sheet.pk]
    when = one.decided_at or one.requested_at
    return sum(any(_is_signature(h, before=when) for h in hours.get(pk, ())) for pk in others)


def _is_signature(hour: Hour, *, before: datetime) -> bool:
    return hour.kind in SIGNATURES and hour.at < before
