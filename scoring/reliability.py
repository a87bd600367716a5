"""How far the members of a panel agree: intraclass correlation and Kendall's W, exactly.

Shrout and Fleiss, "Intraclass correlations: uses in assessing rater reliability", Psychological
Bulletin 86 (1979), 420-428: two-way random effects, absolute agreement. Kendall and Gibbons, "Rank
correlation methods": the coefficient of concordance corrected for ties. Agreed with the round
workbook (workbook.md, `reliability`): computed with `Fraction`, rounded once, to two decimals.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from scoring.counting import round_half_up

FEWEST_CANDIDATES = 3
FEWEST_MEMBERS = 2

Table = Sequence[Sequence[Fraction]]
WholeTable = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Agreement of `members` over `candidates`; a coefficient without meaning is `None`.

    `icc_2_1` is the reliability of one member's score, `icc_2_k` that of the panel's mean: 1 is
    perfect, 0 is none, below 0 is possible. `kendall_w` runs from 0 (the members' orders cancel
    out) to 1 (one and the same order). Two decimals, exactly half away from zero, below zero too.
    """

    icc_2_1: Decimal | None
    icc_2_k: Decimal | None
    kendall_w: Decimal | None
    candidates: int
    members: int


@dataclass(frozen=True, slots=True)
class _MeanSquares:
    """The two-way analysis of variance: `BMS`, `JMS` and `EMS` of Shrout and Fleiss."""

    candidates: Fraction
    members: Fraction
    residual: Fraction


def reliability(table: Table) -> Reliability:
    """Measure the agreement in a complete table: one row a candidate, one column a member.

    The scores may be on any scale, the same for all; an empty table has no members. All three
    coefficients are `None` below two members or three candidates. Each is also `None` where the
    variance it divides by is not positive: nobody made any difference or, for ICC(2,k), the
    panel's means vary less than chance alone explains. Raises `ValueError` for a ragged table.
    """
    candidates = len(table)
    members = len(table[0]) if table else 0
    if any(len(row) != members for row in table):
        raise ValueError("Every candidate needs one score from each member.")
    if candidates < FEWEST_CANDIDATES or members < FEWEST_MEMBERS:
        return Reliability(None, None, None, candidates, members)
    whole = _whole(table)
    squares = _mean_squares(whole)
    return Reliability(
        icc_2_1=_icc_2_1(squares, candidates, members),
        icc_2_k=_icc_2_k(squares, candidates),
        kendall_w=_kendall_w(whole),
        candidates=candidates,
        members=members,
    )


def _whole(table: Table) -> WholeTable:
    """The same table in whole numbers, which add faster; a common factor cancels out of a ratio."""
    common = lcm(*(score.denominator for row in table for score in row))
    return [[score.numerator * (common // score.denominator) for score in row] for row in table]


def _mean_squares(table: WholeTable) -> _MeanSquares:
    n, k = len(table), len(table[0])
    correction = Fraction(sum(map(sum, table)) ** 2, n * k)
    total = sum(score**2 for row in table for score in row) - correction
    between = Fraction(sum(sum(row) ** 2 for row in table), k) - correction
    columns = Fraction(sum(sum(column) ** 2 for column in _columns(table)), n) - correction
    return _MeanSquares(
        candidates=between / (n - 1),
        members=columns / (k - 1),
        residual=(total - between - columns) / ((n - 1) * (k - 1)),
    )


def _icc_2_1(squares: _MeanSquares, n: int, k: int) -> Decimal | None:
    explained = squares.candidates - squares.residual
    member_bias = k * (squares.members - squares.residual) / n
    return _ratio(explained, squares.candidates + (k - 1) * squares.residual + member_bias)


def _icc_2_k(squares: _MeanSquares, n: int) -> Decimal | None:
    explained = squares.candidates - squares.residual
    return _ratio(explained, squares.candidates + (squares.members - squares.residual) / n)


def _kendall_w(table: WholeTable) -> Decimal | None:
    """Concordance of the members' orders, with mid-ranks for equal scores.

    W = (12 S(R^2) - 3 k^2 n (n+1)^2) / (k^2 (n^3 - n) - k S(t^3 - t)), where R are the rank sums
    of the candidates (here 2 R, so 3 S) and t the sizes of each member's groups of equal scores.
    """
    n, k = len(table), len(table[0])
    rankings = [_doubled_mid_ranks(column) for column in _columns(table)]
    rank_sums = [sum(ranks) for ranks in _columns(rankings)]
    spread = 3 * sum(rank_sum**2 for rank_sum in rank_sums) - 3 * k**2 * n * (n + 1) ** 2
    ties = sum(t**3 - t for column in _columns(table) for t in Counter(column).values())
    return _ratio(Fraction(spread), Fraction(k**2 * (n**3 - n) - k * ties))


def _doubled_mid_ranks(scores: Sequence[int]) -> list[int]:
    """Rank 1 is the lowest; equal scores share the mean of the ranks they take up. Twice that."""
    ordered = sorted(scores)
    return [2 * ordered.index(s) + 1 + ordered.count(s) for s in scores]


def _columns(table: WholeTable) -> list[tuple[int, ...]]:
    return list(zip(*table, strict=True))


def _ratio(numerator: Fraction, denominator: Fraction) -> Decimal | None:
    return round_half_up(numerator / denominator, 2) if denominator > 0 else None
