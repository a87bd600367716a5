from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from decisions.handing_over import correction_of
from decisions.models import HandOver, RoundClosure
from decisions.settling import recount_or_break, result_in_force
from scoring.models import Result
from selection.actions import advance
from selection.models import Round
from selection.phases import Phase


class NoResult(Exception):
    """What is handed over is a result that a plenary froze; the message says so."""


@transaction.atomic
def hand_over(round_: Round, *, by: User) -> Round:
    """Put the names before the appointing authority, and again once the panel corrected them.

    Raises NoResult, WrongPhase, and evidence.ChainBroken where the result does not come out again.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    result = result_in_force(locked)
    if result is None and locked.is_unsealed:
        raise NoResult(
            "Hasil belum ditetapkan. Buka pleno dan tetapkan hasilnya lebih dahulu. Tidak ada yang"
            " berubah."
        )
    if correction := correction_of(locked):
        return _hand_over_again(locked, correction, by)
    if result is None or locked.is_handed_over:
        return advance(locked, to=Phase.HANDED_OVER, by=by)  # which says what is in the way
    recount_or_break(result)
    facts: dict[str, Any] = {"result": result.number, "result_sha256": result.sha256}
    handed = advance(locked, to=Phase.HANDED_OVER, by=by, **facts)
    _keep(handed, result, by)
    return handed


def _hand_over_again(round_: Round, result: Result, by: User) -> Round:
    if RoundClosure.objects.filter(round=round_).exists():
        raise NoResult("Putaran ini sudah ditutup ke arsip. Tidak ada yang berubah.")
    recount_or_break(result)
    kept = _keep(round_, result, by)
    facts = {"result": result.number, "result_sha256": result.sha256, "reason": result.reason}
    record("decisions.handed_over_again", kept, by=by, scope=round_.scope, **facts)
    return round_


def _keep(round_: Round, result: Result, by: User) -> HandOver:
    return HandOver.objects.create(
        round=round_, result=result, handed_by=by, handed_at=timezone.now()
    )
