from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import SignedInRequest, grant, page
from accounts.policy import Action, Role, When
from panels.models import Seat, TimetablePlan
from panels.permissions import may, round_for
from panels.sittings import NotScheduled
from panels.timetable_prints import (
    SHEETS,
    Reader,
    calendar_of_candidate,
    calendar_of_member,
    card_of,
    prints_of,
)
from panels.timetable_reading import published_of
from selection.models import Round


@page(Action.READ_TIMETABLE)
def sheets(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """Sheets of the published timetable to be printed from the browser."""
    round_ = round_for(request, Action.READ_TIMETABLE, code)
    if kind not in SHEETS:
        raise Http404
    only = request.GET.get("nomor", "")
    reader = Reader(
        knows_numbers=may(round_, Action.READ_SHEETS_BY_NAME),
        knows_recusals=may(round_, Action.READ_DECLARATION_STATES),
    )
    context = {
        "prints": prints_of(round_, _published(round_), kind, only, reader=reader),
        "names": may(round_, Action.READ_CANDIDATES),
        "printed_at": timezone.now(),
        "printed_by": request.user.name,
    }
    return render(request, "panels/timetable_sheets.html", context)


@page(Action.READ_TIMETABLE)
def candidate_calendar(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """One candidate's calendar file, to be sent to that candidate."""
    round_ = round_for(request, Action.READ_TIMETABLE, code)
    candidate = f"{number:02}"
    try:
        text = calendar_of_candidate(round_, _published(round_), candidate)
    except NotScheduled as absent:
        raise Http404(str(absent)) from absent
    return _calendar(text, f"jadwal-{round_.code}-kandidat-{candidate}.ics")


@page(Action.READ_OWN_TIMETABLE)
def my_timetable(request: SignedInRequest, code: str) -> HttpResponse:
    """The member's own card, on the screen and on paper."""
    seat = _my_seat(request, code)
    plan = published_of(seat.round)
    context = {
        "seat": seat,
        "plan": plan,
        "sheet": card_of(seat.round, plan, seat) if plan else None,
        "printed_at": timezone.now(),
    }
    return render(request, "panels/my_timetable.html", context)


@page(Action.READ_OWN_TIMETABLE)
def my_calendar(request: SignedInRequest, code: str) -> HttpResponse:
    """The member's own sittings as a calendar file."""
    seat = _my_seat(request, code)
    text = calendar_of_member(seat.round, _published(seat.round), seat)
    return _calendar(text, f"jadwal-{seat.round.code}.ics")


def _my_seat(request: SignedInRequest, code: str) -> Seat:
    seats = Seat.objects.in_force().filter(user=request.user).select_related("round__agency")
    seat = get_object_or_404(seats, round__code=code)
    role = Role.CHAIR if seat.is_chair else Role.MEMBER
    grant(request, Action.READ_OWN_TIMETABLE, {role}, {When.OWN})
    return seat


def _published(round_: Round) -> TimetablePlan:
    plan = published_of(round_)
    if plan is None:
        raise Http404("Jadwal belum diterbitkan.")
    return plan


def _calendar(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
