from typing import Any

from django.db import transaction

from accounts.models import User
from decisions.settling import recount_or_break, result_in_force
from selection.actions import advance
from selection.models import Round
from selection.phases import Phase


class NoResult(Exception):
    """What is handed over is a result that a plenary froze; the message says so."""


@transaction.atomic
def hand_over(round_: Round, *, by: User) -> Round:
    """Put the names before the appointing authority.

    Raises NoResult, WrongPhase, and evidence.ChainBroken where the result does not come out again.
    """
    locked = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_.pk)
    result = result_in_force(locked)
    if result is None and locked.is_unsealed:
        raise NoResult(
            "Hasil belum ditetapkan. Buka pleno dan tetapkan hasilnya lebih dahulu. Tidak ada yang"
            " berubah."
        )
    facts: dict[str, Any] = {}
    if result and not locked.is_handed_over:
        recount_or_break(result)
        facts = {"result": result.number, "result_sha256": result.sha256}
    return advance(locked, to=Phase.HANDED_OVER, by=by, **facts)
