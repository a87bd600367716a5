import json
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from panels.permissions import my_seat
from scoring import practising, presenting
from scoring.forms import SheetForm
from scoring.models import Practice
from scoring.rules import SheetIncomplete
from scoring.sealing import keys_of


@page(Action.SCORE)
def practice(request: SignedInRequest, code: str) -> HttpResponse:
    """The sheet to try out: it looks and works like the real one."""
    tried = practising.practice_of(my_seat(request, Action.SCORE, code))
    return render(request, "scoring/practice.html", _filling(tried))


@command(Action.SCORE)
def save(request: SignedInRequest, code: str) -> HttpResponse:
    """Answers as a real save does, and writes nothing but the practice."""
    seat = my_seat(request, Action.SCORE, code)
    before = practising.practice_of(seat)
    form = practising.form_of(practising.sheet_of(before), request.POST)
    tried = practising.save(seat, form.entries(before.entries), by=request.user)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_acknowledgement(request, tried, form), status=status)
    if form.errors:
        return render(request, "scoring/practice.html", _filling(tried, form), status=status)
    wants_review = request.POST.get("next") == "review"
    return redirect("scoring:practice-review" if wants_review else "scoring:practice", code)


@page(Action.SCORE)
def review(request: SignedInRequest, code: str) -> HttpResponse:
    """What would be signed; or, once it was signed, that the practice is done."""
    tried = practising.practice_of(my_seat(request, Action.SCORE, code))
    return render(request, "scoring/practice_review.html", _reviewing(tried))


@command(Action.SCORE)
def finish(request: SignedInRequest, code: str) -> HttpResponse:
    seat = my_seat(request, Action.SCORE, code)
    if not request.POST.get("mine"):
        messages.error(request, "Centang pernyataan bahwa nilai ini penilaian Anda sendiri.")
        return redirect("scoring:practice-review", code)
    try:
        practising.finish(seat, by=request.user)
    except SheetIncomplete as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:practice-review", code)


def _filling(tried: Practice, form: SheetForm | None = None) -> dict[str, Any]:
    sheet = practising.sheet_of(tried)
    criteria = presenting.criteria_of(sheet, form or practising.form_of(sheet))
    return {
        "round": tried.seat.round,
        "sheet": sheet,
        "name": practising.NAME,
        "criteria": criteria,
        "scale": presenting.scale_text(sheet.instrument),
        "scored": sum(criterion.state == "done" for criterion in criteria),
        "guided": presenting.guided(criteria),
        "faulty": [c for c in criteria if c.error or c.note_error],
        "mutation_id": uuid4(),
        "keys_json": json.dumps(keys_of(tried.seat.user.public_id, sheet.public_id)),
    }


def _reviewing(tried: Practice) -> dict[str, Any]:
    criteria = _filling(tried)["criteria"]
    return {
        **_filling(tried),
        "is_finished": tried.finished_at is not None and not tried.entries,
        "unscored": [c for c in criteria if c.state != "done"],
        "silent": [c for c in criteria if c.lacks_note],
    }


def _acknowledgement(
    request: SignedInRequest, tried: Practice, form: SheetForm
) -> dict[str, object]:
    """The shape that the page of a sheet expects (scoring.views.saving)."""
    return {
        "version": tried.version,
        "saved_at": f"{timezone.localtime(tried.saved_at):%H.%M.%S}",
        "mutation_id": request.POST.get("mutation_id", ""),
        "position": "",
        "replicated_to": tried.version,
        "errors": {name: form.complaint(name) for name in form.errors},
    }
