from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, page
from accounts.policy import Action
from scoring.forms import PositionForm
from scoring.models import Sheet
from scoring.replication import is_replayed, position
from scoring.views.sheets import my_sheet


@login_not_required
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who this browser is now, a fresh token, and the server's clock in milliseconds.

    An open sheet asks every few seconds (`lembar`, and `posisi` of its last save), and hears how
    far the sheet is here and whether a standby holds that save.
    """
    user = request.user
    asked = PositionForm(request.GET)
    if not asked.is_valid():
        raise SuspiciousOperation("The sheet or the position is none.")
    answer = {
        "user": str(user.public_id) if user.is_authenticated else None,
        "name": str(user) if user.is_authenticated else "",
        "token": get_token(request),
        "now": int(timezone.now().timestamp() * 1000),
    }
    if user.is_authenticated and (at := asked.cleaned_data["posisi"]):
        answer["replayed"] = is_replayed(at)
    if user.is_authenticated and (sheet := asked.cleaned_data["lembar"]):
        mine = Sheet.objects.visible_to(user).filter(public_id=sheet)
        answer["version"] = mine.values_list("version", flat=True).first()
    return JsonResponse(answer)


@page(Action.SCORE)
def stored(request: SignedInRequest, public_id: UUID, mutation_id: UUID) -> JsonResponse:
    """Whether that save arrived, asked before a newer one is sent in its place."""
    sheet = my_sheet(request, public_id)
    event = sheet.events.filter(mutation_id=mutation_id).first()
    if event is None:
        return JsonResponse({"version": None})
    at, replayed = position()
    saved = timezone.localtime(event.at)
    return JsonResponse(
        {
            "version": event.version,
            "saved_at": f"{saved:%H.%M.%S}",
            "position": at,
            "replicated_to": event.version if replayed else 0,
            "errors": {},
        }
    )
