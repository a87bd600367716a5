"""What a single vacancy asks beyond the rules of its round."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast
from candidates.eligibility import Rule
from candidates.facts import EducationLevel, Grade
from candidates.tenures import RelatedExperience
from candidates.verdicts import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """The columns of a vacancy that set a requirement (workbook.md, `Jabatan`)."""

    education: EducationLevel
    fields: tuple[str, ...]
    grade: Grade
    experience_years: int
    age_max: int


def for_vacancy(rules: Iterable[Rule], demands: Demands) -> tuple[Rule, ...]:
    """The rules with the vacancy's numbers where those are stricter.

    A vacancy may ask for more than the rules and never for less: its row cannot waive the law.
    Fields of study come from the vacancy alone; the grade is the city's own to set, post by post.
    """
    return tuple(replace(rule, check=_stricter(rule.check, demands)) for rule in rules)


def _stricter(check: Check, demands: Demands) -> Check:
    stricter = check
    match check:
        case EducationAtLeast():
            higher = demands.education if demands.education.reaches(check.level) else check.level
            stricter = EducationAtLeast(higher, demands.fields)
        case RelatedExperience():
            stricter = RelatedExperience(max(check.years, demands.experience_years))
        case AgeAtMost():
            stricter = replace(check, years=min(check.years, demands.age_max))
        case GradeAtLeast():
            stricter = GradeAtLeast(demands.grade)
    return stricter
