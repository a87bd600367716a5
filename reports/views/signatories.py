from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.models import User
from accounts.policy import Action
from reports import signing
from reports.models import Document
from reports.permissions import signable_for
from reports.signatories import defaults_of, name_signatories, people_of
from reports.signing_forms import LinesForms, wanted_in
from reports.turns import CannotSign, lines_of, why_not


@page(Action.NAME_SIGNATORIES)
def signatories(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Who signs the document: those who usually sign such a one, until somebody says otherwise."""
    document = signable_for(request, Action.NAME_SIGNATORIES, public_id)
    people = _people(document)
    lines = [line for line in lines_of(document) if not line.signed_at]
    held = document.signatories.exists()
    initial = [
        {
            "turn": line.turn,
            "person": str(line.user.public_id) if line.user else "",
            "name": line.name,
            "position": line.position,
            "method": line.method,
        }
        for line in (lines if held else defaults_of(document))
    ]
    forms = LinesForms(initial=initial, form_kwargs={"people": people})
    return _page(request, document, forms)


@command(Action.NAME_SIGNATORIES)
def name_(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    document = signable_for(request, Action.NAME_SIGNATORIES, public_id)
    forms = LinesForms(request.POST, form_kwargs={"people": _people(document)})
    if not forms.is_valid():
        return _page(request, document, forms, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        name_signatories(document, wanted_in(forms), by=request.user)
    except CannotSign as refusal:
        messages.error(request, str(refusal))
        return _page(request, document, forms, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, "Penanda tangan disimpan.")
    return redirect(document)


def _people(document: Document) -> dict[str, User]:
    return {str(user.public_id): user for user in people_of(document)}


def _page(
    request: SignedInRequest,
    document: Document,
    forms: Any,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "document": document,
        "round": document.round,
        "forms": forms,
        "signed": [line for line in lines_of(document) if line.signed_at],
        "refusal": why_not(document),
        "is_electronic": signing.is_set_up(),
    }
    return render(request, "reports/signatories.html", context, status=status)
