"""A form that comes after the session has ended, and a command's address asked for as a page."""

from urllib.parse import parse_qs, urlsplit

import pytest
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

pytestmark = pytest.mark.django_db

COMMANDS = {name: case for name, case in CASES.items() if case.post}
PASSWORD = "kereta hijau di pagi hari"


def scene(case):
    """A round in the first phase in which somebody may send the command, and who."""
    for phase in Phase:
        if case.about == "sheet" and phase in (Phase.DRAFT, Phase.FROZEN):
            continue
        states = states_of(Round(phase=phase)) | {When.OWN}
        for role in Role:
            if allows(case.action, [role], states):
                here = place(phase)
                person = here.somebody(role)
                person.set_password(PASSWORD)
                person.save()
                return here, role, person
    raise AssertionError(f"nobody may ever {case.action.value}")


def address_of(name, here, role):
    return reverse(name, args=here.arguments(CASES[name].about, role))


def sign_in(client, person, to):
    data = {"login": person.email, "password": PASSWORD}
    return client.post(f"{reverse('account_login')}?next={to}", {**data, "next": to}, follow=True)


@pytest.mark.parametrize("name", COMMANDS.keys() - {"scoring:save"})
def test_a_command_after_the_session_ended_leads_back_to_its_page_and_says_so(client, name):
    here, role, person = scene(COMMANDS[name])
    client.force_login(person)
    page = client.get(address_of(name, here, role)).url
    client.logout()

    refused = client.post(
        address_of(name, here, role), headers={"referer": f"http://testserver{page}"}
    )
    entrance = client.get(refused.url)
    to = parse_qs(urlsplit(refused.url).query)["next"][0]
    back = sign_in(client, person, to)

    assert SESSION_OVER in entrance.text
    assert (back.status_code, back.redirect_chain[-1][0]) == (200, page)
    assert UNDONE in back.text


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_address_asked_for_as_a_page_shows_a_page(client, name):
    here, role, person = scene(COMMANDS[name])
    client.force_login(person)

    response = client.get(address_of(name, here, role), follow=True)

    assert response.status_code == 200
    assert response.redirect_chain


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_address_leads_a_stranger_to_its_page_after_signing_in(client, name):
    here, role, person = scene(COMMANDS[name])

    entrance = client.get(address_of(name, here, role), follow=True)
    to = parse_qs(urlsplit(entrance.redirect_chain[-1][0]).query)["next"][0]

    assert sign_in(client, person, to).status_code == 200


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
