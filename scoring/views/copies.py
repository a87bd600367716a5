from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.access import SignedInRequest, command, page
from accounts.policy import Action
from audit import refusals
from scoring import transcribing
from scoring.copies import Apart, Copies, copies_of
from scoring.copying import lines_of
from scoring.hours import SheetClosed, is_closed
from scoring.models import Sheet
from scoring.rules import SheetIncomplete, indicators_of
from scoring.views.sheets import my_sheet

REFUSALS = (transcribing.CannotConfirmCopies, SheetClosed, SheetIncomplete)


class SeenForm(forms.Form):
    """Which two copies the member saw, and a random id that makes his word safe to repeat."""

    copies = forms.RegexField(r"^\d+-\d+$", max_length=50)
    mutation_id = forms.UUIDField(required=False)


@page(Action.SCORE)
def copies(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """What two staff read off my paper, for me to confirm or to return."""
    sheet = my_sheet(request, public_id)
    found = copies_of(sheet)
    if sheet.version or is_closed(sheet) or not found.agree:
        return redirect("scoring:review", public_id)
    return render(request, "scoring/copies.html", _comparing(sheet, found))


@command(Action.SCORE, page="scoring:copies")
def confirm(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Sign what my paper says."""
    sheet = my_sheet(request, public_id)
    if not request.POST.get("mine"):
        messages.error(request, "Centang pernyataan bahwa salinan ini sama dengan kertas Anda.")
        return redirect("scoring:copies", public_id)
    key, mutation_id = _seen(request.POST)
    try:
        transcribing.confirm(sheet, key, mutation_id, by=request.user)
    except REFUSALS as refusal:
        return _refused(request, public_id, refusal)
    return redirect("scoring:review", public_id)


@command(Action.SCORE, page="scoring:copies")
def send_back(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """My paper says something else: both copies are typed again."""
    sheet = my_sheet(request, public_id)
    key, _ = _seen(request.POST)
    try:
        transcribing.send_back(sheet, key, by=request.user)
    except transcribing.CannotConfirmCopies as refusal:
        return _refused(request, public_id, refusal)
    messages.success(request, "Salinan dikembalikan. Staf mengetik ulang; tidak ada yang dinilai.")
    return redirect("scoring:agenda")


def _refused(request: SignedInRequest, public_id: UUID, refusal: Exception) -> HttpResponse:
    messages.error(request, str(refusal))
    answer = redirect("scoring:copies", public_id)
    refusals.because(answer, "out-of-turn")
    return answer


def _seen(data: QueryDict) -> tuple[str, UUID]:
    """The copies and the id; what no page of ours sent names no copies, and so is refused."""
    form = SeenForm(data)
    form.is_valid()
    said = form.cleaned_data
    return said.get("copies", ""), said.get("mutation_id") or uuid4()


def _comparing(sheet: Sheet, found: Copies) -> dict[str, Any]:
    indicators = indicators_of(sheet.instrument)
    return {
        "sheet": sheet,
        "copies": found,
        "lines": lines_of(sheet.instrument, indicators, found.held[0].entries, Apart()),
        "mutation_id": uuid4(),
    }
