"""Who gets which place when not everybody may have every place. Knows nothing of candidates.

People and places are numbers counted from nought; `wishes[person]` holds the places the person may
have, the dearest first. Places are found along alternating paths (Kuhn's algorithm), so that one
stands without a place only when no arrangement whatever could seat more people.
"""

from collections.abc import Sequence


def seat_most(wishes: Sequence[Sequence[int]]) -> dict[int, int]:
    """Places by person for as many people as possible; whoever comes earlier goes first."""
    hall = _Hall(wishes)
    for person in range(len(wishes)):
        hall.seat(person)
    return hall.place


def seat_in_turn(wishes: Sequence[Sequence[int]]) -> dict[int, int] | None:
    """Places for everybody: each in turn gets the dearest that still leaves one for all others.

    `None` when not everybody can have a place.
    """
    hall = _Hall(wishes)
    if not all(hall.seat(person) for person in range(len(wishes))):
        return None
    for person, places in enumerate(wishes):
        hall.closed.add(next(place for place in places if hall.give(person, place)))
    return hall.place


class _Hall:
    """Who has which place now; closed places change hands no more."""

    def __init__(self, wishes: Sequence[Sequence[int]]) -> None:
        self.wishes = wishes
        self.place: dict[int, int] = {}
        self.holder: dict[int, int] = {}
        self.closed: set[int] = set()

    def seat(self, person: int) -> bool:
        """Find a place for somebody without one; others may have to move, nobody loses theirs."""
        wanted_by: dict[int, int] = {}
        queue = [person]
        for asking in queue:
            for place in self.wishes[asking]:
                if place in wanted_by or place in self.closed:
                    continue
                wanted_by[place] = asking
                if place not in self.holder:
                    self._move_along(place, wanted_by)
                    return True
                queue.append(self.holder[place])
        return False

    def give(self, person: int, place: int) -> bool:
        """Let a seated person have this place, if whoever holds it can still be seated."""
        if place in self.closed:
            return False
        before, other = self.place[person], self.holder.get(place)
        if other == person:
            return True
        del self.holder[before]
        self._put(person, place)
        if other is None:
            return True
        del self.place[other]
        self.closed.add(place)
        seated = self.seat(other)
        self.closed.discard(place)
        if not seated:
            self._put(person, before)
            self._put(other, place)
        return seated

    def _move_along(self, place: int, wanted_by: dict[int, int]) -> None:
        """Everybody on the path takes the place they asked for, from its free end backwards."""
        free: int | None = place
        while free is not None:
            person = wanted_by[free]
            left = self.place.get(person)
            self._put(person, free)
            free = left

    def _put(self, person: int, place: int) -> None:
        self.place[person] = place
        self.holder[place] = person
