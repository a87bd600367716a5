from decisions.models.choices import Choice, ChoiceDraft, Determination, Inquiry, What
from decisions.models.plenaries import (
    Dissent,
    Plenary,
    PlenaryAttendance,
    PlenaryConfirmation,
    PlenaryDecision,
    PlenaryQuerySet,
)
from decisions.models.withdrawals import Withdrawal

__all__ = [
    "Choice",
    "ChoiceDraft",
    "Determination",
    "Dissent",
    "Inquiry",
    "Plenary",
    "PlenaryAttendance",
    "PlenaryConfirmation",
    "PlenaryDecision",
    "PlenaryQuerySet",
    "What",
    "Withdrawal",
]
