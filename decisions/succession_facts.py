"""What is known of somebody who could follow: from rounds he took part in, else from SIMATA.

A value counts as its source has it. Whoever competes is judged anew in his round, where every
value is verified first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils import timezone

from accounts.nip import NIP, ImpossibleNIP
from candidates import facts
from candidates.facts import Known, SelectionPath
from candidates.material import is_acting
from candidates.models import Candidate, CareerPost, Sanction, TalentRecord
from candidates.periods import Period
from candidates.talent_rules import Scheme
from candidates.talent_standing import Standing
from candidates.tenures import YearsInPost
from candidates.verdicts import Verdict
from decisions.cascade import Gaps
from decisions.post_levels import Level

SIMATA = "SIMATA"
EARLIER = "Jabatan sebelumnya belum ada datanya."


@dataclass(frozen=True, slots=True)
class Person:
    """An official of the pool with the newest data from a round, where there are any.

    `served`: posts of which the export, or a note after a round, says since when.
    """

    standing: Standing
    scheme: Scheme | None
    candidate: Candidate | None
    career: Sequence[CareerPost]
    served: Sequence[Known[facts.Post]]

    @property
    def record(self) -> TalentRecord:
        found = self.standing.record
        assert found is not None  # a standing without one is not in the pool
        return found

    @property
    def name(self) -> str:
        return self.candidate.full_name if self.candidate else self.record.name


def gaps_for(person: Person, levels: Sequence[Level], today: date) -> dict[int, Gaps]:
    """By level: what is not met and what is not known, in sentences."""
    known, is_whole = facts_of(person), person.candidate is not None
    return {level.number: _gaps(known, level, today, is_whole=is_whole) for level in levels}


def facts_of(person: Person) -> facts.Facts:
    """Everything that a requirement of a level may look at."""
    exported = facts.Facts(
        path=SelectionPath.TALENT_FILL,
        born=_born(person.record.official.nip),
        posts=tuple(person.served),
        grade=_grade_exported(person),
        degrees=_degrees_exported(person),
        sanctions=_sanctions_exported(person),
    )
    return _with_round(exported, person.candidate, person.career) if person.candidate else exported


def _gaps(known: facts.Facts, level: Level, today: date, *, is_whole: bool) -> Gaps:
    """`is_whole`: all posts of the career are known; else too few years refuse nobody."""
    lacks, unknown = [], []
    for asked in level.requirements:
        outcome = asked.check.outcome(known, today)
        if outcome.verdict is Verdict.NOT_MET:
            if isinstance(asked.check, YearsInPost) and not (is_whole or asked.check.current_only):
                unknown.append(f"{outcome.arithmetic} {EARLIER}")
            else:
                lacks.append(outcome.arithmetic)
        elif outcome.verdict is Verdict.NEEDS_REVIEW:
            unknown.append(outcome.arithmetic)
    return Gaps(tuple(lacks), tuple(unknown))


def _born(nip: str) -> Known[date] | None:
    try:
        return Known(NIP(nip).born_on, "NIP", timezone.localdate(), "NIP")
    except ImpossibleNIP:
        return None


def _with_round(
    known: facts.Facts, candidate: Candidate, career: Sequence[CareerPost]
) -> facts.Facts:
    """The data of a round say more than the export; of two grades the newer one counts."""
    source = candidate.round.title
    on = timezone.localdate(candidate.round.created_at)
    held = facts.GradeHeld(facts.Grade(candidate.grade), candidate.grade_since)
    lines = (Known(_post(line), source, on, source) for line in _lines(candidate, career))
    found = replace(known, posts=(*lines, *known.posts))
    if known.grade is None or known.grade.as_of < on:
        found = replace(found, grade=Known(held, source, on, source))
    if candidate.education in list(facts.EducationLevel):
        degree = facts.Degree(facts.EducationLevel(candidate.education), candidate.education_field)
        found = replace(found, degrees=Known((degree,), source, on, source))
    if candidate.sanction:
        sanctions = _sanctions(candidate.sanction)
        found = replace(found, sanctions=Known(sanctions, source, on, source))
    return found


def _post(line: CareerPost) -> facts.Post:
    return facts.Post(
        title=line.post,
        agency=line.unit,
        kind=facts.PostKind(line.post_kind),
        period=Period(line.began, line.ended),
        acting=is_acting(line),
    )


def _lines(candidate: Candidate, career: Sequence[CareerPost]) -> Iterator[CareerPost]:
    """The career, and the present post where the career does not reach it."""
    yield from career
    if not any(line.ended is None for line in career):
        yield CareerPost(
            candidate=candidate,
            post=candidate.post,
            post_kind=candidate.post_kind,
            unit=candidate.unit,
            began=candidate.post_since,
        )


def _sanctions(level: str) -> tuple[facts.Sanction, ...]:
    """Days are not in the data of a round: a sanction without days counts as in force."""
    return () if level == Sanction.NONE else (facts.Sanction(facts.SanctionLevel(level), None),)


def _grade_exported(person: Person) -> Known[facts.GradeHeld] | None:
    if not person.record.grade:
        return None
    held = facts.GradeHeld(facts.Grade(person.record.grade))
    return Known(held, SIMATA, person.record.talent_import.as_of, SIMATA)


def _degrees_exported(person: Person) -> Known[tuple[facts.Degree, ...]] | None:
    """Named by the export, or else a score of which the scheme knows the level."""
    level = person.record.education or _meant(person, "education")
    if level not in list(facts.EducationLevel):
        return None
    degree = facts.Degree(facts.EducationLevel(level))
    return Known((degree,), SIMATA, person.record.talent_import.as_of, SIMATA)


def _sanctions_exported(person: Person) -> Known[tuple[facts.Sanction, ...]] | None:
    """As a score; who serves a sanction whose level nobody says is not known to be without one."""
    level = _meant(person, "discipline")
    if level not in Sanction.values:
        return None
    return Known(_sanctions(level), SIMATA, person.record.talent_import.as_of, SIMATA)


def _meant(person: Person, code: str) -> str:
    """The category that a component's score stands for; empty where it is none, or unclear."""
    score = person.record.components.get(code)
    if score is None or person.scheme is None:
        return ""
    axes = (person.scheme.potential, person.scheme.performance)
    meanings = (
        row.code
        for axis in axes
        for measure in axis.measures
        if measure.code == code
        for row in measure.categories
        if row.score == Fraction(score)
    )
    return next(meanings, "")
