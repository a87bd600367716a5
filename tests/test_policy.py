"""Every address × every role × own and foreign object × every phase, against the policy table."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import get_resolver, reverse

from accounts.models import Membership
from accounts.policy import POLICY, Action, Role, When, allows
from decisions.actions import hand_over
from panels.permissions import states_of
from reports.models import Document
from scoring.models import Sheet
from selection.phases import Phase
from tests import factories
from tests.rounds import make_round
from tests.test_house import our_routes, routes

pytestmark = pytest.mark.django_db

ROLES = list(Role)
MEMBERSHIP = {
    Role.STAFF: Membership.Role.STAFF,
    Role.HEAD: Membership.Role.HEAD,
    Role.AUTHORITY: Membership.Role.AUTHORITY,
    Role.AUDITOR: Membership.Role.AUDITOR,
    Role.SYSADMIN: Membership.Role.SYSADMIN,
}


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
    "reports:request-freeze": Case(Action.REQUEST_FREEZE, "round", post=True),
    "reports:approve-freeze": Case(Action.APPROVE_FREEZE, "round", post=True),
    "reports:return-freeze": Case(Action.RETURN_FREEZE, "round", post=True),
    "reports:results": Case(Action.READ_RANKING, "round"),
    "reports:ranking": Case(Action.READ_RANKING, "vacancy"),
    "reports:documents": Case(Action.READ_DOCUMENT, "round"),
    "reports:order-document": Case(Action.ORDER_DOCUMENT, "round", post=True),
    "reports:document": Case(Action.READ_DOCUMENT, "document"),
    "reports:download": Case(Action.READ_DOCUMENT, "document"),
    "reports:retry-document": Case(Action.ORDER_DOCUMENT, "document", post=True),
    "scoring:agenda": Case(Action.SCORE),
    "scoring:sheet": Case(Action.SCORE, "sheet"),
    "scoring:save": Case(Action.SCORE, "sheet", post=True),
    "scoring:review": Case(Action.SCORE, "sheet"),
    "scoring:sign": Case(Action.SCORE, "sheet", post=True),
    "scoring:profile": Case(Action.SCORE, "sheet"),
    "scoring:open-scoring": Case(Action.OPEN_SCORING, "round", post=True),
    "scoring:unseal": Case(Action.UNSEAL, "round", post=True),
    "decisions:shortlist": Case(Action.READ_SHORTLIST, "round"),
    "decisions:shortlist-post": Case(Action.READ_SHORTLIST, "vacancy"),
    "decisions:hand-over": Case(Action.HAND_OVER, "round", post=True),
    "workbook:uploads": Case(Action.LOAD_ROUND),
    "workbook:receive": Case(Action.LOAD_ROUND, post=True),
    "workbook:template": Case(Action.LOAD_ROUND),
    "workbook:upload": Case(Action.LOAD_ROUND, "upload"),
    "workbook:apply": Case(Action.LOAD_ROUND, "upload", post=True),
    "workbook:cancel": Case(Action.LOAD_ROUND, "upload", post=True),
    "workbook:faults": Case(Action.LOAD_ROUND, "upload"),
    "workbook:export": Case(Action.EXPORT_ROUND, "round"),
    "workbook:export-scores": Case(Action.EXPORT_SCORES, "round"),
    "accounts:accounts": Case(Action.READ_ACCOUNTS),
    "accounts:issue-card": Case(Action.ISSUE_ACCOUNTS, "person", post=True),
    "accounts:new-account": Case(Action.CREATE_ACCOUNTS),
    "accounts:create-account": Case(Action.CREATE_ACCOUNTS, post=True),
    "accounts:roles": Case(Action.GRANT_ROLES, "person"),
    "accounts:give-role": Case(Action.GRANT_ROLES, "person", post=True),
    "accounts:end-role": Case(Action.GRANT_ROLES, "person", post=True),
}
PUBLIC = {"accounts:activate", "scoring:session", "health"}
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
    assert unused == {Action.READ_CANDIDATES, Action.READ_SHEETS_BY_NAME}


@dataclass
class Place:
    """A round in some phase with one object of every kind, and somebody in every role."""

    small: object
    document: Document
    upload: object
    person: object

    def arguments(self, about, role):
        seat = -1 if role == Role.CHAIR else 0
        sheet = Sheet.objects.filter(seat=self.small.seats[seat]).first()
        return {
            "": [],
            "round": [self.small.round.code],
            "vacancy": [self.small.round.code, "DINKES"],
            "document": [self.document.public_id],
            "upload": [self.upload.public_id],
            "person": [self.person.public_id],
            "sheet": [sheet.public_id if sheet else uuid4()],
        }[about]

    def somebody(self, role):
        if role == Role.CHAIR:
            return self.small.chair
        if role == Role.MEMBER:
            return self.small.members[0]
        return factories.MembershipFactory(
            agency=self.small.round.agency, role=MEMBERSHIP[role]
        ).user


def place(phase):
    small = make_round(factories.AgencyFactory())
    if phase == Phase.FROZEN:
        small.freeze()
    elif phase == Phase.SCORING:
        small.open()
    elif phase != Phase.DRAFT:
        small.play()
        if phase == Phase.HANDED_OVER:
            small.round = hand_over(small.round, by=small.chair)
    document = factories.DocumentFactory(round=small.round)
    document.file.save(f"{document.public_id}.pdf", ContentFile(b"%PDF-"), save=False)
    Document.objects.filter(pk=document.pk).update(
        status="ready", sha256="0" * 64, percent=100, file=document.file.name
    )
    upload = factories.UploadFactory(agency=small.round.agency)
    person = factories.MembershipFactory(agency=small.round.agency, role="auditor").user
    return Place(small, document, upload, person)


def visit(client, name, case, arguments):
    """The status code, and nothing of what the visit did."""
    data = {"mutation_id": uuid4(), "base_version": 0} if case.about == "sheet" else {}
    with transaction.atomic():
        address = reverse(name, args=arguments)
        response = client.post(address, data) if case.post else client.get(address)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
@pytest.mark.parametrize("phase", list(Phase), ids=lambda phase: phase.value)
def test_own_objects_answer_as_the_table_says(client, role, phase):
    here = place(phase)
    client.force_login(here.somebody(role))
    states = states_of(here.small.round) | {When.OWN}
    wrong = {}
    for name, case in CASES.items():
        code = visit(client, name, case, here.arguments(case.about, role))
        no_sheet = case.about == "sheet" and phase in (Phase.DRAFT, Phase.FROZEN)
        allowed = allows(case.action, [role], states) and not no_sheet
        if (code not in (403, 404)) != allowed or code >= 500:
            wrong[name] = code

    assert wrong == {}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_foreign_objects_do_not_exist(client, role):
    here, elsewhere = place(Phase.HANDED_OVER), place(Phase.HANDED_OVER)
    client.force_login(here.somebody(role))
    wrong = {}
    for name, case in CASES.items():
        if case.about:
            code = visit(client, name, case, elsewhere.arguments(case.about, role))
            if code not in ((403, 404) if case.about in ("upload", "person") else (404,)):
                wrong[name] = code

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
