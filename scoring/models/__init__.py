"""What the scoring day leaves behind: sheets and their events, closed days, the seal
opened, and what came out."""

from scoring.models.clarifications import ClarificationNote
from scoring.models.closings import ClosedSheet, Closing, Confirmation, Excuse
from scoring.models.freezes import Freeze
from scoring.models.nudges import Nudge
from scoring.models.practices import Practice
from scoring.models.reopenings import Reopening
from scoring.models.results import Result
from scoring.models.sheets import GivenValue, ScoreEvent, Sheet
from scoring.models.transcriptions import PaperMode, Transcription
from scoring.models.unsealings import Alarm, Unsealing

__all__ = [
    "Alarm",
    "ClarificationNote",
    "ClosedSheet",
    "Closing",
    "Confirmation",
    "Excuse",
    "Freeze",
    "GivenValue",
    "Nudge",
    "PaperMode",
    "Practice",
    "Reopening",
    "Result",
    "ScoreEvent",
    "Sheet",
    "Transcription",
    "Unsealing",
]
