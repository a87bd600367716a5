"""Decree, inauguration and the end of a choice; closing the round."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from decisions import ending
from decisions.approval_forms import DayForm, DecreeForm, ReasonForm
from decisions.happenings import ApprovalRefused
from decisions.tracking import Track
from decisions.views.approvals import track_context, track_in
from panels.permissions import round_for
from selection.attachments import BadFile
from selection.models import Round
from selection.phases import WrongPhase

TRACK = "decisions:approval-track"
LIST = "decisions:approvals"


@command(Action.RUN_APPROVALS, page=TRACK)
def record_decree(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    found = track_in(round_, vacancy)
    form = DecreeForm(request.POST, request.FILES, prefix="sk")
    if form.is_valid():
        try:
            ending.record_decree(found.choice, form.paper, by=request.user)
        except (ApprovalRefused, BadFile) as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _faulty(request, round_, found, decree_form=form)
    messages.success(request, "SK pengangkatan tercatat.")
    return redirect(TRACK, code, vacancy)


@command(Action.RUN_APPROVALS, page=TRACK)
def plan_inauguration(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    found = track_in(round_, vacancy)
    form = DayForm(request.POST, prefix="rencana")
    if form.is_valid():
        try:
            ending.plan_inauguration(found.choice, form.cleaned_data["on"], by=request.user)
        except ApprovalRefused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _faulty(request, round_, found, plan_form=form)
    messages.success(request, "Rencana pelantikan tersimpan.")
    return redirect(TRACK, code, vacancy)


@command(Action.RUN_APPROVALS, page=TRACK)
def inaugurate(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    found = track_in(round_, vacancy)
    form = DayForm(request.POST, prefix="dilantik")
    if form.is_valid():
        try:
            ending.inaugurate(found.choice, form.cleaned_data["on"], by=request.user)
        except ApprovalRefused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _faulty(request, round_, found, held_form=form)
    messages.success(request, "Pelantikan dan jabatan baru tercatat.")
    return redirect(TRACK, code, vacancy)


@command(Action.RUN_APPROVALS, page=TRACK)
def end_choice(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    round_ = round_for(request, Action.RUN_APPROVALS, code)
    found = track_in(round_, vacancy)
    form = ReasonForm(request.POST, prefix="akhir")
    if form.is_valid():
        try:
            ending.end_choice(found.choice, form.cleaned_data["reason"], by=request.user)
        except ApprovalRefused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _faulty(request, round_, found, end_form=form)
    messages.success(request, "Pilihan diakhiri tanpa pelantikan.")
    return redirect(TRACK, code, vacancy)


@command(Action.CLOSE_ROUND, page=LIST)
def close_round(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CLOSE_ROUND, code)
    try:
        ending.close_round(round_, by=request.user)
    except WrongPhase as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Putaran ditutup ke arsip.")
    return redirect(LIST, code)


def _faulty(
    request: SignedInRequest, round_: Round, found: Track, **faulty: object
) -> HttpResponse:
    context = track_context(round_, found, **faulty)
    context["faulty"] = next(iter(faulty.values()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "decisions/approval_track.html", context, status=status)
