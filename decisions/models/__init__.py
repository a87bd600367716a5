from decisions.models.announcements import Announcement, AnnouncementQuerySet, DisclosureRule
from decisions.models.approvals import (
    Approval,
    ApprovalEvent,
    KeptRoute,
    Letter,
    RouteOverride,
)
from decisions.models.choices import Choice, ChoiceDraft, Determination, Inquiry, What
from decisions.models.endings import ChoiceEnd, Decree, Inauguration, RoundClosure
from decisions.models.hand_overs import HandOver
from decisions.models.plenaries import (
    Dissent,
    Plenary,
    PlenaryAttendance,
    PlenaryConfirmation,
    PlenaryDecision,
    PlenaryQuerySet,
)
from decisions.models.route_rows import ApprovalRule, ElectionWindow, HeadOfRegionTerm
from decisions.models.successions import CascadeSetting, FollowUp, PostLevel
from decisions.models.withdrawals import Withdrawal

__all__ = [
    "Announcement",
    "AnnouncementQuerySet",
    "Approval",
    "ApprovalEvent",
    "ApprovalRule",
    "CascadeSetting",
    "Choice",
    "ChoiceDraft",
    "ChoiceEnd",
    "Decree",
    "Determination",
    "DisclosureRule",
    "Dissent",
    "ElectionWindow",
    "FollowUp",
    "HandOver",
    "HeadOfRegionTerm",
    "Inauguration",
    "Inquiry",
    "KeptRoute",
    "Letter",
    "Plenary",
    "PlenaryAttendance",
    "PlenaryConfirmation",
    "PlenaryDecision",
    "PlenaryQuerySet",
    "PostLevel",
    "RoundClosure",
    "RouteOverride",
    "What",
    "Withdrawal",
]
