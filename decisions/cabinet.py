"""All choices of a round looked at together: who was chosen twice, how they are balanced, and how
they compare with the computed placement. Nothing is decided and nothing filled in here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from decisions.placement import Option, Proposal


@dataclass(frozen=True, slots=True)
class Member:
    """One choice of a person: `words` name the person and the post."""

    words: str
    is_woman: bool
    is_from_outside: bool
    retires_soon: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of all choices something holds for, with the words of each behind the figure."""

    title: str
    named: Sequence[str]
    of: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One post: whom the authority chose, and whom the computation places there."""

    post: str
    chosen: Option | None
    proposed: Option | None

    @property
    def is_compared(self) -> bool:
        return self.chosen is not None and self.proposed is not None

    @property
    def is_same(self) -> bool:
        """The same person in both."""
        if self.chosen is None or self.proposed is None:
            return False
        return self.chosen.nip == self.proposed.nip

    @property
    def difference(self) -> Fraction:
        """What was chosen above (or below) what is computed; 0 where there is nothing beside it."""
        if self.chosen is None or self.proposed is None:
            return Fraction(0)
        return self.chosen.total - self.proposed.total


@dataclass(frozen=True, slots=True)
class Comparison:
    """Choices beside the computation, post by post in the order of codes; all sums are exact."""

    pairs: Sequence[Pair]

    @property
    def compared(self) -> list[Pair]:
        """The posts with a person in both: the footing on which sums are compared."""
        return [pair for pair in self.pairs if pair.is_compared]

    @property
    def is_possible(self) -> bool:
        """Nobody is chosen twice: only then do sums stand for something that can come about."""
        return len({option.nip for option in self.chosen}) == len(self.chosen)

    @property
    def same(self) -> int:
        return sum(pair.is_same for pair in self.pairs)

    @property
    def chosen(self) -> list[Option]:
        return [pair.chosen for pair in self.pairs if pair.chosen]

    @property
    def proposed(self) -> list[Option]:
        return [pair.proposed for pair in self.pairs if pair.proposed]

    @property
    def chosen_there(self) -> Fraction:
        """Of what was chosen, the sum over the posts that are compared."""
        return sum_of(pair.chosen for pair in self.compared)

    @property
    def proposed_there(self) -> Fraction:
        """Of what is computed, the sum over the same posts."""
        return sum_of(pair.proposed for pair in self.compared)


def compare(chosen: Iterable[Option], proposal: Proposal) -> Comparison:
    """Set the choices, one a post at most, beside the proposal."""
    picked = {option.vacancy: option for option in chosen}
    placed = {option.vacancy: option for option in proposal.assignments}
    posts = sorted({*picked, *placed, *proposal.unfilled})
    return Comparison([Pair(post, picked.get(post), placed.get(post)) for post in posts])


def sum_of(options: Iterable[Option | None]) -> Fraction:
    """The exact sum of the totals."""
    return sum((option.total for option in options if option), Fraction(0))


def doubled(chosen: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Each person who is chosen for several posts -> those posts, in the order given."""
    held: dict[int, list[str]] = {}
    for person, post in chosen:
        held.setdefault(person, []).append(post)
    return {person: posts for person, posts in held.items() if len(posts) > 1}


def shares(members: Sequence[Member]) -> list[Share]:
    """The figures of balance: only what an appointment may be weighed by (ux.md j, rule 11)."""
    women = [member.words for member in members if member.is_woman]
    outside = [member.words for member in members if member.is_from_outside]
    leaving = [member.words for member in members if member.retires_soon]
    return [
        Share("Perempuan", women, len(members)),
        Share("Dari luar OPD", outside, len(members)),
        Share("Pensiun kurang dari 2 tahun lagi", leaving, len(members)),
    ]
