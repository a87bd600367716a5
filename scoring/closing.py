"""Closing a day of scoring: what became of every sheet, and the root of the record as it stood."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.wording import with_weekday
from audit.actions import record
from panels.attending import days_of
from scoring.evidence import require_evidence
from scoring.hours import EXCUSED, with_hours
from scoring.ledger import tip_of, wait_for_writers
from scoring.models import ClosedSheet, Closing, Excuse, Sheet, Unsealing
from scoring.sheet_receipts import post_receipts
from selection.models import Round

State = ClosedSheet.State


class CannotClose(Exception):
    """The day cannot be closed now; the message says why, and that nothing was closed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the chair says of an unsigned sheet: carried over, or excused with a reason."""

    state: ClosedSheet.State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """What closing the day would put into its minutes: signed since, and still unsigned."""

    day: date
    number: int
    signed: list[Sheet]
    unsigned: list[Sheet]


def ending_of(round_: Round) -> Ending | None:
    """The day to close next, or None while there is none.

    The timetable's first day that has come and was not closed; after its last one, or without a
    timetable, today, as long as something happened or stayed open since.
    """
    if not round_.is_scoring:
        return None
    days, today = days_of(round_), timezone.localdate()
    closed = list(Closing.objects.filter(round=round_).order_by("number"))
    due = [day for day in days if day not in {closing.day for closing in closed}]
    if due and due[0] > today:
        return None
    day = due[0] if due else today
    is_last = len(due) <= 1
    sheets = _sheets(round_)
    ending = Ending(
        day=day,
        number=len(closed) + 1,
        signed=_signed_since(round_, sheets),
        unsigned=[s for s in sheets if not s.is_signed and (is_last or _is_due(s, day))],
    )
    is_news = due or not closed or ending.unsigned or closed[-1].chain_no != tip_of(round_)[0]
    return ending if is_news else None


@transaction.atomic
def close_day(round_: Round, day: date, answers: Mapping[int, Answer], *, by: User) -> Closing:
    """Close the day and fix its minutes. `answers`: key of an unsigned sheet -> what becomes of it.

    Raises CannotClose, and evidence.ChainBroken where the record does not agree.
    """
    wait_for_writers(round_)
    rounds = Round.objects.locked().select_related("agency")
    locked = rounds.get(pk=round_.pk)
    ending = ending_of(locked)
    if ending is None or ending.day != day:
        raise CannotClose(
            "Hari ini sudah ditutup atau belum waktunya ditutup. Tidak ada yang berubah; muat ulang"
            " halaman ini."
        )
    if Unsealing.objects.pending().filter(round=locked).exists():
        raise CannotClose("Pembukaan segel sudah diminta. Kembalikan permintaan itu lebih dahulu.")
    _require_answers(ending, answers)
    require_evidence(locked, "Hari tidak dapat ditutup")
    return _close(locked, ending, answers, by)


def _close(round_: Round, ending: Ending, answers: Mapping[int, Answer], by: User) -> Closing:
    chain_no, root = tip_of(round_)
    closing = Closing.objects.create(
        round=round_,
        number=ending.number,
        day=ending.day,
        chain_no=chain_no,
        root=root,
        closed_by=by,
        closed_at=timezone.now(),
    )
    lines = [_line(closing, sheet, Answer(State.SIGNED)) for sheet in ending.signed]
    lines += [_line(closing, sheet, answers[sheet.pk]) for sheet in ending.unsigned]
    ClosedSheet.objects.bulk_create(lines)
    Excuse.objects.bulk_create(
        Excuse(sheet_id=line.sheet_id, closing=closing, reason=line.reason)
        for line in lines
        if line.state == State.EXCUSED
    )
    counts = Counter(str(line.state) for line in lines)
    post_receipts(closing, ending.signed, by=by)
    facts = {"number": closing.number, "day": closing.day, "chain_no": chain_no, "root": root}
    record("scoring.day_closed", closing, by=by, scope=round_.scope, **facts, **counts)
    return closing


def _line(closing: Closing, sheet: Sheet, answer: Answer) -> ClosedSheet:
    return ClosedSheet(
        closing=closing,
        sheet=sheet,
        state=answer.state,
        version=sheet.version,
        receipt=sheet.receipt,
        reason=answer.reason.strip(),
    )


def _require_answers(ending: Ending, answers: Mapping[int, Answer]) -> None:
    open_ = [sheet for sheet in ending.unsigned if sheet.pk not in answers]
    if open_:
        raise CannotClose(
            f"{with_weekday(ending.day)} belum ditutup: {len(open_)} lembar belum ditandatangani"
            " dan belum dijelaskan. Pilih dilanjutkan atau berhalangan untuk setiap lembar itu."
        )
    silent = [
        sheet
        for sheet in ending.unsigned
        if answers[sheet.pk].state == State.EXCUSED and not answers[sheet.pk].reason.strip()
    ]
    if silent:
        raise CannotClose(
            f"{with_weekday(ending.day)} belum ditutup: tulis alasan berhalangan untuk"
            f" {len(silent)} lembar."
        )


def _sheets(round_: Round) -> list[Sheet]:
    """Sheets in force that no minutes excused, by member and candidate."""
    sheets = with_hours(Sheet.objects.in_force()).filter(~EXCUSED, seat__round=round_)
    return list(
        sheets.select_related("seat__user", "candidate", "instrument", "vacancy").order_by(
            "seat__number", "candidate__number", "instrument__code", "vacancy__code", "pk"
        )
    )


def _signed_since(round_: Round, sheets: list[Sheet]) -> list[Sheet]:
    """Signed sheets that no earlier minutes list at this version."""
    listed = ClosedSheet.objects.filter(closing__round=round_, state=State.SIGNED)
    known = set(listed.values_list("sheet_id", "version"))
    return [sheet for sheet in sheets if sheet.is_signed and (sheet.pk, sheet.version) not in known]


def _is_due(sheet: Sheet, day: date) -> bool:
    """Whether the sheet's candidate was heard by that day; a sheet without a slot waits longer."""
    slot_date: date | None = getattr(sheet, "slot_date", None)
    return slot_date is not None and slot_date <= day
