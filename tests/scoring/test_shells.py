"""What a browser may store for a dead spot: rules and numbers, no name, no score, no key."""

import re
from base64 import urlsafe_b64decode
from datetime import date, time
from uuid import uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from scoring import actions
from scoring.sealing import keys_of
from scoring.shell_parts import edition
from tests import factories
from tests.rounds import fill, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    return draft.open()


@pytest.fixture
def me(client, small):
    client.force_login(small.members[0])
    return client


def shell(client, sheet):
    return client.get(reverse("scoring:shell", args=[sheet.public_id]))


def entered(sheet, *, score=83, note="Catatan rahasia"):
    entries = {"W1": {"score": score, "note": note}}
    user = sheet.seat.user
    return actions.save(sheet, entries, base_version=0, mutation_id=uuid4(), by=user)


def test_a_shell_has_the_criteria_and_their_levels(me, small):
    page = shell(me, small.sheet()).text

    assert "Lembar nilai: Kandidat 01" in page
    assert [t in page for t in ("1. Kriteria W1", "2. Kriteria W2", "0–59")] == [True] * 3


def test_a_shell_is_the_same_whatever_was_scored(me, small):
    before = shell(me, small.sheet()).content
    entered(small.sheet())

    assert shell(me, small.sheet()).content == before


def test_a_shell_names_nobody_and_opens_nothing(me, small):
    entered(small.sheet())
    page = shell(me, small.sheet()).text
    keys = keys_of(small.members[0].public_id, small.sheet().public_id)

    assert keys["x"] in page
    for secret in (keys["d"], "Nama Rahasia", str(small.members[0]), "Catatan rahasia", "csrf"):
        assert secret not in page


def test_the_sheets_own_page_has_the_key_that_opens(me, small):
    page = me.get(reverse("scoring:sheet", args=[small.sheet().public_id])).text

    assert keys_of(small.members[0].public_id, small.sheet().public_id)["d"] in page


def test_the_list_is_of_todays_unsigned_sheets_by_number(me, small):
    for day, candidate in ((3, 0), (3, 1), (4, 2)):
        factories.SlotFactory(
            candidate=small.candidates[candidate],
            instrument=small.interview,
            date=date(2025, 12, day),
            starts=time(8, 0),
            ends=time(8, 30),
        )
    fill(small.sheet(candidate=1), lambda *_: 80)

    with time_machine.travel("2025-12-03T09:00:00+07:00"):
        page = me.get(reverse("scoring:shells")).text

    stored = re.findall(r'data-shell="([^"]+)"', page)
    assert stored == [f"{reverse('scoring:shell', args=[small.sheet().public_id])}?v={edition()}"]
    assert "Kandidat 01 · Wawancara" in page
    assert "Nama Rahasia" not in page


def test_a_day_without_sheets_says_so(me, small):
    for sheet in range(3):
        fill(small.sheet(candidate=sheet), lambda *_: 80)

    assert "Tidak ada lembar yang menunggu hari ini" in me.get(reverse("scoring:shells")).text


def test_who_is_on_no_panel_gets_no_list(client, small):
    client.force_login(small.staff)

    assert client.get(reverse("scoring:shells")).status_code == 403


@pytest.mark.parametrize("candidates", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_candidates(
    client, django_assert_num_queries, candidates
):
    small = make_round(factories.AgencyFactory(), candidates=candidates).open()
    client.force_login(small.members[0])

    # session, user, seat, sheets, slots, conflicts, and of the list beside it what waits for an
    # answer: minutes, requests to open a sheet again, an unsealing
    with django_assert_num_queries(9):
        client.get(reverse("scoring:shells"))


def test_a_shell_costs_few_queries(me, small, django_assert_num_queries):
    sheet = small.sheet()

    with django_assert_num_queries(4):  # session, user, sheet, indicators
        shell(me, sheet)


def test_the_service_worker_is_a_script_for_its_own_folder(client):
    address = reverse("scoring:worker")
    response = client.get(address)

    assert address == "/penilaian/luring.js"
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert 'const LIST = "/penilaian/kerangka/"' in response.text
    assert reverse("scoring:shells") == "/penilaian/kerangka/"


def test_each_member_and_sheet_has_a_pair_of_its_own():
    member, sheet = uuid4(), uuid4()

    pairs = [keys_of(member, sheet), keys_of(uuid4(), sheet), keys_of(member, uuid4())]

    assert keys_of(member, sheet) == pairs[0]
    assert len({pair["d"] for pair in pairs}) == 3


def test_the_halves_belong_together():
    keys = keys_of(uuid4(), uuid4())
    numbers = {name: int.from_bytes(urlsafe_b64decode(keys[name] + "=")) for name in "xyd"}

    public = ec.derive_private_key(numbers["d"], ec.SECP256R1()).public_key().public_numbers()
    assert (public.x, public.y) == (numbers["x"], numbers["y"])


def test_another_secret_gives_other_keys():
    member, sheet = uuid4(), uuid4()
    before = keys_of(member, sheet)
    keys_of.cache_clear()

    with override_settings(SECRET_KEY=settings.SECRET_KEY + "x"):
        assert keys_of(member, sheet)["d"] != before["d"]
    keys_of.cache_clear()
