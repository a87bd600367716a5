"""Every document that can be made of a round, as rows that are not stored yet."""

from collections.abc import Iterator
from typing import Any

from candidates.models import Candidate, Nomination
from reports import builders, dossier
from reports.models import Document
from scoring.models import Closing, Result
from selection.models import Round, Vacancy


def papers_of(round_: Round) -> Iterator[Document]:
    """In the order of a dossier, with the minutes of every day and a sheet for every vacancy."""
    for kind in dossier.ORDER:
        if kind in builders.BUILDERS:
            for about in _subjects(round_, kind):
                yield Document(round=round_, kind=kind, **about)


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
