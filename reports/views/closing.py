from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts import proving
from accounts.access import SignedInRequest, command, form_key, page
from accounts.forms import PasswordForm
from accounts.policy import Action
from audit import refusals
from panels.models import Seat
from panels.permissions import may, round_for
from reports import actions
from reports.closing_forms import ClosingForm
from reports.forms import paper_of
from reports.minutes import minutes_of
from reports.models import Document
from scoring import closing as days
from scoring import confirming
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from scoring.models import Closing, Confirmation
from selection.models import Round


@page(Action.CLOSE_DAY)
def closing_day(request: SignedInRequest, code: str) -> HttpResponse:
    """What closing the day would write down, before it does."""
    return _form(request, round_for(request, Action.CLOSE_DAY, code))


@command(Action.CLOSE_DAY, page="reports:closing-day")
def close(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CLOSE_DAY, code)
    ending = days.ending_of(round_)
    if ending is None or ending.day.isoformat() != request.POST.get("day"):
        messages.error(request, "Hari ini sudah ditutup. Tidak ada yang berubah.")
        answer = redirect("reports:sealing", code)
        refusals.because(answer, "out-of-turn")
        return answer
    form = ClosingForm(request.POST, sheets=ending.unsigned)
    if not form.is_valid():
        return _form(request, round_, form)
    return _close(request, round_, form, ending.day)


def _close(request: SignedInRequest, round_: Round, form: ClosingForm, day: date) -> HttpResponse:
    try:
        closed = days.close_day(round_, day, form.answers, by=request.user)
    except days.CannotClose as refusal:
        form.add_error(None, str(refusal))
        return _form(request, round_, form)
    except ChainBroken as broken:
        raise_alarm(round_, broken, occasion="menutup hari", by=request.user)
        messages.error(request, str(broken))
        answer = redirect("reports:sealing", round_.code)
        refusals.because(answer, "record-broken")
        return answer
    messages.success(
        request, "Hari ditutup. Cetak berita acaranya, lalu mintalah semua penilai konfirmasi."
    )
    return redirect("reports:minutes", round_.code, closed.number)


@page(Action.READ_MINUTES)
def minutes(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """The minutes of one day, to be read, confirmed and printed."""
    round_ = round_for(request, Action.READ_MINUTES, code)
    return _minutes(request, _closing(round_, number))


@command(Action.CONFIRM_MINUTES, page="reports:minutes")
def confirm(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    round_ = round_for(request, Action.CONFIRM_MINUTES, code)
    closing = _closing(round_, number)
    seat = _my_seat(request, round_)
    has_factor = proving.has_fresh_factor(request, request.user)
    form = PasswordForm(request.POST, has_factor=has_factor)
    if seat is None:
        raise Http404
    if not form.is_valid():
        return _minutes(request, closing, form)
    try:
        proof = proving.prove(request, request.user, form.cleaned_data["password"])
        confirming.confirm(closing, seat, Confirmation.Proof(proof.value))
    except (proving.NotProven, confirming.CannotConfirm) as refusal:
        form.add_error("password", str(refusal))
        answer = _minutes(request, closing, form)
        refusals.because(answer, "not-proven")
        return answer
    messages.success(request, "Terima kasih. Konfirmasi Anda atas berita acara ini tersimpan.")
    return redirect("reports:minutes", code, number)


@command(Action.READ_MINUTES, page="reports:minutes")
def print_minutes(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Order the minutes on paper."""
    closing = _closing(round_for(request, Action.READ_MINUTES, code), number)
    try:
        ordered = actions.order_minutes(
            closing, paper=paper_of(request.POST), by=request.user, key=form_key(request)
        )
    except actions.CannotOrder as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:minutes", code, number)
    return redirect("reports:document", ordered.public_id)


def _closing(round_: Round, number: int) -> Closing:
    closing = Closing.objects.filter(round=round_, number=number).select_related("closed_by")
    found = closing.first()
    if found is None:
        raise Http404
    found.round = round_
    return found


def _my_seat(request: SignedInRequest, round_: Round) -> Seat | None:
    seats = Seat.objects.in_force().filter(round=round_, user=request.user)
    return seats.select_related("user").first()


def _form(request: SignedInRequest, round_: Round, form: ClosingForm | None = None) -> HttpResponse:
    ending = days.ending_of(round_)
    sheets = form.sheets if form else ending.unsigned if ending else []
    context = {"round": round_, "ending": ending, "form": form or ClosingForm(sheets=sheets)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/closing_day.html", context, status=status)


def _minutes(
    request: SignedInRequest, closing: Closing, form: PasswordForm | None = None
) -> HttpResponse:
    seat = _my_seat(request, closing.round)
    has_factor = proving.has_fresh_factor(request, request.user)
    said = Confirmation.objects.filter(closing=closing, seat=seat).first() if seat else None
    context = {
        "round": closing.round,
        "minutes": minutes_of(closing),
        "may_confirm": seat is not None and said is None and closing.round.is_scoring,
        "mine": said,
        "form": form or PasswordForm(has_factor=has_factor),
        "has_factor": has_factor,
        "may_close": may(closing.round, Action.CLOSE_DAY),
        "documents": Document.objects.filter(closing=closing).order_by("-pk"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/minutes.html", context, status=status)
