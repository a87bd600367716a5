from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from panels import delaying, publishing, timetabling
from panels.delaying import DraftInTheWay, NotTheDay
from panels.models import TimetablePlan
from panels.permissions import round_for
from panels.publishing import NotPublishable
from panels.rearranging import DelayRefused
from panels.sittings import NotScheduled, Place, RequestRefused
from panels.slots import PastMidnight
from panels.timetable import DoesNotFit
from panels.timetable_forms import NOTE, place_of, whole_number
from panels.timetable_page import timetable_page, version_page
from panels.timetabling import NotDrawn, NothingThere, Seen, TimetableChanged, TimetableClosed
from selection.models import Round

DELAYS = (5, 10, 15, 20, 30, 45, 60)
USUAL_DELAY = 15
REFUSALS = (TimetableClosed, TimetableChanged, NothingThere, NotScheduled, PastMidnight)


@page(Action.READ_TIMETABLE)
def timetable(request: SignedInRequest, code: str) -> HttpResponse:
    """The draft or the published timetable, what the checks say of it, and how to change it."""
    round_ = round_for(request, Action.READ_TIMETABLE, code)
    if request.htmx:
        context = _context(request, round_)
        return render(request, "panels/timetable.html#change", context)
    return _page(request, round_)


@page(Action.READ_TIMETABLE)
def version(request: SignedInRequest, code: str, version: int) -> HttpResponse:
    """A version as it was published."""
    round_ = round_for(request, Action.READ_TIMETABLE, code)
    plans = TimetablePlan.objects.published().select_related("published_by")
    plan = get_object_or_404(plans, round=round_, version=version)
    return render(
        request, "panels/timetable_version.html", {"view": version_page(round_, plan), "plan": plan}
    )


@command(Action.EDIT_TIMETABLE)
def arrange(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    try:
        plan = timetabling.arrange(round_, revision=_seen(request).revision, by=request.user)
    except (*REFUSALS, NotDrawn, RequestRefused, DoesNotFit) as refusal:
        return _page(request, round_, str(refusal))
    messages.success(
        request, f"Draf jadwal versi {plan.version} disusun. Penilai belum melihatnya."
    )
    return redirect("panels:timetable", code)


@command(Action.EDIT_TIMETABLE)
def move(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    candidate = request.POST.get("kandidat", "")
    to = place_of(request.POST.get("ke", ""))
    if to is None:
        return _page(request, round_, "Pilih waktu dan ruang tujuan. Jadwal tidak berubah.")
    try:
        timetabling.move_sitting(round_, candidate, to, seen=_seen(request), by=request.user)
    except REFUSALS as refusal:
        return _page(request, round_, str(refusal))
    messages.success(request, f"Kandidat {candidate} dipindahkan ke {_where(to)}.")
    return redirect("panels:timetable", code)


@command(Action.EDIT_TIMETABLE)
def swap(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    candidate, other = request.POST.get("kandidat", ""), request.POST.get("dengan", "")
    if not other or other == candidate:
        return _page(request, round_, "Pilih kandidat yang bertukar tempat. Jadwal tidak berubah.")
    try:
        timetabling.swap_sittings(round_, candidate, other, seen=_seen(request), by=request.user)
    except REFUSALS as refusal:
        return _page(request, round_, str(refusal))
    messages.success(request, f"Kandidat {candidate} dan Kandidat {other} bertukar tempat.")
    return redirect("panels:timetable", code)


@command(Action.EDIT_TIMETABLE)
def delay(request: SignedInRequest, code: str) -> HttpResponse:
    """Mundur 15 menit mulai slot ini."""
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    candidate = request.POST.get("kandidat", "")
    minutes = whole_number(request.POST.get("menit", ""))
    try:
        late = delaying.delay_from(
            round_, candidate, minutes, version=_seen(request).version, by=request.user
        )
    except (*REFUSALS, DelayRefused, DraftInTheWay, NotTheDay) as refusal:
        return _page(request, round_, str(refusal))
    say = messages.success if late.is_published else messages.warning
    say(request, late.message)
    return redirect("panels:timetable", code)


@command(Action.EDIT_TIMETABLE)
def publish(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    try:
        note = NOTE.clean(request.POST.get("catatan", ""))
        revision = _seen(request).revision
        plan = publishing.publish(round_, revision=revision, note=note, by=request.user)
    except ValidationError as refusal:
        return _page(request, round_, f"Catatan: {refusal.messages[0]}")
    except (*REFUSALS, NotPublishable) as refusal:
        return _page(request, round_, str(refusal))
    messages.success(request, f"Jadwal versi {plan.version} terbit. Penilai kini melihatnya.")
    return redirect("panels:timetable", code)


@command(Action.EDIT_TIMETABLE)
def discard(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    try:
        plan = timetabling.discard(round_, revision=_seen(request).revision, by=request.user)
    except REFUSALS as refusal:
        return _page(request, round_, str(refusal))
    messages.success(request, f"Draf versi {plan.version} dibuang. Jadwal yang terbit tetap.")
    return redirect("panels:timetable", code)


def _page(request: SignedInRequest, round_: Round, refusal: str = "") -> HttpResponse:
    """The page; after a refusal with everything that was typed."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    context = _context(request, round_) | {"refusal": refusal}
    return render(request, "panels/timetable.html", context, status=status)


def _context(request: SignedInRequest, round_: Round) -> dict[str, Any]:
    typed = request.POST or request.GET
    candidate = typed.get("kandidat", "")
    return {
        "view": timetable_page(round_, candidate),
        "candidate": candidate,
        "typed": {
            "ke": typed.get("ke", ""),
            "dengan": typed.get("dengan", ""),
            "catatan": typed.get("catatan", ""),
            "menit": whole_number(typed.get("menit", "")) or USUAL_DELAY,
        },
        "delays": DELAYS,
        "refusal": "",
    }


def _seen(request: SignedInRequest) -> Seen:
    post = request.POST
    return Seen(whole_number(post.get("versi", "")), whole_number(post.get("perubahan", "")))


def _where(place: Place) -> str:
    return str(place)
