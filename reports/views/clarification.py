from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import SignedInRequest, command, logged_page
from accounts.policy import Action
from audit.actions import record
from panels.permissions import round_for
from reports.clarification_forms import AnswerForm
from reports.clarifications import anchor_of, page_of
from scoring.answering import NotAsked, note_answer
from scoring.outcome import NothingToRank
from selection.models import Round


@logged_page(Action.READ_CLARIFICATION)
def clarification(request: SignedInRequest, code: str) -> HttpResponse:
    """What the panel may be asked about its own scores; whoever reads it is recorded."""
    round_ = round_for(request, Action.READ_CLARIFICATION, code)
    response = _show(request, round_)
    record("reports.clarification_read", round_, by=request.user, scope=round_.scope)
    return response


@command(Action.NOTE_CLARIFICATION, page="reports:clarification")
def note(request: SignedInRequest, code: str) -> HttpResponse:
    """Keep what was answered to one question."""
    round_ = round_for(request, Action.NOTE_CLARIFICATION, code)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, round_, form)
    try:
        note_answer(round_, form.asked, form.text, by=request.user)
    except (NotAsked, NothingToRank) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, round_, form)
    messages.success(request, "Catatan disimpan. Catatan tidak dapat diubah; tambahkan yang baru.")
    return redirect(f"{reverse('reports:clarification', args=[code])}#{anchor_of(form.asked)}")


def _show(request: SignedInRequest, round_: Round, form: AnswerForm | None = None) -> HttpResponse:
    """The page; what was refused stays typed in its card."""
    context = {"round": round_, "view": page_of(round_), "refused": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "reports/clarification.html", context, status=status)
