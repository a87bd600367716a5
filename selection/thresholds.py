"""What the words for stability mean in one round; part of its rules, so fixed with the freeze."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction

from audit.actions import Actor, record
from selection.models import Round


class ThresholdsFixed(Exception):
    """The rules no longer change."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares of the tests in percent, the gap and the shift of a weight in points."""

    stability_strong: int
    stability_fair: int
    stability_gap: Decimal
    weight_shift: int


@transaction.atomic
def set_limits(round_: Round, limits: Limits, *, by: Actor) -> bool:
    """Write the limits into a draft; say whether anything changed. Raises ThresholdsFixed."""
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise ThresholdsFixed(
            "Aturan putaran ini sudah dibekukan, sehingga ambang kestabilan tidak dapat diubah"
            " lagi. Tidak ada yang berubah."
        )
    wanted = asdict(limits)
    if all(getattr(locked, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(wanted))
    facts = {name: str(value) for name, value in wanted.items()}
    record("selection.stability_set", locked, by=by, scope=locked.scope, **facts)
    return True
