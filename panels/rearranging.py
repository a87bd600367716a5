"""Changing a timetable: moving, exchanging, delaying. Each gives a new version and keeps the old.

Nothing is refused because it breaks a rule: `panels.timetable_checks.check` says what a change
breaks, and people decide. No candidate is ever lost or doubled by a change.
"""

from dataclasses import dataclass, replace

from accounts.wording import with_weekday
from panels.openings import offered
from panels.sittings import Place, Request, Sitting, Timetable, Venue
from panels.slots import MIDNIGHT, Span, first_fit, minute_of, stretch_of, without
from panels.timetable_checks import Problem, check


class DelayRefused(ValueError):
    """A delay of no minutes; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A change that could be made, for a select list, and the problems that it would bring."""

    place: Place
    other: str | None
    problems: tuple[Problem, ...]

    @property
    def is_clean(self) -> bool:
        """No blocking problem would come with it."""
        return not any(problem.is_blocking for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Delayed:
    """What a delay did: the new version, which sittings begin later, and which end after closing.

    The latter stay in the timetable at their late hour, so that nobody is forgotten; the check
    blocks until they are moved to another room or day.
    """

    timetable: Timetable
    moved: tuple[tuple[Sitting, Sitting], ...]
    fallen: tuple[Sitting, ...]

    @property
    def message(self) -> str:
        first = self.moved[0][1]
        words = [
            f"{first.room}, {with_weekday(first.day)}: {len(self.moved)} wawancara mundur, mulai"
            f" Kandidat {first.candidate} yang menjadi {first.hours}.",
            *(
                f"Kandidat {sitting.candidate} ({sitting.hours}) tidak muat lagi pada hari itu;"
                " pindahkan ke ruang atau hari lain."
                for sitting in self.fallen
            ),
        ]
        return " ".join(words)


def move(timetable: Timetable, candidate: str, to: Place) -> Timetable:
    """Let the candidate's sitting, as long as it is, begin elsewhere.

    Raises `NotScheduled`, and `PastMidnight` when it would not end on that day.
    """
    sitting = timetable.of(candidate)
    return timetable.changed({sitting: _at(sitting, to)})


def swap(timetable: Timetable, one: str, other: str) -> Timetable:
    """Exchange the times and rooms of two candidates. Raises `NotScheduled`."""
    first, second = timetable.of(one), timetable.of(other)
    return timetable.changed(
        {first: replace(first, candidate=other), second: replace(second, candidate=one)}
    )


def delay(timetable: Timetable, request: Request, candidate: str, minutes: int) -> Delayed:
    """Begin the candidate's sitting so many minutes later, and with it what follows in its room.

    "Mundur 15 menit mulai slot ini": each later sitting of the day in that room moves only as far
    as it has to. Free time is used up first, gaps stay as they are, breaks stay where they are, and
    nobody is pulled forward. Other rooms and days are untouched.

    Raises `NotScheduled`, `DelayRefused`, and `PastMidnight` when a sitting would leave its day.
    """
    if minutes < 1:
        raise DelayRefused("Penundaan paling sedikit 1 menit. Jadwal tidak berubah.")
    late = timetable.of(candidate)
    venue = request.venue(late.day, late.room)
    working = _whole_day(request, venue, late)
    earliest = minute_of(late.hours.starts) + minutes
    new: dict[Sitting, Sitting] = {}
    for sitting in timetable.in_room(late.day, late.room):
        if sitting != late and (sitting.hours, sitting.candidate) < (late.hours, candidate):
            continue
        start = max(earliest, minute_of(sitting.hours.starts))
        span = first_fit(working, start, sitting.hours.minutes)
        new[sitting] = replace(sitting, hours=stretch_of(span))
        earliest = span[1] + request.gap
    moved = tuple((old, now) for old, now in new.items() if old != now)
    fallen = tuple(
        now for _, now in moved if venue is not None and now.hours.ends > venue.hours.ends
    )
    return Delayed(timetable.changed(new), moved, fallen)


def places_for(timetable: Timetable, request: Request, candidate: str) -> tuple[Choice, ...]:
    """Where the candidate could be moved: every time of the grid at which a room is free.

    Each with the problems it would bring, for "Pindahkan Kandidat 07 ke…". Raises `NotScheduled`.
    """
    sitting = timetable.of(candidate)
    others = tuple(s for s in timetable.sittings if s != sitting)
    moved = ((opening.place, _at(sitting, opening.place)) for opening in offered(request))
    known = set(check(timetable, request))
    return tuple(
        Choice(place, None, _new_problems(timetable.changed({sitting: then}), request, known))
        for place, then in moved
        if then != sitting and not any(s.room == then.room and s.meets(then) for s in others)
    )


def partners_for(timetable: Timetable, request: Request, candidate: str) -> tuple[Choice, ...]:
    """With whom the candidate could change places, for "Tukar dengan…". Raises `NotScheduled`."""
    known = set(check(timetable, request))
    timetable.of(candidate)
    return tuple(
        Choice(
            other.place,
            other.candidate,
            _new_problems(swap(timetable, candidate, other.candidate), request, known),
        )
        for other in timetable.sittings
        if other.candidate != candidate
    )


def _at(sitting: Sitting, place: Place) -> Sitting:
    start = minute_of(place.starts)
    hours = stretch_of((start, start + sitting.hours.minutes))
    return replace(sitting, day=place.day, room=place.room, hours=hours)


def _new_problems(
    timetable: Timetable, request: Request, known: set[Problem]
) -> tuple[Problem, ...]:
    return tuple(problem for problem in check(timetable, request) if problem not in known)


def _whole_day(request: Request, venue: Venue | None, sitting: Sitting) -> tuple[Span, ...]:
    """The day from opening to midnight without its breaks, so that a delay may overrun."""
    opening = minute_of(venue.hours.starts) if venue else minute_of(sitting.hours.starts)
    breaks = [pause.hours.span for pause in request.breaks_on(sitting.day)]
    return without([(opening, MIDNIGHT)], breaks)
