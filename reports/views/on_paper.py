from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, form_key, page
from accounts.policy import Action
from audit import refusals
from panels.attending import days_of
from panels.permissions import may, round_for
from reports import actions
from reports.blank_forms import digits_of, named
from reports.copy_forms import BlankFormsForm, PaperForm
from reports.models import Document
from scoring import paper_modes, transcribing
from scoring.copies import Apart, copies_of, paper_sheets_of
from scoring.copying import CopyForm, lines_of
from scoring.hours import with_hours
from scoring.models import Sheet
from scoring.rules import Entries, SheetIncomplete, indicators_of
from selection.models import Round

NOT_FOUND = (
    "Tidak ada lembar dengan kode itu di putaran ini. Ketik delapan tanda di samping kode pada"
    " formulir, misalnya 7F3A 09C2."
)


@page(Action.READ_FORMS)
def on_paper(request: SignedInRequest, code: str) -> HttpResponse:
    """Whether paper is used, its forms, and how far the copies are; never what they say."""
    return _page(request, round_for(request, Action.READ_FORMS, code))


@command(Action.OPEN_PAPER, page="reports:on-paper")
def open_paper(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.OPEN_PAPER, code)
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _page(request, round_, reason=form)
    try:
        paper_modes.open_paper(round_, form.cleaned_data["reason"], by=request.user)
    except paper_modes.CannotUsePaper as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Penilaian di kertas dibuka. Staf dapat mengetik salinannya.")
    return redirect("reports:on-paper", code)


@command(Action.OPEN_PAPER, page="reports:on-paper")
def close_paper(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.OPEN_PAPER, code)
    try:
        withdrawn = paper_modes.close_paper(round_, by=request.user)
    except paper_modes.CannotUsePaper as refusal:
        messages.error(request, str(refusal))
    else:
        left = f" {withdrawn} salinan yang belum disahkan ditarik." if withdrawn else ""
        messages.success(request, f"Penilaian di kertas diakhiri.{left}")
    return redirect("reports:on-paper", code)


@command(Action.READ_FORMS, page="reports:on-paper")
def order_forms(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.READ_FORMS, code)
    form = BlankFormsForm(request.POST, days=days_of(round_))
    if not form.is_valid():
        return _page(request, round_, blank=form)
    chosen = form.cleaned_data
    try:
        ordered = actions.order_forms(
            round_, chosen["day"], paper=chosen["paper"], by=request.user, key=form_key(request)
        )
    except actions.CannotOrder as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:on-paper", code)
    return redirect("reports:forms-file", ordered.public_id)


@page(Action.TRANSCRIBE)
def find(request: SignedInRequest, code: str) -> HttpResponse:
    """To the sheet whose code was scanned or typed."""
    round_ = round_for(request, Action.TRANSCRIBE, code)
    sheets = list(Sheet.objects.in_force().filter(seat__round=round_).order_by("pk"))
    found = named(sheets, request.GET.get("kode", ""))
    if found is None:
        messages.error(request, NOT_FOUND)
        return redirect("reports:on-paper", code)
    return redirect("reports:copy", code, found.public_id)


@page(Action.TRANSCRIBE)
def copy(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Type what the paper says, or correct my own copy where the two differ."""
    return _desk(request, _sheet(request, code, public_id))


@command(Action.TRANSCRIBE, page="reports:copy")
def transcribe(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    sheet = _sheet(request, code, public_id)
    indicators = indicators_of(sheet.instrument)
    form = CopyForm(request.POST, instrument=sheet.instrument, indicators=indicators)
    if not form.is_valid():
        return _desk(request, sheet, form)
    try:
        transcribing.transcribe(sheet, form.entries({}), by=request.user)
    except (transcribing.CannotTranscribe, SheetIncomplete) as refusal:
        messages.error(request, str(refusal))
        answer = redirect("reports:on-paper", code)
        refusals.because(answer, "out-of-turn")
        return answer
    copies = copies_of(sheet)
    if copies.agree or copies.apart_for(request.user):
        return redirect("reports:copy", code, public_id)
    messages.success(request, "Salinan Anda tersimpan. Staf lain mengetik salinan kedua.")
    return redirect("reports:on-paper", code)


@command(Action.TRANSCRIBE, page="reports:copy")
def withdraw(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    sheet = _sheet(request, code, public_id)
    try:
        transcribing.withdraw(sheet, by=request.user)
    except transcribing.CannotTranscribe as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Salinan Anda ditarik. Staf lain dapat mengetiknya.")
    return redirect("reports:on-paper", code)


def _sheet(request: SignedInRequest, code: str, public_id: UUID) -> Sheet:
    round_ = round_for(request, Action.TRANSCRIBE, code)
    sheets = with_hours(Sheet.objects.in_force()).filter(seat__round=round_)
    return get_object_or_404(
        sheets.select_related("seat__round", "candidate", "instrument", "vacancy"),
        public_id=public_id,
    )


def _desk(request: SignedInRequest, sheet: Sheet, form: CopyForm | None = None) -> HttpResponse:
    """The typing page. Once both copies agree it shows no values, and none of a stranger's ever."""
    refusal, copies = transcribing.why_not(sheet, request.user), copies_of(sheet)
    mine = copies.of(request.user)
    if not (refusal or copies.agree or mine) and len(copies.held) > 1:
        refusal = "Lembar ini sudah diketik oleh dua orang lain."
    context: dict[str, Any] = {
        "sheet": sheet,
        "round": sheet.seat.round,
        "digits": digits_of(sheet),
        "refusal": refusal,
        "is_agreed": copies.agree and not refusal,
        "mine": mine,
    }
    if not refusal and not copies.agree:
        apart = copies.apart_for(request.user) if form is None else Apart()
        indicators = indicators_of(sheet.instrument)
        said: CopyForm | Entries = form or (mine.entries if mine else {})
        context["apart"] = apart
        context["lines"] = lines_of(sheet.instrument, indicators, said, apart)
    context["faulty"] = [n for n in context.get("lines", []) if n.error or n.note_error]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/copy.html", context, status=status)


def _page(
    request: SignedInRequest,
    round_: Round,
    *,
    reason: PaperForm | None = None,
    blank: BlankFormsForm | None = None,
) -> HttpResponse:
    mode, types = paper_modes.mode_of(round_), may(round_, Action.TRANSCRIBE)
    sheets = paper_sheets_of(round_, request.user) if mode else []
    faulty = reason or blank
    documents = Document.objects.filter(round=round_, kind=Document.Kind.FORMS)
    context = {
        "round": round_,
        "mode": mode,
        "may_open": may(round_, Action.OPEN_PAPER),
        "may_type": types and mode is not None,
        "under_way": [line for line in sheets if line.is_under_way],
        "others": [line for line in sheets if not line.is_under_way],
        "reason": reason or PaperForm(),
        "blank": blank or BlankFormsForm(days=days_of(round_)),
        "faulty": faulty,
        "documents": documents.order_by("-pk"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "reports/on_paper.html", context, status=status)
