"""How a round counts: its scheme, one candidate's sheets and values, and the scores they make.

Rules 1 and 2 of workbook.md, "The arithmetic, to the digit". Exact: nothing here is rounded but
by `round_half_up`. Scores of sheets and instruments are on a scale of 0 to 100; weights are in
percent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import TypeVar

Number = TypeVar("Number", int, Fraction)


class Aggregation(StrEnum):
    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED_MEAN = "trimmed_mean"


class Source(StrEnum):
    """Where an instrument's score comes from: sheets of panel members, or one given value."""

    PANEL = "panel"
    DATA = "data"


class TieBreak(StrEnum):
    """The reserved words of the tie-break chain; every other word is an instrument's code."""

    RATINGS = "KINERJA"
    GRADE = "PANGKAT"
    TENURE = "MASA_JABATAN"
    AGE = "USIA"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One way of measuring candidates.

    `weight` and the weights in `indicators` (by indicator code; empty for `Source.DATA`) are in
    percent, `scale_max` is the highest raw score, `pass_mark` stands on the 0-100 scale.
    Raises `ValueError` for a negative weight, a scale without height, or indicators of a panel
    instrument that do not sum to exactly 100.
    """

    code: str
    source: Source
    weight: Fraction
    scale_max: Fraction
    pass_mark: Fraction | None
    indicators: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        if self.scale_max <= 0:
            raise ValueError(f"{self.code}: the scale must reach above zero.")
        if min([self.weight, *self.indicators.values()]) < 0:
            raise ValueError(f"{self.code}: a weight is negative.")
        if self.source is Source.PANEL and sum(self.indicators.values()) != 100:
            raise ValueError(f"{self.code}: the indicator weights do not sum to exactly 100.")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a round counts: the frozen rules by which every vacancy is ranked.

    `quorum` is the least number of signed sheets an instrument needs (`None`: more than half),
    `precision` the decimals at which totals are compared, `tie_breaks` a chain of instrument codes
    and `TieBreak` words, `names_put_forward` how many names a vacancy gets.
    Raises `ValueError` when the weights of the instruments do not sum to exactly 100, a code stands
    twice or is a reserved word, a tie-break is unknown, quorum or names are below 1, or the
    precision is below 0.
    """

    instruments: tuple[Instrument, ...]
    aggregation: Aggregation
    quorum: int | None
    precision: int
    tie_breaks: tuple[str, ...]
    names_put_forward: int

    def __post_init__(self) -> None:
        codes = [instrument.code for instrument in self.instruments]
        if len({*codes, *TieBreak}) != len(codes) + len(TieBreak):
            raise ValueError("An instrument's code stands twice or is a reserved word.")
        if sum(instrument.weight for instrument in self.instruments) != 100:
            raise ValueError("The instrument weights do not sum to exactly 100.")
        if not {*self.tie_breaks} <= {*codes, *TieBreak}:
            raise ValueError("A tie-break is neither an instrument nor a reserved word.")
        if self.quorum is not None and self.quorum < 1:
            raise ValueError("The quorum must be one sheet or more.")
        if self.precision < 0 or self.names_put_forward < 1:
            raise ValueError("The precision or the number of names is too small.")


@dataclass(frozen=True, slots=True)
class Entrant:
    """One candidate for one vacancy, with all that the ranking may know.

    `panel_size` counts the members who are not recused for this candidate; `sheets` holds their
    signed sheets only: instrument code -> member -> indicator code -> raw score. `given` holds raw
    values of data instruments. `ratings` are the performance predicates, latest year first, and
    like `grade` the greater the better. `meets_requirements` is `None` while a requirement still
    needs review and `False` once one was found not met. `admitted` names the instruments whose
    score counts below its quorum of sheets, because a plenary said so.
    """

    nip: str
    name: str
    panel_size: int
    sheets: Mapping[str, Mapping[str, Mapping[str, int]]]
    given: Mapping[str, Fraction]
    ratings: tuple[int | None, int | None]
    grade: int | None
    post_since: date | None
    born: date | None
    meets_requirements: bool | None = True
    admitted: frozenset[str] = frozenset()


def instrument_scores(scheme: Scheme, entrant: Entrant) -> dict[str, Fraction]:
    """Scores of 0-100 by instrument code, unrounded; an instrument without a score is absent.

    Rule 2: a panel instrument counts from the quorum of sheets on, or from one where a plenary
    admitted it; a data instrument once its value is given. Absence is never zero. Raises
    `ValueError` for an incomplete sheet.
    """
    scores: dict[str, Fraction] = {}
    for instrument in scheme.instruments:
        if instrument.source is Source.PANEL:
            score = _panel_score(scheme, instrument, entrant)
        else:
            score = _given_score(instrument, entrant)
        if score is not None:
            scores[instrument.code] = score
    return scores


def quorum_for(scheme: Scheme, panel_size: int) -> int:
    """Least number of sheets: as the scheme says, never lowered; else more than half of the panel.

    `panel_size` counts the members who are not recused for the candidate.
    """
    return panel_size // 2 + 1 if scheme.quorum is None else scheme.quorum


def sheet_score(instrument: Instrument, scores: Mapping[str, int]) -> Fraction:
    """One member's sheet on the 0-100 scale (rule 1), from raw scores by indicator code.

    Raises `ValueError` unless every indicator of the instrument has exactly one score.
    """
    if scores.keys() != instrument.indicators.keys():
        raise ValueError(f"{instrument.code}: a sheet needs one score for each indicator.")
    weights = instrument.indicators
    common = lcm(*(weight.denominator for weight in weights.values()))  # whole numbers add faster
    total = sum(
        weight.numerator * (common // weight.denominator) * scores[i]
        for i, weight in weights.items()
    )
    return Fraction(total, common) / instrument.scale_max


def aggregate(aggregation: Aggregation, scores: Sequence[Fraction]) -> Fraction:
    """One score out of the panel's sheet scores (rule 2), on their scale, unrounded.

    It is the mean of those that are `kept`. Raises `ValueError` without scores.
    """
    if not scores:
        raise ValueError("Nothing to aggregate.")
    counted = kept(aggregation, scores)
    return sum(counted, Fraction(0)) / len(counted)


def kept(aggregation: Aggregation, scores: Sequence[Number]) -> list[Number]:
    """The scores whose mean is the panel's, the lowest first.

    The median keeps the one or two in the middle. The trimmed mean leaves out one highest and one
    lowest score from four scores on, and keeps all below.
    """
    ordered = sorted(scores)
    if aggregation is Aggregation.MEDIAN:
        return ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    if aggregation is Aggregation.TRIMMED_MEAN and len(ordered) >= 4:
        return ordered[1:-1]
    return ordered


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Round to that many decimals, and keep them all: 83.5 with two places is 83.50.

    Exactly half goes away from zero on both sides (0.125 -> 0.13, -0.125 -> -0.13), as `ROUND`
    does in Excel and PostgreSQL; there is no negative zero. Raises `ValueError` below 0 places.
    """
    if places < 0:
        raise ValueError("Places cannot be negative.")
    magnitude = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(f"{-magnitude if value < 0 else magnitude}e-{places}")


def _panel_score(scheme: Scheme, instrument: Instrument, entrant: Entrant) -> Fraction | None:
    sheets = entrant.sheets.get(instrument.code, {}).values()
    least = 1 if instrument.code in entrant.admitted else quorum_for(scheme, entrant.panel_size)
    if len(sheets) < least:
        return None
    return aggregate(scheme.aggregation, [sheet_score(instrument, sheet) for sheet in sheets])


def _given_score(instrument: Instrument, entrant: Entrant) -> Fraction | None:
    value = entrant.given.get(instrument.code)
    return None if value is None else value / instrument.scale_max * 100
