"""The rows of the role × action table for what comes after the hand-over: accounts.policy."""

from collections.abc import Mapping

from accounts.rights import Action, Role, When

DECIDING: Mapping[Action, Mapping[Role, When]] = {
    Action.READ_SHORTLIST: {
        Role.STAFF: When.HANDED_OVER,
        Role.HEAD: When.HANDED_OVER,
        Role.CHAIR: When.HANDED_OVER,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    # Drafts are the authority's alone: staff who show the page on a tablet choose nothing.
    Action.CHOOSE: {Role.AUTHORITY: When.HANDED_OVER},
    # Before anything is set the page holds nothing that was chosen (decisions.choosing).
    Action.READ_CHOICES: {
        Role.STAFF: When.HANDED_OVER,
        Role.HEAD: When.HANDED_OVER,
        Role.CHAIR: When.HANDED_OVER,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    # It names people of the talent pool with their boxes, which the chair reads for candidates
    # alone (READ_TALENT). Drafts are in it for their author only (decisions.succession).
    Action.READ_CASCADE: {
        Role.STAFF: When.HANDED_OVER,
        Role.HEAD: When.HANDED_OVER,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    # How far down the city looks decides which posts count as critical, in every round: the
    # head's word, with a reason, and not the clerk's.
    Action.SET_CASCADE: {Role.HEAD: When.HANDED_OVER},
    # Whoever may load a round by workbook may begin one.
    Action.START_FOLLOW_UP: {Role.STAFF: When.HANDED_OVER},
    Action.READ_APPROVALS: {
        Role.STAFF: When.HANDED_OVER,
        Role.HEAD: When.HANDED_OVER,
        Role.CHAIR: When.HANDED_OVER,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    # It strikes a name out for good: a clerk alone could so lead the choice to whoever is left.
    Action.NOTE_WITHDRAWAL: {Role.HEAD: When.HANDED_OVER},
    Action.READ_INQUIRIES: {
        Role.AUTHORITY: When.HANDED_OVER,
        Role.CHAIR: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    Action.ANSWER_INQUIRY: {Role.CHAIR: When.HANDED_OVER},
    Action.RUN_APPROVALS: {Role.STAFF: When.HANDED_OVER, Role.HEAD: When.HANDED_OVER},
    # Not by whoever asked for it (decisions.overriding, and the database).
    Action.DECIDE_ROUTE: {Role.STAFF: When.HANDED_OVER, Role.HEAD: When.HANDED_OVER},
    Action.EXPORT_REQUEST: {
        Role.STAFF: When.HANDED_OVER,
        Role.HEAD: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    # It undoes what the authority set: not the clerk's alone.
    Action.END_CHOICE: {Role.HEAD: When.HANDED_OVER},
    Action.CLOSE_ROUND: {Role.HEAD: When.HANDED_OVER},
    Action.READ_VERIFIED_INPUTS: {Role.AUTHORITY: When.HANDED_OVER},
    Action.READ_ANNOUNCEMENTS: {
        Role.STAFF: When.HANDED_OVER,
        Role.HEAD: When.HANDED_OVER,
        Role.AUDITOR: When.HANDED_OVER,
    },
    Action.REQUEST_ANNOUNCEMENT: {Role.STAFF: When.HANDED_OVER},
    # Not by whoever asked for it (decisions.announcing, and the database).
    Action.PUBLISH_ANNOUNCEMENT: {Role.HEAD: When.HANDED_OVER},
}
