"""Draws that anybody can draw again: SplitMix64, from a seed written beside the result.

Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). Python's own
generator may change its order between versions; these sixteen lines cannot.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

WORD = 2**64 - 1
STEP = 0x9E3779B97F4A7C15


class Draws:
    """An endless row of numbers that the seed determines."""

    def __init__(self, seed: int) -> None:
        self._state = seed & WORD

    def word(self) -> int:
        """A number of 64 bits."""
        self._state = (self._state + STEP) & WORD
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & WORD
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """One of 0 to `limit` - 1, each as likely as the others but for 2^-64 times `limit`."""
        return (self.word() * limit) >> 64

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All of them in a drawn order (Fisher and Yates)."""
        mixed = list(things)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed
