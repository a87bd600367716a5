"""Every address × every role × own and foreign object × every phase, against the policy table."""

from dataclasses import dataclass, field
from itertools import product
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.policy import POLICY, Action, Role, When, allows
from decisions.actions import hand_over
from decisions.deciding import Proposal, decide
from decisions.holding import Presence, note_attendance, open_plenary
from decisions.inquiring import ask_panel
from decisions.models import PlenaryDecision
from decisions.settling import freeze_result
from panels.permissions import states_of
from reports.models import Document, Signatory
from scoring.closing import Answer, close_day, ending_of
from scoring.models import ClosedSheet, Closing, Nudge, Sheet
from scoring.paper_modes import open_paper
from scoring.reopening import request_reopening
from selection.phases import Phase
from tests import announcing, factories
from tests.candidates.exports import AS_OF, person, put
from tests.checking import Checking, checking_of
from tests.decisions.chosen import arguments_of
from tests.inputs import some_input
from tests.panels.timetables import heard
from tests.rounds import fill, make_round
from tests.test_house import our_routes, routes

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

MEMBERSHIP = {
    Role.STAFF: Membership.Role.STAFF,
    Role.HEAD: Membership.Role.HEAD,
    Role.AUTHORITY: Membership.Role.AUTHORITY,
    Role.AUDITOR: Membership.Role.AUDITOR,
    Role.SYSADMIN: Membership.Role.SYSADMIN,
}


UNPLAYED = (Phase.DRAFT, Phase.FROZEN)
NOT_OF_A_ROUND = ("upload", "person", "official", "talent_import", "talent_upload")


@dataclass(frozen=True)
class Case:
    """An address: what it is about (`round`, `sheet`, `document`, `upload`, `person`, ``)."""

    action: Action
    about: str = ""
    post: bool = False


CASES = {
    "reports:home": Case(Action.OPEN_HOME),
    "reports:round": Case(Action.READ_ROUND, "round"),
    "reports:changes": Case(Action.READ_PROGRESS, "round"),
    "reports:rules": Case(Action.READ_RULES, "round"),
    "reports:rules-text": Case(Action.READ_RULES, "round"),
    "reports:set-stability": Case(Action.SET_STABILITY, "round", post=True),
    "reports:request-freeze": Case(Action.REQUEST_FREEZE, "round", post=True),
    "reports:approve-freeze": Case(Action.APPROVE_FREEZE, "round", post=True),
    "reports:return-freeze": Case(Action.RETURN_FREEZE, "round", post=True),
    "reports:results": Case(Action.READ_RANKING, "round"),
    "reports:ranking": Case(Action.READ_RANKING, "vacancy"),
    "reports:clarification": Case(Action.READ_CLARIFICATION, "round"),
    "reports:note-clarification": Case(Action.NOTE_CLARIFICATION, "round", post=True),
    "reports:recapitulation-file": Case(Action.READ_RANKING, "round"),
    "reports:ranking-file": Case(Action.READ_RANKING, "round"),
    "reports:documents": Case(Action.READ_DOCUMENT, "round"),
    "reports:order-document": Case(Action.ORDER_DOCUMENT, "round", post=True),
    "reports:preview": Case(Action.ORDER_DOCUMENT, "round"),
    "reports:document": Case(Action.READ_DOCUMENT, "document"),
    "reports:download": Case(Action.READ_DOCUMENT, "document"),
    "reports:retry-document": Case(Action.ORDER_DOCUMENT, "document", post=True),
    "reports:revoke-document": Case(Action.REVOKE_DOCUMENT, "document", post=True),
    "reports:replace-document": Case(Action.REVOKE_DOCUMENT, "document", post=True),
    "reports:requirements": Case(Action.READ_REQUIREMENTS, "round"),
    "reports:requirement-matrix": Case(Action.READ_REQUIREMENTS, "vacancy"),
    "reports:requirement-cell": Case(Action.READ_REQUIREMENTS, "requirement"),
    "reports:requirement-letter": Case(Action.READ_REQUIREMENTS, "nomination"),
    "reports:judge-field": Case(Action.CHECK_REQUIREMENTS, "nomination", post=True),
    "reports:ask-exception": Case(Action.CHECK_REQUIREMENTS, "requirement", post=True),
    "reports:exceptions": Case(Action.READ_REQUIREMENTS, "round"),
    "reports:approve-exception": Case(Action.APPROVE_EXCEPTION, "exception", post=True),
    "reports:return-exception": Case(Action.APPROVE_EXCEPTION, "exception", post=True),
    "reports:relatedness": Case(Action.READ_REQUIREMENTS, "vacancy"),
    "reports:judge-related": Case(Action.CHECK_REQUIREMENTS, "vacancy", post=True),
    "reports:confirm-related": Case(Action.CHECK_REQUIREMENTS, "vacancy", post=True),
    "reports:requirement-rules": Case(Action.READ_REQUIREMENTS, "round"),
    "reports:adopt-rules": Case(Action.CHECK_REQUIREMENTS, "round", post=True),
    "reports:end-rule": Case(Action.CHECK_REQUIREMENTS, "rule", post=True),
    "reports:candidate": Case(Action.READ_CANDIDATES, "candidate"),
    "reports:check-facts": Case(Action.CHECK_REQUIREMENTS, "candidate", post=True),
    "reports:record-evidence": Case(Action.CHECK_REQUIREMENTS, "candidate", post=True),
    "reports:judge-acting": Case(Action.CHECK_REQUIREMENTS, "acting", post=True),
    "reports:compare-evidence": Case(Action.CHECK_REQUIREMENTS, "evidence", post=True),
    "reports:attachment": Case(Action.READ_CANDIDATES, "attachment"),
    "reports:papers": Case(Action.READ_PAPERS, "round"),
    "reports:set-paper-deadline": Case(Action.SET_PAPER_RULES, "round", post=True),
    "reports:set-blind": Case(Action.SET_PAPER_RULES, "round", post=True),
    "reports:paper": Case(Action.READ_PAPERS, "paper_of"),
    "reports:hand-in-paper": Case(Action.HAND_IN_PAPER, "paper_of", post=True),
    "reports:paper-file": Case(Action.READ_PAPERS, "paper"),
    "reports:input-window": Case(Action.READ_INPUT_WINDOW, "round"),
    "reports:request-input-window": Case(Action.REQUEST_INPUT_WINDOW, "round", post=True),
    "reports:open-input-window": Case(Action.OPEN_INPUT_WINDOW, "input_window", post=True),
    "reports:return-input-window": Case(Action.OPEN_INPUT_WINDOW, "input_window", post=True),
    "reports:end-input-window": Case(Action.OPEN_INPUT_WINDOW, "input_window", post=True),
    "reports:inputs": Case(Action.READ_INPUTS, "round"),
    "reports:input": Case(Action.READ_INPUTS, "input"),
    "reports:step-input": Case(Action.VERIFY_INPUT, "input", post=True),
    "reports:open-identity": Case(Action.OPEN_IDENTITY, "input", post=True),
    "reports:input-file": Case(Action.READ_INPUTS, "input"),
    "reports:verified-inputs": Case(Action.READ_VERIFIED_INPUTS, "round"),
    "reports:announcements": Case(Action.READ_ANNOUNCEMENTS, "round"),
    "reports:new-announcement": Case(Action.REQUEST_ANNOUNCEMENT, "round"),
    "reports:request-announcement": Case(Action.REQUEST_ANNOUNCEMENT, "round", post=True),
    "reports:announcement": Case(Action.READ_ANNOUNCEMENTS, "announcement"),
    "reports:publish-announcement": Case(Action.PUBLISH_ANNOUNCEMENT, "announcement", post=True),
    "reports:return-announcement": Case(Action.PUBLISH_ANNOUNCEMENT, "announcement", post=True),
    "reports:take-back-announcement": Case(Action.REQUEST_ANNOUNCEMENT, "announcement", post=True),
    "reports:attendance": Case(Action.READ_ATTENDANCE, "round"),
    "reports:note-attendance": Case(Action.NOTE_ATTENDANCE, "round", post=True),
    "reports:write-incident": Case(Action.NOTE_ATTENDANCE, "round", post=True),
    "reports:attendance-list": Case(Action.READ_ATTENDANCE, "round"),
    "reports:incident-sheet": Case(Action.READ_ATTENDANCE, "round"),
    "scoring:agenda": Case(Action.SCORE),
    "scoring:confirm": Case(Action.SCORE, post=True),
    "scoring:notices": Case(Action.SCORE),
    "scoring:understand": Case(Action.SCORE, "nudge", post=True),
    "scoring:practice": Case(Action.SCORE, "own-seat"),
    "scoring:save-practice": Case(Action.SCORE, "own-seat", post=True),
    "scoring:practice-review": Case(Action.SCORE, "own-seat"),
    "scoring:finish-practice": Case(Action.SCORE, "own-seat", post=True),
    "scoring:progress": Case(Action.READ_PROGRESS, "round"),
    "scoring:remind": Case(Action.REMIND_MEMBERS, "seat", post=True),
    "scoring:sheet": Case(Action.SCORE, "sheet"),
    "scoring:hour": Case(Action.SCORE, "sheet"),
    "scoring:shells": Case(Action.SCORE),
    "scoring:shell": Case(Action.SCORE, "sheet"),
    "scoring:stored": Case(Action.SCORE, "stored"),
    "scoring:save": Case(Action.SCORE, "sheet", post=True),
    "scoring:review": Case(Action.SCORE, "sheet"),
    "scoring:sign": Case(Action.SCORE, "sheet", post=True),
    "scoring:profile": Case(Action.SCORE, "sheet"),
    "scoring:paper": Case(Action.SCORE, "read_paper"),
    "scoring:open-scoring": Case(Action.OPEN_SCORING, "round", post=True),
    "scoring:ask-reopening": Case(Action.SCORE, "sheet", post=True),
    "scoring:copies": Case(Action.SCORE, "sheet"),
    "scoring:confirm-copies": Case(Action.SCORE, "sheet", post=True),
    "scoring:return-copies": Case(Action.SCORE, "sheet", post=True),
    "reports:on-paper": Case(Action.READ_FORMS, "round"),
    "reports:open-paper": Case(Action.OPEN_PAPER, "round", post=True),
    "reports:close-paper": Case(Action.OPEN_PAPER, "round", post=True),
    "reports:order-forms": Case(Action.READ_FORMS, "round", post=True),
    "reports:find-copy": Case(Action.TRANSCRIBE, "round"),
    "reports:copy": Case(Action.TRANSCRIBE, "copy"),
    "reports:transcribe": Case(Action.TRANSCRIBE, "copy", post=True),
    "reports:withdraw-copy": Case(Action.TRANSCRIBE, "copy", post=True),
    "reports:forms-file": Case(Action.READ_FORMS, "forms_file"),
    "reports:download-forms": Case(Action.READ_FORMS, "forms_file"),
    "reports:retry-forms": Case(Action.READ_FORMS, "forms_file", post=True),
    "reports:sealing": Case(Action.READ_MINUTES, "round"),
    "reports:closing-day": Case(Action.CLOSE_DAY, "round"),
    "reports:close-day": Case(Action.CLOSE_DAY, "round", post=True),
    "reports:ask-unsealing": Case(Action.UNSEAL, "round", post=True),
    "reports:witness-unsealing": Case(Action.WITNESS_UNSEALING, "round", post=True),
    "reports:return-unsealing": Case(Action.RETURN_UNSEALING, "round", post=True),
    "reports:grant-reopening": Case(Action.DECIDE_REOPENING, "reopening", post=True),
    "reports:refuse-reopening": Case(Action.DECIDE_REOPENING, "reopening", post=True),
    "reports:evidence": Case(Action.EXPORT_EVIDENCE, "round"),
    "reports:minutes": Case(Action.READ_MINUTES, "minutes"),
    "reports:confirm-minutes": Case(Action.CONFIRM_MINUTES, "minutes", post=True),
    "reports:print-minutes": Case(Action.READ_MINUTES, "minutes", post=True),
    "reports:minutes-file": Case(Action.READ_MINUTES, "minutes_file"),
    "reports:download-minutes": Case(Action.READ_MINUTES, "minutes_file"),
    "reports:retry-minutes": Case(Action.READ_MINUTES, "minutes_file", post=True),
    "reports:signatories": Case(Action.NAME_SIGNATORIES, "document"),
    "reports:name-signatories": Case(Action.NAME_SIGNATORIES, "document", post=True),
    "reports:signing": Case(Action.SIGN_DOCUMENT, "line"),
    "reports:signing-file": Case(Action.SIGN_DOCUMENT, "line"),
    "reports:sign": Case(Action.SIGN_DOCUMENT, "line", post=True),
    "reports:settling": Case(Action.SETTLE_SIGNATURE, "signature"),
    "reports:settle-signature": Case(Action.SETTLE_SIGNATURE, "signature", post=True),
    "reports:signature-sheet": Case(Action.UPLOAD_SCAN, "document"),
    "reports:upload-scan": Case(Action.UPLOAD_SCAN, "document", post=True),
    "reports:scan": Case(Action.READ_SCANS, "scan"),
    "reports:scan-file": Case(Action.READ_SCANS, "scan"),
    "reports:accept-scan": Case(Action.CHECK_SCAN, "scan", post=True),
    "reports:refuse-scan": Case(Action.CHECK_SCAN, "scan", post=True),
    "panels:mine": Case(Action.DECLARE),
    "panels:declaration": Case(Action.DECLARE, "own-seat"),
    "reports:declare": Case(Action.DECLARE, "own-seat", post=True),
    "panels:declarations": Case(Action.READ_DECLARATIONS, "round"),
    "panels:panel": Case(Action.READ_PANEL, "round"),
    "panels:roster": Case(Action.READ_DECLARATION_STATES, "round"),
    "panels:remind": Case(Action.REMIND_MEMBERS, "round", post=True),
    "panels:file-letter": Case(Action.EDIT_PANEL, "round", post=True),
    "panels:letter": Case(Action.READ_PANEL, "letter"),
    "reports:panel-changes": Case(Action.READ_PANEL, "round"),
    "reports:new-panel-change": Case(Action.REQUEST_PANEL_CHANGE, "change-kind"),
    "reports:request-panel-change": Case(Action.REQUEST_PANEL_CHANGE, "change-kind", post=True),
    "reports:approve-panel-change": Case(Action.APPROVE_PANEL_CHANGE, "change", post=True),
    "reports:refuse-panel-change": Case(Action.APPROVE_PANEL_CHANGE, "change", post=True),
    "panels:note-warning": Case(Action.EDIT_PANEL, "round", post=True),
    "panels:new-seat": Case(Action.EDIT_PANEL, "round"),
    "panels:add-seat": Case(Action.EDIT_PANEL, "round", post=True),
    "panels:seat": Case(Action.EDIT_PANEL, "seat"),
    "panels:change-seat": Case(Action.EDIT_PANEL, "seat", post=True),
    "panels:withdraw-seat": Case(Action.EDIT_PANEL, "seat", post=True),
    "panels:timetable": Case(Action.READ_TIMETABLE, "round"),
    "panels:timetable-version": Case(Action.READ_TIMETABLE, "version"),
    "panels:timetable-sheets": Case(Action.READ_TIMETABLE, "sheets"),
    "panels:candidate-calendar": Case(Action.READ_TIMETABLE, "version"),
    "panels:draw": Case(Action.READ_TIMETABLE, "round"),
    "panels:timetable-setup": Case(Action.EDIT_TIMETABLE, "round"),
    "panels:prepare-timetable": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:arrange-timetable": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:draw-order": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:move-sitting": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:swap-sittings": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:delay-sittings": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:publish-timetable": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:discard-timetable": Case(Action.EDIT_TIMETABLE, "round", post=True),
    "panels:mail": Case(Action.READ_MAIL, "round"),
    "panels:mail-letter": Case(Action.READ_MAIL, "mail"),
    "panels:send-mail-again": Case(Action.SEND_MAIL, "mail", post=True),
    "panels:invitations": Case(Action.SEND_MAIL, "round"),
    "panels:invite": Case(Action.SEND_MAIL, "round", post=True),
    "panels:my-timetable": Case(Action.READ_OWN_TIMETABLE, "round"),
    "panels:my-calendar": Case(Action.READ_OWN_TIMETABLE, "round"),
    "decisions:shortlist": Case(Action.READ_SHORTLIST, "round"),
    "decisions:shortlist-post": Case(Action.READ_SHORTLIST, "vacancy"),
    "decisions:cabinet": Case(Action.READ_SHORTLIST, "round"),
    "decisions:hand-over": Case(Action.HAND_OVER, "round", post=True),
    "decisions:save-choice": Case(Action.CHOOSE, "vacancy", post=True),
    "decisions:clear-choice": Case(Action.CHOOSE, "vacancy", post=True),
    "decisions:ask-panel": Case(Action.CHOOSE, "vacancy", post=True),
    "decisions:withdraw": Case(Action.NOTE_WITHDRAWAL, "vacancy", post=True),
    "decisions:inquiries": Case(Action.READ_INQUIRIES, "round"),
    "decisions:answer-inquiry": Case(Action.ANSWER_INQUIRY, "inquiry", post=True),
    "decisions:review": Case(Action.CHOOSE, "round"),
    "decisions:determine": Case(Action.CHOOSE, "round", post=True),
    "decisions:choices": Case(Action.READ_CHOICES, "round"),
    "decisions:cascade": Case(Action.READ_CASCADE, "round"),
    "decisions:set-cascade": Case(Action.SET_CASCADE, "round", post=True),
    "decisions:start-follow-up": Case(Action.START_FOLLOW_UP, "round", post=True),
    "decisions:approvals": Case(Action.READ_APPROVALS, "round"),
    "decisions:approval-track": Case(Action.READ_APPROVALS, "choice"),
    "decisions:approval-route": Case(Action.READ_APPROVALS, "choice"),
    "decisions:approval-step": Case(Action.READ_APPROVALS, "step"),
    "decisions:letter-file": Case(Action.READ_APPROVALS, "sent_letter"),
    "decisions:region": Case(Action.READ_APPROVALS, "round"),
    "decisions:record-term": Case(Action.RUN_APPROVALS, "round", post=True),
    "decisions:record-window": Case(Action.RUN_APPROVALS, "round", post=True),
    "decisions:withdraw-fact": Case(Action.RUN_APPROVALS, "fact", post=True),
    "decisions:keep-route": Case(Action.RUN_APPROVALS, "choice", post=True),
    "decisions:advance": Case(Action.RUN_APPROVALS, "deed", post=True),
    "decisions:ask-override": Case(Action.RUN_APPROVALS, "step", post=True),
    "decisions:decide-override": Case(Action.DECIDE_ROUTE, "override", post=True),
    "decisions:record-decree": Case(Action.RUN_APPROVALS, "choice", post=True),
    "decisions:plan-inauguration": Case(Action.RUN_APPROVALS, "choice", post=True),
    "decisions:inaugurate": Case(Action.RUN_APPROVALS, "choice", post=True),
    "decisions:end-choice": Case(Action.END_CHOICE, "choice", post=True),
    "decisions:close-round": Case(Action.CLOSE_ROUND, "round", post=True),
    "reports:request-files": Case(Action.EXPORT_REQUEST, "choice"),
    "reports:plenary": Case(Action.READ_PLENARY, "round"),
    "reports:open-plenary": Case(Action.HOLD_PLENARY, "round", post=True),
    "reports:plenary-attendance": Case(Action.HOLD_PLENARY, "round", post=True),
    "reports:decide": Case(Action.HOLD_PLENARY, "round", post=True),
    "reports:withdraw-decision": Case(Action.HOLD_PLENARY, "decision", post=True),
    "reports:adjourn-plenary": Case(Action.HOLD_PLENARY, "round", post=True),
    "reports:dissent": Case(Action.CONFIRM_PLENARY, "round", post=True),
    "reports:confirm-plenary": Case(Action.CONFIRM_PLENARY, "round", post=True),
    "reports:review-result": Case(Action.FREEZE_RESULT, "round"),
    "reports:freeze-result": Case(Action.FREEZE_RESULT, "round", post=True),
    "reports:recount": Case(Action.READ_PLENARY, "round", post=True),
    "reports:print-plenary": Case(Action.ORDER_DOCUMENT, "round", post=True),
    "reports:download-plenary": Case(Action.READ_PLENARY, "plenary_file"),
    "workbook:uploads": Case(Action.LOAD_ROUND),
    "workbook:receive": Case(Action.LOAD_ROUND, post=True),
    "workbook:template": Case(Action.LOAD_ROUND),
    "workbook:upload": Case(Action.LOAD_ROUND, "upload"),
    "workbook:apply": Case(Action.LOAD_ROUND, "upload", post=True),
    "workbook:cancel": Case(Action.LOAD_ROUND, "upload", post=True),
    "workbook:faults": Case(Action.LOAD_ROUND, "upload"),
    "workbook:faults-csv": Case(Action.LOAD_ROUND, "upload"),
    "workbook:undo": Case(Action.LOAD_ROUND, "upload", post=True),
    "workbook:export": Case(Action.EXPORT_ROUND, "round"),
    "workbook:export-scores": Case(Action.EXPORT_SCORES, "round"),
    "accounts:accounts": Case(Action.READ_ACCOUNTS),
    "reports:talent-pool": Case(Action.READ_TALENT_POOL),
    "reports:talent-schemes": Case(Action.READ_TALENT_POOL),
    "reports:talent-differences": Case(Action.READ_TALENT_POOL),
    "reports:talent-official": Case(Action.READ_TALENT_POOL, "official"),
    "reports:talent-grid": Case(Action.READ_TALENT_GRID, "round"),
    "reports:talent-candidate": Case(Action.READ_TALENT, "candidate"),
    "workbook:talent-uploads": Case(Action.LOAD_TALENT),
    "workbook:receive-talent": Case(Action.LOAD_TALENT, post=True),
    "workbook:talent-template": Case(Action.LOAD_TALENT),
    "workbook:talent-upload": Case(Action.LOAD_TALENT, "talent_upload"),
    "workbook:apply-talent": Case(Action.LOAD_TALENT, "talent_upload", post=True),
    "workbook:cancel-talent": Case(Action.LOAD_TALENT, "talent_upload", post=True),
    "workbook:withdraw-talent": Case(Action.LOAD_TALENT, "talent_import", post=True),
    "accounts:resumed": Case(Action.OPEN_HOME),
    "accounts:issue-card": Case(Action.ISSUE_ACCOUNTS, "person", post=True),
    "accounts:new-account": Case(Action.CREATE_ACCOUNTS),
    "accounts:create-account": Case(Action.CREATE_ACCOUNTS, post=True),
    "accounts:roles": Case(Action.GRANT_ROLES, "person"),
    "accounts:give-role": Case(Action.GRANT_ROLES, "person", post=True),
    "accounts:end-role": Case(Action.GRANT_ROLES, "person", post=True),
}
PUBLIC = {
    *("accounts:activate", "reports:verify", "scoring:session", "scoring:worker", "health"),
    *("reports:public-input", "reports:send-input", "reports:input-standing"),
    *("reports:public-announcements", "reports:public-announcement"),
    "reports:public-announcement-file",
}
OTHERS = {"closed"} | {  # allauth's own pages, each guarded by allauth itself
    "account_signup", "account_login", "account_logout", "account_reauthenticate",
    "account_email", "account_confirm_email", "account_email_verification_sent",
    "account_change_password", "account_set_password", "account_inactive",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_confirm_login_code",
    "account_request_login_code", "mfa_authenticate", "mfa_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn", "mfa_signup_webauthn", "usersessions_list",
}  # fmt: skip


def full_names():
    names = set()
    for route in routes(get_resolver().url_patterns):
        app = route.callback.__module__.split(".")[0]
        names.add(f"{app}:{route.name}" if route in list(our_routes()) else route.name)
    return names


def test_every_address_is_listed():
    assert full_names() - OTHERS == CASES.keys() | PUBLIC


def test_every_action_of_the_table_has_an_address_and_every_address_its_action():
    declared = {f"{r.callback.__module__.split('.')[0]}:{r.name}": r.callback for r in our_routes()}

    assert {name: declared[name].policy for name in CASES} == {
        n: c.action for n, c in CASES.items()
    }
    unused = set(POLICY) - {case.action for case in CASES.values()}
    assert unused == {Action.READ_SHEETS_BY_NAME}


@dataclass
class Place:
    """A round in some phase with one object of every kind, and somebody in every role."""

    small: object
    document: Document
    upload: object
    talent_upload: object
    person: object
    checking: Checking
    approving: dict
    letter: object
    paper: object
    forms: Document
    plenary_file: Document
    signature: object
    scan: object
    mail: object
    input: object
    change: object = None
    minutes: object = None
    inquiry: object = None
    announcement: object = None
    reopenings: list = field(default_factory=list)
    browsers: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def arguments(self, about, role):
        """What an address about such a thing names, as somebody of this role asks for it."""
        code = self.small.round.code
        of_role = {
            "sheet": lambda: [self._sheet_of(role)],
            "stored": lambda: [self._sheet_of(role), uuid4()],
            "copy": lambda: [code, self._sheet_of(role)],
            "nudge": lambda: [Nudge.objects.get(seat=self._seat_of(role)).public_id],
            "line": lambda: [self.line_of(role).public_id],
            "reopening": lambda: [code, self._reopening_of(role)],
        }.get(about)
        return of_role() if of_role else self._of_everybody(about)

    def _seat_of(self, role):
        return self.small.seats[-1 if role == Role.CHAIR else 0]

    def _sheet_of(self, role):
        sheet = Sheet.objects.filter(seat=self._seat_of(role)).first()
        return sheet.public_id if sheet else uuid4()

    def _reopening_of(self, role):
        """The first that somebody else asked for."""
        me = self.somebody_is(role)
        asked = [r.public_id for r in self.reopenings if r.requested_by != me]
        return asked[0] if asked else uuid4()

    def _of_everybody(self, about):
        return {
            "": [],
            "round": [self.small.round.code],
            "own-seat": [self.small.round.code],
            "mail": [self.small.round.code, self.mail.public_id],
            "letter": [self.small.round.code, self.letter.public_id],
            "change-kind": [self.small.round.code, "ganti"],
            "change": [self.small.round.code, self.change.public_id if self.change else uuid4()],
            "seat": [self.small.round.code, self.small.members[0].public_id],
            "version": [self.small.round.code, 1],
            "sheets": [self.small.round.code, "kandidat"],
            "vacancy": [self.small.round.code, "DINKES"],
            "document": [self.document.public_id],
            "signature": [self.signature.public_id],
            "scan": [self.scan.public_id],
            "input": [self.small.round.code, self.input.public_id],
            "input_window": [self.small.round.code, self.input.subject.window.public_id],
            "upload": [self.upload.public_id],
            "person": [self.person.public_id],
            "paper_of": [self.small.round.code, 1, "DINKES"],
            "paper": [self.paper.attachment.public_id],
            "read_paper": [self.paper.attachment.public_id],
            "minutes": [self.small.round.code, 1],
            "decision": [self.small.round.code, 1],
            "announcement": [
                self.small.round.code,
                self.announcement.public_id if self.announcement else uuid4(),
            ],
            "inquiry": [self.small.round.code, self.inquiry.pk if self.inquiry else 0],
            "minutes_file": [self.minutes.public_id if self.minutes else uuid4()],
            "forms_file": [self.forms.public_id],
            "plenary_file": [self.plenary_file.public_id],
            **self.checking.arguments,
            **self.approving,
            "candidate": [self.small.round.code, self.small.candidates[0].number],
            "official": [self.small.candidates[0].official.public_id],
            "talent_import": [self.talent_upload.talent_import.public_id],
            "talent_upload": [self.talent_upload.public_id],
        }[about]

    def somebody_is(self, role):
        """The chair, or the ordinary member who asks for the same things."""
        return self.small.chair if role == Role.CHAIR else self.small.members[0]

    def line_of(self, role):
        """A line under the document that is this role's person's own."""
        user = self.person_of(role)
        held = Signatory.objects.filter(document=self.document, user=user).first()
        return held or factories.SignatoryFactory(document=self.document, user=user)

    def somebody(self, role):
        if role == Role.CHAIR:
            return self.small.chair
        if role == Role.MEMBER:
            return self.small.members[0]
        return factories.MembershipFactory(
            agency=self.small.round.agency, role=MEMBERSHIP[role]
        ).user

    def signed_in(self, role):
        """The browser in which somebody of this role is signed in."""
        if role not in self.browsers:
            self.browsers[role] = Client()
            self.browsers[role].force_login(self.person_of(role))
        return self.browsers[role]

    def person_of(self, role):
        """The one who stands for this role here."""
        if role not in self.people:
            self.people[role] = self.somebody(role)
        return self.people[role]


def asked_for(small):
    """Two requests to reopen (a member's; the chair's own), paper used, and a day closed."""
    requests = [
        request_reopening(fill(small.sheet(seat, 1), lambda *_: 80), "Salah", by=user)
        for seat, user in ((0, small.members[0]), (-1, small.chair))
    ]
    open_paper(small.round, "Listrik padam", by=small.chair)
    ending, later = ending_of(small.round), Answer(ClosedSheet.State.CARRIED)
    answers = {sheet.pk: later for sheet in ending.unsigned}
    close_day(small.round, ending.day, answers, by=small.chair)
    return requests


def decided(small, phase):
    """The round with a plenary at which everybody is, and one decision; or handed over after it."""
    today, chair = timezone.localdate(), small.chair
    plenary = open_plenary(small.round, held_on=today, place="Ruang Rapat", by=chair)
    there = {seat.pk: Presence(is_present=True) for seat in small.seats}
    note_attendance(plenary, there, by=chair)
    decide(plenary, Proposal(PlenaryDecision.Kind.OTHER, "Dicatat"), by=chair)
    if phase != Phase.HANDED_OVER:
        return small.round
    freeze_result(plenary, unconfirmed_reason="Sudah pulang", by=chair)
    return hand_over(small.round, by=chair)


def asked(small):
    """A question of the authority about the first post."""
    return ask_panel(small.vacancies[0], "Mengapa?", by=small.authority)


def made(small):
    """A document of the round that is ready."""
    document = factories.DocumentFactory(round=small.round)
    document.file.save(f"{document.public_id}.pdf", ContentFile(b"%PDF-"), save=False)
    Document.objects.filter(pk=document.pk).update(
        status="ready", sha256="0" * 64, percent=100, file=document.file.name
    )
    document.refresh_from_db()
    return document


def place(phase, *, is_asked=True, **given):
    small = make_round(factories.AgencyFactory(), **given)
    reopenings = []
    checking = checking_of(small)
    paper = factories.IdeaPaperFactory(nomination=small.candidates[0].nominations.first())
    heard(small)
    if phase == Phase.FROZEN:
        small.freeze()
    elif phase == Phase.SCORING:
        small.open()
        reopenings = asked_for(small) if is_asked else []
    elif phase != Phase.DRAFT:
        small.round = decided(small.play(), phase)
    document = made(small)
    for user in (small.chair, small.members[0]):
        factories.SignatoryFactory(document=document, user=user)
    upload = factories.UploadFactory(agency=small.round.agency)
    auditor = factories.MembershipFactory(agency=small.round.agency, role="auditor").user
    talent_upload = factories.UploadFactory(
        agency=small.round.agency,
        kind="talent",
        as_of=AS_OF,
        talent_import=put(small.round.agency, person(1), person(2)),
    )
    for seat in (small.seats[0], small.seats[-1]):
        factories.NudgeFactory(seat=seat)
    letter = factories.AttachmentFactory(round=small.round)
    change = None
    if phase in (Phase.FROZEN, Phase.SCORING):
        change = factories.PanelChangeFactory(
            round=small.round, seat=small.seats[1], letter=letter, requested_by=small.staff
        )
    closing = Closing.objects.filter(round=small.round).first()
    minutes = closing and factories.DocumentFactory(
        round=small.round, kind="minutes", closing=closing
    )
    return Place(
        small,
        document,
        upload,
        talent_upload,
        auditor,
        checking,
        arguments_of(small),
        letter,
        paper,
        factories.DocumentFactory(round=small.round, kind="forms", number="001/FORMULIR"),
        factories.DocumentFactory(round=small.round, kind="plenary", number="001/BA-PLENO"),
        factories.SignatureFactory(document=document),
        factories.ScanFactory(document=document),
        factories.MailFactory(agency=small.round.agency, scope=small.round.scope),
        some_input(small),
        change,
        minutes,
        asked(small) if phase == Phase.HANDED_OVER else None,
        announcing.asked(small) if phase == Phase.HANDED_OVER else None,
        reopenings,
    )


@pytest.fixture
def _unrendered(monkeypatch):
    """A walk asks who may enter; what the pages look like is tested elsewhere, and takes time."""
    monkeypatch.setattr(Template, "render", lambda *_: "")


def visit(client, name, case, arguments):
    """The status code, and nothing of what the visit did."""
    data = {"mutation_id": uuid4(), "base_version": 0} if case.about == "sheet" else {}
    with transaction.atomic():
        address = reverse(name, args=arguments)
        response = client.post(address, data) if case.post else client.get(address)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.usefixtures("_unrendered")
@pytest.mark.parametrize("phase", list(Phase), ids=lambda phase: phase.value)
def test_own_objects_answer_as_the_table_says(phase):
    here = place(phase)
    states = states_of(here.small.round) | {When.OWN}
    if phase in (Phase.UNSEALED, Phase.HANDED_OVER):
        states |= {When.SIGNED}  # everybody has signed everything
    wrong = {}
    for role, (name, case) in product(Role, CASES.items()):
        code = visit(here.signed_in(role), name, case, here.arguments(case.about, role))
        no_sheet = (case.about in ("sheet", "stored") and phase in UNPLAYED) or (
            case.about in ("read_paper", "reopening") and phase != Phase.SCORING
        )
        no_sheet |= case.about in ("minutes", "minutes_file") and phase in UNPLAYED
        allowed = allows(case.action, [role], states) and not no_sheet
        if (code not in (403, 404)) != allowed or code >= 500:
            wrong[role.name, name] = code

    assert wrong == {}


@pytest.mark.usefixtures("_unrendered")
def test_foreign_objects_do_not_exist():
    here, elsewhere = place(Phase.HANDED_OVER), place(Phase.HANDED_OVER)
    wrong = {}
    for role, (name, case) in product(Role, CASES.items()):
        if case.about:
            code = visit(here.signed_in(role), name, case, elsewhere.arguments(case.about, role))
            if code not in ((403, 404) if case.about in NOT_OF_A_ROUND else (404,)):
                wrong[role.name, name] = code

    assert wrong == {}


def test_nobody_reads_a_colleagues_sheet_not_even_the_chair(client):
    here = place(Phase.SCORING)
    client.force_login(here.small.chair)
    colleague = Sheet.objects.filter(seat=here.small.seats[0]).first()

    codes = {
        name: visit(client, name, case, [colleague.public_id])
        for name, case in CASES.items()
        if case.about == "sheet"
    }

    assert set(codes.values()) == {404}


def test_strangers_are_sent_to_the_sign_in_page(client):
    here = place(Phase.HANDED_OVER)
    for name, case in CASES.items():
        code = visit(client, name, case, here.arguments(case.about, Role.MEMBER))
        assert code == (401 if name == "scoring:save" else 302), name


def test_who_has_no_role_yet_sees_an_empty_home(client):
    place(Phase.SCORING)
    client.force_login(factories.UserFactory())

    response = client.get(reverse("reports:home"))

    assert response.status_code == 200
    assert response.context["cards"] == []
