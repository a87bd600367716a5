"""Questions to a panel out of its own scores (security.md 4.10): numbers that ask, never judge.

With a handful of members and a few dozen candidates, statistics can ask and not convict. Nothing
here changes or drops a sheet. What each signal means and how often it asks honest panels is in
docs/clarification.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from scoring.conduct import copied_notes, early, late_changes, quick
from scoring.patterns import flat_sheets, same_sheets
from scoring.residuals import Cell, Residual, Standings, deviation, residuals_of, severities
from scoring.sightings import (
    THRESHOLDS,
    Change,
    Kind,
    Mark,
    Sighting,
    Signing,
    Thresholds,
)
from scoring.similarity import similar_pairs


def from_scores(standings: Standings, asks: Thresholds = THRESHOLDS) -> list[Sighting]:
    """What members' standings for all candidates ask."""
    residuals = residuals_of(standings)
    return [
        *pushes(residuals, asks),
        *similar_pairs(standings, residuals, asks),
        *severe(standings, asks),
    ]


def from_sheets(marks: Sequence[Mark], asks: Thresholds = THRESHOLDS) -> list[Sighting]:
    """What the sheets by themselves ask."""
    return [*same_sheets(marks, asks), *flat_sheets(marks, asks), *copied_notes(marks, asks)]


def from_hours(
    signings: Iterable[Signing], changes: Iterable[Change], asks: Thresholds = THRESHOLDS
) -> list[Sighting]:
    """What the hours ask at which sheets were written, signed and opened again."""
    held = list(signings)
    return [*late_changes(changes), *early(held, asks), *quick(held, asks)]


def severe(standings: Standings, asks: Thresholds) -> list[Sighting]:
    """Members far above or below the colleagues for all candidates, more than candidates differ."""
    if not standings:
        return []
    spread = deviation([sum(c.values(), Fraction(0)) / len(c) for c in standings.values()])
    enough = max(asks.severity_points, asks.severity_spreads * spread)
    return [
        Sighting(Kind.SEVERITY, (member,), figures={"points": points})
        for member, points in sorted(severities(standings).items())
        if abs(points) > enough
    ]


def pushes(residuals: Mapping[str, Mapping[Cell, Residual]], asks: Thresholds) -> list[Sighting]:
    """One candidate far above what the member's habit explains, and the post's rivals below."""
    gaps = {
        (member, cell): gap
        for member, cells in residuals.items()
        for cell in cells
        if (gap := _gap(cells, cell, asks)) is not None
    }
    if not gaps:
        return []
    usual = deviation([standard for standard, _, _ in gaps.values()])
    return [
        Sighting(Kind.PUSH, (member,), vacancy, candidate, figures={"up": up, "down": down})
        for (member, (candidate, vacancy)), (standard, up, down) in sorted(gaps.items())
        if up > 0 < down
        and standard > asks.push_deviations * usual
        and up + down >= asks.push_points
    ]


def _gap(
    cells: Mapping[Cell, Residual], cell: Cell, asks: Thresholds
) -> tuple[Fraction, Fraction, Fraction] | None:
    """The gap to the rivals in usual deviations; points above, and of the rivals below, habit."""
    rivals = [other for other in cells if other[1] == cell[1] and other != cell]
    if len(rivals) < asks.push_rivals:
        return None
    beside = Fraction(sum(cells[rival].standard for rival in rivals), len(rivals))
    down = -sum((cells[rival].points for rival in rivals), Fraction(0)) / len(rivals)
    return cells[cell].standard - beside, cells[cell].points, down
