"""Who makes which kind of document: one builder a kind, each from the ordered row alone."""

from collections.abc import Callable, Mapping

from reports import blank_forms, minutes, pdf, plenary_minutes, recommendation
from reports.models import Document

Listener = Callable[[int, str], None]
"""Hears how far it is, in percent and in words."""

Builder = Callable[[Document, Listener], pdf.Rendered]
"""The same row gives the same bytes. Raises pdf.CannotRender, StillSealed, NothingToRank."""


def make(document: Document, on_step: Listener) -> pdf.Rendered:
    """The bytes of an ordered document. Raises what its builder raises."""
    return BUILDERS[Document.Kind(document.kind)](document, on_step)


def _recommendation(document: Document, on_step: Listener) -> pdf.Rendered:
    order = recommendation.Order(
        round=document.round,
        vacancy=document.vacancy,
        paper=document.paper,
        number=document.number,
        at=document.ordered_at,
    )
    return recommendation.make(order, on_step)


BUILDERS: Mapping[Document.Kind, Builder] = {
    Document.Kind.RECOMMENDATION: _recommendation,
    Document.Kind.MINUTES: minutes.make,
    Document.Kind.FORMS: blank_forms.make,
    Document.Kind.PLENARY: plenary_minutes.make,
}
