from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import SignedInRequest, page
from accounts.policy import Action
from panels.permissions import grant_member
from panels.standing import dues_of
from scoring.agenda import agendas_of, coming_of, edition_of


@page(Action.SCORE)
def agenda(request: SignedInRequest) -> HttpResponse:
    """What I have to score, today first."""
    grant_member(request, Action.SCORE)
    edition = edition_of(request.user)
    if request.htmx and request.GET.get("jadwal") == edition:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    now = timezone.localtime()
    context = {
        "dues": dues_of(request.user).values(),
        "agendas": agendas_of(request.user, now),
        "coming": coming_of(request.user),
        "edition": edition,
        "now": now,
        "is_new": bool(request.htmx),
    }
    return render(request, "scoring/agenda.html", context)
