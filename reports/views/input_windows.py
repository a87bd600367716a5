"""The window for public input, for staff who ask for it and the head who opens it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from candidates import input_windows as actions
from candidates.inputs import named_in
from candidates.models import InputWindow, Nomination
from panels.permissions import may, round_for
from reports.input_embargo import EMBARGO, announced_among, tells_the_result
from reports.input_window_forms import WhyForm, WindowForm
from selection.models import Round


@page(Action.READ_INPUT_WINDOW)
def window(request: SignedInRequest, code: str) -> HttpResponse:
    """The windows of a round; never how much input there is."""
    return _show(request, round_for(request, Action.READ_INPUT_WINDOW, code))


@command(Action.REQUEST_INPUT_WINDOW)
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask the head to open one."""
    round_ = round_for(request, Action.REQUEST_INPUT_WINDOW, code)
    nominations = _nominations(round_)
    form = WindowForm(request.POST, nominations=nominations)
    if form.is_valid() and tells_the_result(round_, form.named, nominations):
        form.add_error(None, EMBARGO)
    if not form.is_valid():
        return _show(request, round_, form=form)
    try:
        actions.request_window(round_, form.wanted, by=request.user)
    except actions.CannotOpen as refusal:
        form.add_error(None, str(refusal))
        return _show(request, round_, form=form)
    messages.success(request, "Permintaan tersimpan. Kepala BKPSDM membukanya.")
    return redirect("reports:input-window", code)


@command(Action.OPEN_INPUT_WINDOW)
def open_(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Make it public from its first moment on."""
    found = _found(request, code, public_id)
    try:
        actions.open_window(found, by=request.user)
    except actions.CannotOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Masa masukan dibuka.")
    return redirect("reports:input-window", code)


@command(Action.OPEN_INPUT_WINDOW)
def give_back(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """It stays closed, with a reason."""
    found = _found(request, code, public_id)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            actions.return_window(found, form.cleaned_data["reason"], by=request.user)
        except actions.CannotOpen as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Permintaan dikembalikan kepada staf.")
            return redirect("reports:input-window", code)
    return _show(request, found.round, why=form)


@command(Action.OPEN_INPUT_WINDOW)
def end(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Close it before its time, with a reason."""
    found = _found(request, code, public_id)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            actions.end_window(found, form.cleaned_data["reason"], by=request.user)
        except actions.CannotOpen as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Masa masukan diakhiri.")
            return redirect("reports:input-window", code)
    return _show(request, found.round, why=form)


def _found(request: SignedInRequest, code: str, public_id: UUID) -> InputWindow:
    round_ = round_for(request, Action.OPEN_INPUT_WINDOW, code)
    found = get_object_or_404(InputWindow, round=round_, public_id=public_id)
    found.round = round_
    return found


def _nominations(round_: Round) -> list[Nomination]:
    """Who may be named, post by post."""
    held = Nomination.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None
    )
    return list(
        held.select_related("candidate", "vacancy").order_by(
            "vacancy__title", "vacancy", "candidate__name", "pk"
        )
    )


def _proposed(round_: Round) -> WindowForm:
    """With the names ticked that were announced, if any were."""
    nominations = _nominations(round_)
    return WindowForm(nominations=nominations, ticked=announced_among(round_, nominations))


def _show(
    request: SignedInRequest,
    round_: Round,
    *,
    form: WindowForm | None = None,
    why: WhyForm | None = None,
) -> HttpResponse:
    now, windows = timezone.now(), actions.windows_of(round_)
    newest = windows[0] if windows else None
    runs = newest is not None and newest.opened_at is not None and now < newest.ends_at
    waits = newest is not None and not (newest.opened_at or newest.returned_at)
    may_ask = may(round_, Action.REQUEST_INPUT_WINDOW) and not (runs or waits)
    context: dict[str, Any] = {
        "round": round_,
        "newest": newest,
        "older": windows[1:],
        "named": named_in(newest) if newest else [],
        "runs": runs,
        "waits": waits,
        "is_public": runs and newest is not None and newest.opens_at <= now,
        "may_open": may(round_, Action.OPEN_INPUT_WINDOW),
        "may_ask": may_ask and not round_.is_draft,
        "form": form or (_proposed(round_) if may_ask else None),
        "why": why or WhyForm(),
    }
    wrong = form or why
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "reports/input_window.html", context, status=status)
