from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from candidates.models import Candidate
from panels import changing
from panels.changed_panel import WouldNotHold
from panels.composing import NotEligible, SeatTaken
from panels.models import PanelChange, Seat
from panels.names import by_name
from panels.permissions import may, round_for, rounds_of
from reports.panel_change_forms import KINDS, ChangeForm, RefusalForm, SuccessorForm
from scoring.panel_changes import approve
from selection.attachments import BadFile
from selection.models import Round

REFUSALS = (
    changing.Settled,
    changing.NotYourPart,
    changing.NotNow,
    SeatTaken,
    NotEligible,
    WouldNotHold,
)


@page(Action.READ_PANEL)
def changes(request: SignedInRequest, code: str) -> HttpResponse:
    """What was asked for since the panel was set, who approved it, and what waits for me."""
    return _listing(request, round_for(request, Action.READ_PANEL, code))


@page(Action.REQUEST_PANEL_CHANGE)
def new_change(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """A form for one kind of change."""
    round_ = round_for(request, Action.REQUEST_PANEL_CHANGE, code)
    return _form(request, round_, kind, *_forms(round_, kind))


@command(Action.REQUEST_PANEL_CHANGE)
def request_change(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    round_ = round_for(request, Action.REQUEST_PANEL_CHANGE, code)
    form, successor = _forms(round_, kind, request)
    fits = [each.is_valid() for each in (form, successor) if each]
    if not all(fits):
        return _form(request, round_, kind, form, successor)
    try:
        wanted = form.wanted(successor.person if successor else None)
        changing.request_change(round_, wanted, form.upload, by=request.user)
    except BadFile as refusal:
        form.add_error("letter", str(refusal))
    except (*REFUSALS, changing.AlreadyAsked) as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, "Perubahan diajukan kepada ketua dan Kepala BKPSDM.")
        return redirect("reports:panel-changes", code)
    return _form(request, round_, kind, form, successor)


@command(Action.APPROVE_PANEL_CHANGE)
def approve_change(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    round_ = round_for(request, Action.APPROVE_PANEL_CHANGE, code)
    change = get_object_or_404(PanelChange, round=round_, public_id=public_id)
    try:
        approved = approve(change, by=request.user)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            "Perubahan disetujui dan dilaksanakan."
            if approved.executed_at
            else "Persetujuan Anda disimpan. Perubahan menunggu persetujuan yang lain.",
        )
    return _back(request, code)


@command(Action.APPROVE_PANEL_CHANGE)
def refuse_change(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    round_ = round_for(request, Action.APPROVE_PANEL_CHANGE, code)
    change = get_object_or_404(PanelChange, round=round_, public_id=public_id)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _listing(request, round_, form, change)
    try:
        changing.refuse_change(change, form.cleaned_data["refusal"], by=request.user)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Perubahan ditolak. Susunan panitia tetap.")
    return redirect("reports:panel-changes", code)


def _back(request: SignedInRequest, code: str) -> HttpResponse:
    """To the changes; home, for a chair who left the panel with this very approval."""
    left = rounds_of(request.user).filter(code=code).first()
    if left is None or not may(left, Action.READ_PANEL):
        messages.info(request, "Anda tidak lagi menjadi anggota panitia putaran ini.")
        return redirect("reports:home")
    return redirect("reports:panel-changes", code)


def _listing(
    request: SignedInRequest,
    round_: Round,
    form: RefusalForm | None = None,
    refused: PanelChange | None = None,
) -> HttpResponse:
    rows = PanelChange.objects.filter(round=round_).select_related(
        "seat", "candidate", "letter", "requested_by", "chair_by", "head_by", "refused_by"
    )
    approves = may(round_, Action.APPROVE_PANEL_CHANGE)
    context = {
        "round": round_,
        "changes": [
            (change, approves and _waits_for(change, request)) for change in rows.order_by("-pk")
        ],
        "may_request": may(round_, Action.REQUEST_PANEL_CHANGE),
        "form": form or RefusalForm(),
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/panel_changes.html", context, status=status)


def _waits_for(change: PanelChange, request: SignedInRequest) -> bool:
    """Whether an approver has not decided yet."""
    decided = (change.requested_by_id, change.chair_by_id, change.head_by_id)
    return change.is_open and request.user.pk not in decided


def _forms(
    round_: Round, kind: str, request: SignedInRequest | None = None
) -> tuple[ChangeForm, SuccessorForm | None]:
    """The forms of a kind of change, empty or with what was sent."""
    if kind not in KINDS:
        raise Http404
    seats = Seat.objects.in_force().filter(round=round_).select_related("user")
    candidates = Candidate.objects.in_force().filter(round=round_).order_by("number")
    replaces = KINDS[kind] == PanelChange.Kind.REPLACE
    data: tuple[Any, ...] = (request.POST, request.FILES) if request else ()
    form = ChangeForm(
        *data,
        kind=KINDS[kind],
        seats=sorted(seats, key=by_name),
        candidates=list(candidates),
    )
    return form, SuccessorForm(*data) if replaces else None


def _form(
    request: SignedInRequest,
    round_: Round,
    kind: str,
    form: ChangeForm,
    successor: SuccessorForm | None,
) -> HttpResponse:
    context = {"round": round_, "kind": kind, "form": form, "successor": successor}
    has_errors = form.errors or (successor and successor.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if has_errors else HTTPStatus.OK
    return render(request, "reports/panel_change.html", context, status=status)
