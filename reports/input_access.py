"""Who reads public input: a verifier who judges nobody of the round."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.access import SignedInRequest
from accounts.policy import Action
from candidates.models import PublicInput
from panels.permissions import round_for
from reports.talent_access import judges
from selection.models import Round

JUDGES = (
    "Anda duduk dalam panitia putaran ini, sehingga tidak dapat membaca masukan masyarakat"
    " tentang kandidatnya."
)


def verifier_round(request: SignedInRequest, action: Action, code: str) -> Round:
    """The round, for its verifier (else 404, 403)."""
    round_ = round_for(request, action, code)
    if judges(round_):
        raise PermissionDenied(JUDGES)
    return round_


def input_for(request: SignedInRequest, action: Action, code: str, public_id: UUID) -> PublicInput:
    """One input of the round, for its verifier (else 404, 403)."""
    round_ = verifier_round(request, action, code)
    inputs = PublicInput.objects.for_listing().select_related("subject__window")
    found = get_object_or_404(inputs, subject__window__round=round_, public_id=public_id)
    found.subject.window.round = round_
    return found
