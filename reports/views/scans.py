from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, logged_page, page
from accounts.policy import Action
from audit.actions import record
from panels.permissions import may, rounds_of
from reports import wet_ink
from reports.models import Scan, Signatory
from reports.permissions import signable_for
from reports.signing_forms import AcceptForm, RefuseScanForm, ScanForm
from reports.turns import CannotSign, lines_of
from selection.attachments import BadFile, answer


@page(Action.UPLOAD_SCAN)
def sheet(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The sheet that is printed beside the document: its hash, and places to sign in ink."""
    document = signable_for(request, Action.UPLOAD_SCAN, public_id)
    context = {
        "document": document,
        "round": document.round,
        "lines": [line for line in lines_of(document) if line.method == Signatory.Method.WET],
        "now": timezone.now(),
    }
    return render(request, "reports/signature_sheet.html", context)


@command(Action.UPLOAD_SCAN)
def upload(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    document = signable_for(request, Action.UPLOAD_SCAN, public_id)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["file"])))
        return redirect(document)
    try:
        wet_ink.upload(document, form.cleaned_data["file"], by=request.user)
    except (CannotSign, BadFile) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Pindaian tersimpan. Orang lain memeriksanya sebelum tanda tangan dihitung."
        )
    return redirect(document)


@page(Action.READ_SCANS)
def scan(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """A scan, and for who may check it: what to compare with the paper."""
    return _page(request, _scan(request, Action.READ_SCANS, public_id))


@logged_page(Action.READ_SCANS)
def file(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The scan as it was uploaded. The reading is recorded."""
    found = _scan(request, Action.READ_SCANS, public_id)
    response = answer(found.attachment)
    scope = found.document.round.scope
    record("reports.scan_read", found, by=request.user, scope=scope, number=found.document.number)
    return response


@command(Action.CHECK_SCAN)
def accept(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    found = _scan(request, Action.CHECK_SCAN, public_id)
    form = AcceptForm(request.POST, lines=_wet_lines(found))
    if not form.is_valid():
        return _page(request, found, accept=form)
    try:
        wet_ink.accept(found, form.lines, form.cleaned_data["typed"], by=request.user)
    except CannotSign as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, accept=form)
    messages.success(request, "Pindaian diterima; tanda tangannya tercatat.")
    return redirect(found.document)


@command(Action.CHECK_SCAN)
def refuse(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    found = _scan(request, Action.CHECK_SCAN, public_id)
    form = RefuseScanForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refuse=form)
    try:
        wet_ink.refuse(found, form.cleaned_data["reason"], by=request.user)
    except CannotSign as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, refuse=form)
    messages.success(request, "Pindaian ditolak. Unggah pindaian yang benar.")
    return redirect(found.document)


def _page(request: SignedInRequest, scan: Scan, **forms: Any) -> HttpResponse:
    round_ = scan.document.round
    is_own = scan.attachment.uploaded_by_id == request.user.pk
    context = {
        "scan": scan,
        "document": scan.document,
        "round": round_,
        "accept": AcceptForm(lines=_wet_lines(scan)),
        "refuse": RefuseScanForm(),
        "faulty": next(iter(forms.values()), None),
        "is_own": is_own,
        "may_check": may(round_, Action.CHECK_SCAN) and not is_own and not scan.checked_at,
        **forms,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if forms else HTTPStatus.OK
    return render(request, "reports/scan.html", context, status=status)


def _scan(request: SignedInRequest, action: Action, public_id: UUID) -> Scan:
    held = Scan.objects.select_related("attachment__uploaded_by", "checked_by", "document")
    mine = held.filter(document__round__in=rounds_of(request.user))
    found = get_object_or_404(mine, public_id=public_id)
    found.document = signable_for(request, action, found.document.public_id)
    return found


def _wet_lines(scan: Scan) -> list[Signatory]:
    wet = Signatory.Method.WET
    return [line for line in lines_of(scan.document) if line.method == wet and not line.signed_at]
