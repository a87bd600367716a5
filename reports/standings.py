"""The rows of a report's ranking tables, as they are printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.wording import with_comma
from candidates.models import Candidate
from reports.ties import inside, rules_of
from reports.verdicts import PLACES, notes_of, reasons_of
from scoring.outcome import Outcome, VacancyOutcome
from scoring.ranking import Placed
from selection.models import Vacancy

TOGETHER = 8  # names that always fit on a page
BRIEF = 2  # decimals where names of all vacancies stand together


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with a rank. `scores` and `brief` follow the order of the instruments."""

    rank: int
    candidate: Candidate
    post: str
    scores: Sequence[str]
    brief: Sequence[str]
    total: str
    marks: Sequence[str]
    put_forward: bool
    waits: bool
    cut: bool  # the last of those put forward: a line stands under the row


@dataclass(frozen=True, slots=True)
class Outsider:
    """A candidate without a rank, and why."""

    candidate: Candidate
    post: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """One vacancy: everybody in order, and what is to be said about the order."""

    number: int
    vacancy: Vacancy
    rows: Sequence[Row]
    outsiders: Sequence[Outsider]
    notes: Sequence[str]

    @property
    def names(self) -> list[Row]:
        """Who is put forward, or would be but for the plenary's word."""
        return [row for row in self.rows if row.put_forward or row.waits]

    @property
    def span(self) -> int:
        """Rows over which the vacancy's name reaches; one where a page may cut them."""
        return len(self.names) if len(self.names) <= TOGETHER else 1

    @property
    def waits(self) -> bool:
        return any(row.waits for row in self.rows)

    @property
    def people(self) -> list[int]:
        """All candidates, by primary key."""
        return [row.candidate.pk for row in self.rows] + [o.candidate.pk for o in self.outsiders]

    @property
    def candidates(self) -> int:
        return len(self.people)


def standings_of(outcome: Outcome, vacancies: Iterable[VacancyOutcome]) -> list[Standing]:
    return [
        _standing(outcome, vacancy, number) for number, vacancy in enumerate(vacancies, start=1)
    ]


def _standing(outcome: Outcome, vacancy: VacancyOutcome, number: int) -> Standing:
    people = vacancy.candidates
    return Standing(
        number=number,
        vacancy=vacancy.vacancy,
        rows=_rows(outcome, vacancy),
        outsiders=[
            Outsider(people[u.nip], post_of(people[u.nip]), reasons_of(outcome, vacancy, u))
            for u in vacancy.ranking.unranked
        ],
        notes=notes_of(outcome, vacancy) if people else ["Tidak ada kandidat untuk jabatan ini."],
    )


def _rows(outcome: Outcome, vacancy: VacancyOutcome) -> list[Row]:
    ranked = vacancy.ranking.ranked
    forward = [n for n, row in enumerate(ranked, start=1) if row.put_forward is not False]
    last = max(forward, default=0)
    return [
        _row(outcome, vacancy, placed, cut=place == last)
        for place, placed in enumerate(ranked, start=1)
    ]


def _row(outcome: Outcome, vacancy: VacancyOutcome, placed: Placed, *, cut: bool) -> Row:
    candidate = vacancy.candidates[placed.nip]
    scores = [placed.instruments[instrument.code] for instrument in outcome.scheme.instruments]
    return Row(
        rank=placed.rank,
        candidate=candidate,
        post=post_of(candidate),
        scores=[with_comma(score, PLACES) for score in scores],
        brief=[with_comma(score, BRIEF) for score in scores],
        total=with_comma(str(placed.total)),
        marks=_marks(outcome, vacancy, placed),
        put_forward=placed.put_forward is True,
        waits=placed.put_forward is None,
        cut=cut,
    )


def _marks(outcome: Outcome, vacancy: VacancyOutcome, placed: Placed) -> list[str]:
    marks = []
    if placed.put_forward:
        marks.append("Diusulkan")
    if placed.put_forward is None:
        marks.append("Menunggu pleno")
    if placed.tied:
        marks.append("Seri")
    elif placed.decided_by:
        rule = rules_of(outcome, vacancy)[placed.decided_by]
        marks.append(f"Seri, diputus {inside(rule.title)}")
    if placed.needs_review:
        marks.append("Syarat perlu ditinjau")
    return marks


def post_of(candidate: Candidate) -> str:
    """The present post with its office, unless the post's name says it already."""
    if candidate.unit.casefold() in candidate.post.casefold():
        return candidate.post
    return f"{candidate.post}, {candidate.unit}"
