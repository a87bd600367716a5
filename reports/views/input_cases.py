"""Public input, for its verifier; and for the appointing authority what was verified."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.access import SignedInRequest, command, logged_page, page
from accounts.policy import Action
from candidates import input_verifying as actions
from candidates.input_secrecy import Identity
from candidates.inputs import channels_now, verified_of_round
from candidates.models import InputState, PublicInput
from panels.permissions import round_for
from reports.input_access import input_for, verifier_round
from reports.input_steps import KINDS, IdentityForm, StepForm, forms_for, openings_of, state_of


@dataclass(frozen=True, slots=True)
class Line:
    """An input in the verifier's list."""

    input: PublicInput
    state: InputState
    kind: str


@page(Action.READ_INPUTS)
def inputs(request: SignedInRequest, code: str) -> HttpResponse:
    """All input of a round, the oldest first."""
    round_ = verifier_round(request, Action.READ_INPUTS, code)
    found = PublicInput.objects.for_listing().filter(subject__window__round=round_)
    lines = [Line(one, state := state_of(one), KINDS[state]) for one in found]
    return render(request, "reports/inputs.html", {"round": round_, "lines": lines})


@page(Action.READ_INPUTS)
def case(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """One input: what was said, what was done with it, what may be done now."""
    return _show(request, input_for(request, Action.READ_INPUTS, code, public_id))


@command(Action.VERIFY_INPUT)
def step(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Take the step that the form names."""
    found = input_for(request, Action.VERIFY_INPUT, code, public_id)
    asked = request.POST.get("state", "")
    if asked not in InputState.values or asked == InputState.RECEIVED:
        messages.error(request, "Langkah itu tidak dikenal. Tidak ada yang berubah.")
        return redirect("reports:input", code, public_id)
    form = StepForm(request.POST, state=InputState(asked), was=state_of(found))
    if not form.is_valid():
        return _show(request, found, sent=form)
    try:
        actions.take_step(found, form.step, by=request.user)
    except actions.CannotStep as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, sent=form)
    messages.success(request, "Langkah tercatat.")
    return redirect("reports:input", code, public_id)


@command(Action.OPEN_IDENTITY)
def identity(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """Show once who sent it; the opening stands in the trail."""
    found = input_for(request, Action.OPEN_IDENTITY, code, public_id)
    form = IdentityForm(request.POST)
    if not form.is_valid():
        return _show(request, found, why=form)
    try:
        opened = actions.open_identity(found, form.cleaned_data["why"], by=request.user)
    except (actions.CannotStep, actions.Erased) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, why=form)
    return _show(request, found, opened=opened)


@logged_page(Action.READ_INPUTS)
def file(request: SignedInRequest, code: str, public_id: UUID) -> HttpResponse:
    """The file as a download that no browser opens in place; the reading is recorded."""
    found = input_for(request, Action.READ_INPUTS, code, public_id)
    try:
        content = actions.open_file(found, by=request.user)
    except actions.Erased as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:input", code, public_id)
    headers = {
        "Content-Disposition": content_disposition_header(
            as_attachment=True, filename=f"{found.number}.pdf"
        ),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page(Action.READ_VERIFIED_INPUTS)
def verified(request: SignedInRequest, code: str) -> HttpResponse:
    """What was verified about each candidate, by name; nothing of the rest."""
    round_ = round_for(request, Action.READ_VERIFIED_INPUTS, code)
    context = {"round": round_, "found": verified_of_round(round_), "channels": channels_now()}
    return render(request, "reports/verified_inputs.html", context)


def _show(
    request: SignedInRequest,
    found: PublicInput,
    *,
    sent: StepForm | None = None,
    why: IdentityForm | None = None,
    opened: Identity | None = None,
) -> HttpResponse:
    state, round_ = state_of(found), found.subject.window.round
    steps = found.steps.select_related("taken_by", "channel").order_by("number")
    context: dict[str, Any] = {
        "round": round_,
        "input": found,
        "state": state,
        "kind": KINDS[state],
        "steps": steps,
        "forms": forms_for(found, sent),
        "sent": sent,
        "why": why or IdentityForm(),
        "opened": opened,
        "openings": openings_of(found),
        "now": timezone.now(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent or why else HTTPStatus.OK
    return render(request, "reports/input.html", context, status=status)
