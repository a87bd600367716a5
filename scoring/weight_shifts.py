"""All ways to shift the weights of a scheme by one step and keep their sum; a fixed draw of many.

Each weight goes down one step, stays or goes up one step, none below zero. The ways are numbered
in the order of the instruments, so that one of them can be had without making all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256

MOST = 1_000
SEED = "pratama-2025"

Shift = tuple[int, ...]
"""One way: -1, 0 or 1 step by instrument, in the order of the scheme; the sum is 0."""


@dataclass(frozen=True, slots=True)
class Shifts:
    """The ways to be tried out of `possible` ones; all of them unless there are too many."""

    tried: Sequence[Shift]
    possible: int

    @property
    def is_drawn(self) -> bool:
        return len(self.tried) < self.possible


@lru_cache(maxsize=16)
def shifts_of(weights: tuple[Fraction, ...], step: Fraction) -> Shifts:
    """Every way but the one that shifts nothing, or `MOST` of them drawn by `SEED`.

    The draw is the same for the same weights and step, whoever makes it: the numbers of the ways
    are SHA-256 of "seed:0", "seed:1", … modulo their count, each number once. Raises `ValueError`
    for a step that is not above zero.
    """
    if step <= 0:
        raise ValueError("The step must be above zero.")
    ways = _Ways(tuple(-1 if weight >= step else 0 for weight in weights))
    count = ways.count(0, 0)
    still = ways.number_of((0,) * len(weights))
    numbers = range(count) if count <= MOST + 1 else _draw(count, still)
    return Shifts(tuple(ways.way(n) for n in numbers if n != still), count - 1)


def _draw(count: int, still: int) -> list[int]:
    """`MOST` different numbers below `count`, none of them `still`, in the order drawn."""
    drawn: dict[int, None] = {}
    numbers = _numbers(count)
    while len(drawn) < MOST:
        drawn[next(numbers)] = None
        drawn.pop(still, None)
    return list(drawn)


def _numbers(count: int) -> Iterator[int]:
    place = 0
    while True:
        yield int.from_bytes(sha256(f"{SEED}:{place}".encode()).digest(), "big") % count
        place += 1


class _Ways:
    """The ways as numbers: those that begin with a step down come first."""

    def __init__(self, lowest: Sequence[int]) -> None:
        self.lowest = lowest
        self.count = cache(self._count)

    def _count(self, place: int, total: int) -> int:
        """In how many ways the instruments from this place on bring the sum back to zero."""
        if place == len(self.lowest):
            return int(total == 0)
        return sum(self.count(place + 1, total + step) for step in self._steps(place))

    def way(self, number: int) -> Shift:
        chosen: list[int] = []
        for place in range(len(self.lowest)):
            steps = iter(self._steps(place))
            step = next(steps)
            while number >= (ways := self.count(place + 1, sum(chosen) + step)):
                number -= ways
                step = next(steps)
            chosen.append(step)
        return tuple(chosen)

    def number_of(self, way: Shift) -> int:
        return sum(
            self.count(place + 1, sum(way[:place]) + step)
            for place, chosen in enumerate(way)
            for step in self._steps(place)
            if step < chosen
        )

    def _steps(self, place: int) -> range:
        return range(self.lowest[place], 2)
