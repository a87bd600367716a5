"""Announcements of a round for those who prepare, publish and inspect them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import SignedInRequest, page
from accounts.policy import Action
from decisions.models import Announcement, Decree
from panels.permissions import may, round_for
from reports.announcement_forms import ReturnForm
from reports.announcements import Shown, shown_in
from selection.models import Round

Kind = Announcement.Kind


@page(Action.READ_ANNOUNCEMENTS)
def announcements(request: SignedInRequest, code: str) -> HttpResponse:
    """What the public was told, what waits, and what was asked for before."""
    round_ = round_for(request, Action.READ_ANNOUNCEMENTS, code)
    shown = shown_in(round_)
    held = {one.announcement.kind for one in shown if one.is_in_force}
    waiting = next((one for one in shown if one.announcement.is_waiting), None)
    context = {
        "round": round_,
        "waiting": waiting,
        "published": [one for one in shown if one.announcement.is_published],
        "closed": [one for one in shown if one.announcement.answer and one.document is None],
        "may_ask": may(round_, Action.REQUEST_ANNOUNCEMENT) and waiting is None,
        "may_publish": may(round_, Action.PUBLISH_ANNOUNCEMENT),
        "open_kinds": [kind for kind in _kinds(round_) if kind not in held],
    }
    return render(request, "reports/announcements.html", context)


def _kinds(round_: Round) -> list[Announcement.Kind]:
    """What there is something to tell of: appointments once there is a decree."""
    is_decreed = Decree.objects.filter(choice__vacancy__round=round_).exists()
    return [Kind.SHORTLIST, Kind.APPOINTED] if is_decreed else [Kind.SHORTLIST]


@page(Action.READ_ANNOUNCEMENTS)
def announcement(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """One of them, as the public sees it or would see it, with who asked and who answered."""
    round_ = round_for(request, Action.READ_ANNOUNCEMENTS, code)
    return show_one(request, round_, found_in(round_, public_id))


def found_in(round_: Round, public_id: UUID) -> Shown:
    """The announcement of the round that the address names, else 404."""
    for shown in shown_in(round_):
        if shown.announcement.public_id == public_id:
            return shown
    raise Http404


def show_one(
    request: SignedInRequest, round_: Round, shown: Shown, why: ReturnForm | None = None
) -> HttpResponse:
    """`why`: the form of a return that was refused."""
    row = shown.announcement
    context = {
        "round": round_,
        "shown": shown,
        "may_publish": row.is_waiting and may(round_, Action.PUBLISH_ANNOUNCEMENT),
        "asked_himself": row.requested_by_id == request.user.pk,
        "may_take_back": row.is_waiting and may(round_, Action.REQUEST_ANNOUNCEMENT),
        "may_ask": may(round_, Action.REQUEST_ANNOUNCEMENT),
        "why": why or ReturnForm(),
    }
    return render(request, "reports/announcement.html", context, status=422 if why else 200)
