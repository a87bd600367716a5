from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from audit.actions import Actor
from panels.models import Conflict, Seat, Slot
from selection.actions import note, settle
from selection.models import Round
from selection.registry import Changes, replace

SEAT_FIELDS = ("name", "post", "institution", "element", "is_internal", "part")
CONFLICT_FIELDS = ("kind", "note", "still_scores")
SLOT_FIELDS = ("ends",)


@transaction.atomic
def put_seats(round_: Round, wanted: Sequence[Seat], *, by: Actor) -> Changes[Seat]:
    """Make the round's panel that of the file. New members are numbered in the order given."""
    existing = list(Seat.objects.filter(round=round_).select_related("user"))
    known = {seat.user_id for seat in existing}
    last = Seat.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0
    newcomers = [seat for seat in wanted if seat.user_id not in known]
    for number, seat in enumerate(newcomers, start=last + 1):
        seat.number = number
    if round_.is_draft:
        _free_the_chair(existing, wanted)
    changes = replace(
        existing, wanted, key=lambda s: (s.user.email,), fields=SEAT_FIELDS, write=round_.is_draft
    )
    settle(round_, "panels.seats_set", changes, by=by)
    return changes


@transaction.atomic
def put_conflicts(round_: Round, wanted: Sequence[Conflict], *, by: Actor) -> Changes[Conflict]:
    """Make the declared conflicts of the round those of the file."""
    existing = Conflict.objects.filter(seat__round=round_)
    changes = replace(
        existing.select_related("seat__user", "candidate"),
        wanted,
        key=lambda c: (c.seat.user.email, c.candidate.nip),
        fields=CONFLICT_FIELDS,
        write=round_.is_draft,
    )
    settle(round_, "panels.conflicts_set", changes, by=by)
    return changes


@transaction.atomic
def put_slots(round_: Round, wanted: Sequence[Slot], *, by: Actor) -> Changes[Slot]:
    """Make the timetable that of the file: the one thing a workbook may change after the freeze."""
    existing = Slot.objects.filter(round=round_)
    changes = replace(
        existing.select_related("instrument", "candidate", "vacancy"),
        wanted,
        key=lambda s: (
            s.date,
            s.starts,
            s.room,
            s.instrument.code,
            s.candidate.nip,
            s.vacancy.code if s.vacancy else "",
        ),
        fields=SLOT_FIELDS,
    )
    if changes:
        note(round_, "panels.slots_set", changes, by=by)
    return changes


def _free_the_chair(existing: Sequence[Seat], wanted: Sequence[Seat]) -> None:
    """A new chair must not meet the old one in the table, not even for a moment."""
    chairs = {seat.user_id for seat in wanted if seat.is_chair}
    for seat in existing:
        if seat.is_chair and seat.user_id not in chairs:
            Seat.objects.filter(pk=seat.pk).update(part=Seat.Part.MEMBER)
