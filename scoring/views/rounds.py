from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from panels.permissions import round_for
from scoring import actions
from selection.phases import WrongPhase


@command(Action.OPEN_SCORING, page="reports:round")
def open_scoring(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.OPEN_SCORING, code)
    try:
        actions.open_scoring(round_, by=request.user)
    except (actions.NotReady, WrongPhase) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Penilaian dibuka. Cara menghitung nilai kini terkunci.")
    return redirect("reports:round", code)
