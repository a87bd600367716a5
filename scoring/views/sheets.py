import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import SignedInRequest, command, grant, logged_page, page
from accounts.policy import Action, Role, When
from audit.actions import record
from candidates.models import CareerPost
from scoring import presenting
from scoring.agenda import hour_of, place_of
from scoring.evidence import place_in_chain
from scoring.forms import ReopeningForm, SheetForm
from scoring.hours import is_closed, is_early, opens_at, with_hours
from scoring.models import Reopening, Sheet
from scoring.reading import is_masked, neutral_name, papers_beside, readable_paper
from scoring.reopening import CannotReopen, granted_reopening, request_reopening
from scoring.rubric import rubric_hash
from scoring.rules import Entries
from scoring.sealing import keys_of
from scoring.shell_parts import edition
from selection.attachments import answer


def my_sheet(request: SignedInRequest, public_id: UUID, *, for_page: bool = True) -> Sheet:
    """One of the member's own. For a page it knows its hours and its origin."""
    mine = Sheet.objects.visible_to(request.user)
    found = with_hours(mine.with_origin()) if for_page else mine
    sheet = get_object_or_404(
        found.select_related(
            "seat__round__agency", "seat__user", "candidate", "instrument", "vacancy"
        ),
        public_id=public_id,
    )
    grant(request, Action.SCORE, {Role.MEMBER}, {When.OWN})
    return sheet


def siblings_of(sheet: Sheet) -> list[Sheet]:
    """All of the member's sheets for this candidate."""
    mine = Sheet.objects.in_force().filter(seat=sheet.seat, candidate=sheet.candidate)
    return list(
        mine.select_related("instrument", "vacancy").order_by("instrument__code", "vacancy__code")
    )


@page(Action.SCORE)
def sheet(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Fill in one sheet; a signed one is shown as it was signed."""
    sheet = my_sheet(request, public_id)
    if is_closed(sheet):
        return redirect("scoring:review", public_id)
    if is_early(sheet):
        context = {"sheet": sheet, "opens": opens_at(sheet), "hour": hour_of(place_of(sheet).slot)}
        return render(request, "scoring/not_yet.html", context)
    return render(request, "scoring/sheet.html", filling(sheet))


@page(Action.SCORE)
def hour(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Asked by an open sheet: nothing, or the new time of its candidate (reliability.md F24)."""
    sheet = my_sheet(request, public_id)
    now = hour_of(place_of(sheet).slot)
    if request.GET.get("tampil", "") == now:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "scoring/hour.html", {"sheet": sheet, "hour": now, "is_new": True})


@page(Action.SCORE)
def review(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The sheet as it will be signed, or as it was signed with its receipt."""
    sheet = my_sheet(request, public_id)
    return render(request, "scoring/review.html", _reviewing(sheet))


@command(Action.SCORE, page="scoring:review")
def ask_reopening(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask for a closed sheet to be opened again."""
    sheet = my_sheet(request, public_id)
    form = ReopeningForm(request.POST)
    if not form.is_valid():
        context = {**_reviewing(sheet), "reopening_form": form}
        return render(request, "scoring/review.html", context, status=422)
    try:
        request_reopening(sheet, form.cleaned_data["reason"], by=request.user)
    except CannotReopen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Permintaan terkirim. Lembar tetap tertutup sampai dijawab.")
    return redirect("scoring:review", public_id)


@page(Action.SCORE)
def profile(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The candidate's file: name, post, education, history; no talent values, no NIP."""
    sheet = my_sheet(request, public_id)
    if is_masked(siblings_of(sheet)):
        return render(request, "scoring/profile_closed.html", {"sheet": sheet}, status=403)
    career = CareerPost.objects.in_force().filter(candidate=sheet.candidate)
    nominations = sheet.candidate.nominations.filter(withdrawn_at=None)
    context = {
        "sheet": sheet,
        "candidate": sheet.candidate,
        "career": career.order_by("-began", "pk"),
        "nominations": nominations.select_related("vacancy").order_by("vacancy__code"),
    }
    return render(request, "scoring/profile.html", context)


@logged_page(Action.SCORE)
def paper(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """An idea paper of a candidate whom I score, named by number; the reading is recorded."""
    found = readable_paper(request.user, public_id)
    if found is None:
        raise Http404
    grant(request, Action.SCORE, {Role.MEMBER}, {When.OWN})
    response = answer(found.attachment, name=neutral_name(found))
    scope = found.nomination.candidate.round.scope
    record("scoring.paper_read", found, by=request.user, scope=scope)
    return response


def filling(
    sheet: Sheet, form: SheetForm | None = None, base: Entries | None = None
) -> dict[str, Any]:
    """`base`, what the page was made from, is given where another tab saved the sheet since."""
    criteria = presenting.criteria_of(sheet, form, base)
    siblings = siblings_of(sheet)
    place = place_of(sheet)
    return {
        "sheet": sheet,
        "criteria": criteria,
        "scale": presenting.scale_text(sheet.instrument),
        "scored": sum(criterion.state == "done" for criterion in criteria),
        "guided": presenting.guided(criteria),
        "silent": [c for c in criteria if c.lacks_note],
        "faulty": [c for c in criteria if c.error or c.note_error],
        "siblings": siblings,
        "masked": is_masked(siblings),
        "papers": papers_beside(sheet),
        "place": place,
        "hour": hour_of(place.slot),
        "mutation_id": uuid4(),
        "rubric_hash": _rubric_hash(sheet, criteria),
        "keys_json": json.dumps(keys_of(sheet.seat.user.public_id, sheet.public_id)),
        "edition": edition(),
        "reopening": granted_reopening(sheet),
        "is_stale": base is not None,
        "choices": [c for c in criteria if c.meeting and c.meeting.is_choice],
    }


def _reviewing(sheet: Sheet) -> dict[str, Any]:
    criteria = presenting.criteria_of(sheet)
    return {
        "sheet": sheet,
        "criteria": criteria,
        "unscored": [c for c in criteria if c.state != "done"],
        "silent": [c for c in criteria if c.lacks_note],
        "noted": sum(c.wants_note and not c.lacks_note for c in criteria),
        "siblings": [s for s in siblings_of(sheet) if s.pk != sheet.pk],
        "mutation_id": uuid4(),
        "is_closed": is_closed(sheet),
        "is_early": is_early(sheet),
        "link": place_in_chain(sheet) if sheet.is_signed else None,
        "reopening": Reopening.objects.filter(sheet=sheet).order_by("-pk").first(),
        "reopening_form": ReopeningForm(),
        "rubric_hash": _rubric_hash(sheet, criteria),
    }


def _rubric_hash(sheet: Sheet, criteria: Sequence[presenting.Criterion]) -> str:
    return rubric_hash(sheet.instrument, [criterion.indicator for criterion in criteria])
