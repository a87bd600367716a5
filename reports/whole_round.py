"""Every document that can be made of a round, as rows that are not stored yet."""

from collections.abc import Iterator
from typing import Any

from candidates.models import Candidate, Nomination
from reports.models import Document
from scoring.models import Closing, Result
from selection.models import Round, Vacancy

ORDER = (
    Document.Kind.ATTENDANCE,
    Document.Kind.MINUTES,
    Document.Kind.RECEIPTS,
    Document.Kind.PLENARY,
    Document.Kind.RECAPITULATION,
    Document.Kind.RECOMMENDATION,
    Document.Kind.DECISION,
    Document.Kind.CANDIDATE,
)  # of a dossier; blank forms say nothing of a round, and stay out


def papers_of(round_: Round) -> Iterator[Document]:
    """In the order of a dossier, with the minutes of every day and a sheet for every vacancy."""
    result = Result.objects.in_force().filter(round=round_).first()
    for kind in ORDER:
        for about in _subjects(round_, kind):
            paper = Document(round=round_, kind=kind, **about)
            if kind != Document.Kind.MINUTES:  # of a day, whatever came of the round
                paper.result = result
            yield paper


def subject_of(document: Document) -> tuple[object, ...]:
    """The same for two rows that say the same thing at two times."""
    about = document.vacancy_id, document.candidate_id, document.closing_id, document.day
    return document.kind, *about


def title_of(document: Document) -> str:
    """`Lembar keputusan · Kepala Dinas Kesehatan`"""
    kind: str = document.get_kind_display()
    if document.closing:
        return f"{kind} nomor {document.closing.number}"
    about = document.vacancy or document.candidate
    return f"{kind} · {about}" if about else kind


def _subjects(round_: Round, kind: Document.Kind) -> list[dict[str, Any]]:
    """What there is a document of this kind about: the whole round, or each of several things."""
    nominations = Nomination.objects.in_force().filter(candidate__round=round_)
    closings = Closing.objects.select_related("round__agency", "closed_by")
    vacancies = Vacancy.objects.in_force().filter(nominations__in=nominations).distinct()
    people = Candidate.objects.filter(nominations__in=nominations).distinct()
    several: dict[Document.Kind, tuple[str, Any]] = {
        Document.Kind.MINUTES: ("closing", closings.filter(round=round_).order_by("number")),
        Document.Kind.PLENARY: ("result", Result.objects.in_force().filter(round=round_)),
        Document.Kind.DECISION: ("vacancy", vacancies.order_by("code")),
        Document.Kind.CANDIDATE: ("candidate", people.order_by("nip")),
    }
    if kind not in several:
        return [{}]
    name, found = several[kind]
    return [{name: one} for one in found]
