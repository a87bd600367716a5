from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from scoring import actions
from scoring.comparing import entries_at
from scoring.forms import MutationForm, SheetForm
from scoring.models import Sheet
from scoring.rules import Entries, indicators_of
from scoring.views.sheets import filling, my_sheet

SESSION_OVER = "Sesi Anda berakhir. Masuk kembali; isian Anda tetap ada."


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
    sheet = my_sheet(request, public_id)
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


@command(Action.SCORE)
def sign(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    sheet = my_sheet(request, public_id)
    base_version, mutation_id = MutationForm(request.POST).mutation
    if not request.POST.get("mine"):
        messages.error(request, "Centang pernyataan bahwa nilai ini penilaian Anda sendiri.")
        return redirect("scoring:review", public_id)
    try:
        actions.sign(sheet, base_version=base_version, mutation_id=mutation_id, by=request.user)
    except (actions.SheetIncomplete, actions.SheetChanged, actions.SheetClosed) as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:review", public_id)


@login_not_required
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who this browser is now, and a fresh token: asked before an unsent save is sent again."""
    user = request.user
    me = str(user.public_id) if user.is_authenticated else None
    return JsonResponse({"user": me, "token": get_token(request)})


def _read(request: SignedInRequest, sheet: Sheet) -> SheetForm:
    form = SheetForm(
        request.POST, instrument=sheet.instrument, indicators=indicators_of(sheet.instrument)
    )
    form.is_valid()
    return form


def _is_fetch(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _saved(request: HttpRequest, sheet: Sheet, form: SheetForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if _is_fetch(request):
        return JsonResponse(_acknowledgement(sheet, form), status=status)
    if form.errors:
        return render(request, "scoring/sheet.html", filling(sheet, form), status=status)
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
    context = filling(sheet, form, base)
    return render(request, "scoring/sheet.html", context, status=HTTPStatus.CONFLICT)
