"""The requirements of a round's nominations: judged now, or as the freeze settled them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import Actor, record
from candidates.briefs import brief
from candidates.cells import Cell, cell_of, from_json, to_json
from candidates.demands import Demands, for_vacancy
from candidates.eligibility import Rule, judge
from candidates.facts import EducationLevel, Grade, SelectionPath
from candidates.material import Material, facts_of, load
from candidates.models import Candidate, Nomination, Requirement, Settlement
from candidates.requirement_rows import rule_of
from candidates.verdicts import Verdict, worst
from selection.models import Round, Vacancy

__all__ = [
    "Judged",
    "facts_of",
    "judge_all",
    "judged_of",
    "rules_for",
    "rules_in_force",
    "settle_verdicts",
]


@dataclass(frozen=True, slots=True)
class Judged:
    """A nomination with its cells, one for each rule that applies, and what they come to."""

    nomination: Nomination
    cells: tuple[Cell, ...]
    is_settled: bool = False

    @property
    def verdict(self) -> Verdict:
        """Only blocking rules count; without any, it needs review."""
        return worst(Verdict(cell.verdict) for cell in self.cells if cell.blocking)

    @property
    def needs_action(self) -> bool:
        return any(cell.needs_action for cell in self.cells)


def rules_in_force(round_: Round) -> list[Rule]:
    """The rules for the round's path on its reference date. Raises RequirementUnreadable."""
    rows = Requirement.objects.of_agency(round_.agency_id).in_rule_order()
    path, on = SelectionPath(round_.kind), round_.reference_date
    return [rule for rule in map(rule_of, rows) if rule.applies(path, on)]


def rules_for(rules: Sequence[Rule], vacancy: Vacancy) -> tuple[Rule, ...]:
    """The rules with what the vacancy asks beyond them."""
    levels, grades = list(EducationLevel), list(Grade)
    education, grade = vacancy.education_min, vacancy.grade_min
    demands = Demands(
        education=EducationLevel(education) if education in levels else EducationLevel.SD,
        fields=tuple(filter(None, map(str.strip, vacancy.education_fields.split(";")))),
        grade=Grade(grade) if grade in grades else Grade.IVA,
        experience_years=vacancy.experience_min_years,
        age_max=vacancy.age_max,
    )
    return for_vacancy(rules, demands)


def judged_of(
    round_: Round, *, vacancy: Vacancy | None = None, candidate: Candidate | None = None
) -> list[Judged]:
    """The nominations in force, by vacancy and number, each judged against every rule.

    Once the round has left its draft, what was settled then is told, not judged anew. The number
    of queries does not depend on the number of nominations.
    Raises RequirementUnreadable, RulesContradict.
    """
    return judge_all(load(round_, vacancy=vacancy, candidate=candidate), rules_in_force(round_))


def judge_all(material: Material, rules: Sequence[Rule]) -> list[Judged]:
    """What `judged_of` answers, from what was loaded already; `rules` are those in force."""
    settled = {} if material.round.is_draft else _settled(material.nominations)
    return [
        settled.get(nomination.pk) or _judged(material, rules, nomination)
        for nomination in material.nominations
    ]


def verdicts_of(round_: Round) -> dict[str, dict[str, str]]:
    """Code of the vacancy -> number of the candidate -> verdict, as `judged_of` has it now."""
    found: dict[str, dict[str, str]] = {}
    for one in judged_of(round_):
        of_vacancy = found.setdefault(one.nomination.vacancy.code, {})
        of_vacancy[str(one.nomination.candidate.number)] = one.verdict.value
    return found


@transaction.atomic
def settle_verdicts(round_: Round, *, by: Actor) -> dict[str, int]:
    """Write what the requirements come to, with all findings; the freeze calls it in the draft.

    Returns how many nominations have which verdict. Raises RequirementUnreadable, RulesContradict.
    """
    judged = judged_of(round_)
    now = timezone.now()
    person = by if isinstance(by, User) else None
    for one in judged:
        one.nomination.verdict = one.verdict.value
    Nomination.objects.bulk_update([one.nomination for one in judged], ["verdict"])
    Settlement.objects.bulk_create(
        Settlement(
            nomination=one.nomination,
            verdict=one.verdict.value,
            findings=[to_json(cell) for cell in one.cells],
            settled_by=person,
            settled_at=now,
        )
        for one in judged
    )
    counts = Counter(one.verdict.value for one in judged)
    record("candidates.verdicts_settled", round_, by=by, scope=round_.scope, **counts)
    return dict(counts)


def _judged(material: Material, rules: Sequence[Rule], nomination: Nomination) -> Judged:
    facts, on = facts_of(material, nomination), material.round.reference_date
    findings = judge(rules_for(rules, nomination.vacancy), facts, on)
    return Judged(
        nomination,
        tuple(
            cell_of(
                finding,
                brief(finding.rule.check, facts, on),
                material.exceptions.get((nomination.pk, finding.rule.code)),
            )
            for finding in findings
        ),
    )


def _settled(nominations: Sequence[Nomination]) -> dict[int, Judged]:
    of = {nomination.pk: nomination for nomination in nominations}
    rows = Settlement.objects.filter(nomination__in=list(of)).order_by("pk")
    return {
        row.nomination_id: Judged(
            of[row.nomination_id], tuple(map(from_json, row.findings)), is_settled=True
        )
        for row in rows
    }
