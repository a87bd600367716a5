"""Which documents a person may open."""

from uuid import UUID

from django.http import Http404

from accounts.access import SignedInRequest, grant
from accounts.policy import Action
from panels.permissions import roles_in, rounds_of, states_of
from reports.models import Document


def document_for(request: SignedInRequest, action: Action, public_id: UUID) -> Document:
    """The document, if the user has a part in its round (else 404) and may do this (else 403)."""
    round_ = rounds_of(request.user).filter(documents__public_id=public_id).first()
    if round_ is None:
        raise Http404
    grant(request, action, roles_in(round_), states_of(round_))
    document = Document.objects.select_related("vacancy", "ordered_by").get(public_id=public_id)
    document.round = round_
    return document
