from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, page
from accounts.policy import Action
from panels.permissions import grant_member
from scoring import presenting
from scoring.agenda import agendas_of
from scoring.models import Sheet
from scoring.sealing import keys_of
from scoring.shell_parts import edition, modules
from scoring.views.sheets import my_sheet


@login_not_required
@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, at an address whose folder is all that it may serve: /penilaian/."""
    script = Path(settings.BASE_DIR, "static", "js", "worker.js").read_text()
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@page(Action.SCORE)
def shells(request: SignedInRequest) -> HttpResponse:
    """What stands in for the member's list without a connection: today's sheets, by number."""
    grant_member(request, Action.SCORE)
    agendas = agendas_of(request.user, timezone.localtime())
    days = [d for agenda in agendas for d in agenda.days if d.is_today or d.date is None]
    open_ = [
        part.sheet
        for day in days
        for sitting in day.sittings
        for part in sitting.parts
        if part.state != "signed"
    ]
    return render(request, "scoring/shells.html", {"sheets": open_, "edition": edition()})


@page(Action.SCORE)
def shell(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """One sheet without a word of what was scored or of whom: criteria, levels, and a lock.

    It lies in the browser's storage until the member signs out.
    """
    sheet = my_sheet(request, public_id)
    blank = Sheet(instrument=sheet.instrument)
    criteria = presenting.criteria_of(blank)
    keys = keys_of(request.user.public_id, sheet.public_id)
    context = {
        "sheet": sheet,
        "criteria": criteria,
        "guided": presenting.guided(criteria),
        "scale": presenting.scale_text(sheet.instrument),
        "parts": modules(),
        "lock": {"x": keys["x"], "y": keys["y"]},
    }
    return render(request, "scoring/shell.html", context)
