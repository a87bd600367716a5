"""What is done about a cell: asking for an exception, deciding it, judging the field of study."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from candidates.check_actions import CheckRefused, judge_field
from candidates.drafting import RoundFrozen
from candidates.eligibility import ExceptionRefused
from candidates.exception_actions import approve_exception, request_exception, return_exception
from candidates.models import RequirementException
from panels.permissions import may, round_for
from reports.requirement_forms import DecisionForm, ExceptionForm
from reports.requirement_pages import (
    cell_context,
    cell_in,
    field_form_for,
    judged_in,
    judged_round,
    told,
)
from selection.attachments import BadFile
from selection.models import Round

EDUCATION = "PENDIDIKAN"


@command(Action.CHECK_REQUIREMENTS)
@told
def ask_exception(
    request: SignedInRequest, code: str, vacancy: str, number: int, rule: str
) -> HttpResponse:
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    judged = judged_in(round_, vacancy, number)
    cell = cell_in(judged, rule)
    form = ExceptionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            request_exception(judged.nomination, cell.code, form.request, by=request.user)
        except (RoundFrozen, ExceptionRefused, BadFile) as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        context = cell_context(round_, judged, cell, exception_form=form)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "reports/requirement_cell.html", context, status=status)
    messages.success(request, "Pengecualian diajukan. Kepala BKPSDM yang memutuskan.")
    return redirect("reports:requirement-cell", code, vacancy, number, rule)


@command(Action.CHECK_REQUIREMENTS)
@told
def judge_education(request: SignedInRequest, code: str, vacancy: str, number: int) -> HttpResponse:
    round_ = round_for(request, Action.CHECK_REQUIREMENTS, code)
    judged = judged_in(round_, vacancy, number)
    form = field_form_for(judged.nomination, request.POST)
    if not form.is_valid():
        cell = cell_in(judged, EDUCATION)
        context = cell_context(round_, judged, cell, field_form=form)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "reports/requirement_cell.html", context, status=status)
    try:
        judge_field(judged.nomination, answer=form.says_yes, reason=form.why, by=request.user)
    except (RoundFrozen, CheckRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Penilaian bidang pendidikan disimpan.")
    return redirect("reports:requirement-cell", code, vacancy, number, EDUCATION)


@page(Action.READ_REQUIREMENTS)
def exceptions(request: SignedInRequest, code: str) -> HttpResponse:
    """All exceptions of the round: those to decide first, then what was decided."""
    return _listing(request, judged_round(request, code))


@command(Action.APPROVE_EXCEPTION)
def approve(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    round_ = round_for(request, Action.APPROVE_EXCEPTION, code)
    asked, form = _asked(round_, public_id), DecisionForm(request.POST)
    if not form.is_valid():
        return _listing(request, round_, form, asked)
    try:
        approve_exception(asked, note=form.cleaned_data["note"], by=request.user)
    except (RoundFrozen, ExceptionRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Pengecualian disetujui. Syarat itu tampil sebagai Dikecualikan.")
    return redirect("reports:exceptions", code)


@command(Action.APPROVE_EXCEPTION)
def send_back(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    round_ = round_for(request, Action.APPROVE_EXCEPTION, code)
    asked, form = _asked(round_, public_id), DecisionForm(request.POST)
    if not form.is_valid():
        return _listing(request, round_, form, asked)
    try:
        return_exception(asked, note=form.cleaned_data["note"], by=request.user)
    except (RoundFrozen, ExceptionRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Pengajuan dikembalikan kepada pengaju.")
    return redirect("reports:exceptions", code)


def _listing(
    request: SignedInRequest,
    round_: Round,
    form: DecisionForm | None = None,
    refused: RequirementException | None = None,
) -> HttpResponse:
    """The page; with a form that was refused, what was typed stays in its row."""
    rows = RequirementException.objects.filter(nomination__candidate__round=round_)
    related = rows.select_related(
        "nomination__candidate", "nomination__vacancy", "requested_by", "decided_by", "document"
    )
    context = {
        "round": round_,
        "rows": sorted(related, key=lambda row: (not row.is_open, -row.pk)),
        "sees_data": may(round_, Action.READ_CANDIDATES),
        "may_decide": may(round_, Action.APPROVE_EXCEPTION),
        "form": form or DecisionForm(),
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/requirement_exceptions.html", context, status=status)


def _asked(round_: Round, public_id: UUID) -> RequirementException:
    rows = RequirementException.objects.select_related("nomination__candidate")
    asked = rows.filter(nomination__candidate__round=round_, public_id=public_id).first()
    if asked is None:
        raise Http404
    asked.nomination.candidate.round = round_
    return asked
