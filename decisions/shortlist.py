"""What the appointing authority reads: the names put forward, same fields at the same height."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from candidates.models import Candidate, CareerPost
from candidates.periods import months_between
from scoring.explaining import RULES, terms
from scoring.outcome import Outcome, VacancyOutcome
from scoring.ranking import Placed, TieBreak, round_half_up
from selection.models import InForceQuerySet, Round, Vacancy


@dataclass(frozen=True, slots=True)
class Component:
    """One instrument's part in a total: `score` 0-100; `start` and `width` in percent of a bar."""

    code: str
    title: str
    score: Fraction
    weight: Fraction
    place: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Name:
    """A person put forward (or waiting for the plenary) with the facts that are compared."""

    placed: Placed
    candidate: Candidate
    decided_by: str
    components: Sequence[Component]
    tenure: str
    career: Sequence[CareerPost]
    agencies: int
    also: Sequence[str]  # other vacancies for which this person is put forward

    @property
    def earlier(self) -> list[CareerPost]:
        """Of the career, what came before the present post."""
        return [line for line in self.career if line.ended or line.post != self.candidate.post]


@dataclass(frozen=True, slots=True)
class Post:
    """One vacancy with the names put forward; `waiting` where the plenary must decide first."""

    vacancy: Vacancy
    days_vacant: int | None
    names: Sequence[Name]
    ranked: int
    waiting: bool


def ranked_vacancies(round_: Round) -> "InForceQuerySet[Vacancy]":
    """The vacancies that have candidates, in the order of their code."""
    nominated = Vacancy.objects.in_force().filter(
        round=round_, nominations__withdrawn_at=None, nominations__candidate__withdrawn_at=None
    )
    return nominated.select_related("round").distinct().order_by("code", "pk")


def post_of(outcome: Outcome, wanted: Vacancy, today: date) -> Post:
    """One vacancy of the whole round's outcome. `today` counts the days vacant."""
    vacancy = next(v for v in outcome.vacancies if v.vacancy.pk == wanted.pk)
    career = _career(list(vacancy.candidates.values()))
    return _post(outcome, vacancy, career, today)


def duration(since: date, until: date) -> str:
    """Whole years and months between two days: `4 tahun 2 bulan`."""
    years, rest = divmod(max(months_between(since, until), 0), 12)
    parts = [f"{years} tahun"] if years else []
    if rest or not years:
        parts.append(f"{rest} bulan")
    return " ".join(parts)


def _career(candidates: Sequence[Candidate]) -> dict[int, list[CareerPost]]:
    found: dict[int, list[CareerPost]] = {candidate.pk: [] for candidate in candidates}
    lines = CareerPost.objects.in_force().filter(candidate__in=found)
    for line in lines.order_by("-began", "pk"):
        found[line.candidate_id].append(line)
    return found


def _post(
    outcome: Outcome, vacancy: VacancyOutcome, career: dict[int, list[CareerPost]], today: date
) -> Post:
    since = vacancy.vacancy.vacant_since
    forward = [p for p in vacancy.ranking.ranked if p.put_forward is not False]
    return Post(
        vacancy=vacancy.vacancy,
        days_vacant=(today - since).days if since else None,
        names=[_name(outcome, vacancy, p, career) for p in forward],
        ranked=len(vacancy.ranking.ranked),
        waiting=any(placed.put_forward is None for placed in forward),
    )


def _name(
    outcome: Outcome, found: VacancyOutcome, placed: Placed, career: dict[int, list[CareerPost]]
) -> Name:
    titles = {instrument.code: instrument.title for instrument in outcome.instruments}
    candidate, vacancy = found.candidates[placed.nip], found.vacancy
    lines = career[candidate.pk]
    return Name(
        placed=placed,
        candidate=candidate,
        decided_by=_rule(placed.decided_by, titles),
        components=_components(outcome, placed, titles),
        tenure=duration(candidate.post_since, outcome.round.reference_date),
        career=lines[:3],
        agencies=len({candidate.unit, *(line.unit for line in lines)}),
        also=[title for title in _proposed(outcome, placed.nip) if title != vacancy.title],
    )


def _proposed(outcome: Outcome, nip: str) -> list[str]:
    """The vacancies for which this person is put forward."""
    return [
        found.vacancy.title
        for found in outcome.vacancies
        if any(p.nip == nip and p.put_forward for p in found.ranking.ranked)
    ]


def _rule(code: str | None, titles: dict[str, str]) -> str:
    """What decided a tie, in words: an instrument's title or a rule's."""
    if code is None:
        return ""
    return titles[code] if code in titles else RULES[TieBreak(code)][0]


def _components(outcome: Outcome, placed: Placed, titles: dict[str, str]) -> list[Component]:
    start = Fraction(0)
    parts: list[Component] = []
    for place, term in enumerate(terms(outcome.scheme, placed), start=1):
        parts.append(
            Component(
                code=term.code,
                title=titles[term.code],
                score=term.score,
                weight=term.weight,
                place=(place - 1) % 4 + 1,
                start=_percent(start),
                width=_percent(max(term.product - Fraction(2, 5), Fraction(0))),
            )
        )
        start += term.product
    return parts


def _percent(value: Fraction) -> str:
    return str(Decimal(round_half_up(value, 2)))
