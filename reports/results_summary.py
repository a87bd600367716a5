"""What the page of all results shows: every vacancy at a glance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from candidates.models import Candidate
from reports.explanation import Outsider, outsiders_of
from reports.panel_agreement import Agreement, agreement_of
from reports.stability import mark_of, tested_words
from reports.ties import Tie, rules_of, ties_of
from scoring.models import Result
from scoring.outcome import Outcome, VacancyOutcome, stability_of
from scoring.printing import reliability_of
from scoring.ranking import Placed
from scoring.stability_marks import Mark
from selection.models import Vacancy


@dataclass(frozen=True, slots=True)
class Post:
    """One vacancy on the page of all results; `leaders` are put forward or await the plenary."""

    vacancy: Vacancy
    leaders: Sequence[tuple[Placed, Candidate]]
    ranked: int
    outsiders: Sequence[Outsider]
    ties: Sequence[Tie]
    stability: Mark | None
    tested: str

    @property
    def waits_for_plenary(self) -> bool:
        return any(placed.put_forward is None for placed, _ in self.leaders)


@dataclass(frozen=True, slots=True)
class Results:
    """The page of all results."""

    posts: Sequence[Post]
    agreement: Agreement
    result: Result | None

    @property
    def columns(self) -> Sequence[int]:
        """The places 1, 2, 3 of the names that lead somewhere; at least one."""
        return range(1, max([1, *(len(post.leaders) for post in self.posts)]) + 1)

    @property
    def rows(self) -> list[tuple[Post, int]]:
        """Each vacancy with the number of places that it leaves empty."""
        return [(post, len(self.columns) - len(post.leaders)) for post in self.posts]


def summarise(outcome: Outcome, found: Iterable[VacancyOutcome]) -> Results:
    """These vacancies at a glance, and how far the panel agreed in the whole round."""
    agreed = reliability_of(outcome, outcome.vacancies)
    return Results(
        posts=[_post(outcome, vacancy) for vacancy in found],
        agreement=agreement_of(outcome.instruments, agreed),
        result=outcome.result,
    )


def _post(outcome: Outcome, found: VacancyOutcome) -> Post:
    tested = stability_of(outcome, found)
    return Post(
        vacancy=found.vacancy,
        leaders=[
            (placed, found.candidates[placed.nip])
            for placed in found.ranking.ranked
            if placed.put_forward is not False
        ],
        ranked=len(found.ranking.ranked),
        outsiders=outsiders_of(outcome, found),
        ties=ties_of(found, rules_of(outcome, found)),
        stability=mark_of(tested),
        tested=tested_words(tested),
    )
