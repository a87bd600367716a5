from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from panels import composing
from panels.forms.seats import SeatForm
from panels.models import Seat
from panels.permissions import round_for
from selection.models import Round


@page(Action.EDIT_PANEL)
def new_seat(request: SignedInRequest, code: str) -> HttpResponse:
    """A form for another member."""
    round_ = round_for(request, Action.EDIT_PANEL, code)
    return _form(request, round_, SeatForm())


@command(Action.EDIT_PANEL)
def add_seat(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_PANEL, code)
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _form(request, round_, form)
    try:
        seat = composing.add_seat(round_, form.person, by=request.user)
    except (composing.PanelFixed, composing.SeatTaken, composing.NotEligible) as refusal:
        form.add_error(None, str(refusal))
        return _form(request, round_, form)
    messages.success(request, f"{seat.name} ditambahkan ke panitia.")
    return redirect("panels:panel", code)


@page(Action.EDIT_PANEL)
def seat(request: SignedInRequest, code: str, member: UUID) -> HttpResponse:
    """What is said of a member, to be corrected."""
    round_ = round_for(request, Action.EDIT_PANEL, code)
    return _form(request, round_, SeatForm(seat=_seat(round_, member)))


@command(Action.EDIT_PANEL)
def change_seat(request: SignedInRequest, code: str, member: UUID) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_PANEL, code)
    form = SeatForm(request.POST, seat=(held := _seat(round_, member)))
    if not form.is_valid():
        return _form(request, round_, form)
    try:
        composing.change_seat(held, form.person, by=request.user)
    except (composing.PanelFixed, composing.SeatTaken) as refusal:
        form.add_error(None, str(refusal))
        return _form(request, round_, form)
    messages.success(request, f"Data {held.name} disimpan.")
    return redirect("panels:panel", code)


@command(Action.EDIT_PANEL)
def withdraw_seat(request: SignedInRequest, code: str, member: UUID) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_PANEL, code)
    held = _seat(round_, member)
    try:
        composing.withdraw_seat(held, by=request.user)
    except composing.PanelFixed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{held.name} tidak lagi menjadi penilai dalam putaran ini.")
    return redirect("panels:panel", code)


def _seat(round_: Round, member: UUID) -> Seat:
    seats = Seat.objects.in_force().filter(round=round_).select_related("user", "round")
    return get_object_or_404(seats, user__public_id=member)


def _form(request: SignedInRequest, round_: Round, form: SeatForm) -> HttpResponse:
    context = {"round": round_, "form": form, "seat": form.seat}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "panels/seat.html", context, status=status)
