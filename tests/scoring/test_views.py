import re
from datetime import datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from scoring.comparing import Text
from scoring.models import ScoreEvent, Sheet
from tests import factories
from tests.rounds import fill, made_from, make_round

pytestmark = pytest.mark.django_db

GOOD = {"n1": "82", "n2": "79", "c1": "Contoh jelas", "c2": ""}


@pytest.fixture
def small(draft):
    return draft.open()


@pytest.fixture
def me(client, small):
    client.force_login(small.members[0])
    return client


def post(client, sheet, name="save", *, base=0, fetch=False, follow=False, **data):
    headers = {"accept": "application/json"} if fetch else {}
    address = reverse(f"scoring:{name}", args=[sheet.public_id])
    data = {"mutation_id": uuid4(), "base_version": base, **data}
    if "as_user" not in data:
        data |= made_from(sheet)
    return client.post(address, data, headers=headers, follow=follow)


@pytest.mark.parametrize("candidates", [1, 3])
def test_agenda_costs_the_same_for_any_number_of_candidates(
    client, django_assert_num_queries, candidates
):
    small = make_round(factories.AgencyFactory(), candidates=candidates).open()
    client.force_login(small.members[0])

    # session, user, seat, edition, hours passed, the five of a declaration's standing,
    # sheets, slots, conflicts, rounds to come, copies off paper, reminders, practice, requests to
    # reopen, unsealings, and for the frame memberships and seats
    with django_assert_num_queries(21):
        response = client.get(reverse("scoring:agenda"))

    assert response.context["agendas"][0].total == candidates


def test_agenda_shows_today_first_marks_what_goes_on_now_and_names_nobody(me, small):
    for day, starts, candidate in ((4, 8, 0), (3, 8, 1), (3, 9, 2)):
        factories.SlotFactory(
            candidate=small.candidates[candidate],
            instrument=small.interview,
            date=datetime(2025, 12, day).date(),
            starts=time(starts, 0),
            ends=time(starts, 30),
        )

    with time_machine.travel(datetime(2025, 12, 3, 8, 10, tzinfo=timezone.get_current_timezone())):
        response = me.get(reverse("scoring:agenda"))

    days = response.context["agendas"][0].days
    assert [[s.candidate.number for s in day.sittings] for day in days] == [[2, 3], [1]]
    assert [s.is_now for s in days[0].sittings] == [True, False]
    assert "Nama Rahasia" not in response.text
    assert "Kandidat 02" in response.text


def test_agenda_says_where_the_member_is_recused(client, draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[0])
    draft.open()
    client.force_login(draft.members[0])

    response = client.get(reverse("scoring:agenda"))

    assert response.context["agendas"][0].total == 2
    assert "Anda berhalangan menilai kandidat ini" in response.text


def test_agenda_keeps_the_hour_of_a_candidate_for_whom_the_member_is_recused(client, draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[0])
    draft.open()
    slot = factories.SlotFactory(candidate=draft.candidates[0], instrument=draft.interview)
    client.force_login(draft.members[0])

    days = client.get(reverse("scoring:agenda")).context["agendas"][0].days

    held = [[(s.candidate.number, len(s.parts)) for s in day.sittings] for day in days]
    assert [day.date for day in days] == [slot.date, None]
    assert held == [[(1, 0)], [(2, 1), (3, 1)]]


def test_agenda_without_duties_says_what_will_stand_there(client, draft):
    client.force_login(draft.members[0])

    assert "Tidak ada lembar nilai" in client.get(reverse("scoring:agenda")).text


def test_sheet_shows_criteria_but_no_total_and_no_name(me, small):
    response = me.get(reverse("scoring:sheet", args=[small.sheet().public_id]))

    assert [c.indicator.title for c in response.context["criteria"]] == [
        "Kriteria W1",
        "Kriteria W2",
    ]
    assert "Nama Rahasia" not in response.text
    assert "Rata-rata" not in response.text


def test_sheet_shows_what_each_level_means_and_the_numbers_it_stands_for(me, small):
    page = me.get(reverse("scoring:sheet", args=[small.sheet().public_id])).text

    levels = re.findall(
        r'<input type="radio" name="t1" value="(\d)".*?</b><em>(.*?)</em>(.*?)</label>',
        page,
        re.DOTALL,
    )
    titles = re.findall(r"<b>(.*?)</b> <span class=\"meta nowrap\">(.*?)</span></legend>", page)

    anchors = small.interview.indicators.get(code="W1").anchors
    spans = ["0–59", "60–69", "70–79", "80–89", "90–100"]
    assert [(number, span) for number, span, _ in levels] == list(zip("12345", spans, strict=True))
    assert [anchor for _, _, anchor in levels] == anchors
    assert titles == [("1. Kriteria W1", "Bobot 50%"), ("2. Kriteria W2", "Bobot 50%")]


def test_sheet_says_that_nobody_else_sees_it_before_the_unsealing(me, small):
    page = me.get(reverse("scoring:sheet", args=[small.sheet().public_id])).text

    assert "Hanya Anda yang dapat melihat nilai ini sampai segel dibuka" in page
    assert "0 dari 2 kriteria terisi" in page


def test_sheet_of_another_members_candidate_does_not_exist(me, small):
    assert me.get(reverse("scoring:sheet", args=[small.sheet(seat=1).public_id])).status_code == 404


def test_a_forged_sheet_id_does_not_exist(me):
    assert me.get(reverse("scoring:sheet", args=[uuid4()])).status_code == 404


def test_a_recused_pair_has_no_sheet_to_open(client, draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[0])
    draft.open()

    assert not Sheet.objects.filter(seat=draft.seats[0], candidate=draft.candidates[0]).exists()


@pytest.mark.parametrize(("fetch", "status"), [(False, 302), (True, 200)])
def test_save_costs_few_queries(fetch, status, me, small, django_assert_max_num_queries):
    sheet = small.sheet()
    page = made_from(sheet)

    with django_assert_max_num_queries(8 + 2):  # eight, and the test's own savepoint
        assert post(me, sheet, fetch=fetch, **page, **GOOD).status_code == status

    assert small.sheet().scores == {"W1": 82, "W2": 79}


def test_save_can_lead_on_to_the_review(me, small):
    response = post(me, small.sheet(), **GOOD, next="review")

    assert response.url == reverse("scoring:review", args=[small.sheet().public_id])


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("101", "harus bilangan bulat 0 sampai 100."),
        ("-1", "harus bilangan bulat 0 sampai 100, misalnya 82."),
        ("82,5", "harus bilangan bulat 0 sampai 100, misalnya 82."),
        ("82.5", "harus bilangan bulat 0 sampai 100, misalnya 82."),
        ("delapan", "harus bilangan bulat 0 sampai 100, misalnya 82."),
        ("8" * 10_000, "harus bilangan bulat 0 sampai 100."),
        ("8\x002", "Hapus tanda itu"),
        ("٨٢", "misalnya 82."),
        ("1e2", "misalnya 82."),
    ],
    ids=["high", "negative", "comma", "point", "letters", "long", "nul", "arabic", "exponent"],
)
def test_save_refuses_a_bad_score_and_keeps_the_others(me, small, typed, message):
    response = post(me, small.sheet(), n1=typed, n2="79")

    assert response.status_code == 422
    assert message in response.text
    assert response.text.count("<title>Kesalahan: ") == 1
    assert small.sheet().scores == {"W2": 79}


def test_a_bad_score_does_not_wipe_the_one_that_stood_there(me, small):
    post(me, small.sheet(), **GOOD)

    post(me, small.sheet(), base=1, n1="seratus", n2="70")

    assert small.sheet().scores == {"W1": 82, "W2": 70}


def test_an_empty_field_means_not_scored_yet(me, small):
    post(me, small.sheet(), **GOOD)

    post(me, small.sheet(), base=1, n1="", n2="70")

    assert small.sheet().scores == {"W2": 70}


def test_a_note_that_is_too_long_is_named_and_the_scores_are_kept(me, small):
    response = post(me, small.sheet(), n1="80", n2="81", c1="x" * 2001)

    assert response.status_code == 422
    assert "Catatan paling panjang 2000 huruf" in response.text
    assert small.sheet().scores == {"W1": 80, "W2": 81}


@pytest.mark.parametrize(
    "broken", [{"mutation_id": "x"}, {"base_version": "-1"}, {"base_version": ""}]
)
def test_a_page_that_is_not_ours_is_a_bad_request(me, small, broken):
    sheet = small.sheet()
    data = {"mutation_id": str(uuid4()), "base_version": "0", **made_from(sheet), **GOOD, **broken}

    response = me.post(reverse("scoring:save", args=[sheet.public_id]), data)

    assert response.status_code == 400
    assert ScoreEvent.objects.count() == 0


def test_a_field_that_comes_twice_is_a_bad_request(me, small):
    address = reverse("scoring:save", args=[small.sheet().public_id])
    data = {"mutation_id": str(uuid4()), "base_version": "0", "n1": ["80", "99"]}

    assert me.post(address, data).status_code == 400


def test_two_tabs_are_shown_side_by_side_and_nothing_is_overwritten(me, small):
    post(me, small.sheet(), n1="82", n2="79", c1="Catatan tab kedua")

    response = post(me, small.sheet(), base=0, n1="60", n2="61")

    assert response.status_code == 409
    first = response.context["criteria"][0]
    assert (first.typed, first.meeting.held) == ("60", Text("82", "Catatan tab kedua"))
    assert response.text.count('name="p1"') == response.text.count('name="p2"') == 2
    assert "Catatan: Catatan tab kedua" in response.text
    assert small.sheet().scores == {"W1": 82, "W2": 79}
    again = post(me, small.sheet(), base=response.context["sheet"].version, n1="60", n2="61")
    assert again.status_code == 302
    assert small.sheet().scores == {"W1": 60, "W2": 61}


def test_what_a_stale_tab_left_untouched_is_taken_from_the_server(me, small):
    post(me, small.sheet(), n1="70", c2="Lama")
    post(me, small.sheet(), base=1, n1="70", n2="79", c2="Baru")

    response = post(me, small.sheet(), base=1, n1="60", n2="", c2="Lama")

    first, second = response.context["criteria"]
    assert [(c.typed, c.note) for c in (first, second)] == [("60", ""), ("79", "Baru")]
    assert (first.meeting.taken, second.meeting.taken) == ("", "nilai dan catatan")
    assert response.context["choices"] == []
    assert "Tidak ada isian yang bertentangan" in response.text


def test_the_servers_version_can_be_chosen_without_a_script(me, small):
    post(me, small.sheet(), n1="82", c1="Dari server", n2="79")

    post(me, small.sheet(), base=1, n1="seratus", c1="Dari sini", n2="61", p1="server", p2="mine")

    assert small.sheet().entries == {
        "W1": {"score": 82, "note": "Dari server"},
        "W2": {"score": 61},
    }


def test_a_choice_of_the_servers_version_follows_the_server_when_it_moves_on(me, small):
    post(me, small.sheet(), n1="82")
    post(me, small.sheet(), base=1, n1="83")

    response = post(me, small.sheet(), base=1, n1="60", p1="server")

    assert response.status_code == 409
    assert response.context["criteria"][0].typed == "83"


def test_a_choice_of_the_servers_version_stays_on_a_page_with_another_fault(me, small):
    post(me, small.sheet(), n1="82")

    response = post(me, small.sheet(), base=1, n1="60", p1="server", n2="x")

    assert response.status_code == 422
    assert [c.typed for c in response.context["criteria"]] == ["82", "x"]


def test_a_faulty_number_in_a_stale_tab_is_shown_with_its_fault(me, small):
    post(me, small.sheet(), n1="82")

    response = post(me, small.sheet(), base=0, n1="60,5", c1="x" * 2001)

    first = response.context["criteria"][0]
    assert (response.status_code, first.typed, first.meeting.is_choice) == (409, "60,5", True)
    assert "harus bilangan bulat" in first.error
    assert "Nilai yang tersimpan sebelumnya aman." in response.text


def test_nine_refused_numbers_leave_one_version(me, small):
    post(me, small.sheet(), **GOOD)

    codes = [post(me, small.sheet(), base=1, **{**GOOD, "n1": "x"}).status_code for _ in range(9)]

    assert codes == [422] * 9
    assert (small.sheet().version, ScoreEvent.objects.count()) == (1, 1)


def test_a_refused_number_on_an_empty_sheet_is_not_called_saved(me, small):
    answer = post(me, small.sheet(), fetch=True, n1="x").json()

    assert (answer["version"], answer["saved_at"], list(answer["errors"])) == (0, "", ["n1"])


def test_a_sheet_says_which_of_how_many_it_is(me, small):
    for candidate, starts in ((0, 10), (1, 8)):
        factories.SlotFactory(
            candidate=small.candidates[candidate],
            instrument=small.interview,
            starts=time(starts, 0),
            ends=time(starts, 30),
        )

    pages = [
        me.get(reverse("scoring:sheet", args=[small.sheet(candidate=number).public_id])).text
        for number in range(3)
    ]

    assert "Wawancara 2 dari 3 · Ruang Anggrek" in pages[0]
    assert "Wawancara 1 dari 3 · Ruang Anggrek" in pages[1]
    assert f"Wawancara 3 dari 3 · {small.round.title}" in pages[2]


@pytest.mark.parametrize("candidates", [1, 5])
def test_sheet_costs_the_same_for_any_number_of_candidates(
    client, django_assert_num_queries, candidates
):
    small = make_round(factories.AgencyFactory(), candidates=candidates).open()
    client.force_login(small.members[0])

    address = reverse("scoring:sheet", args=[small.sheet().public_id])

    # session, user, sheet, indicators, siblings, papers, slots, turns, frame: memberships, seats
    with django_assert_num_queries(10):
        client.get(address)


def test_a_script_hears_version_time_and_errors(me, small):
    response = post(me, small.sheet(), fetch=True, n1="82", n2="x")

    answer = response.json()
    assert response.status_code == 422
    assert (answer["version"], list(answer["errors"])) == (1, ["n2"])
    assert post(me, small.sheet(), fetch=True, base=0, n1="1").status_code == 409
    fill(small.sheet(candidate=1), lambda *_: 80)
    assert post(me, small.sheet(candidate=1), fetch=True, base=2, n1="1").status_code == 423


def test_an_expired_session_gives_back_what_was_typed(client, small):
    sheet = small.sheet()

    page = post(client, sheet, **GOOD)
    script = post(client, sheet, fetch=True, **GOOD)

    assert (page.status_code, script.status_code) == (401, 401)
    assert "Contoh jelas" in page.text
    assert "82" in page.text
    assert script.json()["message"].startswith("Sesi Anda berakhir")


def test_session_tells_who_is_signed_in_and_hands_out_a_token(client, small):
    assert client.get(reverse("scoring:session")).json()["user"] is None
    client.force_login(small.members[0])

    answer = client.get(reverse("scoring:session")).json()

    assert answer["user"] == str(small.members[0].public_id)
    assert len(answer["token"]) == 64


def test_review_lists_what_is_missing(me, small):
    post(me, small.sheet(), n1="95", n2="")

    response = me.get(reverse("scoring:review", args=[small.sheet().public_id]))

    assert "1 kriteria belum dinilai" in response.text
    assert "Catatan wajib" in response.text


def test_sign_without_the_tick_is_refused(me, small):
    post(me, small.sheet(), **GOOD)

    response = post(me, small.sheet(), name="sign", base=1)

    assert response.status_code == 302
    assert not small.sheet().is_signed


def test_a_double_click_on_sign_gives_one_signature_and_one_receipt(me, small):
    post(me, small.sheet(), **GOOD)
    mutation = uuid4()

    for _ in range(2):
        post(me, small.sheet(), name="sign", base=1, mine="1", mutation_id=mutation)

    response = me.get(reverse("scoring:review", args=[small.sheet().public_id]))
    assert ScoreEvent.objects.filter(kind="sign").count() == 1
    assert small.sheet().receipt in response.text


def test_sign_says_what_is_missing(me, small):
    post(me, small.sheet(), n1="82")

    response = post(me, small.sheet(), name="sign", base=1, mine="1", follow=True)

    assert "1 kriteria belum dinilai: Kriteria W2" in response.text


def test_a_signed_sheet_opens_as_its_review(me, small):
    fill(small.sheet(), lambda *_: 80)

    response = me.get(reverse("scoring:sheet", args=[small.sheet().public_id]))

    assert response.url == reverse("scoring:review", args=[small.sheet().public_id])


def test_save_into_a_signed_sheet_is_said_and_changes_nothing(me, small):
    fill(small.sheet(), lambda *_: 80)

    response = post(me, small.sheet(), base=2, n1="1", follow=True)

    assert "sudah ditutup" in response.text
    assert small.sheet().scores == {"W1": 80, "W2": 80}


def test_profile_names_the_candidate_without_nip_and_talent_values(thawed, me, small):
    candidate = small.candidates[0]
    candidate.performance = Decimal("91.3725")
    candidate.save()
    factories.CareerPostFactory(candidate=candidate, post="Camat Utara")

    response = me.get(reverse("scoring:profile", args=[small.sheet().public_id]))

    assert "Nama Rahasia 01" in response.text
    assert "Camat Utara" in response.text
    assert candidate.nip not in response.text
    assert "91,37" not in response.text
    assert "91.37" not in response.text


def test_the_chair_opens_scoring_with_one_click(client, draft):
    draft.freeze()
    client.force_login(draft.chair)

    opened = client.post(reverse("scoring:open-scoring", args=[draft.round.code]), follow=True)

    assert "Penilaian dibuka" in opened.text


def test_opening_an_unready_round_says_what_is_missing(client, draft):
    draft.round.candidates.update(withdrawn_at=timezone.now())
    draft.freeze()
    client.force_login(draft.chair)

    response = client.post(reverse("scoring:open-scoring", args=[draft.round.code]), follow=True)

    assert "belum ada kandidat" in response.text
