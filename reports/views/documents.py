from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import SignedInRequest, command, logged_page, page
from accounts.models import User
from accounts.policy import Action
from audit.actions import record
from panels.permissions import may
from reports import actions, revisions
from reports.forms import RevokeForm
from reports.models import Document
from reports.permissions import document_for
from reports.sealing import pending_unsealing
from reports.signing_forms import ScanForm
from reports.signing_section import section_of
from reports.verification import address_of, verdict_of

OWN_PAGES = (Document.Kind.MINUTES, Document.Kind.FORMS)
NOT_REVOKED = (*OWN_PAGES, Document.Kind.ANNOUNCEMENT)  # an announcement by another one
NOT_READY = "Berkas belum siap diunduh. Pesanan Anda tersimpan; tunggu sampai keadaannya “Siap”."
PAPER_ONLY = (
    "Selama pembukaan segel menunggu saksi, berita acara tidak dapat diunduh: saksi membaca akarnya"
    " dari kertas yang sudah ditandatangani."
)
DAMAGED = (
    "Berkas di penyimpanan hilang atau berbeda dari sidik jarinya, sehingga tidak dikirim kepada"
    " Anda. Nilai dan peringkat aman. Hubungi administrator sistem, lalu pesan laporan baru."
)


@page(Action.READ_DOCUMENT)
def document(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """One document: how far it is, or what became of it. Polled while it is being made."""
    return _document(request, document_for(request, Action.READ_DOCUMENT, public_id))


@page(Action.READ_MINUTES)
def minutes_file(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Minutes on paper: how far they are."""
    return _document(request, document_for(request, Action.READ_MINUTES, public_id))


def _document(request: SignedInRequest, document: Document) -> HttpResponse:
    if request.htmx and request.GET.get("seen") == document.progress:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # nothing new, nothing to read out
    template = "reports/document.html#state" if request.htmx else "reports/document.html"
    response = render(request, template, showing(document, request.user))
    if request.htmx and document.is_settled:
        response["HX-Refresh"] = "true"  # what can be done with it stands outside this part
    return response


@page(Action.READ_FORMS)
def forms_file(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Blank score forms: how far they are."""
    return _document(request, document_for(request, Action.READ_FORMS, public_id))


@logged_page(Action.READ_DOCUMENT)
def download(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    return _download(request, document_for(request, Action.READ_DOCUMENT, public_id))


@logged_page(Action.READ_MINUTES)
def download_minutes(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """Minutes on paper; not while a witness has to read their root off the signed one."""
    document = document_for(request, Action.READ_MINUTES, public_id)
    if pending_unsealing(document.round):
        messages.error(request, PAPER_ONLY)
        return redirect("reports:sealing", document.round.code)
    return _download(request, document)


@logged_page(Action.READ_FORMS)
def download_forms(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    return _download(request, document_for(request, Action.READ_FORMS, public_id))


@logged_page(Action.READ_PLENARY)
def download_plenary(request: SignedInRequest, public_id: UUID) -> HttpResponseBase:
    """Minutes of a plenary, for all who may read what was decided there."""
    document = document_for(request, Action.READ_PLENARY, public_id)
    return _download(request, document, reverse("reports:plenary", args=[document.round.code]))


def _download(request: SignedInRequest, document: Document, back: str = "") -> HttpResponseBase:
    if document.status != Document.Status.READY:
        messages.error(request, NOT_READY)
        return redirect(back or document)
    try:
        content = revisions.content_of(document)
    except revisions.Damaged:
        messages.error(request, DAMAGED)
        return redirect(back or document)
    response = FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=document.file_name,
        content_type=document.media_type,
        headers={"Content-Security-Policy": "sandbox", "Cache-Control": "no-store, private"},
    )
    scope = document.round.scope
    record("reports.document_read", document, by=request.user, scope=scope, number=document.number)
    return response


@command(Action.ORDER_DOCUMENT)
def retry(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    return _retry(request, document_for(request, Action.ORDER_DOCUMENT, public_id))


@command(Action.READ_MINUTES)
def retry_minutes(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    return _retry(request, document_for(request, Action.READ_MINUTES, public_id))


@command(Action.READ_FORMS)
def retry_forms(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    return _retry(request, document_for(request, Action.READ_FORMS, public_id))


def _retry(request: SignedInRequest, document: Document) -> HttpResponse:
    try:
        actions.retry(document, by=request.user)
    except actions.NotFailed as refusal:
        messages.error(request, str(refusal))
    return redirect(document)


def showing(document: Document, user: User) -> dict[str, Any]:
    """What the page of one document shows."""
    stands = document.status == Document.Status.READY and not document.revoked_at
    revocable = may(document.round, Action.REVOKE_DOCUMENT) and document.kind not in NOT_REVOKED
    return {
        "document": document,
        "signing": section_of(document, user),
        "scan_form": ScanForm(),
        "round": document.round,
        "opens_round": may(document.round, Action.READ_ROUND),
        "verdict": verdict_of(document),
        "verification": address_of(document),
        "revoking": RevokeForm() if stands and revocable and not document.is_replaced else None,
        "may_order": document.kind in OWN_PAGES or may(document.round, Action.ORDER_DOCUMENT),
    }
