"""What belongs into a dossier: which documents there are, which can be made, and what cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from panels.attending import days_of
from reports.attendance_sheet import NO_TIMETABLE
from reports.models import Document
from reports.receipts import NONE_SIGNED
from reports.whole_round import ORDER, papers_of, subject_of, title_of
from scoring.models import Result, Sheet
from scoring.outcome import NothingToRank, StillSealed
from scoring.printing import printout_of
from selection.models import Round

OF_A_RESULT = (
    Document.Kind.PLENARY,
    Document.Kind.RECAPITULATION,
    Document.Kind.RECOMMENDATION,
    Document.Kind.DECISION,
    Document.Kind.CANDIDATE,
)
NO_PLENARY = "Rapat pleno belum menetapkan hasil."
NOT_MADE = "Belum dibuat."


@dataclass(frozen=True, slots=True)
class Missing:
    """A document, or all of a kind, that is not in the dossier, and why."""

    title: str
    reason: str


def documents_of(dossier: Document) -> list[Document]:
    """The latest of each that was ordered no later than the dossier, is ready and in force.

    What stands for an older result than the dossier does is not among them.
    """
    ready = _ordered_before(dossier).filter(
        Q(revoked_at=None) | Q(revoked_at__gt=dossier.ordered_at), status=Document.Status.READY
    )
    latest: dict[tuple[object, ...], Document] = {}
    for found in ready.select_related("vacancy", "candidate", "closing").order_by("pk"):
        latest[subject_of(found)] = found
    return sorted(latest.values(), key=place_of)


def under_way(dossier: Document) -> list[int]:
    """What was ordered before it, or for it, and is neither ready nor failed."""
    unsettled = (Document.Status.ORDERED, Document.Status.MAKING)
    found = _ordered_before(dossier).filter(status__in=unsettled)
    return list(found.order_by("pk").values_list("pk", flat=True))


def to_make(dossier: Document) -> list[Document]:
    """Rows, not stored yet, of what the dossier lacks and nothing stands in the way of.

    Where there is one of the whole round, none is made for each vacancy.
    """
    failed_before = Q(status=Document.Status.FAILED) & ~Q(ordered_at=dossier.ordered_at)
    found = _ordered_before(dossier).filter(revoked_at=None).exclude(failed_before)
    have = {subject_of(document) for document in found}
    obstacles = obstacles_of(dossier.round)
    return [
        paper
        for paper in papers_of(dossier.round)
        if paper.result_id in {None, dossier.result_id}
        and not have & {subject_of(paper), subject_of(Document(kind=paper.kind))}
        and paper.kind not in obstacles
    ]


def missing_from(dossier: Document, found: Sequence[Document]) -> list[Missing]:
    """What a dossier has when a round is over, and this one has not; a kind in one line."""
    obstacles = obstacles_of(dossier.round)
    have, kinds = {subject_of(document) for document in found}, {one.kind for one in found}
    failed = _ordered_before(dossier).filter(status=Document.Status.FAILED).order_by("pk")
    problems = {subject_of(document): document.problem for document in failed}
    lines = {
        kind: [Missing(kind.label, reason)]
        for kind, reason in obstacles.items()
        if kind not in kinds
    }
    for paper in papers_of(dossier.round):
        kind, subject = Document.Kind(paper.kind), subject_of(paper)
        is_there = have & {subject, subject_of(Document(kind=kind))}
        if not is_there and kind not in obstacles:
            missing = Missing(title_of(paper), problems.get(subject, NOT_MADE))
            lines.setdefault(kind, []).append(missing)
    return [line for kind in ORDER for line in lines.get(kind, [])]


def obstacles_of(round_: Round) -> dict[Document.Kind, str]:
    """The kinds of which nothing can be made yet, and why."""
    found = {}
    if not days_of(round_):
        found[Document.Kind.ATTENDANCE] = NO_TIMETABLE
    if not Sheet.objects.signed().filter(seat__round=round_).exists():
        found[Document.Kind.RECEIPTS] = NONE_SIGNED
    if not Result.objects.in_force().filter(round=round_).exists():
        found[Document.Kind.PLENARY] = NO_PLENARY
    try:
        printout_of(round_)
    except (StillSealed, NothingToRank) as reason:
        ranked = (kind for kind in OF_A_RESULT if kind != Document.Kind.PLENARY)
        found |= dict.fromkeys(ranked, str(reason))
    return found


def _ordered_before(dossier: Document) -> QuerySet[Document]:
    of_its_result = Q(result=dossier.result_id) | ~Q(kind__in=OF_A_RESULT)
    return Document.objects.filter(
        of_its_result,
        round=dossier.round_id,
        kind__in=ORDER,
        format=Document.Format.PDF,
        ordered_at__lte=dossier.ordered_at,
    )


def place_of(document: Document) -> tuple[int, str, str, int]:
    """By which the documents of a dossier are sorted."""
    vacancy = document.vacancy.code if document.vacancy else ""
    candidate = document.candidate.nip if document.candidate else ""
    return ORDER.index(Document.Kind(document.kind)), vacancy, candidate, document.pk or 0
