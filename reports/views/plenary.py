from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts import proving
from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from audit import refusals
from decisions import deciding, holding, settling
from decisions.holding import CannotHold
from decisions.models import Plenary, PlenaryDecision
from panels.models import Seat
from panels.permissions import round_for
from reports import actions
from reports.closing_forms import PasswordForm, ReasonForm
from reports.models import Document
from reports.plenary import Hall, attendance_form, hall_of
from reports.plenary_forms import DissentForm, FreezeForm, OpeningForm
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from scoring.models import Confirmation
from selection.models import Round

HERE = "reports:plenary"


@page(Action.READ_PLENARY)
def plenary(request: SignedInRequest, code: str) -> HttpResponse:
    """What is before the plenary, what it decided, and the result."""
    return _show(request, round_for(request, Action.READ_PLENARY, code))


@command(Action.HOLD_PLENARY, page=HERE)
def begin(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    form = OpeningForm(request.POST, corrects=settling.result_in_force(round_) is not None)
    if not form.is_valid():
        return _show(request, round_, opening=form)
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
        return _refused(request, round_, refusal, opening=form)
    messages.success(request, "Rapat pleno dibuka. Catat kehadiran lebih dahulu.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY, page=HERE)
def attend(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    said = _hall(request, round_).said
    if said is None:
        raise Http404
    form = attendance_form(said, request.POST)
    if not form.is_valid():
        return _show(request, round_, attendance=form)
    try:
        holding.note_attendance(said.plenary, form.noted, by=request.user)
    except CannotHold as refusal:
        return _refused(request, round_, refusal, attendance=form)
    messages.success(request, "Kehadiran dicatat.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY, page=HERE)
def resolve(request: SignedInRequest, code: str) -> HttpResponse:
    """Take one decision: the form is found again by the question that it answers."""
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    found = _open(round_)
    hall = hall_of(round_, request.user, request.POST)
    bound = [q.form for q in (*hall.asked, *hall.noted) if q.form.is_bound]
    form = bound[0] if bound else hall.other if hall.other and hall.other.is_bound else None
    if form is None:
        return _late(request, round_, "Pertanyaan ini sudah dijawab atau tidak berlaku lagi.")
    if not form.is_valid():
        return _show(request, round_, hall=hall, faulty=form)
    try:
        decision = deciding.decide(found, form.proposal, by=request.user)
    except CannotHold as refusal:
        form.add_error(None, str(refusal))
        return _show(request, round_, hall=hall, faulty=form)
    messages.success(request, f"Keputusan nomor {decision.number} tersimpan beserta alasannya.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY, page=HERE)
def withdraw(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    decision = PlenaryDecision.objects.filter(plenary=_open(round_), number=number).first()
    if decision is None:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, round_, faulty=form)
    try:
        deciding.withdraw(decision, reason=form.cleaned_data["reason"], by=request.user)
    except CannotHold as refusal:
        return _refused(request, round_, refusal, faulty=form)
    messages.success(request, f"Keputusan nomor {number} dicabut. Catatannya tetap tersimpan.")
    return redirect(HERE, code)


@command(Action.HOLD_PLENARY, page=HERE)
def adjourn(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HOLD_PLENARY, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, round_, adjourning=form)
    try:
        holding.adjourn(_open(round_), reason=form.cleaned_data["reason"], by=request.user)
    except CannotHold as refusal:
        return _refused(request, round_, refusal, adjourning=form)
    messages.success(request, "Rapat ditunda tanpa hasil. Rapat pleno berikutnya dapat dibuka.")
    return redirect(HERE, code)


@command(Action.CONFIRM_PLENARY, page=HERE)
def dissent(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CONFIRM_PLENARY, code)
    found, seat = _open(round_), _my_seat(request, round_)
    decisions = list(PlenaryDecision.objects.in_force().filter(plenary=found).order_by("number"))
    form = DissentForm(request.POST, decisions=decisions)
    if not form.is_valid():
        return _show(request, round_, dissenting=form)
    about = [d for d in decisions if d.number == form.cleaned_data["decision"]]
    try:
        text = form.cleaned_data["text"]
        holding.dissent(found, seat, text, decision=about[0] if about else None)
    except CannotHold as refusal:
        return _refused(request, round_, refusal, dissenting=form)
    messages.success(request, "Pendapat Anda tersimpan dan dimuat dalam berita acara.")
    return redirect(HERE, code)


@command(Action.CONFIRM_PLENARY, page=HERE)
def confirm(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CONFIRM_PLENARY, code)
    found, seat = _open(round_), _my_seat(request, round_)
    has_factor = proving.has_fresh_factor(request, request.user)
    form = PasswordForm(request.POST, has_factor=has_factor)
    if not form.is_valid():
        return _show(request, round_, password=form)
    try:
        proof = proving.prove(request, request.user, form.cleaned_data["password"])
        sha256 = request.POST.get("sha256", "")
        settling.confirm(found, seat, sha256, Confirmation.Proof(proof.value))
    except (proving.NotProven, CannotHold) as refusal:
        form.add_error("password", str(refusal))
        answer = _show(request, round_, password=form)
        refusals.because(answer, "not-proven")
        return answer
    messages.success(request, "Terima kasih. Konfirmasi Anda atas berita acara pleno tersimpan.")
    return redirect(HERE, code)


@page(Action.FREEZE_RESULT)
def review(request: SignedInRequest, code: str) -> HttpResponse:
    """What freezing would fix, before it does."""
    round_ = round_for(request, Action.FREEZE_RESULT, code)
    return _review(request, round_)


@command(Action.FREEZE_RESULT, page="reports:review-result")
def freeze(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.FREEZE_RESULT, code)
    found, hall = _open(round_), _hall(request, round_)
    form = FreezeForm(request.POST, silent=_silent(hall))
    if not form.is_valid():
        return _review(request, round_, form)
    reason = form.cleaned_data.get("unconfirmed", "")
    try:
        result = settling.freeze_result(found, unconfirmed_reason=reason, by=request.user)
    except CannotHold as refusal:
        form.add_error(None, str(refusal))
        return _review(request, round_, form)
    except ChainBroken as broken:
        return _alarmed(request, round_, broken, "menetapkan hasil")
    messages.success(
        request, f"Hasil nomor {result.number} ditetapkan. Cetak berita acara pleno sekarang juga."
    )
    return redirect(HERE, code)


@command(Action.READ_PLENARY, page=HERE)
def recount(request: SignedInRequest, code: str) -> HttpResponse:
    """Work the frozen result out again and compare; a difference raises the alarm."""
    round_ = round_for(request, Action.READ_PLENARY, code)
    result = settling.result_in_force(round_)
    if result is None:
        return _late(request, round_, "Belum ada hasil yang ditetapkan.")
    try:
        found = settling.recount_or_break(result)
    except ChainBroken as broken:
        return _alarmed(request, round_, broken, "menghitung ulang hasil")
    messages.success(
        request,
        f"Hasil hitung ulang sama dengan yang disahkan ({found.compared} kandidat,"
        f" {found.sheets} lembar).",
    )
    return redirect(HERE, code)


@command(Action.ORDER_DOCUMENT, page=HERE)
def print_minutes(request: SignedInRequest, code: str) -> HttpResponse:
    """Order the minutes of the plenary on paper."""
    round_ = round_for(request, Action.ORDER_DOCUMENT, code)
    result = settling.result_in_force(round_)
    if result is None:
        return _late(request, round_, "Berita acara pleno dibuat sesudah hasil ditetapkan.")
    ordered = actions.order_plenary(result, paper=Document.Paper.F4, by=request.user)
    return redirect("reports:document", ordered.public_id)


def _open(round_: Round) -> Plenary:
    """The plenary that is open, or the last one, of which the action says that it is over."""
    found = Plenary.objects.filter(round=round_).order_by("-number").first()
    if found is None:
        raise Http404
    found.round = round_
    return found


def _my_seat(request: SignedInRequest, round_: Round) -> Seat:
    seats = Seat.objects.in_force().filter(round=round_, user=request.user)
    found = seats.select_related("user").first()
    if found is None:
        raise Http404
    return found


def _hall(request: SignedInRequest, round_: Round) -> Hall:
    return hall_of(round_, request.user)


def _silent(hall: Hall) -> list[Seat]:
    return [member.seat for member in hall.said.silent] if hall.said else []


def _late(request: SignedInRequest, round_: Round, words: str) -> HttpResponse:
    messages.error(request, f"{words} Tidak ada yang berubah.")
    answer = redirect(HERE, round_.code)
    refusals.because(answer, "out-of-turn")
    return answer


def _alarmed(
    request: SignedInRequest, round_: Round, broken: ChainBroken, occasion: str
) -> HttpResponse:
    """Keep the alarm, and say what did not agree."""
    raise_alarm(round_, broken, occasion=occasion, by=request.user)
    messages.error(request, str(broken))
    answer = redirect(HERE, round_.code)
    refusals.because(answer, "record-broken")
    return answer


def _refused(
    request: SignedInRequest, round_: Round, refusal: CannotHold, **faulty: forms.Form
) -> HttpResponse:
    """The page again, with what was typed, under the reason why it was refused."""
    next(iter(faulty.values())).add_error(None, str(refusal))
    return _show(request, round_, **faulty)


def _show(
    request: SignedInRequest, round_: Round, *, hall: Hall | None = None, **faulty: Any
) -> HttpResponse:
    """`faulty`: a form that was refused, under the name by which the page knows it."""
    hall = hall or _hall(request, round_)
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
        "documents": Document.objects.filter(round=round_, kind=Document.Kind.PLENARY).order_by(
            "-pk"
        ),
        "faulty": next(iter(faulty.values()), None),
        **faulty,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "reports/plenary.html", context, status=status)


def _review(
    request: SignedInRequest, round_: Round, form: FreezeForm | None = None
) -> HttpResponse:
    hall = _hall(request, round_)
    context = {
        "round": round_,
        "hall": hall,
        "form": form or FreezeForm(silent=_silent(hall)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/plenary_review.html", context, status=status)
