"""Which result lies with the appointing authority, and whether the panel corrected it since."""

from django.utils import timezone

from accounts.wording import in_words
from decisions.models import HandOver
from decisions.settling import result_in_force
from scoring.models import Result
from selection.models import Round


def correction_of(round_: Round) -> Result | None:
    """The result that was frozen after a hand-over and was not handed over itself. Two queries."""
    result = result_in_force(round_) if round_.is_handed_over else None
    if result is None or HandOver.objects.filter(result=result).exists():
        return None
    return result


def correction_words(result: Result) -> str:
    """What stands in the authority's way, as a sentence."""
    day = in_words(timezone.localdate(result.frozen_at))
    return f"Panitia mengoreksi hasil pada {day} dan belum menyerahkannya kembali."
