from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from audit import refusals
from scoring import actions
from scoring.comparing import entries_at
from scoring.forms import MutationForm, SheetForm
from scoring.models import Sheet
from scoring.presenting import criteria_of
from scoring.replication import position
from scoring.rubric import rubric_hash
from scoring.rules import Entries, indicators_of
from scoring.views.sheets import filling, my_sheet

SESSION_OVER = "Sesi Anda berakhir. Masuk kembali; isian Anda tetap ada."
NOT_LOST = "Nilai pengguna sebelumnya belum hilang; ia perlu masuk kembali untuk melanjutkan."
OTHER_RULES = (
    "Aturan penilaian lembar ini berubah sejak halaman dibuka; tidak ada yang disimpan. Nilai yang"
    " tersimpan sebelumnya aman. Muat ulang halaman, lalu periksa isian Anda."
)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The session ended while typing: show what was typed, and where to sign in again."""
    if _is_fetch(request):
        return JsonResponse({"message": SESSION_OVER}, status=HTTPStatus.UNAUTHORIZED)
    typed = [(name, value) for name, value in request.POST.items() if name[:1] in "nc" and value]
    context = {"typed": [pair for pair in typed if pair[0][1:].isdigit()], "text": SESSION_OVER}
    return render(request, "scoring/signed_out.html", context, status=HTTPStatus.UNAUTHORIZED)


def _someone_else(request: HttpRequest) -> HttpResponse | None:
    """Another person signed in on this device since the page was made; nobody is named but them."""
    if request.POST.get("as_user", me := _public_id(request)) == me:
        return None
    text = f"Perangkat ini sekarang dipakai oleh {request.user}. {NOT_LOST}"
    if _is_fetch(request):
        answer: HttpResponse = JsonResponse({"reason": "user", "message": text})
    else:
        answer = render(request, "scoring/someone_else.html", {"text": text})
    answer.status_code = HTTPStatus.CONFLICT
    refusals.because(answer, "other-user")
    return answer


@command(Action.SCORE, signed_out=_signed_out, someone_else=_someone_else)
def save(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Keep what is valid; say what is not; lose nothing."""
    sheet = my_sheet(request, public_id, for_page=not _is_fetch(request))
    page = MutationForm(request.POST)
    version, mutation_id = page.mutation
    form = _read(request, sheet)
    if page.rules != rubric_hash(sheet.instrument, form.indicators):
        return _other_rules(request, sheet, form)
    try:
        saved = actions.save(
            sheet,
            form.entries(sheet.entries),
            base_version=version,
            mutation_id=mutation_id,
            by=request.user,
        )
    except actions.SheetClosed as refusal:
        return _closed(request, sheet, refusal)
    except actions.SheetChanged as refusal:
        return _stale(request, sheet, form, entries_at(sheet, version), refusal)
    return _saved(request, saved, form, mutation_id)


@command(Action.SCORE, someone_else=_someone_else)
def sign(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    sheet = my_sheet(request, public_id)
    page = MutationForm(request.POST)
    base_version, mutation_id = page.mutation
    if not request.POST.get("mine"):
        messages.error(request, "Centang pernyataan bahwa nilai ini penilaian Anda sendiri.")
        return redirect("scoring:review", public_id)
    if page.rules != rubric_hash(sheet.instrument, indicators_of(sheet.instrument)):
        messages.error(request, OTHER_RULES)
        return _back(public_id, "other-rules")
    try:
        actions.sign(sheet, base_version=base_version, mutation_id=mutation_id, by=request.user)
    except actions.SheetIncomplete as refusal:
        messages.error(request, str(refusal))
    except (actions.SheetChanged, actions.SheetClosed) as refusal:
        messages.error(request, str(refusal))
        return _back(public_id, "out-of-turn")
    return redirect("scoring:review", public_id)


def _back(public_id: UUID, kind: str) -> HttpResponse:
    """To the review, where the message says why nothing was signed."""
    answer = redirect("scoring:review", public_id)
    refusals.because(answer, kind)
    return answer


def _public_id(request: HttpRequest) -> str:
    user = request.user
    return str(user.public_id) if user.is_authenticated else ""


def _read(request: SignedInRequest, sheet: Sheet) -> SheetForm:
    form = SheetForm(
        request.POST, instrument=sheet.instrument, indicators=indicators_of(sheet.instrument)
    )
    form.is_valid()
    return form


def _is_fetch(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _saved(request: HttpRequest, sheet: Sheet, form: SheetForm, mutation_id: UUID) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if _is_fetch(request):
        answer = {**_acknowledgement(sheet, form), "mutation_id": str(mutation_id)}
        return JsonResponse(answer, status=status)
    if form.errors:
        return render(request, "scoring/sheet.html", filling(sheet, form), status=status)
    wants_review = request.POST.get("next") == "review"
    return redirect("scoring:review" if wants_review else "scoring:sheet", sheet.public_id)


def _acknowledgement(sheet: Sheet, form: SheetForm) -> dict[str, Any]:
    """`saved_at` is empty as long as nothing was ever saved."""
    at, replayed = position()
    return {
        "version": sheet.version,
        "saved_at": _clock(sheet),
        "position": at,
        "replicated_to": sheet.version if replayed else 0,
        "errors": {name: form.complaint(name) for name in form.errors},
    }


def _clock(sheet: Sheet) -> str:
    return f"{timezone.localtime(sheet.saved_at):%H.%M.%S}" if sheet.saved_at else ""


def _closed(request: HttpRequest, sheet: Sheet, refusal: Exception) -> HttpResponse:
    """A closed sheet drops what the browser kept; one that is not open yet keeps it."""
    is_early = isinstance(refusal, actions.NotOpenYet)
    if _is_fetch(request):
        answer = {"reason": "not-open" if is_early else "closed", "message": str(refusal)}
        return JsonResponse(answer, status=HTTPStatus.CONFLICT if is_early else HTTPStatus.LOCKED)
    messages.error(request, str(refusal))
    return redirect("scoring:sheet" if is_early else "scoring:review", sheet.public_id)


def _other_rules(request: HttpRequest, sheet: Sheet, form: SheetForm) -> HttpResponse:
    """The page shows other criteria, weights or levels than those of the frozen rules."""
    if _is_fetch(request):
        answer: HttpResponse = JsonResponse({"reason": "rubric", "message": OTHER_RULES})
    else:
        messages.error(request, OTHER_RULES)
        answer = render(request, "scoring/sheet.html", filling(sheet, form))
    answer.status_code = HTTPStatus.CONFLICT
    refusals.because(answer, "other-rules")
    return answer


def _stale(
    request: HttpRequest, sheet: Sheet, form: SheetForm, base: Entries, refusal: Exception
) -> HttpResponse:
    """Show both versions, and let the member choose where they differ."""
    sheet.refresh_from_db(fields=["version", "entries", "saved_at"])
    if _is_fetch(request):
        answer = {"reason": "stale", "message": str(refusal), **_meeting(sheet, form, base)}
        return JsonResponse(answer, status=HTTPStatus.CONFLICT)
    context = filling(sheet, form, base)
    return render(request, "scoring/sheet.html", context, status=HTTPStatus.CONFLICT)


def _meeting(sheet: Sheet, form: SheetForm, base: Entries) -> dict[str, Any]:
    """What the script needs to set both versions side by side: fields as text, choices as HTML.

    `mutation_id` is that of the newest save: a page that sent it itself meets nobody.
    """
    criteria = criteria_of(sheet, form, base)
    newest = sheet.events.filter(version=sheet.version).first()
    return {
        "version": sheet.version,
        "saved_at": _clock(sheet),
        "mutation_id": str(newest.mutation_id) if newest else "",
        "fields": {f"n{c.number}": c.typed for c in criteria}
        | {f"c{c.number}": c.note for c in criteria},
        "meetings": {
            c.number: render_to_string(
                "scoring/meeting.html", {"criterion": c, "meeting": c.meeting}
            )
            for c in criteria
        },
        "choices": [c.number for c in criteria if c.meeting and c.meeting.is_choice],
    }
