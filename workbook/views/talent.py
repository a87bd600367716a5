"""Handing in, checking, applying and taking back exports of the talent pool."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import SignedInRequest, agencies_for, command, page
from accounts.models import Agency
from accounts.policy import Action
from candidates.models import TalentImport
from candidates.talent_pool import NotImportable, NotWithdrawable, withdraw_talent
from workbook import actions
from workbook.forms import TalentUploadForm, WithdrawForm
from workbook.guard import Refused
from workbook.models import Upload
from workbook.talent_template import empty_export
from workbook.views.rounds import RECENT, XLSX


@page(Action.LOAD_TALENT)
def uploads(request: SignedInRequest) -> HttpResponse:
    """Hand in an export; what was applied, and the latest uploads of my agencies."""
    agencies = agencies_for(request, Action.LOAD_TALENT)
    return render(
        request, "workbook/talent_uploads.html", _list(agencies, TalentUploadForm(agencies))
    )


@command(Action.LOAD_TALENT)
def receive(request: SignedInRequest) -> HttpResponse:
    agencies = agencies_for(request, Action.LOAD_TALENT)
    form = TalentUploadForm(agencies, request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "workbook/talent_uploads.html", _list(agencies, form), status=422)
    upload = actions.receive(
        form.cleaned_data["file"],
        form.chosen_agency,
        by=request.user,
        as_of=form.cleaned_data["as_of"],
    )
    return redirect("workbook:talent-upload", upload.public_id)


@page(Action.LOAD_TALENT)
def template(request: SignedInRequest) -> HttpResponse:
    """An empty export to fill in."""
    agencies_for(request, Action.LOAD_TALENT)
    response = HttpResponse(empty_export(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="contoh-ekspor-simata.xlsx"'
    return response


@page(Action.LOAD_TALENT)
def upload(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """What the check found; polled by htmx until it is done."""
    found = _my_upload(request, public_id)
    name = "workbook/talent_upload.html#state" if request.htmx else "workbook/talent_upload.html"
    return render(request, name, {"upload": found, "findings": found.findings})


@command(Action.LOAD_TALENT)
def apply(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    found = _my_upload(request, public_id)
    try:
        saved, is_new = actions.apply_talent(found, by=request.user)
    except (actions.NotApplicable, NotImportable, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("workbook:talent-upload", public_id)
    done = "Data talenta diterapkan." if is_new else "Tidak ada yang berubah: berkas ini sudah ada."
    messages.success(request, done)
    return redirect(f"{reverse('reports:talent-pool')}?impor={saved.public_id}")


@command(Action.LOAD_TALENT)
def cancel(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    try:
        actions.cancel(_my_upload(request, public_id), by=request.user)
    except actions.NotApplicable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Impor dibatalkan. Tidak ada yang disimpan.")
    return redirect("workbook:talent-uploads")


@command(Action.LOAD_TALENT)
def withdraw(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    agencies = agencies_for(request, Action.LOAD_TALENT)
    found = get_object_or_404(TalentImport, agency__in=agencies, public_id=public_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        context = _list(agencies, TalentUploadForm(agencies), withdrawing=form, refused=found)
        return render(request, "workbook/talent_uploads.html", context, status=422)
    try:
        withdraw_talent(found, form.cleaned_data["reason"], by=request.user)
    except NotWithdrawable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Impor ditarik. Berkas dan isinya tetap disimpan.")
    return redirect("workbook:talent-uploads")


def _list(
    agencies: Sequence[Agency],
    form: TalentUploadForm,
    *,
    withdrawing: WithdrawForm | None = None,
    refused: TalentImport | None = None,
) -> dict[str, object]:
    """`withdrawing`: the form that was refused, of the import `refused`."""
    recent = Upload.objects.filter(agency__in=agencies, kind=Upload.Kind.TALENT)
    applied = TalentImport.objects.filter(agency__in=agencies).select_related("applied_by")
    return {
        "form": form,
        "withdrawing": withdrawing or WithdrawForm(),
        "refused": refused,
        "uploads": recent.select_related("uploaded_by").order_by("-uploaded_at", "-pk")[:RECENT],
        "imports": applied.order_by("-as_of", "-applied_at", "-pk"),
    }


def _my_upload(request: SignedInRequest, public_id: UUID) -> Upload:
    agencies = agencies_for(request, Action.LOAD_TALENT)
    mine = Upload.objects.filter(agency__in=agencies, kind=Upload.Kind.TALENT)
    return get_object_or_404(
        mine.select_related("agency", "uploaded_by", "applied_by", "talent_import"),
        public_id=public_id,
    )
