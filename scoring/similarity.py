"""Whether two members departed from the panel in the same way more often than chance explains.

A permutation test on residuals: the candidates of one member are exchanged within their level,
because members differ most in the middle, and the correlation is worked out again. Sums of products
decide, which are whole numbers; the seed is fixed, so that everybody finds the same p.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import isqrt
from operator import mul

from scoring.draws import Draws
from scoring.residuals import Cell, Residual, Standings, levels_of
from scoring.sightings import Kind, Sighting, Thresholds

SEED = 20250829

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two members' residuals are: correlation, and the corrected probability."""

    correlation: Fraction
    p: Fraction
    shared: int


def similar_pairs(
    standings: Standings, residuals: Mapping[str, Mapping[Cell, Residual]], asks: Thresholds
) -> list[Sighting]:
    """The pairs to be asked, in the order of their names.

    p is multiplied by the number of pairs (Bonferroni): among 21 pairs one is always the most
    alike.
    """
    levels = _candidates_by_level(standings)
    pairs = list(combinations(sorted(residuals), 2))
    sightings = []
    for first, second in pairs:
        blocks = _shared(levels, residuals[first], residuals[second])
        found = likeness(blocks, asks, comparisons=len(pairs))
        if found and found.p < asks.pair_level:
            sightings.append(_sighting((first, second), found))
    return sightings


def likeness(
    blocks: Sequence[Sequence[Pair]], asks: Thresholds, *, comparisons: int
) -> Likeness | None:
    """Both members' residuals, in blocks of one level.

    None where too few candidates are shared, or the correlation is too small to be worth a test.
    """
    ordered = [sorted(block, key=lambda pair: (sum(pair), mul(*pair))) for block in blocks]
    shared = sum(map(len, ordered))
    if shared < asks.pair_shared:
        return None
    products = sum(a * b for block in ordered for a, b in block)
    squares = sum(a * a for block in ordered for a, _ in block) * sum(
        b * b for block in ordered for _, b in block
    )
    if products <= 0 or products**2 < asks.pair_least**2 * squares:
        return None
    times = asks.pair_permutations * comparisons
    enough = int(asks.pair_level * asks.pair_permutations)
    as_much = _as_much_by_chance(ordered, products, times=times, enough=enough)
    p = Fraction(as_much + 1, times + 1) * comparisons
    return Likeness(_root(Fraction(products**2, squares)), min(p, Fraction(1)), shared)


def _as_much_by_chance(
    blocks: Sequence[Sequence[Pair]], products: int, *, times: int, enough: int
) -> int:
    """In how many drawn orders the sum of products is as large; no longer drawn once `enough`."""
    draws = Draws(SEED)
    sides = [tuple(zip(*block, strict=True)) for block in blocks]
    found = 0
    for done in range(times):
        if found > enough:
            return found * times // done
        drawn = sum(sum(map(mul, a, draws.shuffled(b))) for a, b in sides)
        found += drawn >= products
    return found


def _candidates_by_level(standings: Standings) -> list[list[list[Cell]]]:
    """A candidate once, with all his cells, at the level of the first of them."""
    seen: set[str] = set()
    levels: list[list[list[Cell]]] = []
    for level in levels_of(standings):
        fresh = sorted({candidate for candidate, _ in level} - seen)
        seen |= {*fresh}
        levels.append([[cell for cell in standings if cell[0] == one] for one in fresh])
    return levels


def _shared(
    levels: Sequence[Sequence[Sequence[Cell]]],
    mine: Mapping[Cell, Residual],
    yours: Mapping[Cell, Residual],
) -> list[list[Pair]]:
    blocks: list[list[Pair]] = []
    for level in levels:
        both = [[cell for cell in cells if cell in mine and cell in yours] for cells in level]
        blocks.append([(_mean_of(mine, held), _mean_of(yours, held)) for held in both if held])
    return [block for block in blocks if block]


def _mean_of(residuals: Mapping[Cell, Residual], cells: Sequence[Cell]) -> int:
    return round(Fraction(sum(residuals[cell].standard for cell in cells), len(cells)))


def _root(square: Fraction) -> Fraction:
    """To a thousandth, downwards."""
    return Fraction(isqrt(square.numerator * 10**6 // square.denominator), 1000)


def _sighting(members: tuple[str, str], found: Likeness) -> Sighting:
    figures = {"r": found.correlation, "p": found.p, "shared": Fraction(found.shared)}
    return Sighting(Kind.SIMILAR, members, figures=figures)
