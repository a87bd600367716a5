"""When and where a sheet's candidate is heard, out of the timetable in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from panels.models import Slot

OPENS_BEFORE = timedelta(minutes=10)  # ux.md (g)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when a candidate is heard on one day, and where."""

    starts: datetime
    ends: datetime
    room: str

    @property
    def opens(self) -> datetime:
        """From when on the sheets can be filled in."""
        return self.starts - OPENS_BEFORE


def slots_by_candidate(rounds: Iterable[int]) -> defaultdict[int, list[Slot]]:
    """The slots of these rounds by candidate, in the order of time."""
    by_candidate: defaultdict[int, list[Slot]] = defaultdict(list)
    slots = Slot.objects.in_force().filter(round__in=rounds)
    for slot in slots.order_by("date", "starts", "pk"):
        by_candidate[slot.candidate_id].append(slot)
    return by_candidate


def slot_among(instrument: int, vacancy: int | None, slots: Sequence[Slot]) -> Slot | None:
    """The slot for this very instrument and vacancy, or else the candidate's first."""
    exact = [s for s in slots if (s.instrument_id, s.vacancy_id) == (instrument, vacancy)]
    return next(iter([*exact, *slots]), None)


def hours_on(day: date, slots: Sequence[Slot], zone: tzinfo | None) -> Hours | None:
    """From the first of a candidate's slots that day to the end of the last."""
    there = [slot for slot in slots if slot.date == day]
    if not there:
        return None
    return Hours(
        starts=datetime.combine(day, min(slot.starts for slot in there), zone),
        ends=datetime.combine(day, max(slot.ends for slot in there), zone),
        room=there[0].room,
    )
