"""Who may do what, and when: the role × action table (security.md 4.2), rows that exist so far.

Default deny. A cell names the condition under which a role may act; no cell, no right. The pages
carry the action they belong to, and tests walk every address × every role against this table.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from accounts.policy_deciding import DECIDING
from accounts.rights import Action, Role, When

__all__ = ["POLICY", "Action", "Role", "When", "allows"]

_EVERYONE = dict.fromkeys(Role, When.ALWAYS)

POLICY: Mapping[Action, Mapping[Role, When]] = {
    Action.OPEN_HOME: _EVERYONE,
    Action.READ_ROUND: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_CANDIDATES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_REQUIREMENTS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.CHECK_REQUIREMENTS: {Role.STAFF: When.DRAFT},
    Action.APPROVE_EXCEPTION: {Role.HEAD: When.DRAFT},
    Action.READ_PROGRESS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.LOAD_ROUND: {Role.STAFF: When.ALWAYS},
    Action.EXPORT_ROUND: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.EXPORT_SCORES: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    Action.READ_RULES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.SET_STABILITY: {Role.STAFF: When.DRAFT},
    Action.REQUEST_FREEZE: {Role.STAFF: When.DRAFT},
    Action.APPROVE_FREEZE: {Role.HEAD: When.DRAFT, Role.CHAIR: When.DRAFT},
    Action.RETURN_FREEZE: {Role.STAFF: When.DRAFT, Role.HEAD: When.DRAFT, Role.CHAIR: When.DRAFT},
    Action.OPEN_SCORING: {Role.CHAIR: When.FROZEN},
    Action.SCORE: {Role.MEMBER: When.OWN, Role.CHAIR: When.OWN},
    # A member answers for the chair's own sheet alone (scoring.reopening.reopenings_for).
    Action.DECIDE_REOPENING: {Role.MEMBER: When.SCORING, Role.CHAIR: When.SCORING},
    Action.OPEN_PAPER: {Role.CHAIR: When.SCORING},
    Action.READ_FORMS: {
        Role.STAFF: When.SCORING,
        Role.HEAD: When.SCORING,
        Role.CHAIR: When.SCORING,
    },
    # Only who has no seat on the panel (scoring.transcribing.why_not).
    Action.TRANSCRIBE: {Role.STAFF: When.SCORING},
    Action.CLOSE_DAY: {Role.CHAIR: When.SCORING},
    Action.READ_MINUTES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.CONFIRM_MINUTES: {Role.MEMBER: When.SCORING, Role.CHAIR: When.SCORING},
    Action.UNSEAL: {Role.CHAIR: When.SCORING},
    Action.WITNESS_UNSEALING: {Role.MEMBER: When.SCORING},
    Action.RETURN_UNSEALING: {Role.MEMBER: When.SCORING, Role.CHAIR: When.SCORING},
    Action.EXPORT_EVIDENCE: {Role.CHAIR: When.ALWAYS, Role.AUDITOR: When.ALWAYS},
    Action.READ_RANKING: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.MEMBER: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.UNSEALED,
    },
    Action.READ_SHEETS_BY_NAME: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    # The chair may be a member too: the auditor reads the same page, his questions included.
    Action.READ_CLARIFICATION: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    Action.NOTE_CLARIFICATION: {Role.CHAIR: When.UNSEALED, Role.AUDITOR: When.UNSEALED},
    Action.ORDER_DOCUMENT: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
        Role.AUTHORITY: When.HANDED_OVER,
    },
    Action.READ_DOCUMENT: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
        Role.AUTHORITY: When.HANDED_OVER,
        Role.AUDITOR: When.UNSEALED,
    },
    Action.REVOKE_DOCUMENT: {Role.HEAD: When.UNSEALED, Role.CHAIR: When.UNSEALED},
    Action.READ_PLENARY: {
        Role.STAFF: When.UNSEALED,
        Role.HEAD: When.UNSEALED,
        Role.MEMBER: When.UNSEALED,
        Role.CHAIR: When.UNSEALED,
        Role.AUDITOR: When.UNSEALED,
    },
    # Also once handed over: a correction is a new plenary.
    Action.HOLD_PLENARY: {Role.CHAIR: When.UNSEALED},
    Action.CONFIRM_PLENARY: {Role.MEMBER: When.UNSEALED, Role.CHAIR: When.UNSEALED},
    Action.FREEZE_RESULT: {Role.CHAIR: When.UNSEALED},
    Action.NAME_SIGNATORIES: {Role.STAFF: When.ALWAYS, Role.CHAIR: When.ALWAYS},
    Action.SIGN_DOCUMENT: {  # his own line; whoever is named on one reads what he signs
        Role.STAFF: When.OWN,
        Role.HEAD: When.OWN,
        Role.MEMBER: When.OWN,
        Role.CHAIR: When.OWN,
        Role.AUTHORITY: When.OWN,
    },
    Action.SETTLE_SIGNATURE: {Role.STAFF: When.ALWAYS},
    Action.UPLOAD_SCAN: {Role.STAFF: When.ALWAYS, Role.CHAIR: When.ALWAYS},
    Action.READ_SCANS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    # Not by whoever uploaded it (reports.wet_ink, and the database).
    Action.CHECK_SCAN: {Role.STAFF: When.ALWAYS, Role.HEAD: When.ALWAYS, Role.CHAIR: When.ALWAYS},
    # Once, and again after each correction (decisions.actions).
    Action.HAND_OVER: {Role.CHAIR: When.UNSEALED},
    Action.READ_PANEL: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.EDIT_PANEL: {Role.STAFF: When.DRAFT},
    Action.REQUEST_PANEL_CHANGE: {Role.STAFF: When.FIXED},
    Action.APPROVE_PANEL_CHANGE: {Role.HEAD: When.FIXED, Role.CHAIR: When.FIXED},
    Action.REMIND_MEMBERS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
    },
    Action.DECLARE: {Role.MEMBER: When.OWN, Role.CHAIR: When.OWN},
    Action.READ_DECLARATION_STATES: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_PAPERS: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_DECLARATIONS: {Role.AUDITOR: When.ALWAYS},
    Action.HAND_IN_PAPER: {Role.STAFF: When.ALWAYS},
    Action.SET_PAPER_RULES: {Role.STAFF: When.DRAFT},
    Action.READ_INPUT_WINDOW: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.REQUEST_INPUT_WINDOW: {Role.STAFF: When.ALWAYS},
    Action.OPEN_INPUT_WINDOW: {Role.HEAD: When.ALWAYS},
    # Not by an auditor who judges in the round (reports.input_access).
    Action.READ_INPUTS: {Role.AUDITOR: When.ALWAYS},
    Action.VERIFY_INPUT: {Role.AUDITOR: When.ALWAYS},
    Action.OPEN_IDENTITY: {Role.AUDITOR: When.ALWAYS},
    Action.READ_ATTENDANCE: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.NOTE_ATTENDANCE: {Role.STAFF: When.SCORING},
    Action.READ_TIMETABLE: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.EDIT_TIMETABLE: {Role.STAFF: When.BEFORE_UNSEALING, Role.HEAD: When.BEFORE_UNSEALING},
    Action.READ_OWN_TIMETABLE: {Role.MEMBER: When.OWN, Role.CHAIR: When.OWN},
    Action.READ_MAIL: {Role.STAFF: When.ALWAYS, Role.HEAD: When.ALWAYS, Role.AUDITOR: When.ALWAYS},
    Action.SEND_MAIL: {Role.STAFF: When.ALWAYS},
    Action.READ_ACCOUNTS: {
        Role.SYSADMIN: When.ALWAYS,
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.ISSUE_ACCOUNTS: {Role.SYSADMIN: When.ALWAYS, Role.HEAD: When.ALWAYS},
    Action.READ_TALENT_POOL: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_TALENT_GRID: {  # a panel member sees in it only whom he has signed
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.ALWAYS,
        Role.CHAIR: When.ALWAYS,
        Role.AUTHORITY: When.UNSEALED,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.READ_TALENT: {
        Role.STAFF: When.ALWAYS,
        Role.HEAD: When.ALWAYS,
        Role.MEMBER: When.SIGNED,
        Role.CHAIR: When.SIGNED,
        Role.AUTHORITY: When.UNSEALED,
        Role.AUDITOR: When.ALWAYS,
    },
    Action.LOAD_TALENT: {Role.STAFF: When.ALWAYS},
    Action.CREATE_ACCOUNTS: {Role.SYSADMIN: When.ALWAYS},
    Action.GRANT_ROLES: {Role.HEAD: When.ALWAYS},
    **DECIDING,
}


def allows(action: Action, roles: Iterable[Role], states: AbstractSet[When]) -> bool:
    """True where one of the roles may act while the object is in these states."""
    cells = POLICY[action]
    return any(cells[role] in states for role in roles if role in cells)
