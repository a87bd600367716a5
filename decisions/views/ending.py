"""Decree, inauguration and the end of a choice; closing the round."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from decisions import ending
from decisions.approval_forms import DayForm, DecreeForm, ReasonForm
from decisions.happenings import ApprovalRefused
from decisions.models import Choice
from decisions.views.approvals import track_context, track_in
from panels.permissions import round_for
from selection.attachments import BadFile
from selection.phases import WrongPhase

TRACK = "decisions:approval-track"
LIST = "decisions:approvals"


@dataclass(frozen=True, slots=True)
class Deed:
    """What is sent to be done: the form, its name on the page, the words once done, the right."""

    name: str
    form: forms.Form
    done: str
    action: Action = Action.RUN_APPROVALS


@command(Action.RUN_APPROVALS, page=TRACK)
def record_decree(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    form = DecreeForm(request.POST, request.FILES, prefix="sk")
    return _carried_out(
        request,
        (code, vacancy),
        Deed("decree_form", form, "SK pengangkatan tercatat."),
        lambda choice: ending.record_decree(choice, form.paper, by=request.user),
    )


@command(Action.RUN_APPROVALS, page=TRACK)
def plan_inauguration(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    form = DayForm(request.POST, prefix="rencana")
    return _carried_out(
        request,
        (code, vacancy),
        Deed("plan_form", form, "Rencana pelantikan tersimpan."),
        lambda choice: ending.plan_inauguration(choice, form.cleaned_data["on"], by=request.user),
    )


@command(Action.RUN_APPROVALS, page=TRACK)
def inaugurate(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    form = DayForm(request.POST, prefix="dilantik")
    return _carried_out(
        request,
        (code, vacancy),
        Deed("held_form", form, "Pelantikan dan jabatan baru tercatat."),
        lambda choice: ending.inaugurate(choice, form.cleaned_data["on"], by=request.user),
    )


@command(Action.END_CHOICE, page=TRACK)
def end_choice(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """What the authority chose comes to nothing: the head's word, not the clerk's."""
    form = ReasonForm(request.POST, prefix="akhir")
    return _carried_out(
        request,
        (code, vacancy),
        Deed("end_form", form, "Pilihan diakhiri tanpa pelantikan.", Action.END_CHOICE),
        lambda choice: ending.end_choice(choice, form.cleaned_data["reason"], by=request.user),
    )


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


def _carried_out(
    request: SignedInRequest,
    place: tuple[str, str],
    deed: Deed,
    act: Callable[[Choice], object],
) -> HttpResponse:
    """Do it with the choice at this place; refused, the page comes back with the form."""
    code, vacancy = place
    round_ = round_for(request, deed.action, code)
    found = track_in(round_, vacancy)
    if deed.form.is_valid():
        try:
            act(found.choice)
        except (ApprovalRefused, BadFile) as refusal:
            deed.form.add_error(None, str(refusal))
    if deed.form.errors:
        context = track_context(round_, found, **{deed.name: deed.form}, faulty=deed.form)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "decisions/approval_track.html", context, status=status)
    messages.success(request, deed.done)
    return redirect(TRACK, code, vacancy)
