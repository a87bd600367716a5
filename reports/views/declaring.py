from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import SignedInRequest, command
from accounts.policy import Action
from panels.declaring import NotNow, NotYours, Unanswered
from panels.forms.declaring import DeclarationForm
from panels.permissions import my_seat
from panels.standing import standing_of
from panels.views.declaring import shown
from scoring.panel_changes import declare as sign


@command(Action.DECLARE)
def declare(request: SignedInRequest, code: str) -> HttpResponse:
    """Sign my declaration; a newcomer gets his sheets with it."""
    standing = standing_of(my_seat(request, Action.DECLARE, code))
    form = DeclarationForm(request.POST, standing=standing)
    if not form.is_valid():
        return shown(request, standing, form)
    try:
        signed = sign(standing.seat, form.answers, by=request.user)
    except (NotYours, NotNow, Unanswered) as refusal:
        form.add_error(None, str(refusal))
        return shown(request, standing, form)
    messages.success(request, f"Pernyataan ditandatangani. Kode bukti {signed.receipt}.")
    return redirect("panels:declaration", code)
