import csv
from collections.abc import Sequence
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, agencies_for, command, logged_page, page
from accounts.models import Agency
from accounts.policy import Action
from audit.actions import record
from panels.permissions import round_for
from selection.models import Round
from workbook import actions
from workbook.bad_rows import bad_sheets, lines_of, write_bad_rows
from workbook.exporting import book_of
from workbook.forms import UploadForm
from workbook.keeping import NotKept, kept
from workbook.models import Snapshot, Upload
from workbook.preview import filtered
from workbook.undoing import why_not
from workbook.writing import Unwritable, write_book, write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 20


@page(Action.LOAD_ROUND)
def uploads(request: SignedInRequest) -> HttpResponse:
    """Hand in a workbook; the latest uploads of my agencies."""
    agencies = agencies_for(request, Action.LOAD_ROUND)
    return render(request, "workbook/uploads.html", _list(agencies, UploadForm(agencies)))


@command(Action.LOAD_ROUND)
def receive(request: SignedInRequest) -> HttpResponse:
    agencies = agencies_for(request, Action.LOAD_ROUND)
    form = UploadForm(agencies, request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "workbook/uploads.html", _list(agencies, form), status=422)
    upload = actions.receive(form.cleaned_data["file"], form.chosen_agency, by=request.user)
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
    findings = filtered(found.findings, request.GET.get("baris", ""))
    shown = {"upload": found, "findings": findings, "not_undoable": why_not(found)}
    return render(request, name, shown)


@command(Action.LOAD_ROUND)
def apply(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    found = _my_upload(request, public_id)
    try:
        loaded = actions.apply(found, by=request.user)
    except actions.NotApplicable as refusal:
        messages.error(request, str(refusal))
        return redirect("workbook:upload", public_id)
    now = timezone.localtime()
    done = (
        "Buku kerja diterapkan" if loaded.changed_anything else "Tidak ada yang berubah: isi sama"
    )
    messages.success(request, f"{done} (pukul {now:%H.%M} WIB, {request.user.name})")
    return redirect("reports:round", loaded.code)


@command(Action.LOAD_ROUND)
def undo(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    try:
        round_ = actions.undo(_my_upload(request, public_id), by=request.user)
    except actions.NotUndoable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Impor dibatalkan. {round_.title} kembali seperti sebelumnya.")
    return redirect("workbook:upload", public_id)


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
    """The rows with a fault, whole, each with what is wrong; to mend in Excel."""
    try:
        tables = bad_sheets(kept(_my_upload(request, public_id), Snapshot.Kind.READ))
    except NotKept:
        return redirect("workbook:upload", public_id)
    file = BytesIO()
    write_bad_rows(tables, file)
    return _xlsx(file, "baris-bermasalah.xlsx")


@page(Action.LOAD_ROUND)
def faults_csv(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The same as one text file, sheet after sheet."""
    try:
        tables = bad_sheets(kept(_my_upload(request, public_id), Snapshot.Kind.READ))
    except NotKept:
        return redirect("workbook:upload", public_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="baris-bermasalah.csv"'
    response.write("\ufeff")  # Excel reads UTF-8 by this
    csv.writer(response, delimiter=";").writerows(lines_of(tables))
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


def _list(agencies: Sequence[Agency], form: UploadForm) -> dict[str, object]:
    recent = Upload.objects.filter(agency__in=agencies, kind=Upload.Kind.ROUND)
    recent = recent.select_related("uploaded_by", "round")
    return {"form": form, "uploads": recent.order_by("-uploaded_at", "-pk")[:RECENT]}


def _my_upload(request: SignedInRequest, public_id: UUID) -> Upload:
    agencies = agencies_for(request, Action.LOAD_ROUND)
    mine = Upload.objects.filter(agency__in=agencies, kind=Upload.Kind.ROUND)
    return get_object_or_404(
        mine.select_related("agency", "uploaded_by", "applied_by", "undone_by", "round"),
        public_id=public_id,
    )
