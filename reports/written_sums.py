"""Each number written out with the numbers that it is made of, for one candidate.

Total, instrument score, sheet: every line can be added up again with a pocket calculator. Scores
are exact fractions; where four decimals do not hold one, they are its rounded form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.wording import with_comma
from candidates.models import Candidate
from scoring.counting import Aggregation
from scoring.explaining import Term
from scoring.outcome import Outcome, VacancyOutcome, subject
from scoring.ranking import Placed
from selection.models import Instrument

SHORT, LONG = 2, 4
FULL = 100  # a scale that needs no stretching
MERGED = {
    Aggregation.MEAN: "rata-rata {} lembar",
    Aggregation.MEDIAN: "median {} lembar",
    Aggregation.TRIMMED_MEAN: "rata-rata terpangkas {} lembar",
}


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A member's signed sheet: `P3`, `83,85`, and the sum of criterion x weight."""

    member: str
    score: str
    sum: str


@dataclass(frozen=True, slots=True)
class WrittenScore:
    """Where an instrument's score comes from, and the sheets below it if a panel gave it."""

    origin: str
    sheets: Sequence[WrittenSheet]


@dataclass(frozen=True, slots=True)
class WrittenTotal:
    """`score x weight + …`, then the products, as they add up to the total."""

    total: str
    factors: str
    products: str
    exact: str


def written_total(terms: Sequence[Term], placed: Placed) -> WrittenTotal:
    factors = [f"{figure(term.score)} × {figure(term.weight / 100)}" for term in terms]
    products = [with_comma(term.product, LONG) for term in terms]
    return WrittenTotal(
        total=with_comma(placed.total),
        factors=" + ".join(factors),
        products=" + ".join(products),
        exact=with_comma(placed.exact_total, LONG),
    )


def written_score(
    outcome: Outcome, found: VacancyOutcome, candidate: Candidate, instrument: Instrument
) -> WrittenScore:
    """Of an instrument that has a score."""
    if not instrument.is_panel:
        return _given(outcome, found, candidate, instrument)
    sheets = [
        sheet
        for sheet in outcome.sheets_for(candidate, instrument, found.vacancy)
        if sheet.is_signed
    ]
    scores = [outcome.score_of(sheet) for sheet in sheets]
    held = ", ".join(
        f"{sheet.seat.label} {figure(score)}" for sheet, score in zip(sheets, scores, strict=True)
    )
    words = MERGED[outcome.scheme.aggregation].format(len(sheets))
    weights, scale = _weights(outcome, instrument), Fraction(instrument.scale_max)
    return WrittenScore(
        origin=f"{words}: {held}",
        sheets=[
            WrittenSheet(sheet.seat.label, figure(score), _sum(sheet.scores, weights, scale))
            for sheet, score in zip(sheets, scores, strict=True)
        ],
    )


def figure(value: Fraction | Decimal) -> str:
    """Two decimals where they say it all, else four."""
    return with_comma(value, SHORT if value * 100 == int(value * 100) else LONG)


def _given(
    outcome: Outcome, found: VacancyOutcome, candidate: Candidate, instrument: Instrument
) -> WrittenScore:
    value = outcome.given[subject(candidate.pk, instrument, found.vacancy.pk)]
    scale = Fraction(instrument.scale_max)
    words = f"data {figure(value)} pada skala {_short(scale)}"
    if scale != FULL:
        words += f": {figure(value)} ÷ {_short(scale)} × 100"
    return WrittenScore(origin=words, sheets=())


def _weights(outcome: Outcome, instrument: Instrument) -> list[tuple[str, str]]:
    """Each indicator's code with its weight as a factor."""
    indicators = outcome.indicators.get(instrument.pk, ())
    return [(indicator.code, figure(indicator.weight / 100)) for indicator in indicators]


def _sum(scores: Mapping[str, int], weights: Sequence[tuple[str, str]], scale: Fraction) -> str:
    said = " + ".join(f"{scores[code]} × {weight}" for code, weight in weights)
    return said if scale == FULL else f"({said}) ÷ {_short(scale)} × 100"


def _short(value: Fraction) -> str:
    return str(int(value)) if value.denominator == 1 else figure(value)
