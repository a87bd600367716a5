"""Which documents a person may open."""

from uuid import UUID

from django.http import Http404

from accounts.access import SignedInRequest, grant
from accounts.policy import Action
from panels.permissions import roles_in, rounds_of, states_of
from reports.models import Document


def document_for(request: SignedInRequest, action: Action, public_id: UUID) -> Document:
    """The document, if the user has a part in its round (else 404) and may do this (else 403).

    Minutes are read as minutes (Action.READ_MINUTES), everything else is not.
    """
    documents = Document.objects.filter(public_id=public_id)
    kind = Document.Kind.MINUTES
    is_minutes = action is Action.READ_MINUTES
    documents = documents.filter(kind=kind) if is_minutes else documents.exclude(kind=kind)
    round_ = rounds_of(request.user).filter(documents__in=documents).first()
    if round_ is None:
        raise Http404
    grant(request, action, roles_in(round_), states_of(round_))
    document = Document.objects.select_related("vacancy", "closing", "ordered_by").get(
        public_id=public_id
    )
    document.round = round_
    return document
