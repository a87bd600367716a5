"""The panel of a round: who sits, what they declared, and when they hear whom."""

from panels.models.attendance import Attendance, Incident, Session
from panels.models.changes import PanelChange
from panels.models.composition import CompositionNote, CompositionRule
from panels.models.conflicts import Conflict
from panels.models.declarations import Declaration, Reminder
from panels.models.letters import AssignmentLetter
from panels.models.seats import Seat
from panels.models.slots import Slot
from panels.models.timetable import BreakRule, Draw, TimetablePlan

__all__ = [
    "AssignmentLetter",
    "Attendance",
    "BreakRule",
    "CompositionNote",
    "CompositionRule",
    "Conflict",
    "Declaration",
    "Draw",
    "Incident",
    "PanelChange",
    "Reminder",
    "Seat",
    "Session",
    "Slot",
    "TimetablePlan",
]
