from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import proving
from accounts.access import SignedInRequest, command, form_key, page
from accounts.forms import PasswordForm
from accounts.policy import Action
from audit import refusals
from decisions import settling
from decisions.holding import CannotHold
from panels.models import Seat
from panels.permissions import round_for
from reports import actions
from reports.forms import paper_of
from reports.plenary import Hall, hall_of
from reports.plenary_forms import FreezeForm
from reports.views.plenary import HERE, late, my_seat, open_or_last, show
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from scoring.models import Confirmation
from selection.models import Round


@command(Action.CONFIRM_PLENARY, page=HERE)
def confirm(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.CONFIRM_PLENARY, code)
    found, seat = open_or_last(round_), my_seat(request, round_)
    has_factor = proving.has_fresh_factor(request, request.user)
    form = PasswordForm(request.POST, has_factor=has_factor)
    if not form.is_valid():
        return show(request, round_, password=form)
    try:
        proof = proving.prove(request, request.user, form.cleaned_data["password"])
        sha256 = request.POST.get("sha256", "")
        settling.confirm(found, seat, sha256, Confirmation.Proof(proof.value))
    except (proving.NotProven, CannotHold) as refusal:
        form.add_error("password", str(refusal))
        answer = show(request, round_, password=form)
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
    found, hall = open_or_last(round_), hall_of(round_, request.user)
    form = FreezeForm(request.POST, silent=_silent(hall))
    if not form.is_valid():
        return _review(request, round_, form)
    reason = form.cleaned_data.get("unconfirmed", "")
    try:
        read = request.POST.get("sha256", "")
        result = settling.freeze_result(
            found, read=read, unconfirmed_reason=reason, by=request.user
        )
    except CannotHold as refusal:
        form.add_error(None, str(refusal))
        return _review(request, round_, form)
    except ChainBroken as broken:
        return _alarmed(request, round_, broken, "menetapkan hasil")
    messages.success(
        request, f"Hasil nomor {result.number} ditetapkan. Buat berita acara pleno sekarang juga."
    )
    return redirect(HERE, code)


@command(Action.READ_PLENARY, page=HERE)
def recount(request: SignedInRequest, code: str) -> HttpResponse:
    """Work the frozen result out again and compare; a difference raises the alarm."""
    round_ = round_for(request, Action.READ_PLENARY, code)
    result = settling.result_in_force(round_)
    if result is None:
        return late(request, round_, "Belum ada hasil yang ditetapkan.")
    try:
        found = settling.recount_or_break(result)
    except ChainBroken as broken:
        return _alarmed(request, round_, broken, "menghitung ulang hasil")
    messages.success(
        request,
        f"Hasil hitung ulang sama dengan yang disahkan ({found.compared} pencalonan,"
        f" {found.sheets} lembar).",
    )
    return redirect(HERE, code)


@command(Action.ORDER_DOCUMENT, page=HERE)
def print_minutes(request: SignedInRequest, code: str) -> HttpResponse:
    """Order the minutes of the plenary on paper."""
    round_ = round_for(request, Action.ORDER_DOCUMENT, code)
    result = settling.result_in_force(round_)
    if result is None:
        return late(request, round_, "Berita acara pleno dibuat sesudah hasil ditetapkan.")
    ordered = actions.order_plenary(
        result, paper=paper_of(request.POST), by=request.user, key=form_key(request)
    )
    return redirect("reports:document", ordered.public_id)


def _silent(hall: Hall) -> list[Seat]:
    return [member.seat for member in hall.said.silent] if hall.said else []


def _alarmed(
    request: SignedInRequest, round_: Round, broken: ChainBroken, occasion: str
) -> HttpResponse:
    """Keep the alarm, and say what did not agree."""
    raise_alarm(round_, broken, occasion=occasion, by=request.user)
    messages.error(request, str(broken))
    answer = redirect(HERE, round_.code)
    refusals.because(answer, "record-broken")
    return answer


def _review(
    request: SignedInRequest, round_: Round, form: FreezeForm | None = None
) -> HttpResponse:
    hall = hall_of(round_, request.user)
    context = {
        "round": round_,
        "hall": hall,
        "form": form or FreezeForm(silent=_silent(hall)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/plenary_review.html", context, status=status)
