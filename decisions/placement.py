"""Proposing who takes which vacancy, so that the round as a whole is served best.

The assignment problem (Kuhn, "The Hungarian method for the assignment problem", 1955), solved by
shortest augmenting paths (Jonker and Volgenant 1987; rectangular form after Crouse 2016). The
three goals of workbook.md, `placement`, are folded into one whole number a pair, so the answer is
exact, unique and independent of the order of the input.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

Pair = tuple[str, str]
"""Vacancy code and NIP."""


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate ranked for a vacancy, with the unrounded total (0-100) in that ranking."""

    vacancy: str
    nip: str
    total: Fraction


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed placements and the vacancies left unfilled, both in order of vacancy code.

    `total` is the exact sum of the totals of `assignments`.
    """

    assignments: tuple[Option, ...]
    unfilled: tuple[str, ...]
    total: Fraction


def propose(options: Iterable[Option], vacancies: Sequence[str]) -> Proposal:
    """Place each candidate at most once, and at most one candidate in each vacancy.

    As many vacancies are filled as can be; among those ways the sum of unrounded totals is the
    greatest; among those the list of (vacancy code, NIP) is the lexicographically smallest.
    `vacancies` names every vacancy, those without options too, in any order. Raises `ValueError`
    when a vacancy or an option comes twice, or an option is for none of the vacancies.
    """
    codes = sorted(vacancies)
    offered = _by_pair(options, codes)
    nips = sorted({nip for _, nip in offered})
    worth = _worth(offered, codes, nips)
    unplaced = [0] * len(codes)
    table = [[*(worth.get((code, nip), 0) for nip in nips), *unplaced] for code in codes]
    chosen = zip(codes, _greatest(table), strict=True)
    pairs = ((code, nips[column]) for code, column in chosen if column < len(nips))
    assignments = tuple(offered[pair] for pair in pairs if pair in offered)
    filled = {option.vacancy for option in assignments}
    return Proposal(
        assignments=assignments,
        unfilled=tuple(code for code in codes if code not in filled),
        total=sum((option.total for option in assignments), Fraction(0)),
    )


def _by_pair(options: Iterable[Option], codes: Sequence[str]) -> dict[Pair, Option]:
    offered: dict[Pair, Option] = {}
    for option in options:
        if option.vacancy not in codes:
            raise ValueError(f"{option.vacancy} is not among the vacancies.")
        if (option.vacancy, option.nip) in offered:
            raise ValueError(f"{option.nip} stands twice for {option.vacancy}.")
        offered[option.vacancy, option.nip] = option
    if len(set(codes)) != len(codes):
        raise ValueError("A vacancy stands twice.")
    return offered


def _worth(
    offered: Mapping[Pair, Option], codes: Sequence[str], nips: Sequence[str]
) -> dict[Pair, int]:
    """Weigh each pair so that the greatest sum of weights meets the three goals in their order.

    A weight reads like a number of three digits, none of whose sums can reach the next digit:
    filled (1), the total in whole parts above the smallest, and the pair's place in the list.
    The last is itself a number with one digit a vacancy, the first vacancy leading: 0 for
    unfilled, 1 for the last NIP, up to the number of NIPs for the first.
    """
    scale = lcm(*(option.total.denominator for option in offered.values()))
    parts = {pair: int(option.total * scale) for pair, option in offered.items()}
    smallest, greatest = min(parts.values(), default=0), max(parts.values(), default=0)
    digit = len(nips) + 1
    total_unit = digit ** len(codes)
    filled_unit = total_unit * (len(codes) * (greatest - smallest) + 1)
    leading = {code: digit**power for power, code in enumerate(reversed(codes))}
    earliness = {nip: value for value, nip in enumerate(reversed(nips), start=1)}
    return {
        (code, nip): filled_unit
        + total_unit * (parts[code, nip] - smallest)
        + leading[code] * earliness[nip]
        for code, nip in offered
    }


def _greatest(worth: Sequence[Sequence[int]]) -> list[int]:
    """Give each row a column of its own so that the sum is greatest; columns must not be fewer."""
    width = len(worth[0]) if worth else 0
    matching = _Matching([[-value for value in row] for row in worth], width)
    for row in range(len(worth)):
        matching.admit(row)
    return [matching.column_of[row] for row in range(len(worth))]


@dataclass(slots=True)
class _Matching:
    """A cheapest matching of the rows admitted so far, and the prices that prove it cheapest.

    No cost is below the sum of its row's and its column's price, and matched pairs cost exactly
    that sum.
    """

    costs: Sequence[Sequence[int]]
    width: int
    column_of: dict[int, int] = field(default_factory=dict)
    row_of: dict[int, int] = field(default_factory=dict)
    row_price: dict[int, int] = field(default_factory=dict)
    column_price: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.column_price = [0] * self.width

    def admit(self, newcomer: int) -> None:
        """Match one more row, moving the others along the cheapest chain to a free column."""
        self.row_price[newcomer] = 0
        distance: dict[int, int] = {}
        came_from: dict[int, int] = {}
        unseen = set(range(self.width))
        row, spent, crossed = newcomer, 0, list[int]()
        while True:
            for column in unseen:
                cost = spent + self._excess(row, column)
                if column not in distance or cost < distance[column]:
                    distance[column], came_from[column] = cost, row
            nearest = min(unseen, key=distance.__getitem__)
            spent = distance[nearest]
            if nearest not in self.row_of:
                break
            unseen.remove(nearest)
            crossed.append(nearest)
            row = self.row_of[nearest]
        self.row_price[newcomer] += spent
        for column in crossed:
            self.row_price[self.row_of[column]] += spent - distance[column]
            self.column_price[column] -= spent - distance[column]
        self._move(newcomer, nearest, came_from)

    def _excess(self, row: int, column: int) -> int:
        return self.costs[row][column] - self.row_price[row] - self.column_price[column]

    def _move(self, newcomer: int, free: int, came_from: Mapping[int, int]) -> None:
        row, column = came_from[free], free
        while row != newcomer:
            left = self.column_of[row]
            self.column_of[row], self.row_of[column] = column, row
            row, column = came_from[left], left
        self.column_of[newcomer], self.row_of[column] = column, newcomer
