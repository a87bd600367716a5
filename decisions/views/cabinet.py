from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import SignedInRequest, page
from accounts.policy import Action
from decisions.cabinet_page import cabinet_of
from decisions.handing_over import correction_of
from panels.permissions import may, round_for


# Nothing here is not on the pages of the posts, the ranking or the approvals already: whoever
# reads the shortlist reads this, and drafts stay with whoever may choose.
@page(Action.READ_SHORTLIST)
def cabinet(request: SignedInRequest, code: str) -> HttpResponse:
    """All posts with what is chosen, conflicts, balance, and the computed placement beside it."""
    round_ = round_for(request, Action.READ_SHORTLIST, code)
    chooses = may(round_, Action.CHOOSE)
    whole = cabinet_of(round_, timezone.localdate(), chooses=chooses)
    context = {
        "round": round_,
        "page": whole,
        "correction": correction_of(round_),
        "chooses": chooses,
        "cascades": may(round_, Action.READ_CASCADE),
    }
    return render(request, "decisions/cabinet.html", context)
