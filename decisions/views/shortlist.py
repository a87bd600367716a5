from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from audit import refusals
from decisions import actions
from decisions.shortlist import post_of, ranked_vacancies
from panels.permissions import round_for
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from scoring.outcome import outcome_of
from selection.phases import WrongPhase


@page(Action.READ_SHORTLIST)
def shortlist(request: SignedInRequest, code: str, vacancy: str = "") -> HttpResponse:
    """The names put forward for one vacancy, side by side; every vacancy is one click away."""
    round_ = round_for(request, Action.READ_SHORTLIST, code)
    posts = list(ranked_vacancies(round_))
    wanted = [post for post in posts if post.code == (vacancy or post.code)]
    if not wanted:
        raise Http404
    place = posts.index(wanted[0])
    context = {
        "round": round_,
        "posts": posts,
        "post": post_of(outcome_of(round_), wanted[0], timezone.localdate()),
        "place": place + 1,
        "before": posts[place - 1] if place else None,
        "after": posts[place + 1] if place + 1 < len(posts) else None,
    }
    return render(request, "decisions/shortlist.html", context)


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
