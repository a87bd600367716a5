import csv
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, agencies_for, command, logged_page, page
from accounts.policy import Action
from audit.actions import record
from panels.permissions import round_for
from selection.models import Round
from workbook import actions
from workbook.exporting import book_of
from workbook.forms import UploadForm
from workbook.loading import Unloadable
from workbook.models import Upload
from workbook.reading import Refused
from workbook.writing import Unwritable, write_book, write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 20


@page(Action.LOAD_ROUND)
def uploads(request: SignedInRequest) -> HttpResponse:
    """Hand in a workbook; the latest uploads of my agencies."""
    return render(request, "workbook/uploads.html", _list(request, UploadForm()))


@command(Action.LOAD_ROUND)
def receive(request: SignedInRequest) -> HttpResponse:
    agencies = agencies_for(request, Action.LOAD_ROUND)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "workbook/uploads.html", _list(request, form), status=422)
    upload = actions.receive(form.cleaned_data["file"], agencies[0], by=request.user)
    return redirect("workbook:upload", upload.public_id)


@page(Action.LOAD_ROUND)
def template(request: SignedInRequest) -> HttpResponse:
    """An empty workbook to fill in."""
    agencies_for(request, Action.LOAD_ROUND)
    file = BytesIO()
    write_template(file)
    return _xlsx(file, "contoh-buku-kerja-seleksi.xlsx")


@page(Action.LOAD_ROUND)
def upload(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """What the check found; polled by htmx until it is done."""
    found = _my_upload(request, public_id)
    name = "workbook/upload.html#state" if request.htmx else "workbook/upload.html"
    return render(request, name, {"upload": found, "findings": found.findings})


@command(Action.LOAD_ROUND)
def apply(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    found = _my_upload(request, public_id)
    try:
        loaded = actions.apply(found, by=request.user)
    except (actions.NotApplicable, Refused) as refusal:
        messages.error(request, str(refusal))
        return redirect("workbook:upload", public_id)
    except Unloadable:
        messages.error(
            request,
            "Putaran berubah sejak berkas diperiksa. Tidak ada yang disimpan. Unggah berkas lagi.",
        )
        return redirect("workbook:upload", public_id)
    now = timezone.localtime()
    done = (
        "Buku kerja diterapkan" if loaded.changed_anything else "Tidak ada yang berubah: isi sama"
    )
    messages.success(request, f"{done} (pukul {now:%H.%M} WIB, {request.user.name})")
    return redirect("reports:round", loaded.code)


@command(Action.LOAD_ROUND)
def cancel(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    try:
        actions.cancel(_my_upload(request, public_id), by=request.user)
    except actions.NotApplicable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Impor dibatalkan. Tidak ada yang disimpan.")
    return redirect("workbook:uploads")


@page(Action.LOAD_ROUND)
def faults(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The faults as a table to work through beside Excel."""
    found = _my_upload(request, public_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="baris-bermasalah.csv"'
    response.write("\ufeff")  # Excel reads UTF-8 by this
    table = csv.writer(response, delimiter=";")
    table.writerow(["Lembar", "Sel", "Penjelasan"])
    for fault in found.findings.get("faults", []):
        table.writerow([_harmless(fault[name]) for name in ("sheet", "cell", "message")])
    return response


@page(Action.EXPORT_ROUND)
def export(request: SignedInRequest, code: str) -> HttpResponse:
    """The round as a workbook, without scores."""
    round_ = round_for(request, Action.EXPORT_ROUND, code)
    return _book(round_, with_scores=False)


@logged_page(Action.EXPORT_SCORES)
def export_scores(request: SignedInRequest, code: str) -> HttpResponse:
    """The round with all score sheets, as an archive; the reading is recorded."""
    round_ = round_for(request, Action.EXPORT_SCORES, code)
    response = _book(round_, with_scores=True)
    record("workbook.scores_exported", round_, by=request.user, scope=round_.scope)
    return response


def _book(round_: Round, *, with_scores: bool) -> HttpResponse:
    file = BytesIO()
    book = book_of(round_, with_scores=with_scores)
    try:
        write_book(book, file)
    except Unwritable as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return _xlsx(file, f"{book.round.code if book.round else round_.code}.xlsx")


def _xlsx(file: BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _list(request: SignedInRequest, form: UploadForm) -> dict[str, object]:
    agencies = agencies_for(request, Action.LOAD_ROUND)
    recent = Upload.objects.filter(agency__in=agencies).select_related("uploaded_by", "round")
    return {"form": form, "uploads": recent.order_by("-uploaded_at", "-pk")[:RECENT]}


def _my_upload(request: SignedInRequest, public_id: UUID) -> Upload:
    agencies = agencies_for(request, Action.LOAD_ROUND)
    mine = Upload.objects.filter(agency__in=agencies)
    return get_object_or_404(
        mine.select_related("agency", "uploaded_by", "applied_by", "round"), public_id=public_id
    )


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
