"""Which result lies with the appointing authority, and whether the panel corrected it since."""

from django.utils import timezone

from accounts.wording import in_words
from scoring.models import Result
from selection.models import Round


def correction_of(round_: Round) -> Result | None:
    """The result that was frozen after a hand-over and was not handed over itself. One query."""
    if not round_.is_handed_over:
        return None
    results = Result.objects.in_force().filter(round=round_).select_related("hand_over")
    result = results.first()
    return result if result and not hasattr(result, "hand_over") else None


def correction_words(result: Result) -> str:
    """What stands in the authority's way, as a sentence."""
    day = in_words(timezone.localdate(result.frozen_at))
    return f"Panitia mengoreksi hasil pada {day} dan belum menyerahkannya kembali."
