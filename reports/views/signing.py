from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import SignedInRequest, command, logged_page, page
from accounts.policy import Action
from audit.actions import record
from panels.permissions import rounds_of
from reports import electronic, revisions
from reports.models import Document, Signatory, Signature
from reports.permissions import own_line, signable_for
from reports.sealing import pending_unsealing
from reports.signing_forms import SettleForm, SignForm
from reports.signing_section import section_of
from reports.turns import CannotSign
from reports.views.documents import DAMAGED, PAPER_ONLY

HEADERS = {"Content-Security-Policy": "sandbox", "Cache-Control": "no-store, private"}
SAID = {
    Signature.State.SIGNED: (messages.success, "Dokumen ditandatangani."),
    Signature.State.FAILED: (messages.error, "Belum ditandatangani; sebabnya ada di bawah."),
    Signature.State.UNKNOWN: (
        messages.warning,
        "Belum pasti: dokumen sudah dikirim, tetapi layanan tidak memberi jawaban. Jangan kirim"
        " lagi; staf BKPSDM memastikannya.",
    ),
}


@page(Action.SIGN_DOCUMENT)
def signing(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """What is signed, its hash, and the field for the passphrase."""
    line = own_line(request, public_id)
    return _page(request, line, _sign_form())


@logged_page(Action.SIGN_DOCUMENT)
def file(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """The very file that is to be signed."""
    line = own_line(request, public_id)
    document = line.document
    if document.is_minutes and pending_unsealing(document.round):
        messages.error(request, PAPER_ONLY)
        return redirect("reports:signing", public_id)
    try:
        content = revisions.content_of(document)
    except revisions.Damaged:
        messages.error(request, DAMAGED)
        return redirect("reports:signing", public_id)
    scope = document.round.scope
    record("reports.document_read", document, by=request.user, scope=scope, number=document.number)
    return FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=document.file_name,
        content_type="application/pdf",
        headers=HEADERS,
    )


@command(Action.SIGN_DOCUMENT)
@sensitive_post_parameters()
def sign(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    line = own_line(request, public_id)
    form = _sign_form(request.POST)
    if not form.is_valid():
        return _page(request, line, form)
    try:
        done = electronic.sign(line, form.secret, nik=form.nik_typed, by=request.user)
    except CannotSign as refusal:
        messages.error(request, str(refusal))
    else:
        tell, words = SAID[Signature.State(done.state)]
        tell(request, words)
    return redirect("reports:signing", public_id)


@page(Action.SETTLE_SIGNATURE)
def settling(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """An attempt whose end nobody knows, and the form to settle it by hand."""
    return _settling(request, _uncertain(request, public_id), SettleForm())


@command(Action.SETTLE_SIGNATURE, body_limit=settings.LARGEST_BODY)
def settle(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    signature = _uncertain(request, public_id)
    form = SettleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _settling(request, signature, form)
    note = form.cleaned_data["note"]
    try:
        if form.cleaned_data["outcome"] == "signed":
            content = form.cleaned_data["file"].read()
            electronic.settle_as_signed(signature, content, note, by=request.user)
        else:
            electronic.settle_as_failed(signature, note, by=request.user)
    except CannotSign as refusal:
        form.add_error(None, str(refusal))
        return _settling(request, signature, form)
    messages.success(request, "Hasil penandatanganan dipastikan.")
    return redirect(signature.document)


def _sign_form(*args: Any) -> SignForm:
    return SignForm(*args, asks_nik=settings.SIGNING == "bsre")


def _page(request: SignedInRequest, line: Signatory, form: SignForm) -> HttpResponse:
    section = section_of(line.document, request.user)
    rows = section.rows if section else []
    context = {
        "document": line.document,
        "round": line.document.round,
        "line": line,
        "row": next((row for row in rows if row.line.pk == line.pk), None),
        "section": section,
        "form": form,
        "service": Signature.Service(settings.SIGNING) if settings.SIGNING else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reports/signing.html", context, status=status)


def _uncertain(request: SignedInRequest, public_id: UUID) -> Signature:
    mine = Document.objects.filter(round__in=rounds_of(request.user))
    held = Signature.objects.select_related("signatory", "document")
    signature = get_object_or_404(held, public_id=public_id, document__in=mine)
    document = signature.document
    signature.document = signable_for(request, Action.SETTLE_SIGNATURE, document.public_id)
    return signature


def _settling(request: SignedInRequest, signature: Signature, form: SettleForm) -> HttpResponse:
    context = {
        "signature": signature,
        "document": signature.document,
        "round": signature.document.round,
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reports/settling.html", context, status=status)
