"""Who reads public input: a verifier who judges nobody of the round."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404

from accounts.access import SignedInRequest
from accounts.policy import Action
from candidates.models import InputState, PublicInput
from panels.permissions import may, round_for
from reports.talent_access import judges
from selection.models import Round

JUDGES = (
    "Anda duduk dalam panitia putaran ini, sehingga tidak dapat membaca masukan masyarakat"
    " tentang kandidatnya."
)

MOVED_BY_VERIFIER = (InputState.RECEIVED, InputState.VERIFYING, InputState.REPLIED)


@dataclass(frozen=True, slots=True)
class ToVerify:
    """Public input of a round that waits for its verifier."""

    round: Round
    count: int


def to_verify(rounds: Sequence[Round]) -> list[ToVerify]:
    """What waits for the user for whom the rounds were fetched; no query where he verifies none."""
    mine = [round_ for round_ in rounds if may(round_, Action.VERIFY_INPUT) and not judges(round_)]
    if not mine:
        return []
    inputs = PublicInput.objects.in_state(*MOVED_BY_VERIFIER)
    waiting = inputs.filter(erased_at=None, subject__window__round__in=mine)
    counts = dict(
        waiting.order_by().values_list("subject__window__round").annotate(count=Count("pk"))
    )
    return [ToVerify(round_, counts[round_.pk]) for round_ in mine if round_.pk in counts]


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
