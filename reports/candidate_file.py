"""One candidate's file: career as a time line, what was checked, which documents there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.wording import in_words
from candidates.briefs import in_short
from candidates.evidence_actions import documents_asked
from candidates.judging import Judged, judge_all, rules_in_force
from candidates.material import Material, is_acting, load, nip_born
from candidates.models import (
    ActingService,
    Candidate,
    CareerPost,
    Evidence,
    FactCheck,
    OfficialPost,
    PostKind,
    Relatedness,
    Topic,
)
from candidates.periods import Period, elapsed, total
from candidates.positions import newer_post_of
from reports.requirement_matrix import Row, row_of
from selection.models import Vacancy

COUNTED = (PostKind.ADMINISTRATOR, PostKind.EXPERT_MADYA)


@dataclass(frozen=True, slots=True)
class Stop:
    """A post of the career: how long, what is odd about its dates, and for what it counts."""

    post: CareerPost
    length: str
    remarks: Sequence[str]
    is_acting: bool
    acting: ActingService | None
    words: Sequence[tuple[Vacancy, Relatedness | None]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A topic: the value in words, and the check that holds, or that it lapsed."""

    topic: Topic
    value: str
    check: FactCheck | None
    has_lapsed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that a requirement asks for, and the newest that was recorded."""

    code: str
    name: str
    evidence: Evidence | None
    has_expired: bool


@dataclass(frozen=True, slots=True)
class File:
    """A candidate's page. `age` on the day of reckoning, empty where no birth date is known."""

    candidate: Candidate
    age: str
    agencies: Sequence[str]
    administrator: str
    stops: Sequence[Stop]
    checks: Sequence[Checked]
    documents: Sequence[Asked]
    standings: Sequence[tuple[Vacancy, Row]]
    asked: Mapping[str, str]
    has_sanction: bool
    holds_listed_post: bool
    newer_post: OfficialPost | None


def file_of(candidate: Candidate) -> File:
    """Everything on the candidate's page. Raises RequirementUnreadable, RulesContradict."""
    round_ = candidate.round
    material = load(round_, candidate=candidate)
    rules = rules_in_force(round_)
    judged = judge_all(material, rules)
    career = material.career.get(candidate.pk, ())
    asked = documents_asked(rules)
    on = round_.reference_date
    held = [Period(p.began, p.ended) for p in career if p.post_kind in COUNTED and not is_acting(p)]
    return File(
        candidate=candidate,
        age=_age(material, candidate, on),
        agencies=list(dict.fromkeys(post.unit for post in career)),
        administrator=in_short(total(held, on).length),
        stops=_stops(material, career, judged, on),
        checks=[_checked(material, candidate, topic) for topic in Topic],
        documents=[_asked(material, candidate, code, asked[code], on) for code in asked],
        standings=[(j.nomination.vacancy, row_of(j, sees_birth=True)) for j in judged],
        asked=asked,
        has_sanction=candidate.sanction not in ("", "none"),
        holds_listed_post=any(post.ended is None for post in career),
        newer_post=newer_post_of(candidate),
    )


def _age(material: Material, candidate: Candidate, on: date) -> str:
    check = material.checks.get((candidate.pk, Topic.BIRTH))
    born = (check.born_on if check else None) or nip_born(candidate)
    return in_short(elapsed(born, on)) if born and born <= on else ""


def _stops(
    material: Material, career: Sequence[CareerPost], judged: Sequence[Judged], on: date
) -> list[Stop]:
    vacancies = [one.nomination.vacancy for one in judged]
    return [
        Stop(
            post,
            in_short(total([Period(post.began, post.ended)], on).length),
            list(_remarks(post, career, on)),
            is_acting(post),
            material.acting.get(post.pk),
            [(v, material.related.get((post.pk, v.pk))) for v in vacancies],
        )
        for post in reversed(career)
    ]


def _remarks(post: CareerPost, career: Sequence[CareerPost], on: date) -> Sequence[str]:
    """What is odd about the dates of a post, each with what is done about it."""
    found = []
    if post.began > on:
        found.append("Dimulai setelah hari perhitungan; tidak dihitung.")
    elif post.ended and post.ended > on:
        found.append("Berakhir setelah hari perhitungan; dihitung sampai hari itu.")
    overlapping = [
        other.post
        for other in career
        if other.pk != post.pk
        and other.began <= (post.ended or date.max)
        and post.began <= (other.ended or date.max)
    ]
    if overlapping:
        found.append(f"Tumpang tindih dengan {', '.join(overlapping)}; dihitung satu kali.")
    return found


def _checked(material: Material, candidate: Candidate, topic: Topic) -> Checked:
    key = (candidate.pk, topic.value)
    return Checked(
        topic, _value(candidate, topic, material), material.checks.get(key), key in material.lapsed
    )


def _value(candidate: Candidate, topic: Topic, material: Material) -> str:
    match topic:
        case Topic.EDUCATION:
            words = f"{candidate.education} {candidate.education_field}".strip()
        case Topic.CAREER:
            words = f"{len(material.career.get(candidate.pk, ()))} jabatan"
        case Topic.BIRTH:
            words = _birth(material, candidate)
        case Topic.GRADE:
            words = candidate.get_grade_display()
        case Topic.RATINGS:
            first, second = candidate.get_rating_1_display(), candidate.get_rating_2_display()
            words = f"{first or 'belum ada'}, {second or 'belum ada'}"
        case Topic.SANCTIONS:
            words = candidate.get_sanction_display() or "belum ada data"
    return words


def _birth(material: Material, candidate: Candidate) -> str:
    """The date in force and where it is from: the source of the check comes before the NIP."""
    check = material.checks.get((candidate.pk, Topic.BIRTH))
    if check and check.born_on:
        return f"{in_words(check.born_on)}, menurut {check.source}"
    born = nip_born(candidate)
    return f"{in_words(born)}, menurut NIP" if born else "belum ada data"


def _asked(material: Material, candidate: Candidate, code: str, name: str, on: date) -> Asked:
    evidence = material.evidence.get(candidate.pk, {}).get(code)
    until = evidence.valid_until if evidence else None
    return Asked(code, name, evidence, until is not None and until < on)
