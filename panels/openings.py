"""Times at which sittings may be held: what a room offers, and what its members can keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from panels.circles import Circle, circles, shares
from panels.sittings import Place, Request, Venue
from panels.slots import Stretch, lay_out, minutes_in, without


@dataclass(frozen=True, slots=True)
class Opening:
    """A time in a room at which one sitting may be held."""

    venue: Venue
    hours: Stretch

    @property
    def when(self) -> tuple[date, Stretch]:
        return self.venue.day, self.hours

    @property
    def place(self) -> Place:
        return Place(self.venue.day, self.hours.starts, self.venue.room.name)


def offered(request: Request) -> tuple[Opening, ...]:
    """Every time in every room, by day and time, then in the order of the rooms."""
    laid = (
        Opening(venue, hours)
        for venue in request.venues
        for hours in lay_out(venue.hours, request.breaks_on(venue.day), request.length, request.gap)
    )
    return tuple(sorted(laid, key=lambda o: o.when))


def tenable(
    request: Request, openings: Sequence[Opening], first: Iterable[Opening] = ()
) -> tuple[Opening, ...]:
    """The openings that may all be used at once, in their order.

    Taken one by one, those in `first` before the others, unless rooms that share a member would
    come nearer to each other than a gap, or the reserve of their circle would be broken.
    """
    keepers = {
        venue: keeper
        for circle in circles(request)
        for keeper in [_Keeper(request, circle)]
        for venue in circle.venues
    }
    kept: set[Opening] = set()
    for opening in (*first, *openings):
        if opening not in kept and keepers[opening.venue].takes(opening):
            kept.add(opening)
    return tuple(opening for opening in openings if opening in kept)


class _Keeper:
    """Watches over one circle of rooms while openings are taken."""

    def __init__(self, request: Request, circle: Circle) -> None:
        self.gap = request.gap
        self.free = circle.working(request)
        self.reserve = request.reserve * minutes_in(self.free)
        self.taken: list[Opening] = []

    def takes(self, opening: Opening) -> bool:
        first, end = opening.hours.span
        others = (other for other in self.taken if other.venue is not opening.venue)
        if any(self._collide(opening, other) for other in others):
            return False
        free = without(self.free, [(first, end + self.gap)])
        if minutes_in(free) < self.reserve:
            return False
        self.free = free
        self.taken.append(opening)
        return True

    def _collide(self, one: Opening, other: Opening) -> bool:
        """Whether a member of both rooms could not keep both, a gap between them included."""
        (first, end), (start, finish) = one.hours.span, other.hours.span
        near = first < finish + self.gap and start < end + self.gap
        return near and shares(one.venue, other.venue)
