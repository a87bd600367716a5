from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from audit.actions import Actor
from panels.adopting import adopt_slots
from panels.models import Conflict, Seat, Slot, TimetablePlan
from panels.publishing import write_slots
from panels.standing import settled_conflicts
from selection.actions import settle
from selection.models import Round
from selection.registry import Changes, replace

SEAT_FIELDS = ("name", "post", "institution", "element", "is_internal", "part")
CONFLICT_FIELDS = ("kind", "note", "still_scores", "origin", "decided_by", "decided_at")


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
    """Make the conflicts that the workbook may state those of the file.

    What a member declared himself stands, whatever the file says of that pair.
    """
    declared = {_pair(c): c for c in settled_conflicts(round_)}
    spoken = [conflict.pk for conflict in declared.values()]
    existing = Conflict.objects.filter(seat__round=round_).exclude(pk__in=spoken)
    changes = replace(
        existing.select_related("seat__user", "candidate", "decided_by"),
        [conflict for conflict in wanted if _pair(conflict) not in declared],
        key=_pair,
        fields=CONFLICT_FIELDS,
        write=round_.is_draft,
    )
    for conflict in wanted:
        if (pair := _pair(conflict)) in declared:
            changes.rows[pair] = declared[pair]
            changes.same.append(pair)
    settle(round_, "panels.conflicts_set", changes, by=by)
    return changes


@transaction.atomic
def put_slots(round_: Round, wanted: Sequence[Slot], *, by: Actor) -> Changes[Slot]:
    """Make the timetable that of the file: the one thing a workbook may change after the freeze."""
    changes = write_slots(round_, wanted, by=by)
    if changes or not TimetablePlan.objects.filter(round=round_).exists():
        adopt_slots(round_, by=by)
    return changes


def _pair(conflict: Conflict) -> tuple[str, str]:
    return conflict.seat.user.email, conflict.candidate.nip


def _free_the_chair(existing: Sequence[Seat], wanted: Sequence[Seat]) -> None:
    """A new chair must not meet the old one in the table, not even for a moment."""
    chairs = {seat.user_id for seat in wanted if seat.is_chair}
    for seat in existing:
        if seat.is_chair and seat.user_id not in chairs:
            Seat.objects.filter(pk=seat.pk).update(part=Seat.Part.MEMBER)
