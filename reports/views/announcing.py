"""Having something announced: the form with its preview, and the answers to what was asked."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from audit import refusals
from decisions import announcing
from decisions.announced import Announced, read
from decisions.models import Announcement
from panels.permissions import round_for
from reports import actions
from reports.announcement_forms import AnnouncementForm, ReturnForm
from reports.views.announcements import found_in, show_one
from scoring.alarms import raise_alarm
from scoring.evidence import ChainBroken
from selection.models import Round


@page(Action.REQUEST_ANNOUNCEMENT)
def new(request: SignedInRequest, code: str) -> HttpResponse:
    """The form, for the kind that is asked for or for what takes another one's place."""
    round_ = round_for(request, Action.REQUEST_ANNOUNCEMENT, code)
    return _show(request, round_, _form(round_, request.GET))


@command(Action.REQUEST_ANNOUNCEMENT, page="reports:announcements")
def ask(request: SignedInRequest, code: str) -> HttpResponse:
    """Show how it would look, or ask the head to publish it."""
    round_ = round_for(request, Action.REQUEST_ANNOUNCEMENT, code)
    form = _form(round_, request.POST, request.POST)
    if not form.is_valid():
        return _show(request, round_, form)
    try:
        if "preview" in request.POST:
            seen = read(announcing.draft_of(round_, form.wanted))
            return _show(request, round_, form, seen)
        asked = announcing.request_announcement(round_, form.wanted, by=request.user)
    except announcing.CannotAnnounce as refusal:
        form.add_error(None, str(refusal))
        return _show(request, round_, form)
    messages.success(request, "Permintaan tersimpan. Kepala BKPSDM memeriksa dan menerbitkannya.")
    return redirect("reports:announcement", code, asked.public_id)


@command(Action.PUBLISH_ANNOUNCEMENT, page="reports:announcement")
def publish(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Tell the public."""
    round_ = round_for(request, Action.PUBLISH_ANNOUNCEMENT, code)
    asked = found_in(round_, public_id).announcement
    answer = redirect("reports:announcement", code, public_id)
    try:
        actions.publish_announcement(asked, by=request.user)
    except announcing.CannotAnnounce as refusal:
        messages.error(request, str(refusal))
    except ChainBroken as broken:
        raise_alarm(round_, broken, occasion="menerbitkan pengumuman", by=request.user)
        messages.error(request, str(broken))
        refusals.because(answer, "record-broken")
    else:
        messages.success(request, "Pengumuman terbit dan dapat dibaca siapa saja.")
    return answer


@command(Action.PUBLISH_ANNOUNCEMENT, page="reports:announcement")
def give_back(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """It is not published, with a reason."""
    round_ = round_for(request, Action.PUBLISH_ANNOUNCEMENT, code)
    shown = found_in(round_, public_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show_one(request, round_, shown, form)
    reason = form.cleaned_data["reason"]
    done = "Permintaan dikembalikan kepada staf."
    _answer(
        request,
        done,
        lambda: announcing.return_request(shown.announcement, reason, by=request.user),
    )
    return redirect("reports:announcement", code, public_id)


@command(Action.REQUEST_ANNOUNCEMENT, page="reports:announcement")
def take_back(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Whoever asked wants it no more."""
    round_ = round_for(request, Action.REQUEST_ANNOUNCEMENT, code)
    asked = found_in(round_, public_id).announcement
    done = "Permintaan ditarik. Belum ada yang diumumkan."
    _answer(request, done, lambda: announcing.take_back(asked, by=request.user))
    return redirect("reports:announcement", code, public_id)


def _answer(request: SignedInRequest, done: str, act: Callable[[], None]) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except announcing.CannotAnnounce as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def _form(round_: Round, about: QueryDict, data: QueryDict | None = None) -> AnnouncementForm:
    """For the kind and the predecessor that the query or the form names, else 404."""
    named, before = about.get("kind", Announcement.Kind.SHORTLIST), about.get("replaces", "")
    if named not in Announcement.Kind.values or (
        named == Announcement.Kind.REVOCATION and not before
    ):
        raise Http404
    replaces = None
    if before:
        published = Announcement.objects.published().filter(round=round_)
        replaces = next((row for row in published if str(row.public_id) == before), None)
        if replaces is None:
            raise Http404
    kind = Announcement.Kind(named)
    return AnnouncementForm(data, round_=round_, kind=kind, replaces=replaces)


def _show(
    request: SignedInRequest, round_: Round, form: AnnouncementForm, seen: Announced | None = None
) -> HttpResponse:
    context = {"round": round_, "form": form, "seen": seen}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reports/announcement_form.html", context, status=status)
