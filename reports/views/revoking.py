from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from reports import revoking
from reports.forms import RevokeForm
from reports.permissions import document_for
from reports.views.documents import showing


@command(Action.REVOKE_DOCUMENT)
def revoke(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say that a document no longer holds, and why."""
    document = document_for(request, Action.REVOKE_DOCUMENT, public_id)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        context = showing(document, request.user) | {"revoking": form}
        return render(request, "reports/document.html", context, status=status)
    try:
        revoking.revoke(document, form.cleaned_data["reason"], by=request.user)
    except revoking.CannotRevoke as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Dokumen dicabut. Siapa pun yang memindai QR-nya membaca itu.")
    return redirect(document)


@command(Action.REVOKE_DOCUMENT)
def replace(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Order the document anew, to stand in the place of this one."""
    document = document_for(request, Action.REVOKE_DOCUMENT, public_id)
    try:
        return redirect(revoking.replace(document, by=request.user))
    except revoking.CannotRevoke as refusal:
        messages.error(request, str(refusal))
        return redirect(document)
