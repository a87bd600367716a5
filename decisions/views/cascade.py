"""The cascade of a round: read it, set how far the city looks, begin the round that follows."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from decisions.cascade_forms import FollowUpForm, LookForm
from decisions.choosing import drafts_of
from decisions.following import CannotFollow, proposed, start_follow_up
from decisions.succession import Gerbong, gerbong_of
from decisions.succession_rules import DEFAULT, SettingRefused, set_look, setting_of
from panels.permissions import may, round_for
from selection.models import Round

HERE = "decisions:cascade"


@page(Action.READ_CASCADE)
def cascade(request: SignedInRequest, code: str) -> HttpResponse:
    """Who moves, what falls vacant level by level, who could follow; drafts for their author."""
    return _show(request, round_for(request, Action.READ_CASCADE, code))


@command(Action.SET_CASCADE, page=HERE)
def set_cascade(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.SET_CASCADE, code)
    form = LookForm(request.POST, setting=setting_of(round_.agency))
    if form.is_valid():
        try:
            set_look(round_.agency, form.look, reason=form.cleaned_data["reason"], by=request.user)
        except SettingRefused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _show(request, round_, look_form=form)
    messages.success(request, "Pengaturan gerbong disimpan dan langsung berlaku.")
    return redirect(HERE, code)


@command(Action.START_FOLLOW_UP, page=HERE)
def start(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin the next round; whoever began it lands on its home."""
    round_ = round_for(request, Action.START_FOLLOW_UP, code)
    gerbong = gerbong_of(round_, {}, timezone.localdate())
    form = FollowUpForm(request.POST, posts=gerbong.vacant, initial={})
    if form.is_valid():
        try:
            made, is_new = start_follow_up(round_, form.plan, by=request.user)
        except CannotFollow as refusal:
            form.add_error(None, str(refusal))
        else:
            words = "dibuat" if is_new else "sudah dibuat sebelumnya"
            messages.success(request, f"Putaran “{made.title}” {words}. Lengkapi lewat buku kerja.")
            return redirect("reports:round", made.code)
    return _show(request, round_, follow_form=form)


def _show(request: SignedInRequest, round_: Round, **faulty: forms.Form) -> HttpResponse:
    today = timezone.localdate()
    chooses = may(round_, Action.CHOOSE)
    gerbong = gerbong_of(round_, drafts_of(round_) if chooses else {}, today)
    sets, starts = may(round_, Action.SET_CASCADE), may(round_, Action.START_FOLLOW_UP)
    setting = gerbong.bench.setting
    context = {
        "round": round_,
        "gerbong": gerbong,
        "setting": setting,
        "is_default": setting is DEFAULT,
        "chooses": chooses,
        "starts": starts,
        "opens": may(round_, Action.READ_ROUND),
        "look_form": LookForm(setting=setting) if sets else None,
        "follow_form": _follow_form(round_, gerbong) if starts else None,
        "faulty": next(iter(faulty.values()), None),
        **faulty,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
    return render(request, "decisions/cascade.html", context, status=status)


def _follow_form(round_: Round, gerbong: Gerbong) -> FollowUpForm:
    initial = proposed(round_, gerbong, timezone.localdate())
    return FollowUpForm(posts=gerbong.startable, initial=initial)
