from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, command, grant, logged_page, page
from accounts.policy import Action, Role, When
from audit.actions import record
from candidates.models import CareerPost
from panels.permissions import grant_member, round_for
from panels.standing import dues_of
from scoring import actions, presenting
from scoring.agenda import agendas_of, coming_of, edition_of, hour_of, place_of
from scoring.comparing import entries_at
from scoring.forms import MutationForm, SheetForm
from scoring.models import Sheet
from scoring.reading import is_masked, neutral_name, papers_beside, readable_paper
from scoring.rules import Entries, indicators_of
from selection.attachments import answer
from selection.phases import WrongPhase

SESSION_OVER = "Sesi Anda berakhir. Masuk kembali; isian Anda tetap ada."


@page(Action.SCORE)
def agenda(request: SignedInRequest) -> HttpResponse:
    """What I have to score, today first."""
    grant_member(request, Action.SCORE)
    edition = edition_of(request.user)
    if request.htmx and request.GET.get("jadwal") == edition:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    now = timezone.localtime()
    context = {
        "dues": dues_of(request.user).values(),
        "agendas": agendas_of(request.user, now),
        "coming": coming_of(request.user),
        "edition": edition,
        "now": now,
        "is_new": bool(request.htmx),
    }
    return render(request, "scoring/agenda.html", context)


@page(Action.SCORE)
def sheet(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Fill in one sheet; a signed one is shown as it was signed."""
    sheet = _my_sheet(request, public_id)
    if sheet.is_signed or not sheet.seat.round.is_scoring:
        return redirect("scoring:review", public_id)
    return render(request, "scoring/sheet.html", _filling(sheet))


@page(Action.SCORE)
def hour(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Asked by an open sheet: nothing, or the new time of its candidate (reliability.md F24)."""
    sheet = _my_sheet(request, public_id)
    now = hour_of(place_of(sheet).slot)
    if request.GET.get("tampil", "") == now:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "scoring/hour.html", {"sheet": sheet, "hour": now, "is_new": True})


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The session ended while typing: show what was typed, and where to sign in again."""
    if _is_fetch(request):
        return JsonResponse({"message": SESSION_OVER}, status=HTTPStatus.UNAUTHORIZED)
    typed = [(name, value) for name, value in request.POST.items() if name[:1] in "nc" and value]
    context = {"typed": [pair for pair in typed if pair[0][1:].isdigit()], "text": SESSION_OVER}
    return render(request, "scoring/signed_out.html", context, status=HTTPStatus.UNAUTHORIZED)


@command(Action.SCORE, signed_out=_signed_out)
def save(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Keep what is valid; say what is not; lose nothing."""
    sheet = _my_sheet(request, public_id)
    version, mutation_id = MutationForm(request.POST).mutation
    form = _read(request, sheet)
    entries = form.entries(sheet.entries)
    try:
        saved = actions.save(
            sheet, entries, base_version=version, mutation_id=mutation_id, by=request.user
        )
    except actions.SheetClosed as refusal:
        return _closed(request, sheet, refusal)
    except actions.SheetChanged as refusal:
        return _stale(request, sheet, form, entries_at(sheet, version), refusal)
    return _saved(request, saved, form)


@page(Action.SCORE)
def review(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The sheet as it will be signed, or as it was signed with its receipt."""
    sheet = _my_sheet(request, public_id)
    return render(request, "scoring/review.html", _reviewing(sheet))


@command(Action.SCORE)
def sign(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    sheet = _my_sheet(request, public_id)
    base_version, mutation_id = MutationForm(request.POST).mutation
    if not request.POST.get("mine"):
        messages.error(request, "Centang pernyataan bahwa nilai ini penilaian Anda sendiri.")
        return redirect("scoring:review", public_id)
    try:
        actions.sign(sheet, base_version=base_version, mutation_id=mutation_id, by=request.user)
    except (actions.SheetIncomplete, actions.SheetChanged, actions.SheetClosed) as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:review", public_id)


@page(Action.SCORE)
def profile(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """The candidate's file: name, post, education, history; no talent values, no NIP."""
    sheet = _my_sheet(request, public_id)
    if is_masked(_siblings(sheet)):
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


@command(Action.OPEN_SCORING, page="reports:round")
def open_scoring(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.OPEN_SCORING, code)
    try:
        actions.open_scoring(round_, by=request.user)
    except (actions.NotReady, WrongPhase) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Penilaian dibuka. Cara menghitung nilai kini terkunci.")
    return redirect("reports:round", code)


@command(Action.UNSEAL, page="reports:round")
def unseal(request: SignedInRequest, code: str) -> HttpResponse:
    round_ = round_for(request, Action.UNSEAL, code)
    accepted = bool(request.POST.get("missing_accepted"))
    try:
        actions.unseal(round_, missing_accepted=accepted, by=request.user)
    except (actions.SheetsMissing, actions.ChainBroken, WrongPhase) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Segel dibuka. Peringkat kini dapat dibaca.")
    return redirect("reports:round", code)


@login_not_required
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who this browser is now, and a fresh token: asked before an unsent save is sent again."""
    user = request.user
    me = str(user.public_id) if user.is_authenticated else None
    return JsonResponse({"user": me, "token": get_token(request)})


def _my_sheet(request: SignedInRequest, public_id: UUID) -> Sheet:
    mine = Sheet.objects.visible_to(request.user).select_related(
        "seat__round__agency", "seat__user", "candidate", "instrument", "vacancy"
    )
    sheet = get_object_or_404(mine, public_id=public_id)
    grant(request, Action.SCORE, {Role.MEMBER}, {When.OWN})
    return sheet


def _read(request: SignedInRequest, sheet: Sheet) -> SheetForm:
    form = SheetForm(
        request.POST, instrument=sheet.instrument, indicators=indicators_of(sheet.instrument)
    )
    form.is_valid()
    return form


def _filling(
    sheet: Sheet, form: SheetForm | None = None, base: Entries | None = None
) -> dict[str, Any]:
    """`base`, what the page was made from, is given where another tab saved the sheet since."""
    criteria = presenting.criteria_of(sheet, form, base)
    siblings = _siblings(sheet)
    place = place_of(sheet)
    return {
        "sheet": sheet,
        "criteria": criteria,
        "scale": presenting.scale_text(sheet.instrument),
        "scored": sum(criterion.state == "done" for criterion in criteria),
        "faulty": [c for c in criteria if c.error or c.note_error],
        "siblings": siblings,
        "masked": is_masked(siblings),
        "papers": papers_beside(sheet),
        "place": place,
        "hour": hour_of(place.slot),
        "mutation_id": uuid4(),
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
        "siblings": [s for s in _siblings(sheet) if s.pk != sheet.pk],
        "mutation_id": uuid4(),
    }


def _siblings(sheet: Sheet) -> list[Sheet]:
    """All of the member's sheets for this candidate."""
    mine = Sheet.objects.in_force().filter(seat=sheet.seat, candidate=sheet.candidate)
    return list(
        mine.select_related("instrument", "vacancy").order_by("instrument__code", "vacancy__code")
    )


def _is_fetch(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _saved(request: HttpRequest, sheet: Sheet, form: SheetForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if _is_fetch(request):
        return JsonResponse(_acknowledgement(sheet, form), status=status)
    if form.errors:
        return render(request, "scoring/sheet.html", _filling(sheet, form), status=status)
    wants_review = request.POST.get("next") == "review"
    return redirect("scoring:review" if wants_review else "scoring:sheet", sheet.public_id)


def _acknowledgement(sheet: Sheet, form: SheetForm) -> dict[str, Any]:
    """`saved_at` is empty as long as nothing was ever saved."""
    saved = timezone.localtime(sheet.saved_at)
    return {
        "version": sheet.version,
        "saved_at": f"{saved:%H.%M.%S}" if sheet.version else "",
        "mutation_id": str(uuid4()),
        "errors": {name: form.complaint(name) for name in form.errors},
    }


def _closed(request: HttpRequest, sheet: Sheet, refusal: Exception) -> HttpResponse:
    if _is_fetch(request):
        return JsonResponse({"message": str(refusal)}, status=HTTPStatus.LOCKED)
    messages.error(request, str(refusal))
    return redirect("scoring:review", sheet.public_id)


def _stale(
    request: HttpRequest, sheet: Sheet, form: SheetForm, base: Entries, refusal: Exception
) -> HttpResponse:
    """Show both versions, and let the member choose where they differ."""
    sheet.refresh_from_db(fields=["version", "entries", "saved_at"])
    if _is_fetch(request):
        return JsonResponse({"message": str(refusal)}, status=HTTPStatus.CONFLICT)
    context = _filling(sheet, form, base)
    return render(request, "scoring/sheet.html", context, status=HTTPStatus.CONFLICT)
