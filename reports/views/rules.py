from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action, Role
from panels.permissions import roles_in, round_for
from reports.forms import ReturnForm
from reports.requirement_pages import told
from reports.rules import rules_page, text_of
from reports.stability_forms import LimitsForm
from scoring.freezing import FreezeRefused, Side, approve_freeze, request_freeze, return_freeze
from selection.models import Round
from selection.thresholds import ThresholdsFixed, set_limits

UNREAD = "Centang bahwa Anda sudah membaca aturan di halaman ini. Belum ada yang disetujui."
SIDES = {Role.HEAD: Side.HEAD, Role.CHAIR: Side.CHAIR}


@page(Action.READ_RULES)
@told
def rules(request: SignedInRequest, code: str) -> HttpResponse:
    """All that decides who wins, on one page, with its fingerprint."""
    round_ = round_for(request, Action.READ_RULES, code)
    return _showing(request, round_)


@page(Action.READ_RULES)
@told
def rules_text(request: SignedInRequest, code: str) -> HttpResponse:
    """The text whose SHA-256 is the fingerprint, byte for byte."""
    round_ = round_for(request, Action.READ_RULES, code)
    response = HttpResponse(text_of(round_), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="aturan-{round_.code}.json"'
    return response


@command(Action.SET_STABILITY, page="reports:rules")
@told
def set_stability(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.SET_STABILITY, code)
    form = LimitsForm(request.POST, held=round_)
    if not form.is_valid():
        return _showing(request, round_, limits=form)
    try:
        set_limits(round_, form.limits, by=request.user)
    except ThresholdsFixed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ambang kestabilan disimpan.")
    return redirect("reports:rules", code)


@command(Action.REQUEST_FREEZE, page="reports:rules")
@told
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.REQUEST_FREEZE, code)
    try:
        request_freeze(round_, by=request.user)
    except FreezeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Pembekuan diminta. Kepala BKPSDM dan ketua panitia kini dapat menyetujuinya."
        )
    return redirect("reports:rules", code)


@command(Action.APPROVE_FREEZE, page="reports:rules")
@told
def approve(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.APPROVE_FREEZE, code)
    if not request.POST.get("read"):
        messages.error(request, UNREAD)
        return redirect("reports:rules", code)
    sha256 = request.POST.get("sha256", "")
    try:
        freeze = approve_freeze(
            round_, side=_side(roles_in(round_)), sha256=sha256, by=request.user
        )
    except FreezeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Aturan dibekukan." if freeze.settled_at else "Anda menyetujui.")
    return redirect("reports:rules", code)


@command(Action.RETURN_FREEZE, page="reports:rules")
@told
def give_back(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.RETURN_FREEZE, code)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _showing(request, round_, returning=form)
    try:
        return_freeze(round_, reason=form.cleaned_data["reason"], by=request.user)
    except FreezeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Permintaan dikembalikan. Aturan dapat diperbaiki lagi.")
    return redirect("reports:rules", code)


def _showing(
    request: SignedInRequest,
    round_: Round,
    *,
    returning: ReturnForm | None = None,
    limits: LimitsForm | None = None,
) -> HttpResponse:
    """The page; with a form that was refused, what was typed stays in it."""
    context = {
        "view": rules_page(round_, request.user),
        "form": returning or ReturnForm(),
        "limits": limits or LimitsForm(held=round_),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if returning or limits else HTTPStatus.OK
    return render(request, "reports/rules.html", context, status=status)


def _side(roles: set[Role]) -> Side:
    """As whom the person agrees; who is both answers as the chair."""
    for role in (Role.CHAIR, Role.HEAD):
        if role in roles:
            return SIDES[role]
    raise PermissionDenied
