"""What the scoring day leaves behind: sheets and their events, and the freeze before it."""

from scoring.models.freezes import Freeze
from scoring.models.nudges import Nudge
from scoring.models.practices import Practice
from scoring.models.sheets import GivenValue, ScoreEvent, Sheet

__all__ = ["Freeze", "GivenValue", "Nudge", "Practice", "ScoreEvent", "Sheet"]
