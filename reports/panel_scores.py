"""The sheets behind a panel instrument's score: one column a member, down to the criteria.

Numbers are written out here: a page shows hundreds of them, and a template would take its time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.wording import percent, with_comma
from candidates.models import Candidate
from panels.models import Seat
from scoring import ranking
from scoring.models import Sheet
from scoring.outcome import Outcome, VacancyOutcome
from selection.models import Indicator, Instrument

PLACES = 2
NONE = "–"

Person = ranking.Placed | ranking.Unplaced


@dataclass(frozen=True, slots=True)
class Mark:
    """A member's sheet: its score once signed; `is_recused` where none was called for.

    `is_paper` where it was copied from paper.
    """

    member: str
    score: str
    is_recused: bool
    is_paper: bool

    @property
    def is_unsigned(self) -> bool:
        return not (self.score or self.is_recused)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, with what each member gave; a dash without a signed sheet."""

    indicator: Indicator
    weight: str
    given: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate: the members' marks and the score they make (empty below the quorum).

    The criteria of whoever is ranked stand below his total.
    """

    candidate: Candidate
    marks: Sequence[Mark]
    score: str
    criteria: Sequence[Criterion]
    is_ranked: bool

    @property
    def is_unscored(self) -> bool:
        """Whether nobody was asked to score this candidate here."""
        return all(mark.is_recused for mark in self.marks)

    @property
    def scores(self) -> list[str]:
        """What each member's sheet comes to; a dash without a signed sheet."""
        return [mark.score or NONE for mark in self.marks]


@dataclass(frozen=True, slots=True)
class PanelScores:
    """One instrument of one vacancy. `seats` stand in the order of the members' numbers."""

    instrument: Instrument
    seats: Sequence[Seat]
    lines: Sequence[Line]
    aggregation: str
    is_trimmed: bool

    def line_of(self, candidate: Candidate) -> Line:
        return next(line for line in self.lines if line.candidate.pk == candidate.pk)

    @property
    def width(self) -> int:
        """Columns right of the name: the members and what they come to."""
        return len(self.seats) + 1

    @property
    def has_recused(self) -> bool:
        scored = (line for line in self.lines if not line.is_unscored)
        return any(mark.is_recused for line in scored for mark in line.marks)

    @property
    def has_paper(self) -> bool:
        return any(mark.is_paper for line in self.lines for mark in line.marks)

    @property
    def has_unsigned(self) -> bool:
        return any(mark.is_unsigned for line in self.lines for mark in line.marks)


def panel_scores_of(outcome: Outcome, found: VacancyOutcome) -> list[PanelScores]:
    """Every panel instrument, its candidates in the order of the ranking."""
    people: list[Person] = [*found.ranking.ranked, *found.ranking.unranked]
    tables: list[PanelScores] = []
    for instrument in outcome.instruments:
        if instrument.is_panel:
            sheets = {
                nip: outcome.sheets_for(candidate, instrument, found.vacancy)
                for nip, candidate in found.candidates.items()
            }
            seats = _seats(sheets.values())
            lines = [
                _line(
                    found.candidates[person.nip],
                    {sheet.seat_id: sheet for sheet in sheets[person.nip]},
                    _Reading(outcome, seats, outcome.indicators.get(instrument.pk, ())),
                    person.instruments.get(instrument.code),
                    is_ranked=isinstance(person, ranking.Placed),
                )
                for person in people
            ]
            tables.append(_table(outcome, instrument, seats, lines))
    return tables


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the sheets of one instrument are read."""

    outcome: Outcome
    seats: Sequence[Seat]
    indicators: Sequence[Indicator]


def _table(
    outcome: Outcome, instrument: Instrument, seats: Sequence[Seat], lines: Sequence[Line]
) -> PanelScores:
    return PanelScores(
        instrument=instrument,
        seats=seats,
        lines=lines,
        aggregation=outcome.round.get_aggregation_display(),
        is_trimmed=outcome.scheme.aggregation is ranking.Aggregation.TRIMMED_MEAN,
    )


def _seats(sheets: Iterable[Sequence[Sheet]]) -> list[Seat]:
    known = {sheet.seat_id: sheet.seat for group in sheets for sheet in group}
    return sorted(known.values(), key=lambda seat: seat.number)


def _line(
    candidate: Candidate,
    sheets: Mapping[int, Sheet],
    reading: _Reading,
    score: Fraction | None,
    *,
    is_ranked: bool,
) -> Line:
    held = [sheets.get(seat.pk) for seat in reading.seats]
    given = [sheet.scores if sheet and sheet.is_signed else {} for sheet in held]
    return Line(
        candidate=candidate,
        marks=[
            _mark(reading.outcome, seat.label, sheet)
            for seat, sheet in zip(reading.seats, held, strict=True)
        ],
        score=_score(score),
        criteria=[
            Criterion(
                indicator=indicator,
                weight=percent(indicator.weight),
                given=[str(scores.get(indicator.code, NONE)) for scores in given],
            )
            for indicator in reading.indicators
        ],
        is_ranked=is_ranked,
    )


def _mark(outcome: Outcome, member: str, sheet: Sheet | None) -> Mark:
    signed = sheet if sheet and sheet.is_signed else None
    score = outcome.score_of(signed) if signed else None
    is_paper = signed is not None and getattr(signed, "is_paper", False)
    return Mark(member, score=_score(score), is_recused=sheet is None, is_paper=is_paper)


def _score(score: Fraction | None) -> str:
    return "" if score is None else with_comma(score, PLACES)
