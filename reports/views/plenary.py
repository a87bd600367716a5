from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts import proving
from accounts.access import SignedInRequest, command, page
from accounts.forms import PasswordForm
from accounts.policy import Action
from audit import refusals
from decisions import deciding, holding, settling
from decisions.holding import CannotHold
from decisions.models import Plenary, PlenaryDecision
from panels.models import Seat
from panels.permissions import round_for
from reports.closing_forms import ReasonForm
from reports.models import Document
from reports.plenary import Hall, attendance_form, hall_of
from reports.plenary_forms import DissentForm, OpeningForm
from scoring.models import Alarm
from selection.models import Round

HERE = "reports:plenary"


@page(Action.READ_PLENARY)
def plenary(request: SignedInRequest, code: str) -> HttpResponse:
    """What is before the plenary, what it decided, and the result."""
    return show(request, round_for(request, Action.READ_PLENARY, code))


@command(Action.HOLD_PLENARY, page=HERE)
def begin(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    form = OpeningForm(request.POST, corrects=settling.result_in_force(round_) is not None)
    if not form.is_valid():
        return show(request, round_, opening=form)
    said = form.cleaned_data
    try:
        holding.open_plenary(
            round_,
            held_on=said["held_on"],
            place=said["place"],
            reason=said.get("reason", ""),
            by=request.user,
        )
    except CannotHold as refusal:
        return refused(request, round_, refusal, opening=form)
    messages.success(request, "Rapat pleno dibuka. Catat kehadiran lebih dahulu.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY, page=HERE)
def attend(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    said = hall_of(round_, request.user).said
    if said is None:
        raise Http404
    form = attendance_form(said, request.POST)
    if not form.is_valid():
        return show(request, round_, attendance=form)
    try:
        holding.note_attendance(said.plenary, form.noted, by=request.user)
    except CannotHold as refusal:
        return refused(request, round_, refusal, attendance=form)
    messages.success(request, "Kehadiran dicatat.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY, page=HERE)
def resolve(request: SignedInRequest, code: str) -> HttpResponse:
    """Take one decision: the form is found again by the question that it answers."""
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    found = open_or_last(round_)
    hall = hall_of(round_, request.user, request.POST)
    bound = [q.form for q in (*hall.asked, *hall.noted) if q.form.is_bound]
    form = bound[0] if bound else hall.other if hall.other and hall.other.is_bound else None
    if form is None:
        return late(request, round_, "Pertanyaan ini sudah dijawab atau tidak berlaku lagi.")
    if not form.is_valid():
        return show(request, round_, hall=hall, faulty=form)
    try:
        decision = deciding.decide(found, form.proposal, by=request.user)
    except CannotHold as refusal:
        form.add_error(None, str(refusal))
        return show(request, round_, hall=hall, faulty=form)
    messages.success(request, f"Keputusan nomor {decision.number} tersimpan beserta alasannya.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY)
def withdraw(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    decision = PlenaryDecision.objects.filter(plenary=open_or_last(round_), number=number).first()
    if decision is None:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, round_, faulty=form)
    try:
        deciding.withdraw(decision, reason=form.cleaned_data["reason"], by=request.user)
    except CannotHold as refusal:
        return refused(request, round_, refusal, faulty=form)
    messages.success(request, f"Keputusan nomor {number} dicabut. Catatannya tetap tersimpan.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY, page=HERE)
def adjourn(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, round_, adjourning=form)
    try:
        holding.adjourn(open_or_last(round_), reason=form.cleaned_data["reason"], by=request.user)
    except CannotHold as refusal:
        return refused(request, round_, refusal, adjourning=form)
    messages.success(request, "Rapat ditunda tanpa hasil. Rapat pleno berikutnya dapat dibuka.")
    return redirect(HERE, code)


@command(Action.CONFIRM_PLENARY, page=HERE)
def dissent(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CONFIRM_PLENARY, code)
    found, seat = open_or_last(round_), my_seat(request, round_)
    decisions = list(PlenaryDecision.objects.in_force().filter(plenary=found).order_by("number"))
    form = DissentForm(request.POST, decisions=decisions)
    if not form.is_valid():
        return show(request, round_, dissenting=form)
    about = [d for d in decisions if d.number == form.cleaned_data["decision"]]
    try:
        text = form.cleaned_data["text"]
        holding.dissent(found, seat, text, decision=about[0] if about else None)
    except CannotHold as refusal:
        return refused(request, round_, refusal, dissenting=form)
    messages.success(request, "Pendapat Anda tersimpan dan dimuat dalam berita acara.")
    return redirect(HERE, code)


def open_or_last(round_: Round) -> Plenary:
    """The plenary that is open, or the last one, of which the action says that it is over."""
    found = Plenary.objects.filter(round=round_).order_by("-number").first()
    if found is None:
        raise Http404
    found.round = round_
    return found


def my_seat(request: SignedInRequest, round_: Round) -> Seat:
    seats = Seat.objects.in_force().filter(round=round_, user=request.user)
    found = seats.select_related("user").first()
    if found is None:
        raise Http404
    return found


def late(request: SignedInRequest, round_: Round, words: str) -> HttpResponse:
    messages.error(request, f"{words} Tidak ada yang berubah.")
    answer = redirect(HERE, round_.code)
    refusals.because(answer, "out-of-turn")
    return answer


def refused(
    request: SignedInRequest, round_: Round, refusal: CannotHold, **faulty: Any
) -> HttpResponse:
    """The page again, with what was typed, under the reason why it was refused."""
    next(iter(faulty.values())).add_error(None, str(refusal))
    return show(request, round_, **faulty)


def show(
    request: SignedInRequest, round_: Round, *, hall: Hall | None = None, **faulty: Any
) -> HttpResponse:
    """`faulty`: a form that was refused, under the name by which the page knows it."""
    hall = hall or hall_of(round_, request.user)
    said = hall.said
    has_factor = proving.has_fresh_factor(request, request.user)
    decisions = [one.decision for one in said.decided] if said else []
    context: dict[str, Any] = {
        "round": round_,
        "hall": hall,
        "opening": OpeningForm(corrects=bool(hall.results)),
        "attendance": attendance_form(said) if said else None,
        "adjourning": ReasonForm(),
        "dissenting": DissentForm(decisions=[d for d in decisions if d.withdrawn_at is None]),
        "password": PasswordForm(has_factor=has_factor),
        "has_factor": has_factor,
        "alarm": Alarm.objects.filter(round=round_, at__gte=round_.unsealed_at).last(),
        "documents": Document.objects.filter(round=round_, kind=Document.Kind.PLENARY).order_by(
            "-pk"
        ),
        "faulty": next(iter(faulty.values()), None),
        **faulty,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "reports/plenary.html", context, status=status)
