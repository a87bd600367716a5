from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from panels import attending as actions
from panels.models import Session
from panels.permissions import round_for
from reports.attendance import Day, Person, day_of
from reports.attendance_forms import IncidentForm, NoteForm

EMPTY_LINES = range(6)  # for what is written by hand


@page(Action.READ_ATTENDANCE)
def attendance(request: SignedInRequest, code: str) -> HttpResponse:
    """One day of tests: who came, what happened; on the day itself, to be filled in."""
    round_ = round_for(request, Action.READ_ATTENDANCE, code)
    return _show(request, day_of(round_, request.GET.get("tanggal", "")))


@command(Action.NOTE_ATTENDANCE)
def note(request: SignedInRequest, code: str) -> HttpResponse:
    """Note one person of the day that the form names."""
    round_ = round_for(request, Action.NOTE_ATTENDANCE, code)
    view = day_of(round_, request.POST.get("day", ""))
    person = view.person(request.POST.get("who", ""))
    if person is None or not _is_meant(view, request):
        messages.error(
            request, "Orang ini tidak ada dalam jadwal hari itu. Tidak ada yang berubah."
        )
        return redirect("reports:attendance", code)
    person.form = NoteForm(request.POST, prefix=person.key)
    if not person.form.is_valid():
        return _show(request, view, faulty=person)
    try:
        _note(view, person, request)
    except actions.CannotNote as refusal:
        person.form.add_error(None, str(refusal))
        return _show(request, view, faulty=person)
    return redirect(f"{reverse('reports:attendance', args=[code])}?tanggal={view.day}#{person.key}")


@command(Action.NOTE_ATTENDANCE)
def write(request: SignedInRequest, code: str) -> HttpResponse:
    """Write down what happened on the day that the form names."""
    round_ = round_for(request, Action.NOTE_ATTENDANCE, code)
    view = day_of(round_, request.POST.get("day", ""))
    if view.day is None or not _is_meant(view, request):
        messages.error(request, "Hari ini tidak ada dalam jadwal. Tidak ada yang disimpan.")
        return redirect("reports:attendance", code)
    form = IncidentForm(request.POST, incidents=view.incidents)
    if not form.is_valid():
        return _show(request, view, incident_form=form)
    try:
        incident = actions.write_incident(round_, form.happening(view.day), by=request.user)
    except actions.CannotWrite as refusal:
        form.add_error(None, str(refusal))
        return _show(request, view, incident_form=form)
    messages.success(request, f"Kejadian nomor {incident.number} tersimpan.")
    return redirect(f"{reverse('reports:attendance', args=[code])}?tanggal={view.day}#kejadian")


@page(Action.READ_ATTENDANCE)
def list_(request: SignedInRequest, code: str) -> HttpResponse:
    """The attendance list of a day, to be printed and signed."""
    return _print(request, code, "reports/attendance_list.html")


@page(Action.READ_ATTENDANCE)
def incidents(request: SignedInRequest, code: str) -> HttpResponse:
    """The incidents so far, with room for more, to be printed and signed."""
    return _print(request, code, "reports/incident_sheet.html")


def _is_meant(view: Day, request: SignedInRequest) -> bool:
    """Whether the day found is the one that the form was made for: the timetable may have moved."""
    return view.day is not None and view.day.isoformat() == request.POST.get("day")


def _note(view: Day, person: Person, request: SignedInRequest) -> None:
    if view.day is None:
        raise Http404
    seen = person.form.seen(view.day)
    if person.candidate:
        actions.note_candidate(view.round, person.candidate, view.day, seen, by=request.user)
    elif person.seat:
        when = actions.HalfDay(view.day, Session(person.session))
        actions.note_member(view.round, person.seat, when, seen, by=request.user)


def _show(
    request: SignedInRequest,
    view: Day,
    *,
    faulty: Person | None = None,
    incident_form: IncidentForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "view": view,
        "round": view.round,
        "faulty": faulty,
        "incident_form": incident_form or IncidentForm(incidents=view.incidents),
    }
    wrong = faulty or incident_form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "reports/attendance.html", context, status=status)


def _print(request: SignedInRequest, code: str, template: str) -> HttpResponse:
    round_ = round_for(request, Action.READ_ATTENDANCE, code)
    view = day_of(round_, request.GET.get("tanggal", ""))
    context = {"view": view, "round": round_, "now": timezone.now(), "lines": EMPTY_LINES}
    return render(request, template, context)
