"""The recapitulation: every member's marks beside each other, and how they become the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.wording import percent, with_comma
from candidates.models import Candidate
from panels.models import Seat
from reports.models import Document
from reports.panel_scores import PanelScores, panel_scores_of
from reports.paperwork import Paperwork, signers_of
from reports.payload import data_of
from reports.raw_scores import raw_scores
from reports.standings import Outsider, Row, Standing, standings_of
from reports.verdicts import PLACES
from scoring.outcome import Outcome, VacancyOutcome
from scoring.printing import as_json, printout_of
from scoring.ranking import Placed, Unplaced
from selection.models import Instrument, Vacancy

TITLE = "Rekapitulasi Nilai"
BROAD_FROM = 9  # members: so many columns leave no room for the present post beside the name
RECUSED, UNSIGNED = "bh", "–"


@dataclass(frozen=True, slots=True)
class Component:
    """An instrument in a person's rows; `marks` of the members, none where the value is given."""

    instrument: Instrument
    marks: Sequence[str]
    score: str
    weight: str
    product: str


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate's rows; without `total` there is no rank, and `remarks` say why."""

    number: int
    candidate: Candidate
    post: str
    components: Sequence[Component]
    total: str
    rank: str
    remarks: Sequence[str]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One vacancy."""

    number: int
    vacancy: Vacancy
    seats: Sequence[Seat]
    people: Sequence[Person]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Recapitulation:
    """Everything that the template prints. `raw`: what members gave, of one vacancy alone."""

    tables: Sequence[Table]
    raw: Sequence[str]
    aggregation: str
    precision: int
    signers: Sequence[Seat]

    @property
    def is_broad(self) -> bool:
        return max((len(table.seats) for table in self.tables), default=0) >= BROAD_FROM


def recapitulation_of(document: Document) -> Paperwork:
    """The whole round, or one vacancy. Raises StillSealed, NothingToRank."""
    printout = printout_of(document.round, document.vacancy)
    outcome, vacancies = printout.outcome, printout.vacancies
    tables = [
        _table(outcome, found, standing)
        for found, standing in zip(vacancies, standings_of(outcome, vacancies), strict=True)
    ]
    people = {p.candidate.pk for table in tables for p in table.people}
    members = {seat.pk for table in tables for seat in table.seats}
    return Paperwork(
        template="reports/pdf/recapitulation.html",
        title=TITLE,
        content=Recapitulation(
            tables=tables,
            raw=_raw(document, outcome, vacancies),
            aggregation=outcome.round.get_aggregation_display(),
            precision=outcome.scheme.precision,
            signers=signers_of(document.round),
        ),
        drawn_from=as_json(printout),
        traits=[
            f"{len(tables)} jabatan",
            f"{len(people)} kandidat",
            f"{len(members)} penilai",
            f"{sum(sheet.is_signed for sheet in outcome.sheets)} lembar nilai",
        ],
        settles=True,
        data=data_of(printout),
    )


def _raw(document: Document, outcome: Outcome, vacancies: Sequence[VacancyOutcome]) -> list[str]:
    """Of the whole round these would be hundreds of pages; there they ride as data alone."""
    if document.vacancy is None:
        return []
    return [block for found in vacancies for block in raw_scores(panel_scores_of(outcome, found))]


def _table(outcome: Outcome, found: VacancyOutcome, standing: Standing) -> Table:
    panel = {scores.instrument.pk: scores for scores in panel_scores_of(outcome, found)}
    seats = {seat.pk: seat for scores in panel.values() for seat in scores.seats}
    columns = sorted(seats.values(), key=lambda seat: seat.number)
    people: list[Placed | Unplaced] = [*found.ranking.ranked, *found.ranking.unranked]
    said: list[Row | Outsider] = [*standing.rows, *standing.outsiders]
    return Table(
        number=standing.number,
        vacancy=found.vacancy,
        seats=columns,
        people=[
            _person(place, words, _components(outcome, panel, columns, (place - 1, person)))
            for place, (person, words) in enumerate(zip(people, said, strict=True), start=1)
        ],
        notes=standing.notes,
    )


def _person(place: int, words: Row | Outsider, components: Sequence[Component]) -> Person:
    if isinstance(words, Outsider):
        total, rank, remarks, is_cut = UNSIGNED, UNSIGNED, words.reasons, False
    else:
        total, rank, remarks, is_cut = words.total, str(words.rank), words.marks, words.cut
    return Person(place, words.candidate, words.post, components, total, rank, remarks, is_cut)


def _components(
    outcome: Outcome,
    panel: Mapping[int, PanelScores],
    columns: Sequence[Seat],
    found: tuple[int, Placed | Unplaced],
) -> list[Component]:
    """The rows of one person, who stands at this place in the panel's tables."""
    line, person = found
    return [
        _component(
            instrument,
            person.instruments.get(instrument.code),
            _marks(panel[instrument.pk], line, columns) if instrument.pk in panel else [],
        )
        for instrument in outcome.instruments
    ]


def _component(instrument: Instrument, score: Fraction | None, marks: Sequence[str]) -> Component:
    product = None if score is None else Fraction(instrument.weight) * score / 100
    return Component(
        instrument=instrument,
        marks=marks,
        score=UNSIGNED if score is None else with_comma(score, PLACES),
        weight=percent(instrument.weight),
        product=UNSIGNED if product is None else with_comma(product, PLACES),
    )


def _marks(scores: PanelScores, line: int, columns: Sequence[Seat]) -> list[str]:
    """What each column says; a member who was not asked for this candidate is recused.

    Whom nobody was asked to score has no marks at all.
    """
    if scores.lines[line].is_unscored:
        return [UNSIGNED] * len(columns)
    held = dict(zip([seat.pk for seat in scores.seats], scores.lines[line].marks, strict=True))
    marks = [held.get(seat.pk) for seat in columns]
    return [
        RECUSED if mark is None or mark.is_recused else mark.score or UNSIGNED for mark in marks
    ]
