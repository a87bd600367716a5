"""What a member's scores say beyond the candidates' level and the member's own habit.

A member's standing for a candidate is compared with what the colleagues gave. Two habits are taken
out of it, as honest members have them: to score higher or lower than others (severity) and to use
more or less of the scale (spread). What is left differs in size by level, because people agree
about the best and the weakest and not about the middle; so it is measured against its own level.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from scoring.sightings import Mark

Cell = tuple[str, str]  # candidate, vacancy
Standings = Mapping[Cell, Mapping[str, Fraction]]  # what each member gave, 0-100

FEWEST_MEMBERS = 3
FEWEST_FOR_A_SLOPE = 5
LEVELS, CELLS_A_LEVEL = 3, 6
NORMAL = Fraction(14826, 10000)  # a normal deviation is so many median absolute ones
FLOOR = Fraction(1)  # nobody is measured against less than one point
FINE = 1000  # residuals are whole thousandths


@dataclass(frozen=True, slots=True)
class Residual:
    """What is left of one standing: in points, and in deviations usual at the cell's level.

    `standard` is in thousandths, so that permutations add whole numbers.
    """

    points: Fraction
    standard: int


def standings_of(
    marks: Iterable[Mark],
    weights: Mapping[str, Fraction],
    posts: Mapping[str, Sequence[str]],
) -> Standings:
    """Each member's weighted mean over the panel's instruments, for each candidate and post.

    `weights` by instrument, `posts` by candidate. A member counts where all instruments are
    signed, a cell from three members on.
    """
    totals = {(m.member, m.subject.candidate, m.subject.instrument, m.subject.vacancy): m.total
              for m in marks}  # fmt: skip
    members = sorted({member for member, *_ in totals})
    found: dict[Cell, dict[str, Fraction]] = {}
    for candidate in sorted(posts):
        for vacancy in posts[candidate]:
            cell = {
                member: value
                for member in members
                if (value := _weighted(totals, weights, (member, candidate, vacancy))) is not None
            }
            if len(cell) >= FEWEST_MEMBERS:
                found[candidate, vacancy] = cell
    return found


def severities(standings: Standings) -> dict[str, Fraction]:
    """How far each member stands above (or below) the colleagues' median, on average.

    Over the candidates he scored; each counts once, for however many posts. The median, so that
    one severe member does not make the others look mild.
    """
    by_candidate: defaultdict[str, defaultdict[str, list[Fraction]]]
    by_candidate = defaultdict(lambda: defaultdict(list))
    for (candidate, _), cell in standings.items():
        for member, value in cell.items():
            usual = median([other for who, other in cell.items() if who != member])
            by_candidate[member][candidate].append(value - usual)
    return {
        member: _mean([_mean(gaps) for gaps in shared.values()])
        for member, shared in by_candidate.items()
    }


def residuals_of(standings: Standings) -> dict[str, dict[Cell, Residual]]:
    """By member and cell."""
    raw = {member: _habit_removed(pairs) for member, pairs in _pairs(standings).items()}
    scales = _scales(standings, raw)
    return {
        member: {
            cell: Residual(points, round(FINE * points / scales[cell]))
            for cell, points in left.items()
        }
        for member, left in raw.items()
    }


def deviation(values: Sequence[Fraction]) -> Fraction:
    """Robust: what the median absolute deviation of normal values would be the standard one of."""
    middle = median(values)
    return NORMAL * median([abs(value - middle) for value in values])


def _weighted(
    totals: Mapping[tuple[str, str, str, str], Fraction],
    weights: Mapping[str, Fraction],
    whose: tuple[str, str, str],
) -> Fraction | None:
    member, candidate, vacancy = whose
    whole = sum(weights.values(), Fraction(0))
    value = Fraction(0)
    for code, weight in weights.items():
        everywhere = totals.get((member, candidate, code, ""))
        total = totals.get((member, candidate, code, vacancy), everywhere)
        if total is None:
            return None
        value += weight * total
    return value / whole if whole else None


def _pairs(standings: Standings) -> dict[str, dict[Cell, tuple[Fraction, Fraction]]]:
    """By member and cell: the mean of the colleagues, and how far the member is from it."""
    pairs: defaultdict[str, dict[Cell, tuple[Fraction, Fraction]]] = defaultdict(dict)
    for key, cell in standings.items():
        total = sum(cell.values(), Fraction(0))
        for member, value in cell.items():
            others = (total - value) / (len(cell) - 1)
            pairs[member][key] = (others, value - others)
    return pairs


def _habit_removed(pairs: Mapping[Cell, tuple[Fraction, Fraction]]) -> dict[Cell, Fraction]:
    """A straight line through the member's differences over the colleagues' level, taken off."""
    levels, gaps = zip(*pairs.values(), strict=True)
    level, gap = _mean(levels), _mean(gaps)
    spread = sum(((x - level) ** 2 for x in levels), Fraction(0))
    slope = Fraction(0)
    if spread and len(pairs) >= FEWEST_FOR_A_SLOPE:
        slope = sum(((x - level) * (y - gap) for x, y in pairs.values()), Fraction(0)) / spread
    return {cell: y - gap - slope * (x - level) for cell, (x, y) in pairs.items()}


def _scales(
    standings: Standings, raw: Mapping[str, Mapping[Cell, Fraction]]
) -> dict[Cell, Fraction]:
    """How far residuals usually go at the level of each cell."""
    left: defaultdict[Cell, list[Fraction]] = defaultdict(list)
    for cells in raw.values():
        for cell, points in cells.items():
            left[cell].append(points)
    scales: dict[Cell, Fraction] = {}
    for level in levels_of(standings):
        usual = NORMAL * median([abs(points) for cell in level for points in left[cell]])
        scales |= dict.fromkeys(level, max(usual, FLOOR))
    return scales


def levels_of(standings: Standings) -> list[list[Cell]]:
    """The cells in up to three parts of about one size, from the weakest to the best.

    Cells with the same mean are of the same level.
    """
    means = {cell: _mean(given.values()) for cell, given in standings.items()}
    ordered = sorted(means.values())
    parts = max(1, min(LEVELS, len(ordered) // CELLS_A_LEVEL))
    cuts = [ordered[len(ordered) * part // parts] for part in range(1, parts)]
    levels: list[list[Cell]] = [[] for _ in range(parts)]
    for cell in sorted(means):
        levels[sum(means[cell] >= cut for cut in cuts)].append(cell)
    return [level for level in levels if level]


def _mean(values: Iterable[Fraction]) -> Fraction:
    held = list(values)
    return sum(held, Fraction(0)) / len(held)
