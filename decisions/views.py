from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from decisions import actions
from decisions.shortlist import posts_of
from panels.permissions import round_for
from scoring.outcome import outcome_of
from selection.phases import WrongPhase


@page(Action.READ_SHORTLIST)
def shortlist(request: SignedInRequest, code: str) -> HttpResponse:
    """For each vacancy the names put forward, side by side."""
    round_ = round_for(request, Action.READ_SHORTLIST, code)
    posts = posts_of(outcome_of(round_), timezone.localdate())
    return render(request, "decisions/shortlist.html", {"round": round_, "posts": posts})


@command(Action.HAND_OVER)
def hand_over(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HAND_OVER, code)
    try:
        actions.hand_over(round_, by=request.user)
    except WrongPhase as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Hasil diserahkan. Wali Kota kini dapat membaca nama yang diusulkan."
        )
    return redirect("reports:round", code)
