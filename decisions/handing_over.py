"""Which result lies with the appointing authority, and whether the panel corrected it since."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.wording import in_words
from scoring.models import Result
from selection.models import Round


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: when, as which result, and what the panel corrected since."""

    at: datetime | None
    number: int = 1
    correction: Result | None = None


def handed_of(round_: Round) -> Handed:
    """Of a round whose result lies with the authority, or not yet. One query."""
    if not round_.is_handed_over:
        return Handed(at=None)
    results = Result.objects.in_force().filter(round=round_).select_related("hand_over")
    result = results.first()
    if result is None:
        return Handed(at=round_.handed_over_at)
    if hasattr(result, "hand_over"):
        return Handed(at=result.hand_over.handed_at, number=result.number)
    return Handed(at=round_.handed_over_at, correction=result)


def correction_of(round_: Round) -> Result | None:
    """The result that was frozen after a hand-over and was not handed over itself. One query."""
    return handed_of(round_).correction


def correction_words(result: Result) -> str:
    """What stands in the authority's way, as a sentence."""
    day = in_words(timezone.localdate(result.frozen_at))
    return f"Panitia mengoreksi hasil pada {day} dan belum menyerahkannya kembali."
