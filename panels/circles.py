"""Rooms that wait for one another: what of a day is worked, what is kept free."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.wording import percent, with_weekday
from panels.sittings import Request, Sitting, Venue
from panels.slots import Span, merged, minutes_in, without


@dataclass(frozen=True, slots=True)
class Circle:
    """The rooms of one day whose panels share members, directly or through a third room.

    A room with a panel of its own is a circle by itself. Rooms of one circle share their reserve,
    because what delays one of them delays the others.
    """

    day: date
    venues: tuple[Venue, ...]

    def working(self, request: Request) -> tuple[Span, ...]:
        """The time in which at least one of the rooms is open and no break is held."""
        return merged(span for venue in self.venues for span in request.working(venue))

    def slack(self, request: Request, busy: Iterable[Span]) -> "Slack":
        """What is left when sittings take `busy`; the gap after each of them is added here."""
        working = self.working(request)
        taken = [(first, end + request.gap) for first, end in busy]
        return Slack(
            day=self.day,
            rooms=tuple(venue.room.name for venue in self.venues),
            free=minutes_in(without(working, taken)),
            working=minutes_in(working),
            share=request.reserve,
        )


@dataclass(frozen=True, slots=True)
class Slack:
    """Minutes free of sittings and the gaps after them, of the minutes worked; breaks are neither.

    `share` is what should be free, of the minutes worked.
    """

    day: date
    rooms: tuple[str, ...]
    free: int
    working: int
    share: Fraction

    @property
    def is_enough(self) -> bool:
        return self.free >= self.share * self.working

    def __str__(self) -> str:
        """`Cadangan waktu Ruang Anggrek, Kamis, 4 Desember 2025: 20 menit dari 420 menit`"""
        rooms = " dan ".join(self.rooms)
        return (
            f"Cadangan waktu {rooms}, {with_weekday(self.day)}: {self.free} menit"
            f" dari {self.working} menit"
        )

    @property
    def wanted(self) -> str:
        """`10% = 42 menit`, whole minutes upwards."""
        minutes = -(-self.share * self.working // 1)
        return f"{percent(self.share * 100)} = {minutes} menit"


def circles(request: Request) -> tuple[Circle, ...]:
    """All venues of the request, in circles by day."""
    found: list[list[Venue]] = []
    for venue in request.venues:
        near = [circle for circle in found if any(shares(venue, other) for other in circle)]
        apart = [circle for circle in found if circle not in near]
        found = [*apart, [*(other for circle in near for other in circle), venue]]
    joined = (Circle(circle[0].day, _as_asked(request, circle)) for circle in found)
    return tuple(sorted(joined, key=lambda circle: (circle.day, circle.venues[0].room.name)))


def shares(one: Venue, other: Venue) -> bool:
    """Whether somebody would have to be in both rooms on one day."""
    return one.day == other.day and not one.panel.isdisjoint(other.panel)


def slacks(sittings: Iterable[Sitting], request: Request) -> tuple[Slack, ...]:
    """How much time each circle of rooms keeps free, for the line below the timetable."""
    held: dict[tuple[date, str], list[Span]] = defaultdict(list)
    for sitting in sittings:
        held[sitting.day, sitting.room].append(sitting.hours.span)
    return tuple(
        circle.slack(
            request, [span for v in circle.venues for span in held[circle.day, v.room.name]]
        )
        for circle in circles(request)
    )


def _as_asked(request: Request, venues: Sequence[Venue]) -> tuple[Venue, ...]:
    return tuple(venue for venue in request.venues if venue in venues)
