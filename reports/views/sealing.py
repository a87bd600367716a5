import hashlib
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, logged_page, page
from accounts.policy import Action
from audit import refusals
from audit.actions import record
from panels.permissions import may, round_for
from reports.closing_forms import ReasonForm, UnsealForm, WitnessForm
from reports.sealing import seal_of
from scoring import reopening, unsealing
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from scoring.evidence_package import package_of
from scoring.exporting import evidence_of
from scoring.models import Closing, Reopening
from selection.models import Round
from selection.phases import WrongPhase

OPENED = "Segel dibuka. Peringkat kini dapat dibaca."


@page(Action.READ_MINUTES)
def sealing(request: SignedInRequest, code: str) -> HttpResponse:
    """Days closed, what waits for whom, and the way to the unsealing."""
    return _show(request, round_for(request, Action.READ_MINUTES, code))


@command(Action.UNSEAL, page="reports:sealing")
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.UNSEAL, code)
    form = UnsealForm(request.POST, silent=unsealing.silent_members(round_))
    if not form.is_valid():
        return _show(request, round_, ask=form)
    try:
        unsealing.request_unsealing(
            round_, unconfirmed_reason=form.cleaned_data["unconfirmed"], by=request.user
        )
    except unsealing.CannotUnseal as refusal:
        form.add_error(None, str(refusal))
        return _show(request, round_, ask=form)
    except ChainBroken as broken:
        return _alarmed(request, round_, broken, "meminta pembukaan segel")
    messages.success(request, "Pembukaan segel diminta. Menunggu seorang penilai sebagai saksi.")
    return redirect("reports:sealing", code)


@command(Action.WITNESS_UNSEALING, page="reports:sealing")
def witness(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.WITNESS_UNSEALING, code)
    form = WitnessForm(request.POST, closings=_closings(round_))
    if not form.is_valid():
        return _show(request, round_, witness=form)
    try:
        unsealing.witness_unsealing(round_, form.typed, by=request.user)
    except (unsealing.CannotUnseal, WrongPhase) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, round_, witness=form)
    except ChainBroken as broken:
        return _alarmed(request, round_, broken, "membuka segel")
    messages.success(request, OPENED)
    return redirect("reports:round", code)


@command(Action.RETURN_UNSEALING, page="reports:sealing")
def give_back(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.RETURN_UNSEALING, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, round_, back=form)
    try:
        unsealing.return_unsealing(round_, form.cleaned_data["reason"], by=request.user)
    except unsealing.CannotUnseal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Permintaan dikembalikan. Penilaian dapat dilanjutkan.")
    return redirect("reports:sealing", code)


@command(Action.DECIDE_REOPENING)
def grant_reopening(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    round_ = round_for(request, Action.DECIDE_REOPENING, code)
    asked = _reopening(request, round_, public_id)
    try:
        reopening.grant_reopening(asked, by=request.user)
    except reopening.CannotReopen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Lembar nilai dibuka kembali. Versi lama tetap tersimpan.")
    return redirect("reports:sealing", code)


@command(Action.DECIDE_REOPENING)
def refuse_reopening(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    round_ = round_for(request, Action.DECIDE_REOPENING, code)
    asked = _reopening(request, round_, public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reason"][0]))
        return redirect("reports:sealing", code)
    try:
        reopening.refuse_reopening(asked, form.cleaned_data["reason"], by=request.user)
    except reopening.CannotReopen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Permintaan ditolak. Lembar nilai tetap tertutup.")
    return redirect("reports:sealing", code)


@logged_page(Action.EXPORT_EVIDENCE)
def evidence(request: SignedInRequest, code: str) -> HttpResponse:
    """Sealed: the hashes alone, also after an alarm. Afterwards: the package and its checker."""
    round_ = round_for(request, Action.EXPORT_EVIDENCE, code)
    if round_.is_unsealed:
        content = package_of(round_, with_names=may(round_, Action.READ_SHEETS_BY_NAME))
        name, kind = f"paket-bukti-{round_.code}.zip", "application/zip"
    else:
        content = "".join(evidence_of(round_)).encode()
        name, kind = f"bukti-{round_.code}-tersegel.json", "application/json"
    # While sealed even a hash of the hashes stays out of the trail: it changes with every score.
    facts = {"sha256": hashlib.sha256(content).hexdigest()} if round_.is_unsealed else {}
    record("scoring.evidence_exported", round_, by=request.user, scope=round_.scope, **facts)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def _reopening(request: SignedInRequest, round_: Round, public_id: UUID) -> Reopening:
    asked = reopening.reopenings_for(round_, request.user).filter(public_id=public_id).first()
    if asked is None:
        raise Http404
    return asked


def _closings(round_: Round) -> list[Closing]:
    """The minutes whose roots a witness types."""
    return list(Closing.objects.filter(round=round_).exclude(chain_no=0).order_by("number"))


def _alarmed(
    request: SignedInRequest, round_: Round, broken: ChainBroken, occasion: str
) -> HttpResponse:
    """Keep the alarm, and show what did not agree."""
    raise_alarm(round_, broken, occasion=occasion, by=request.user)
    messages.error(request, str(broken))
    answer = redirect("reports:sealing", round_.code)
    refusals.because(answer, "record-broken")
    return answer


def _show(request: SignedInRequest, round_: Round, **faulty: Any) -> HttpResponse:
    """`faulty`: a form that was refused, under the name by which the page knows it."""
    seal = seal_of(round_, request.user)
    context: dict[str, Any] = {
        "round": round_,
        "seal": seal,
        "ask": UnsealForm(silent=seal.silent),
        "witness": WitnessForm(closings=_closings(round_)),
        "back": ReasonForm(),
        "answer": ReasonForm(),
        "faulty": next(iter(faulty.values()), None),
        **faulty,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "reports/sealing.html", context, status=status)
