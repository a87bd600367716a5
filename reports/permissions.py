"""Which documents a person may open."""

from uuid import UUID

from django.http import Http404

from accounts.access import SignedInRequest, grant
from accounts.policy import Action
from panels.permissions import roles_in, rounds_of, states_of
from reports.models import Document

OWN_RIGHT = {
    Action.READ_MINUTES: Document.Kind.MINUTES,
    Action.READ_FORMS: Document.Kind.FORMS,
}


def kinds_of(action: Action) -> list[Document.Kind]:
    """The kinds of document that this right is about."""
    if action in OWN_RIGHT:
        return [OWN_RIGHT[action]]
    return [kind for kind in Document.Kind if kind not in OWN_RIGHT.values()]


def document_for(request: SignedInRequest, action: Action, public_id: UUID) -> Document:
    """The document, if the user has a part in its round (else 404) and may do this (else 403).

    Minutes are read as minutes, forms as forms, and everything else as a report.
    """
    documents = Document.objects.filter(public_id=public_id, kind__in=kinds_of(action))
    round_ = rounds_of(request.user).filter(documents__in=documents).first()
    if round_ is None:
        raise Http404
    grant(request, action, roles_in(round_), states_of(round_))
    document = Document.objects.select_related(
        "vacancy", "candidate", "closing", "result", "ordered_by", "replaced_by"
    ).get(public_id=public_id)
    document.round = round_
    return document
