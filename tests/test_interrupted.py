"""A form that comes after the session has ended, and a command's address asked for as a page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.addresses import page_at
from accounts.policy import Role, When, allows
from accounts.views import SESSION_OVER, UNDONE
from panels.permissions import states_of
from scoring.models import ScoreEvent
from selection.models import Round
from selection.phases import Phase
from tests import factories
from tests.test_policy import CASES, place

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

COMMANDS = {name: case for name, case in CASES.items() if case.post}
AFTERWARDS = ("sheet", "minutes", "minutes_file")  # there is none before scoring
PASSWORD = "kereta hijau di pagi hari"


def first_sent(case):
    """The first phase in which somebody may send the command, and in which role."""
    for phase in Phase:
        if case.about in AFTERWARDS and phase in (Phase.DRAFT, Phase.FROZEN):
            continue
        states = states_of(Round(phase=phase)) | {When.OWN}
        for role in Role:
            if allows(case.action, [role], states):
                return phase, role
    raise AssertionError(f"nobody may ever {case.action.value}")


@pytest.fixture(params=Phase, ids=lambda phase: phase.value)
def sent(request):
    """Yields every command first sent in a phase: its name, its address and who sends it.

    What was done with one is undone before the next, so that a phase is set up only once.
    """
    due = {name: first_sent(case) for name, case in COMMANDS.items()}
    due = {name: role for name, (phase, role) in due.items() if phase == request.param}
    here = place(request.param)
    people = {role: here.person_of(role) for role in set(due.values())}
    for person in people.values():
        person.set_password(PASSWORD)
        person.save()

    def walk():
        for name, role in due.items():
            with transaction.atomic():
                address = reverse(name, args=here.arguments(CASES[name].about, role))
                yield name, address, people[role]
                transaction.set_rollback(True)

    return walk


def sign_in(client, person, to):
    data = {"login": person.email, "password": PASSWORD}
    return client.post(f"{reverse('account_login')}?next={to}", {**data, "next": to}, follow=True)


def aim_of(address):
    """Where one goes after signing in at `address`."""
    return parse_qs(urlsplit(address).query)["next"][0]


def test_every_command_is_first_sent_in_some_phase():
    assert all(first_sent(case) for case in COMMANDS.values())


def test_a_command_after_the_session_ended_leads_back_to_its_page_and_says_so(sent):
    wrong = {}
    for name, address, person in sent():
        if name == "scoring:save":  # answers the page's own script: test_views
            continue
        client = Client()
        client.force_login(person)
        page = client.get(address).url
        client.logout()

        refused = client.post(address, headers={"referer": f"http://testserver{page}"})
        entrance = client.get(refused.url)
        back = sign_in(client, person, aim_of(refused.url))

        led_back = back.status_code == 200 and page in [step for step, _ in back.redirect_chain]
        if not (SESSION_OVER in entrance.text and led_back and UNDONE in back.text):
            wrong[name] = back.redirect_chain

    assert wrong == {}


def test_a_commands_address_asked_for_as_a_page_shows_a_page(sent):
    wrong = {}
    for name, address, person in sent():
        client = Client()
        client.force_login(person)

        response = client.get(address, follow=True)

        if response.status_code != 200 or not response.redirect_chain:
            wrong[name] = response.status_code

    assert wrong == {}


def test_a_commands_address_leads_a_stranger_to_its_page_after_signing_in(sent):
    wrong = {}
    for name, address, person in sent():
        client = Client()

        entrance = client.get(address, follow=True)
        inside = sign_in(client, person, aim_of(entrance.redirect_chain[-1][0]))

        if inside.status_code != 200:
            wrong[name] = inside.status_code

    assert wrong == {}


@pytest.mark.parametrize(
    ("sent_from", "back"),
    [
        ("http://testserver/buku-kerja/?urut=nama", "/buku-kerja/?urut=nama"),
        ("http://testserver/buku-kerja/unggah/", "/buku-kerja/"),
        ("http://testserver/tidak/ada/", "/"),
        ("http://penipu.example/buku-kerja/", "/"),
        ("https://penipu.example", "/"),
        ("//penipu.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_only_a_page_of_this_site_is_gone_back_to(client, sent_from, back):
    refused = client.post(reverse("workbook:receive"), headers={"referer": sent_from})

    to = parse_qs(urlsplit(refused.url).query)["next"][0]
    assert to.startswith(reverse("accounts:resumed"))
    client.force_login(factories.UserFactory())
    assert client.get(to).url == back


def test_a_page_that_asks_for_news_is_sent_to_sign_in_as_a_whole(client):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/buku-kerja/"}

    response = client.get(reverse("workbook:uploads"), headers=headers)

    assert response.headers["HX-Redirect"] == "/akun/login/?next=%2Fbuku-kerja%2F"


def test_a_page_that_is_sent_a_form_says_that_nothing_was_done(client, draft):
    client.force_login(draft.staff)
    page = reverse("reports:round", args=[draft.round.code])

    response = client.post(page, headers={"referer": f"http://testserver{page}"})

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert "Tidak ada yang berubah" in response.text
    assert f'href="{page}"' in response.text


def test_a_save_after_the_session_ended_writes_nothing(client, draft):
    sheet = draft.open().sheet()

    client.post(reverse("scoring:save", args=[sheet.public_id]), {"n1": "80"})

    assert ScoreEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/", "/"),
        ("/buku-kerja/impor/9b2f6f0e-6a53-4d8e-9d63-0a9b8f1c2d3e/terapkan/?x=1",
         "/buku-kerja/impor/9b2f6f0e-6a53-4d8e-9d63-0a9b8f1c2d3e/"),
        ("/akun/kartu/9b2f6f0e-6a53-4d8e-9d63-0a9b8f1c2d3e/", "/akun/"),
        ("tanpa-garis", "/"),
        ("", "/"),
    ],
)  # fmt: skip
def test_page_at_climbs_to_the_nearest_page(address, page):
    assert page_at(address) == page
