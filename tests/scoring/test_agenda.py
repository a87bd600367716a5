from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from scoring import actions
from scoring.agenda import agendas_of, passed_of
from scoring.reopening import request_reopening
from scoring.unsealing import request_unsealing
from tests import factories
from tests.rounds import fill
from tests.scoring.days import DAY, at, now, scheduled
from workbook.sample_sealing import close_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    return scheduled(draft.open())


def today(small, moment):
    [agenda] = agendas_of(small.members[0], moment)
    return agenda.today


def test_what_goes_on_now_stands_first_and_the_rest_in_order(small):
    day = today(small, now(8, 40))

    assert (day.focus.candidate.number, day.focus.is_now) == (2, True)
    assert [s.candidate.number for s in day.rest] == [1, 3]
    assert [s.is_next for s in day.rest] == [False, True]


def test_what_is_signed_gives_way_to_the_next(small):
    fill(small.sheet(0, 1), lambda *_: 75)

    assert today(small, now(8, 40)).focus.candidate.number == 3


def test_between_two_hearings_the_next_stands_first(small):
    assert today(small, now(7)).focus.candidate.number == 1
    assert today(small, now(12)).focus is None


def test_a_sheet_can_be_opened_ten_minutes_before_its_hour(client, small):
    client.force_login(small.members[0])
    first = f'href="{reverse("scoring:sheet", args=[small.sheet(0, 0).public_id])}"'

    with at(7, 49):
        early = client.get(reverse("scoring:agenda")).text
    with at(7, 50):
        page = client.get(reverse("scoring:agenda")).text

    assert "Dapat dibuka mulai pukul 07.50 WIB" in early
    assert (first in early, first in page) == (False, True)
    assert "Dapat dibuka mulai pukul 08.20 WIB" in page


def test_what_was_begun_stays_open_where_its_hour_is_moved(small):
    sheet = small.sheet(0, 2)
    how = {"base_version": 0, "mutation_id": uuid4(), "by": small.members[0]}
    actions.save(sheet, {"W1": {"score": 70}}, **how)

    rest = today(small, now(8, 10)).rest

    assert [(s.candidate.number, s.is_shut) for s in rest] == [(2, True), (3, False)]
    assert [part.state for part in rest[1].parts] == ["draft"]


def test_a_filled_sheet_is_called_filled(client, small):
    sheet = small.sheet(0, 0)
    how = {"base_version": 0, "mutation_id": uuid4(), "by": small.members[0]}
    actions.save(sheet, {"W1": {"score": 70}, "W2": {"score": 71}}, **how)
    client.force_login(small.members[0])

    with at(8, 10):
        assert "Terisi, belum ditandatangani" in client.get(reverse("scoring:agenda")).text


def test_the_file_may_be_read_before_the_sheet_opens_unless_it_is_read_blind(client, draft):
    small = scheduled(draft.open())
    client.force_login(small.members[0])
    profile = reverse("scoring:profile", args=[small.sheet(0, 1).public_id])

    with at(8, 10):
        assert profile in client.get(reverse("scoring:agenda")).text


def test_a_blind_candidates_file_is_not_offered(client, draft):
    draft.interview.is_blind = True
    draft.interview.save()
    small = scheduled(draft.open())
    client.force_login(small.members[0])

    with at(8, 10):
        assert "Baca berkas" not in client.get(reverse("scoring:agenda")).text


def test_all_of_today_signed_is_said_and_thanked_for(client, draft):
    small = draft.open()
    factories.SlotFactory(candidate=small.candidates[0], instrument=small.interview, date=DAY)
    fill(small.sheet(0, 0), lambda *_: 75)
    client.force_login(small.members[0])

    with at(16):
        page = client.get(reverse("scoring:agenda")).text

    assert "Semua 1 lembar hari ini sudah ditandatangani. Terima kasih." in page


def test_a_day_without_hearings_names_the_next_one(client, small):
    client.force_login(small.members[0])

    with at(9, day=DAY - timedelta(days=2)):
        page = client.get(reverse("scoring:agenda")).text

    assert "Tidak ada wawancara untuk Anda hari ini." in page
    assert "Jadwal Anda berikutnya: Rabu, 3 Desember 2025 pukul 08.00 WIB." in page


def test_the_list_asks_again_when_an_hour_passes_and_not_before(client, small):
    client.force_login(small.members[0])
    asking = {"HX-Request": "true"}

    with at(8, 10):
        first = client.get(reverse("scoring:agenda"))
        poll = f"{reverse('scoring:agenda')}?jadwal=&lewat={first.context['passed']}"
        assert client.get(poll, headers=asking).status_code == 204
    with at(8, 20):
        again = client.get(poll, headers=asking)

    assert again.status_code == 200
    assert "Jadwal baru terbit" not in again.text


def test_hours_of_other_days_and_rounds_do_not_count_as_passed(small):
    scheduled(small, day=DAY + timedelta(days=1))

    assert passed_of(small.members[0], now(8, 40)) == "2-2-1"
    assert passed_of(factories.UserFactory(), now(8, 40)) == ""


def sign_in(client, user):
    user.set_password("contoh-seleksi-2025")
    user.save()
    data = {"login": user.email, "password": "contoh-seleksi-2025"}
    return client.post(reverse("account_login"), data)


def test_after_signing_in_a_member_is_asked_whether_it_is_him(client, small):
    sign_in(client, small.members[0])

    page = client.get(reverse("scoring:agenda"))

    assert f"Ya, saya {small.members[0]}" in page.text
    assert "Bukan, ganti pengguna" in page.text
    assert "Kandidat 01" not in page.text


def test_who_says_yes_is_not_asked_again_until_the_next_sign_in(client, small):
    sign_in(client, small.members[0])

    answer = client.post(reverse("scoring:confirm"))

    assert answer.url == reverse("scoring:agenda")
    assert "Kandidat 01" in client.get(answer.url).text
    client.post(reverse("account_logout"))
    sign_in(client, small.members[0])
    assert "Ya, saya" in client.get(reverse("scoring:agenda")).text


def test_what_an_earlier_day_left_is_told_before_the_list_of_today(client, draft):
    small = draft.open()
    first, second, third = small.candidates
    for candidate, day in ((first, DAY), (second, DAY), (third, DAY + timedelta(days=1))):
        hours = {"starts": time(8), "ends": time(8, 30)}
        factories.SlotFactory(candidate=candidate, instrument=small.interview, date=day, **hours)
    fill(small.sheet(0, 0), lambda *_: 75)
    client.force_login(small.members[0])

    with at(9, day=DAY + timedelta(days=1)):
        page = client.get(reverse("scoring:agenda")).text
    with at(9):
        before = client.get(reverse("scoring:agenda")).text

    assert "1 lembar dari hari sebelumnya" in page
    assert "hari sebelumnya" not in before


def test_the_list_leads_to_the_days_and_the_seal(client, small):
    client.force_login(small.chair)

    assert f'href="{_seal(small)}"' in client.get(reverse("scoring:agenda")).text


def test_a_request_to_reopen_stands_on_the_list_of_who_answers_it(client, small):
    sheet = fill(small.sheet(), lambda *_: 75)
    request_reopening(sheet, "Tertukar", by=small.members[0])
    words = "1 permintaan buka kembali menunggu jawaban Anda"

    assert words in _list_of(client, small.chair)
    assert words not in _list_of(client, small.members[0])
    assert words not in _list_of(client, small.members[1])


def test_the_chairs_own_request_stands_on_the_other_members_lists(client, small):
    chair = small.seats.index(next(s for s in small.seats if s.user == small.chair))
    sheet = fill(small.sheet(chair), lambda *_: 75)
    request_reopening(sheet, "Tertukar", by=small.chair)
    words = "1 permintaan buka kembali menunggu jawaban Anda"

    assert words in _list_of(client, small.members[0])
    assert words not in _list_of(client, small.chair)


def test_an_unsealing_that_waits_stands_on_the_lists_of_who_may_witness(client, draft):
    close_days(draft.open().round, excused="Sakit")
    request_unsealing(draft.round, by=draft.chair)

    assert "menunggu seorang saksi" in _list_of(client, draft.members[0])
    assert "menunggu seorang saksi" not in _list_of(client, draft.chair)


def _list_of(client, user):
    client.force_login(user)
    return client.get(reverse("scoring:agenda")).text


def _seal(small):
    return reverse("reports:sealing", args=[small.round.code])
