from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, logged_page, page
from accounts.policy import Action
from accounts.wording import at_clock
from audit.actions import record
from candidates import papers as actions
from candidates.models import IdeaPaper, Nomination
from panels.permissions import may, round_for, rounds_of
from reports.paper_forms import BlindForm, DeadlineForm, PaperForm
from reports.papers import line_of, list_of, why_not
from selection import blinding
from selection.attachments import BadFile, answer
from selection.models import Round


@page(Action.READ_PAPERS)
def papers(request: SignedInRequest, code: str) -> HttpResponse:
    """Who has handed in a paper and who has not; what holds for papers in this round."""
    round_ = round_for(request, Action.READ_PAPERS, code)
    return _listing(request, round_)


@command(Action.SET_PAPER_RULES)
def set_deadline(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.SET_PAPER_RULES, code)
    form = DeadlineForm(request.POST, held=actions.deadline_of(round_))
    if not form.is_valid():
        return _listing(request, round_, deadline_form=form)
    try:
        actions.set_deadline(round_, form.due_at, reason=form.reason, by=request.user)
    except actions.DeadlineFixed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Batas waktu makalah disimpan (pukul {_now()}).")
    return redirect("reports:papers", code)


@command(Action.SET_PAPER_RULES)
def set_blind(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.SET_PAPER_RULES, code)
    form = BlindForm(request.POST, instruments=blinding.scored_instruments(round_))
    if not form.is_valid():
        return _listing(request, round_, blind_form=form)
    try:
        blinding.set_blind(round_, form.codes, by=request.user)
    except blinding.BlindingFixed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Penilaian tanpa nama disimpan (pukul {_now()}).")
    return redirect("reports:papers", code)


@page(Action.READ_PAPERS)
def paper(request: SignedInRequest, code: str, number: int, vacancy: str) -> HttpResponse:
    """The papers of one nomination, the newest first, and the form for another."""
    round_ = round_for(request, Action.READ_PAPERS, code)
    return _one(request, round_, _nomination(round_, number, vacancy), PaperForm())


@command(Action.HAND_IN_PAPER, body_limit=settings.LARGEST_BODY)
def hand_in(request: SignedInRequest, code: str, number: int, vacancy: str) -> HttpResponse:
    round_ = round_for(request, Action.HAND_IN_PAPER, code)
    nomination = _nomination(round_, number, vacancy)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _one(request, round_, nomination, form)
    try:
        actions.hand_in(nomination, form.cleaned_data["file"], by=request.user)
    except BadFile as refusal:
        form.add_error("file", str(refusal))
        return _one(request, round_, nomination, form)
    except actions.PapersClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Makalah tersimpan (pukul {_now()}).")
    return redirect("reports:paper", code, number, nomination.vacancy.code)


@logged_page(Action.READ_PAPERS)
def paper_file(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The file under its own name; older versions too. The reading is recorded."""
    found = get_object_or_404(
        IdeaPaper.objects.filter(nomination__candidate__round__in=rounds_of(request.user)),
        attachment__public_id=public_id,
    )
    round_ = round_for(request, Action.READ_PAPERS, found.nomination.candidate.round.code)
    response = answer(found.attachment)
    record("reports.paper_read", found, by=request.user, scope=round_.scope)
    return response


def _listing(request: SignedInRequest, round_: Round, **forms: Any) -> HttpResponse:
    view = list_of(round_, request.GET.get("tampil", ""))
    context = {
        "view": view,
        "round": round_,
        "deadline_form": DeadlineForm(held=view.deadline),
        "blind_form": BlindForm(instruments=view.instruments),
        **forms,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if forms else HTTPStatus.OK
    return render(request, "reports/papers.html", context, status=status)


def _one(
    request: SignedInRequest, round_: Round, nomination: Nomination, form: PaperForm
) -> HttpResponse:
    line = line_of(nomination)
    context = {
        "round": round_,
        "line": line,
        "form": form,
        "deadline": actions.deadline_of(round_),
        "may_hand_in": may(round_, Action.HAND_IN_PAPER),
        "closed": why_not(line, round_),
        "blind": blinding.is_read_blind(round_),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reports/paper.html", context, status=status)


def _nomination(round_: Round, number: int, vacancy: str) -> Nomination:
    """The nomination in force of a candidate's number and a vacancy's code, else 404."""
    held = Nomination.objects.in_force().select_related("candidate__round", "vacancy")
    return get_object_or_404(
        held,
        candidate__round=round_,
        candidate__number=number,
        candidate__withdrawn_at=None,
        vacancy__code=vacancy.upper(),
    )


def _now() -> str:
    return at_clock(timezone.localtime())
