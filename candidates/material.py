"""What the tables know about the nominations of a round, loaded at once, and as `Facts`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from accounts.nip import NIP, ImpossibleNIP
from candidates import facts
from candidates.fact_checks import fingerprint
from candidates.facts import Known, SelectionPath
from candidates.models import (
    ActingService,
    Candidate,
    CareerPost,
    Evidence,
    FactCheck,
    FieldFit,
    Nomination,
    Relatedness,
    RequirementException,
    Sanction,
    Topic,
)
from candidates.periods import Period
from selection.models import Round, Vacancy

T = TypeVar("T")
LOADED = "buku kerja putaran"
ACTING = ("plt ", "plt. ", "plh ", "plh. ", "pj ", "pj. ")


@dataclass(slots=True)
class Material:
    """The rows about some nominations. Of rows that are only added to, the newest one is held."""

    round: Round
    nominations: Sequence[Nomination]
    career: Mapping[int, Sequence[CareerPost]]  # by candidate, in force, by first day
    checks: Mapping[tuple[int, str], FactCheck]  # by candidate and topic; those that still hold
    evidence: Mapping[int, Mapping[str, Evidence]]  # by candidate, then by code
    related: Mapping[tuple[int, int], Relatedness]  # by career post and vacancy
    acting: Mapping[int, ActingService]  # by career post
    fits: Mapping[int, FieldFit]  # by nomination; those that still hold
    exceptions: Mapping[tuple[int, str], RequirementException]  # by nomination and code
    lapsed: set[tuple[int, str]] = field(default_factory=set)  # candidate and topic

    @property
    def loaded_on(self) -> date:
        return timezone.localdate(self.round.created_at)


def load(
    round_: Round, *, vacancy: Vacancy | None = None, candidate: Candidate | None = None
) -> Material:
    """Everything about the nominations in force, in eight queries however many there are."""
    nominations = list(_nominations(round_, vacancy, candidate))
    candidates = {n.candidate_id: n.candidate for n in nominations}
    if candidate is not None:
        candidates.setdefault(candidate.pk, candidate)
    career = _career(candidates)
    checks, lapsed = _checks(candidates, career)
    of_candidates = {"career_post__candidate__in": list(candidates)}
    related = Relatedness.objects.filter(**of_candidates).select_related("judged_by")
    acting = ActingService.objects.filter(**of_candidates).select_related("judged_by")
    return Material(
        round=round_,
        nominations=nominations,
        career=career,
        checks=checks,
        evidence=_evidence(candidates),
        related={(r.career_post_id, r.vacancy_id): r for r in related.order_by("pk")},
        acting={a.career_post_id: a for a in acting.order_by("pk")},
        fits=_fits(nominations, career),
        exceptions=_exceptions(nominations),
        lapsed=lapsed,
    )


def facts_of(material: Material, nomination: Nomination) -> facts.Facts:
    """What is known about a candidate for one vacancy; unchecked values stay unverified."""
    candidate = nomination.candidate
    return facts.Facts(
        path=SelectionPath(material.round.kind),
        degrees=_degrees(material, nomination),
        posts=_posts(material, nomination),
        born=_born(material, candidate),
        nip_born=nip_born(candidate),
        grade=_grade(material, candidate),
        ratings=_ratings(material, candidate),
        sanctions=_sanctions(material, candidate),
        evidence=_documents(material, candidate),
    )


def is_acting(post: CareerPost) -> bool:
    """Whether the title says Plt, Plh or Pj: an assignment, not a post (domain.md 4.3)."""
    return post.post.casefold().startswith(ACTING)


def nip_born(candidate: Candidate) -> date | None:
    """The birth date inside the NIP; `None` where the digits cannot be a NIP."""
    try:
        return NIP(candidate.nip).born_on
    except ImpossibleNIP:
        return None


def _nominations(
    round_: Round, vacancy: Vacancy | None, candidate: Candidate | None
) -> QuerySet[Nomination]:
    found = Nomination.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None
    )
    if vacancy is not None:
        found = found.filter(vacancy=vacancy)
    if candidate is not None:
        found = found.filter(candidate=candidate)
    related = found.select_related("candidate", "vacancy")
    return related.order_by("vacancy__code", "candidate__number", "pk")


def _career(candidates: Mapping[int, Candidate]) -> dict[int, list[CareerPost]]:
    found: dict[int, list[CareerPost]] = defaultdict(list)
    posts = CareerPost.objects.in_force().filter(candidate__in=list(candidates))
    for post in posts.order_by("began", "pk"):
        found[post.candidate_id].append(post)
    return found


def _checks(
    candidates: Mapping[int, Candidate], career: Mapping[int, Sequence[CareerPost]]
) -> tuple[dict[tuple[int, str], FactCheck], set[tuple[int, str]]]:
    rows = FactCheck.objects.filter(candidate__in=list(candidates)).select_related("checked_by")
    newest = {(check.candidate_id, check.topic): check for check in rows.order_by("pk")}
    lapsed = {
        key
        for key, check in newest.items()
        if check.fingerprint != fingerprint(candidates[key[0]], career.get(key[0], ()), key[1])
    }
    return {key: check for key, check in newest.items() if key not in lapsed}, lapsed


def _evidence(candidates: Mapping[int, Candidate]) -> dict[int, dict[str, Evidence]]:
    found: dict[int, dict[str, Evidence]] = defaultdict(dict)
    rows = Evidence.objects.filter(candidate__in=list(candidates))
    for row in rows.select_related("recorded_by", "checked_by", "file").order_by("pk"):
        found[row.candidate_id][row.code] = row
    return found


def _fits(
    nominations: Sequence[Nomination], career: Mapping[int, Sequence[CareerPost]]
) -> dict[int, FieldFit]:
    of = {nomination.pk: nomination for nomination in nominations}
    rows = FieldFit.objects.filter(nomination__in=list(of)).select_related("judged_by")
    return {
        fit.nomination_id: fit
        for fit in rows.order_by("pk")
        if fit.fingerprint
        == fingerprint(
            of[fit.nomination_id].candidate,
            career.get(of[fit.nomination_id].candidate_id, ()),
            Topic.EDUCATION,
        )
    }


def _exceptions(nominations: Sequence[Nomination]) -> dict[tuple[int, str], RequirementException]:
    rows = RequirementException.objects.filter(nomination__in=[n.pk for n in nominations])
    people = rows.select_related("requested_by", "decided_by")
    return {(row.nomination_id, row.code): row for row in people.order_by("pk")}


def _known(material: Material, candidate: Candidate, topic: Topic, value: T) -> Known[T]:
    """The value with the source against which it was checked, or as it was loaded."""
    check = material.checks.get((candidate.pk, topic))
    if check is None:
        return Known(value, LOADED, material.loaded_on)
    return Known(value, check.source, check.as_of, check.checked_by.name)


def _judgement(row: Relatedness | ActingService | FieldFit | None) -> facts.Judgement | None:
    if row is None:
        return None
    day = timezone.localdate(row.judged_at)
    return facts.Judgement(row.answer, row.judged_by.name, day, row.reason)


def _degrees(material: Material, nomination: Nomination) -> Known[tuple[facts.Degree, ...]] | None:
    candidate = nomination.candidate
    if candidate.education not in list(facts.EducationLevel):
        return None
    level = facts.EducationLevel(candidate.education)
    fits = _judgement(material.fits.get(nomination.pk))
    degree = facts.Degree(level, candidate.education_field, fits)
    return _known(material, candidate, Topic.EDUCATION, (degree,))


def _posts(material: Material, nomination: Nomination) -> tuple[Known[facts.Post], ...]:
    candidate = nomination.candidate
    return tuple(
        _known(
            material,
            candidate,
            Topic.CAREER,
            facts.Post(
                title=post.post,
                agency=post.unit,
                kind=facts.PostKind(post.post_kind),
                period=Period(post.began, post.ended),
                related=_judgement(material.related.get((post.pk, nomination.vacancy_id))),
                acting=is_acting(post),
                acting_counts=_judgement(material.acting.get(post.pk)),
            ),
        )
        for post in material.career.get(candidate.pk, ())
    )


def _born(material: Material, candidate: Candidate) -> Known[date] | None:
    """By the checked source; before that, by the NIP."""
    check = material.checks.get((candidate.pk, Topic.BIRTH))
    day = (check.born_on if check else None) or nip_born(candidate)
    if day is None:
        return None
    if check is None:
        return Known(day, "NIP", material.loaded_on)
    return _known(material, candidate, Topic.BIRTH, day)


def _grade(material: Material, candidate: Candidate) -> Known[facts.GradeHeld]:
    held = facts.GradeHeld(facts.Grade(candidate.grade), candidate.grade_since)
    return _known(material, candidate, Topic.GRADE, held)


def _ratings(material: Material, candidate: Candidate) -> dict[int, Known[facts.Rating]]:
    """The workbook gives the ratings of the last full year and of the year before."""
    last = material.round.reference_date.year - 1
    given = {last: candidate.rating_1, last - 1: candidate.rating_2}
    return {
        year: _known(material, candidate, Topic.RATINGS, facts.Rating(rating))
        for year, rating in given.items()
        if rating
    }


def _sanctions(
    material: Material, candidate: Candidate
) -> Known[tuple[facts.Sanction, ...]] | None:
    """A sanction whose days nobody looked up stays in doubt even where the level was checked."""
    if not candidate.sanction:
        return None
    if candidate.sanction == Sanction.NONE:
        return _known(material, candidate, Topic.SANCTIONS, ())
    check = material.checks.get((candidate.pk, Topic.SANCTIONS))
    level = facts.SanctionLevel(candidate.sanction)
    if check is None or check.sanction_from is None:
        return Known((facts.Sanction(level, None),), LOADED, material.loaded_on)
    sanction = facts.Sanction(level, check.sanction_from, check.sanction_until)
    return _known(material, candidate, Topic.SANCTIONS, (sanction,))


def _documents(material: Material, candidate: Candidate) -> dict[str, Known[facts.Evidence]]:
    return {
        code: Known(
            facts.Evidence(row.favourable, row.document, row.valid_until),
            "dokumen asli" if row.checked_by else "dicatat petugas",
            row.dated,
            row.checked_by.name if row.checked_by else "",
        )
        for code, row in material.evidence.get(candidate.pk, {}).items()
    }
