"""The choices of a round beside the computed placement, with names and numbers as printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from candidates.models import Candidate
from decisions.cabinet import Comparison, Pair, compare, sum_of
from decisions.placement import Option
from decisions.proposing import RoundProposal
from selection.models import Vacancy


@dataclass(frozen=True, slots=True)
class Line:
    """One post: who was chosen and who is computed, with their totals as printed.

    `difference`: between the totals, without its sign.
    """

    vacancy: Vacancy
    pair: Pair
    chosen: Candidate | None
    chosen_total: Decimal | None
    proposed: Candidate | None
    proposed_total: Decimal | None
    difference: Decimal

    @property
    def is_above(self) -> bool:
        """What was chosen has more points than what is computed."""
        return self.pair.difference > 0


@dataclass(frozen=True, slots=True)
class Computation:
    """Choices and computation, post by post, and both sums over the posts that are compared.

    `apart`: posts whose names go on together; nobody is placed there.
    """

    proposed: RoundProposal
    comparison: Comparison
    lines: Sequence[Line]
    apart: Sequence[Vacancy]

    @property
    def whole_sum(self) -> Decimal:
        """Of all that is computed."""
        return self.proposed.rounded(self.proposed.proposal.total)

    @property
    def chosen_sum(self) -> Decimal:
        """Of all choices with a total, whether or not somebody is computed for the post."""
        return self.proposed.rounded(sum_of(self.comparison.chosen))

    @property
    def chosen_there(self) -> Decimal:
        return self.proposed.rounded(self.comparison.chosen_there)

    @property
    def proposed_there(self) -> Decimal:
        return self.proposed.rounded(self.comparison.proposed_there)

    @property
    def difference(self) -> Decimal:
        return self.proposed.rounded(abs(self._difference))

    @property
    def is_above(self) -> bool:
        return self._difference > 0

    @property
    def is_even(self) -> bool:
        return self._difference == 0

    @property
    def is_partial(self) -> bool:
        """Either side has posts on which the other says nothing."""
        compared = len(self.comparison.compared)
        return {len(self.comparison.chosen), len(self.comparison.proposed)} != {compared}

    @property
    def _difference(self) -> Fraction:
        return self.comparison.chosen_there - self.comparison.proposed_there


def computation_of(
    proposed: RoundProposal, chosen: Sequence[Option], apart: Sequence[Vacancy]
) -> Computation:
    """Put the choices beside what was proposed for the same vacancies."""
    comparison = compare(chosen, proposed.proposal)
    lines = [_line(proposed, pair) for pair in comparison.pairs]
    return Computation(proposed, comparison, lines, apart)


def _line(proposed: RoundProposal, pair: Pair) -> Line:
    chosen, placed = pair.chosen, pair.proposed
    return Line(
        vacancy=proposed.vacancies[pair.post],
        pair=pair,
        chosen=proposed.candidates[chosen.nip] if chosen else None,
        chosen_total=proposed.rounded(chosen.total) if chosen else None,
        proposed=proposed.candidates[placed.nip] if placed else None,
        proposed_total=proposed.rounded(placed.total) if placed else None,
        difference=proposed.rounded(abs(pair.difference)),
    )
