from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, grant, page
from accounts.adapter import ASKS_WHO
from accounts.policy import Action, Role, When
from panels.permissions import grant_member
from panels.standing import dues_of
from scoring import nudging
from scoring.agenda import agendas_of, coming_of, edition_of, passed_of
from scoring.copies import waiting_for
from scoring.models import Nudge
from scoring.practising import practised_by
from scoring.views.polling import unchanged


@page(Action.SCORE)
def agenda(request: SignedInRequest) -> HttpResponse:
    """What I have to score, today first."""
    grant_member(request, Action.SCORE)
    if ASKS_WHO in request.session:
        return render(request, "scoring/desk.html")
    now = timezone.localtime()
    edition, passed = edition_of(request.user), passed_of(request.user, now)
    is_same = request.GET.get("jadwal") == edition
    if request.htmx and is_same and request.GET.get("lewat") == passed:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {
        "dues": dues_of(request.user).values(),
        "agendas": agendas_of(request.user, now),
        "coming": coming_of(request.user),
        "notices": nudging.notices_for(request.user, now),
        "practised": practised_by(request.user),
        "copies": waiting_for(request.user),
        "edition": edition,
        "passed": passed,
        "now": now,
        "is_new": request.htmx and not is_same,
    }
    return render(request, "scoring/agenda.html", context)


@command(Action.SCORE)
def confirm(request: SignedInRequest) -> HttpResponse:
    """It is me who sits at this desk: asked once after every sign-in (ux.md g)."""
    grant_member(request, Action.SCORE)
    request.session.pop(ASKS_WHO, None)
    return redirect("scoring:agenda")


@page(Action.SCORE)
def notices(request: SignedInRequest) -> HttpResponse:
    """The reminders on my screen, asked for by every page on which I score: mostly 304."""
    grant_member(request, Action.SCORE)
    found = nudging.notices_for(request.user, timezone.localtime())
    etag = '"{}"'.format("-".join(f"{n.nudge.pk}.{len(n.sheets)}" for n in found))
    if same := unchanged(request, etag):
        return same
    context = {"notices": found, "etag": etag}
    response = render(request, "scoring/notices.html", context)
    response["ETag"] = etag
    return response


@command(Action.SCORE)
def understand(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """I have read a reminder."""
    mine = Nudge.objects.filter(seat__user=request.user, seat__withdrawn_at=None)
    nudge = get_object_or_404(mine.select_related("seat__round"), public_id=public_id)
    grant(request, Action.SCORE, {Role.MEMBER}, {When.OWN})
    nudging.understand(nudge, by=request.user)
    if request.htmx:
        found = nudging.notices_for(request.user, timezone.localtime())
        return render(request, "scoring/notices.html", {"notices": found, "etag": '""'})
    return redirect("scoring:agenda")
