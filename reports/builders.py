"""Who makes which kind of document: one builder a kind, each from the ordered row alone."""

from collections.abc import Callable, Mapping, Sequence

from reports import blank_forms, dossier, minutes, paperwork, pdf, plenary_minutes, recommendation
from reports.announcement_sheet import announcement_of
from reports.attendance_sheet import attendance_of
from reports.candidate_report import candidate_of
from reports.decision_sheet import decision_of
from reports.models import Document
from reports.paperwork import Paperwork
from reports.recapitulation import recapitulation_of
from reports.receipts import receipts_of
from reports.verification_mark import mark_of

Listener = Callable[[int, str], None]
"""Hears how far it is, in percent and in words."""

Builder = Callable[[Document, Listener], pdf.Rendered]
"""The same row gives the same bytes. Raises pdf.CannotRender, StillSealed, NothingToRank."""

Writer = Callable[[Document], Paperwork]
"""What a document of its kind says. Raises pdf.CannotRender, StillSealed, NothingToRank."""


def make(document: Document, on_step: Listener) -> pdf.Rendered:
    """The bytes of an ordered document. Raises what its builder raises."""
    return BUILDERS[Document.Kind(document.kind)](document, on_step)


def write(document: Document) -> Paperwork:
    """What a document of a kind that can be previewed says. Raises what its writer raises."""
    return WRITERS[Document.Kind(document.kind)](document)


def traits_of(document: Document) -> Sequence[str]:
    """What a document is recognised by without its file: how many of what stand in it."""
    if document.kind in WRITERS:
        return write(document).traits
    count = TRAITS.get(Document.Kind(document.kind))
    return count(document) if count else []


def _written(document: Document, on_step: Listener) -> pdf.Rendered:
    on_step(5, "Mengumpulkan isi dokumen")
    return paperwork.make(document, write(document), on_step)


def _recommendation(document: Document, on_step: Listener) -> pdf.Rendered:
    order = recommendation.Order(
        round=document.round,
        vacancy=document.vacancy,
        paper=document.paper,
        number=document.number,
        at=document.ordered_at,
        mark=mark_of(document),
    )
    return recommendation.make(order, on_step)


WRITERS: Mapping[Document.Kind, Writer] = {
    Document.Kind.RECAPITULATION: recapitulation_of,
    Document.Kind.ATTENDANCE: attendance_of,
    Document.Kind.RECEIPTS: receipts_of,
    Document.Kind.DECISION: decision_of,
    Document.Kind.CANDIDATE: candidate_of,
    Document.Kind.ANNOUNCEMENT: announcement_of,
}

TRAITS: Mapping[Document.Kind, Callable[[Document], Sequence[str]]] = {
    Document.Kind.MINUTES: minutes.traits_of,
    Document.Kind.PLENARY: plenary_minutes.traits_of,
    Document.Kind.FORMS: blank_forms.traits_of,
}

BUILDERS: Mapping[Document.Kind, Builder] = {
    Document.Kind.RECOMMENDATION: _recommendation,
    Document.Kind.MINUTES: minutes.make,
    Document.Kind.FORMS: blank_forms.make,
    Document.Kind.DOSSIER: dossier.make,
    Document.Kind.PLENARY: plenary_minutes.make,
    **dict.fromkeys(WRITERS, _written),
}
