from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from panels import drawing, timetabling
from panels.draw import DrawRefused
from panels.drawing import DrawNotMade, may_draw
from panels.models import Draw
from panels.names import by_name
from panels.permissions import may, round_for
from panels.sittings import RequestRefused
from panels.timetable import DoesNotFit
from panels.timetable_asking import Asked, Part, from_json
from panels.timetable_forms import DrawForm, SetupForm, whole_number
from panels.timetable_reading import (
    break_rules,
    draft_of,
    facts_of,
    panel_instruments,
    published_of,
)
from panels.timetabling import NotDrawn, TimetableChanged, TimetableClosed
from selection.models import Round

USUAL_MINUTES = 20
USUAL_GAP = 10


@page(Action.EDIT_TIMETABLE)
def setup(request: SignedInRequest, code: str) -> HttpResponse:
    """Days, rooms, lengths and breaks, to be filled in."""
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    return _setup_page(request, round_, _form(round_))


@command(Action.EDIT_TIMETABLE)
def prepare(request: SignedInRequest, code: str) -> HttpResponse:
    """Keep what was filled in; with the button "Simpan dan susun" also generate."""
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    form = _form(round_, request.POST)
    if not form.is_valid():
        return _setup_page(request, round_, form)
    arranges = request.POST.get("lanjut") == "susun"
    revision = request.POST.get("perubahan", "")
    try:
        plan = timetabling.prepare(
            round_,
            form.asked,
            revision=whole_number(revision) if revision else None,
            arrange=arranges,
            by=request.user,
        )
    except (TimetableClosed, TimetableChanged, NotDrawn, RequestRefused, DoesNotFit) as refusal:
        form.add_error(None, str(refusal))
        return _setup_page(request, round_, form)
    did = "Isian disimpan dan jadwal disusun" if arranges else "Isian disimpan"
    messages.success(request, f"{did} sebagai draf versi {plan.version}. Penilai belum melihatnya.")
    return redirect("panels:timetable", code)


@page(Action.READ_TIMETABLE)
def draw(request: SignedInRequest, code: str) -> HttpResponse:
    """The draw in force with its recipe, those before it, and the form for another."""
    round_ = round_for(request, Action.READ_TIMETABLE, code)
    return _draw_page(request, round_)


@command(Action.EDIT_TIMETABLE)
def draw_order(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.EDIT_TIMETABLE, code)
    form = DrawForm(request.POST, drawn=Draw.objects.filter(round=round_).count())
    if not form.is_valid():
        return _draw_page(request, round_, form)
    try:
        drawing.draw_order(round_, drawing.Spoken(**form.cleaned_data), by=request.user)
    except (DrawNotMade, DrawRefused) as refusal:
        form.add_error(None, str(refusal))
        return _draw_page(request, round_, form)
    messages.success(request, "Urutan diundi. Siapa pun dapat mengulang undian ini.")
    return redirect("panels:draw", code)


def _form(round_: Round, data: Any = None) -> SetupForm:
    facts = facts_of(round_)
    plan = draft_of(round_) or published_of(round_)
    instruments = panel_instruments(round_)
    members = len(facts.seats)
    asked = (
        from_json(plan.asked)
        if plan
        else Asked(
            parts=tuple(Part(instrument.code, USUAL_MINUTES) for instrument in instruments),
            gap=USUAL_GAP,
            least_members=round_.quorum or members // 2 + 1,
        )
    )
    seats = sorted(facts.seats.values(), key=by_name)
    return SetupForm(data, asked=asked, instruments=instruments, seats=seats)


def _setup_page(request: SignedInRequest, round_: Round, form: SetupForm) -> HttpResponse:
    draft = draft_of(round_)
    context = {
        "round": round_,
        "form": form,
        "draft": draft,
        "revision": draft.revision if draft else "",
        "is_drawn": Draw.objects.filter(round=round_).exists(),
        "rules": break_rules(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "panels/timetable_setup.html", context, status=status)


def _draw_page(
    request: SignedInRequest, round_: Round, form: DrawForm | None = None
) -> HttpResponse:
    draws = list(Draw.objects.filter(round=round_).select_related("drawn_by").order_by("-number"))
    facts = facts_of(round_)
    context = {
        "round": round_,
        "drawn": draws[0] if draws else None,
        "earlier": draws[1:],
        "facts": facts,
        "form": form or DrawForm(drawn=len(draws)),
        "may_edit": may(round_, Action.EDIT_TIMETABLE) and may_draw(round_, again=bool(draws)),
    }
    has_errors = form is not None and form.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if has_errors else HTTPStatus.OK
    return render(request, "panels/draw.html", context, status=status)
