"""Which documents a person may open."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import SignedInRequest, grant
from accounts.policy import Action, When
from panels.permissions import roles_in, rounds_of, states_of
from reports.models import Document, Signatory

OWN_RIGHT = {
    Action.READ_MINUTES: Document.Kind.MINUTES,
    Action.READ_FORMS: Document.Kind.FORMS,
}
READ_BY_MORE = {Action.READ_PLENARY: Document.Kind.PLENARY}  # also by who may read no report


def kinds_of(action: Action) -> list[Document.Kind]:
    """The kinds of document that this right is about."""
    if action in READ_BY_MORE:
        return [READ_BY_MORE[action]]
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
    request.about = round_
    document = Document.objects.select_related(
        "vacancy", "candidate", "closing", "result", "ordered_by", "replaced_by"
    ).get(public_id=public_id)
    document.round = round_
    return document


def signable_for(request: SignedInRequest, action: Action, public_id: UUID) -> Document:
    """A document of any kind, for who sees to its signatures (else 404, 403)."""
    round_ = rounds_of(request.user).filter(documents__public_id=public_id).first()
    if round_ is None:
        raise Http404
    grant(request, action, roles_in(round_), states_of(round_))
    request.about = round_
    document = Document.objects.get(public_id=public_id)
    document.round = round_
    return document


def own_line(request: SignedInRequest, public_id: UUID) -> Signatory:
    """The user's own line under a document that is signed electronically (else 404, 403)."""
    lines = Signatory.objects.in_force().select_related("document__vacancy", "document__closing")
    mine = lines.filter(user=request.user, method=Signatory.Method.ELECTRONIC)
    line = get_object_or_404(mine, public_id=public_id)
    round_ = get_object_or_404(rounds_of(request.user), pk=line.document.round_id)
    grant(request, Action.SIGN_DOCUMENT, roles_in(round_), {When.OWN})
    request.about = round_
    line.document.round = round_
    return line
