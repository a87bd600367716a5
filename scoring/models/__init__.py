"""What the scoring day leaves behind: sheets and their events, and the freeze before it."""

from scoring.models.freezes import Freeze
from scoring.models.sheets import GivenValue, ScoreEvent, Sheet

__all__ = ["Freeze", "GivenValue", "ScoreEvent", "Sheet"]
