from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from panels.models import Seat
from panels.permissions import may, round_for
from scoring import nudging
from scoring.progress import board_of, edition_of
from scoring.views.polling import unchanged


@page(Action.READ_PROGRESS)
def progress(request: SignedInRequest, code: str) -> HttpResponse:
    """How far the sheets of a day are; the page asks again, and gets 304 while nothing changed."""
    round_ = round_for(request, Action.READ_PROGRESS, code)
    now = timezone.localtime()
    etag = f'"{edition_of(round_, now)}"'
    if same := unchanged(request, etag):
        return same
    context = {
        "board": board_of(round_, request.GET.get("hari", ""), now),
        "etag": etag,
        "now": now,
        "may_close": may(round_, Action.CLOSE_DAY),
        "may_remind": round_.is_scoring and may(round_, Action.REMIND_MEMBERS),
        "is_paused": "jeda" in request.GET,
    }
    name = "scoring/progress.html#board" if request.htmx else "scoring/progress.html"
    response = render(request, name, context)
    response["ETag"] = etag
    return response


@command(Action.REMIND_MEMBERS)
def remind(request: SignedInRequest, code: str, member: UUID) -> HttpResponse:
    round_ = round_for(request, Action.REMIND_MEMBERS, code)
    seats = Seat.objects.in_force().filter(round=round_)
    seat = get_object_or_404(seats, user__public_id=member)
    try:
        nudging.nudge(seat, by=request.user)
    except (nudging.NothingWaits, nudging.NudgedLately) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"{seat.name} kini melihat pengingat di layarnya. Pengingat juga dikirim lewat surel.",
        )
    day = urlencode({"hari": request.POST.get("hari", "")})
    return redirect(f"{reverse('scoring:progress', args=[code])}?{day}")
