from hashlib import sha256
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.access import SignedInRequest, logged_page
from accounts.policy import Action
from audit.actions import record
from decisions.views.approvals import track_in
from panels.permissions import round_for
from reports.request_files import FileDamaged, request_files


@logged_page(Action.EXPORT_REQUEST)
def download(request: SignedInRequest, code: str, vacancy: str) -> HttpResponseBase:
    """The ZIP of a choice's request; who fetched which bytes is recorded."""
    round_ = round_for(request, Action.EXPORT_REQUEST, code)
    track = track_in(round_, vacancy)
    try:
        content = request_files(track)
    except FileDamaged as damage:
        messages.error(request, str(damage))
        return redirect("decisions:approval-track", code, vacancy)
    facts = {"vacancy": track.choice.vacancy.code, "sha256": sha256(content).hexdigest()}
    record("reports.request_fetched", track.choice, by=request.user, scope=round_.scope, **facts)
    name = f"usulan-{round_.code}-{track.choice.vacancy.code.lower()}.zip"
    answer = FileResponse(BytesIO(content), as_attachment=True, filename=name)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
