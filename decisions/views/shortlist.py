from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from audit import refusals
from decisions import actions
from decisions.desk import desk_of
from decisions.handing_over import handed_of
from decisions.views.showing import show_post
from panels.permissions import may, round_for
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from selection.phases import WrongPhase


@page(Action.READ_SHORTLIST)
def shortlist(request: SignedInRequest, code: str) -> HttpResponse:
    """All posts of the round with what is chosen for each, and where to go on."""
    round_ = round_for(request, Action.READ_SHORTLIST, code)
    chooses = may(round_, Action.CHOOSE)
    context = {
        "round": round_,
        "strip": desk_of(round_, timezone.localdate(), chooses=chooses),
        "chooses": chooses,
        "cascades": may(round_, Action.READ_CASCADE),
        "hears": may(round_, Action.READ_INQUIRIES),
        "handed": handed_of(round_),
    }
    return render(request, "decisions/posts_home.html", context)


@page(Action.READ_SHORTLIST)
def post(request: SignedInRequest, code: str, vacancy: str) -> HttpResponse:
    """The names put forward for one vacancy, side by side; every vacancy is one click away."""
    round_ = round_for(request, Action.READ_SHORTLIST, code)
    return show_post(request, round_, vacancy)


@command(Action.HAND_OVER, page="reports:round")
def hand_over(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.HAND_OVER, code)
    try:
        actions.hand_over(round_, by=request.user)
    except (WrongPhase, actions.NoResult) as refusal:
        messages.error(request, str(refusal))
    except ChainBroken as broken:
        raise_alarm(round_, broken, occasion="menyerahkan hasil", by=request.user)
        messages.error(request, str(broken))
        answer = redirect("reports:round", code)
        refusals.because(answer, "record-broken")
        return answer
    else:
        messages.success(
            request, "Hasil diserahkan. Wali Kota kini dapat membaca nama yang diusulkan."
        )
    return redirect("reports:round", code)
