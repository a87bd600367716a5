import re
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Nomination
from panels.models import Draw, Slot, TimetablePlan
from panels.slots import Stretch
from panels.timetable_asking import AskedDay, AskedRoom, Part, from_json
from panels.timetable_gaps import gaps_of
from panels.timetable_reading import draft_of, published_of
from panels.timetabling import prepare
from tests import factories
from tests.panels.timetables import (
    PHRASE,
    WEDNESDAY,
    WITNESSES,
    a_round,
    asked,
    drafted,
    drawn,
    heard,
    published,
)

pytestmark = pytest.mark.django_db


def page(client, name, small, *more, **query):
    return client.get(reverse(f"panels:{name}", args=[small.round.code, *more]), query)


def post(client, name, small, **data):
    return client.post(reverse(f"panels:{name}", args=[small.round.code]), data)


def seen(plan):
    return {"versi": plan.version, "perubahan": plan.revision}


def filled(small, **given):
    """The form as staff would send it: one day, one room, everybody in it."""
    members = [str(seat.user.public_id) for seat in small.seats]
    fields = {
        "perubahan": "",
        "day1": "2098-12-03",
        "dayfrom1": "08.00",
        "dayto1": "16:00",
        "room1": "Ruang Anggrek",
        "capacity1": "12",
        "members1": members,
        f"part-{small.interview.pk}": "30",
        "gap": "10",
        "reserve": "10",
        "least_members": "2",
        "attendants": "0",
        "usual": "on",
    }
    return fields | given


@pytest.fixture
def small():
    return a_round()


@pytest.fixture
def staff(client, small):
    client.force_login(small.staff)
    return client


def test_an_empty_timetable_leads_to_filling_it_in(staff, small):
    response = page(staff, "timetable", small)

    assert response.status_code == 200
    assert "Isi tanggal, ruang, dan lama wawancara." in response.content.decode()


def test_a_reader_sees_nothing_of_a_draft(client, small):
    drafted(small)
    client.force_login(small.auditor)

    text = page(client, "timetable", small).content.decode()

    assert "Jadwal belum diterbitkan" in text
    assert "Kandidat 01" not in text


def test_filling_in_before_the_draw_keeps_everything(staff, small):
    response = post(staff, "prepare-timetable", small, **filled(small))

    assert response.status_code == 302
    kept = from_json(draft_of(small.round).asked)
    assert kept.days == (AskedDay(WEDNESDAY, Stretch(time(8), time(16))),)
    assert kept.rooms == (AskedRoom("Ruang Anggrek", 12, frozenset("123")),)
    assert "undi urutan" in page(staff, "timetable", small).content.decode()


def test_filling_in_after_the_draw_generates(staff, small):
    drawn(small)

    post(staff, "prepare-timetable", small, **filled(small, lanjut="susun"))

    assert len(draft_of(small.round).sittings) == 3
    assert "Draf versi 1" in page(staff, "timetable", small).content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"dayto1": "07.00"}, "tidak sesudah jam mulai"),
        ({"dayfrom1": ""}, "Isi kedua jamnya."),
        ({"dayfrom1": "", "dayto1": ""}, "Isi jam buka dan jam tutup"),
        ({"day1": ""}, "Isi tanggal hari ini"),
        ({"day1": "kemarin"}, "Tanggal ini tidak ada."),
        ({"day2": "2098-12-03", "dayfrom2": "08.00", "dayto2": "09.00"}, "sudah ada di atas"),
        ({"day1": "", "dayfrom1": "", "dayto1": ""}, "Isi paling sedikit satu hari."),
        ({"room1": ""}, "Isi nama ruang ini"),
        ({"room1": "", "capacity1": ""}, "Isi paling sedikit satu ruang."),
        ({"room2": "ruang anggrek"}, "Ruang ini sudah ada di atas."),
        ({"capacity1": "-4"}, "Paling sedikit 1."),
        ({"gap": "sepuluh"}, "Isi angka bulat"),
        ({"break1": "Senam"}, "Isi jam mulai dan selesai"),
        (
            {"breakday1": "2098-12-09", "breakfrom1": "10.00", "breakto1": "10.15"},
            "bukan hari wawancara",
        ),
        ({"room1": "A\x00B"}, "Null"),
        ({"members1": ["orang-lain"]}, "orang-lain"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_and_stays(staff, small, given, words):
    response = post(staff, "prepare-timetable", small, **filled(small, **given))

    text = response.content.decode()
    assert response.status_code == 422
    assert words.casefold() in text.casefold()
    assert 'value="2"' in text
    assert not TimetablePlan.objects.exists()


def test_no_length_at_all_is_said(staff, small):
    response = post(
        staff, "prepare-timetable", small, **filled(small, **{f"part-{small.interview.pk}": "0"})
    )

    assert response.status_code == 422
    assert "Isi lama wawancara" in response.content.decode()


def test_what_does_not_fit_says_by_how_much_and_loses_nothing(staff, small):
    drawn(small)

    response = post(
        staff, "prepare-timetable", small, **filled(small, dayto1="09.00", lanjut="susun")
    )

    text = response.content.decode()
    assert response.status_code == 422
    assert "Kurang 2 waktu, yaitu 80 menit beserta jedanya" in text
    assert 'value="09.00"' in text
    assert not TimetablePlan.objects.exists()


def test_a_room_without_capacity_can_be_kept_but_not_generated_from(staff, small):
    drawn(small)

    kept = post(staff, "prepare-timetable", small, **filled(small, capacity1=""))
    again = filled(small, capacity1="", lanjut="susun", perubahan="1")
    refused = post(staff, "prepare-timetable", small, **again)

    assert (kept.status_code, refused.status_code) == (302, 422)
    assert "Kapasitas Ruang Anggrek belum diisi" in refused.content.decode()


def test_own_breaks_and_more_lines_come_back(staff, small):
    own = {"break1": "Rehat", "breakfrom1": "10.00", "breakto1": "10.15"}
    three = {"room3": "Ruang Melati", "capacity3": "9", "members3": []}
    post(staff, "prepare-timetable", small, **filled(small, **own, **three))

    text = page(staff, "timetable-setup", small).content.decode()

    assert 'value="Rehat"' in text
    assert 'value="10.15"' in text
    assert 'value="Ruang Melati"' in text
    assert 'name="room3"' in text
    assert 'name="room4"' not in text


def test_drawing_shows_phrase_time_and_recipe(staff, small):
    response = post(
        staff,
        "draw-order",
        small,
        phrase="Pekalongan Maju 2025",
        witnesses=WITNESSES,
        again="0",
    )
    text = page(staff, "draw", small).content.decode()

    assert response.status_code == 302
    assert f"kata kunci “{PHRASE}”. Siapa pun dapat mengulang undian ini." in text
    assert Draw.objects.get().lots[0][1] in text


@pytest.mark.parametrize(
    "given",
    [
        {"phrase": "kata; kunci"},
        {"phrase": ""},
        {"witnesses": ""},
        {"witnesses": "-"},
        {"witnesses": "Ketua"},
        {"again": "3"},
        {"again": "x"},
    ],
)
def test_a_draw_refused_keeps_what_was_typed(staff, small, given):
    data = {"phrase": "kata kunci", "witnesses": WITNESSES, "again": "0"} | given
    response = post(staff, "draw-order", small, **data)

    assert response.status_code == 422
    assert (data["witnesses"] or data["phrase"]) in response.content.decode()
    assert not Draw.objects.exists()


def test_a_phrase_replaced_from_an_old_page_is_refused(staff, small):
    drawn(small)

    response = post(
        staff,
        "draw-order",
        small,
        phrase="kata lain",
        witnesses=WITNESSES,
        again="0",
        reason="x",
    )

    assert response.status_code == 422
    assert "Kata kunci yang sudah dipakai tidak dapat diganti" in response.content.decode()
    assert Draw.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "words"), [(" ", "Tulis alasan undi ulang"), ("x" * 501, "Paling panjang 500")]
)
def test_drawing_again_asks_for_the_reason_and_keeps_what_was_typed(staff, small, reason, words):
    drawn(small)
    typed = {"phrase": "kata lain", "witnesses": WITNESSES, "again": "1", "reason": reason}

    before = page(staff, "draw", small).content.decode()
    response = post(staff, "draw-order", small, **typed)

    assert 'Alasan undi ulang <span class="req">wajib</span>' in before
    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="kata lain"' in response.content.decode()
    assert Draw.objects.count() == 1


def test_the_first_draw_asks_for_no_reason(staff, small):
    assert "Alasan undi ulang" not in page(staff, "draw", small).content.decode()


def test_moving_offers_select_lists_and_says_what_they_bring(staff, small):
    drafted(small)

    text = page(staff, "timetable", small, kandidat="01").content.decode()

    assert "Pindahkan Kandidat 01 ke" in text
    assert "Tukar Kandidat 01 dengan" in text
    assert "Menimbulkan masalah" in text


def test_htmx_gets_the_select_lists_alone(staff, small):
    drafted(small)
    address = reverse("panels:timetable", args=[small.round.code])

    text = staff.get(address, {"kandidat": "01"}, headers={"HX-Request": "true"}).content.decode()

    assert "Pindahkan Kandidat 01 ke" in text
    assert "<html" not in text


def test_moving_swapping_and_publishing_by_forms(staff, small):
    plan = drafted(small)
    to = "2098-12-03 14.20 Ruang Anggrek"

    post(staff, "move-sitting", small, kandidat="01", ke=to, **seen(plan))
    plan = draft_of(small.round)
    assert {"candidate": "01", "starts": "14:20"}.items() <= plan.sittings[-1].items()
    post(staff, "swap-sittings", small, kandidat="01", dengan="02", **seen(plan))
    plan = draft_of(small.round)
    assert plan.sittings[-1]["candidate"] == "02"
    asks = page(staff, "timetable", small).content.decode()
    assert "Terbitkan jadwal versi 1?</b> Penilai akan melihat perubahan ini segera." in asks
    response = post(staff, "publish-timetable", small, catatan="Disetujui", **seen(plan))

    assert response.status_code == 302
    assert published_of(small.round).note == "Disetujui"
    assert Slot.objects.in_force().count() == 3


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("move-sitting", {"kandidat": "01", "ke": ""}),
        ("move-sitting", {"kandidat": "01", "ke": "2098-13-03 25.00 X"}),
        ("move-sitting", {"kandidat": "99", "ke": "2098-12-03 14.00 Ruang Anggrek"}),
        ("move-sitting", {"kandidat": "01", "ke": "2098-12-03 23.50 Ruang Anggrek"}),
        ("swap-sittings", {"kandidat": "01", "dengan": ""}),
        ("swap-sittings", {"kandidat": "01", "dengan": "01"}),
        ("swap-sittings", {"kandidat": "01", "dengan": "x"}),
        ("delay-sittings", {"kandidat": "01", "menit": "15"}),
        ("move-sitting", {"kandidat": "01", "ke": "2098-12-03 14.00 A", "perubahan": "9" * 40}),
    ],
)
def test_nonsense_changes_nothing_and_is_answered_in_words(staff, small, name, data):
    plan = drafted(small)

    response = post(staff, name, small, **(seen(plan) | data))

    assert response.status_code == 422
    assert "Tidak ada yang berubah" in response.content.decode()
    assert draft_of(small.round).sittings == plan.sittings


def test_a_note_typed_survives_a_refusal(staff, small):
    plan = drafted(small)
    first, second, _ = (number for number, _ in plan.draw.lots)
    post(staff, "swap-sittings", small, kandidat=first, dengan=second, **seen(plan))

    response = post(staff, "publish-timetable", small, catatan="Alasan kami", **seen(plan))

    assert response.status_code == 422
    assert "Alasan kami" in response.content.decode()


@pytest.mark.parametrize(
    ("note", "words"), [("Alasan\0kami", "bukan tulisan"), ("x" * 501, "Paling panjang 500")]
)
def test_a_note_that_cannot_be_kept_is_refused(staff, small, note, words):
    plan = drafted(small)

    response = post(staff, "publish-timetable", small, catatan=note, **seen(plan))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert published_of(small.round) is None


@pytest.mark.parametrize("name", ["move-sitting", "swap-sittings", "delay-sittings"])
def test_what_is_no_text_changes_nothing(staff, small, name):
    plan = drafted(small)
    typed = {"kandidat": "01\0", "dengan": "02\0", "menit": "15\0"}

    response = post(staff, name, small, ke="2098-12-03 14.00 A\0", **typed, **seen(plan))

    assert response.status_code == 422
    assert draft_of(small.round).sittings == plan.sittings


def test_a_draft_can_be_thrown_away(staff, small):
    plan = drafted(small)

    post(staff, "discard-timetable", small, **seen(plan))

    assert draft_of(small.round) is None


@pytest.mark.usefixtures("on_the_day")
def test_a_delay_on_the_day(staff, small):
    plan = published(small)

    response = post(staff, "delay-sittings", small, kandidat="01", menit="15", **seen(plan))

    assert response.status_code == 302
    assert published_of(small.round).version == 2
    text = page(staff, "timetable", small).content.decode()
    assert "Mundur 15 menit mulai Kandidat 01" in text


def test_a_delay_is_offered_and_made_on_the_day_only(staff, small):
    plan = published(small)

    shown = page(staff, "timetable", small)
    response = post(staff, "delay-sittings", small, kandidat="01", menit="15", **seen(plan))

    assert "Mundurkan mulai slot ini" not in shown.text
    assert response.status_code == 422
    assert "wawancara ini baru Rabu, 3 Desember 2098. Jadwal tidak berubah." in response.text
    assert published_of(small.round) == plan


@pytest.mark.usefixtures("on_the_day")
def test_a_delay_begins_with_no_slot_chosen(staff, small):
    published(small)

    shown = page(staff, "timetable", small).text

    assert '<option value="">Pilih waktu hari ini</option>' in shown
    assert "Mundurkan mulai slot ini" in shown


def test_a_published_version_keeps_the_draw_that_it_came_from(staff, small):
    plan = published(small)
    first = [number for number, _ in plan.draw.lots]
    drawn(small, "kata kedua", again=1, reason="Kandidat baru")

    printed = page(staff, "timetable-sheets", small, "ikhtisar").text
    shown = page(staff, "timetable", small)

    assert PHRASE in printed
    assert "kata kedua" not in printed
    assert f"Urutan: {', '.join(first)}" in " ".join(printed.split())
    assert shown.context["view"].warnings == 0
    assert "Jadwal ini mengikuti undian ke-1; undian ke-2 belum dipakai." in shown.text


def test_who_meets_no_requirements_and_is_still_called_is_named(staff, small):
    published(small)
    first, second = small.candidates[:2]
    Nomination.objects.update(verdict="met")
    Nomination.objects.filter(candidate=first, vacancy=small.vacancies[0]).update(verdict="not_met")
    Nomination.objects.filter(candidate=second).update(verdict="not_met")
    small.freeze()

    shown = page(staff, "timetable", small).text

    assert "Kandidat 02 tidak memenuhi syarat jabatan mana pun" in shown
    assert "Kandidat 01 tidak memenuhi syarat" not in shown


def test_an_old_version_can_still_be_read(client, small):
    published(small)
    client.force_login(small.auditor)

    assert page(client, "timetable-version", small, 1).status_code == 200
    assert page(client, "timetable-version", small, 2).status_code == 404


@pytest.mark.parametrize("kind", ["ikhtisar", "pintu", "penilai", "kandidat"])
def test_every_print_carries_version_fingerprint_and_who_printed(staff, small, kind):
    published(small)
    small.freeze()

    text = page(staff, "timetable-sheets", small, kind).content.decode()

    assert text.count("Jadwal versi 1</b>") == text.count(small.round.scheme_sha256) > 0
    assert f"SALINAN KERJA</b>, dicetak {small.staff.name}" in text


def test_a_call_names_nobody_else(staff, small):
    published(small)

    text = page(staff, "timetable-sheets", small, "kandidat", nomor="02").content.decode()

    assert "Nama Rahasia 02" in text
    assert [n for n in ("01", "03") if f"Rahasia {n}" in text or f"Kandidat {n}" in text] == []


def test_the_chair_reads_calls_without_names(client, small):
    published(small)
    client.force_login(small.chair)

    assert (
        "Nama Rahasia" not in page(client, "timetable-sheets", small, "kandidat").content.decode()
    )


def numbered(text):
    return re.findall(r"Penilai \d", text)


def test_staff_never_read_whose_number_is_whose(staff, small):
    factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[0])
    published(small)

    assert "1 penilai berhalangan; 2 tersisa" in page(staff, "timetable", small).content.decode()
    for kind in ("ikhtisar", "pintu", "kandidat"):
        text = page(staff, "timetable-sheets", small, kind).content.decode()
        assert [seat.name for seat in small.seats if seat.name in text] == []
        assert numbered(text) == []
    cards = page(staff, "timetable-sheets", small, "penilai").content.decode()
    assert [seat.name for seat in small.seats if seat.name not in cards] == []
    assert numbered(cards) == []


def test_the_chair_reads_cards_by_number_without_names(client, small):
    published(small)
    client.force_login(small.chair)

    cards = page(client, "timetable-sheets", small, "penilai").content.decode()

    assert [seat.name for seat in small.seats[:-1] if seat.name in cards] == []
    assert "Penilai 1" in cards


def test_once_the_scores_are_open_the_auditor_reads_who_goes_out(client, small):
    factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[0])
    heard(small)
    small.play()
    client.force_login(small.auditor)

    assert "Penilai 1 berhalangan; 2 tersisa" in page(client, "timetable", small).content.decode()


def test_there_is_nothing_to_print_before_a_version_is_published(staff, small):
    drafted(small)

    assert page(staff, "timetable-sheets", small, "pintu").status_code == 404
    assert page(staff, "timetable-sheets", small, "lain").status_code == 404
    assert page(staff, "candidate-calendar", small, 1).status_code == 404


def test_a_candidates_calendar_holds_one_event(staff, small):
    published(small)

    response = page(staff, "candidate-calendar", small, 2)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.content.decode().count("BEGIN:VEVENT") == 1
    assert "Nomor kandidat Anda: 02" in response.content.decode()
    assert page(staff, "candidate-calendar", small, 99).status_code == 404


def test_calendars_of_a_fixed_round_carry_the_fingerprint_of_its_rules(client, small):
    published(small)
    small.freeze()
    client.force_login(small.members[0])
    mine = page(client, "my-calendar", small).content.decode()
    client.force_login(small.staff)
    call = page(client, "candidate-calendar", small, 2).content.decode()

    for text in (mine, call):
        assert small.round.scheme_sha256 in text.replace("\r\n ", "")


def test_a_members_card_and_calendar_leave_out_recusals(client, small):
    factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[0])
    published(small)
    client.force_login(small.members[0])

    card = page(client, "my-timetable", small).content.decode()
    calendar = page(client, "my-calendar", small).content.decode()

    assert "Kandidat 02" in card
    assert "Kandidat 01" not in card
    assert calendar.count("BEGIN:VEVENT") == 2


def test_a_member_without_a_timetable_is_told_so(client, small):
    client.force_login(small.members[0])

    assert "Jadwal belum diterbitkan" in page(client, "my-timetable", small).content.decode()
    assert page(client, "my-calendar", small).status_code == 404
    assert page(client, "my-timetable", a_round()).status_code == 404


def test_members_find_their_timetable_before_scoring_opens(client, small):
    published(small)
    client.force_login(small.members[0])

    response = client.get(reverse("scoring:agenda"))

    assert reverse("panels:my-timetable", args=[small.round.code]) in response.content.decode()


@pytest.mark.usefixtures("on_the_day")
def test_a_members_list_changes_by_itself_only_after_a_publication(client, small):
    plan = published(small)
    small.open()
    client.force_login(small.members[0])
    address = reverse("scoring:agenda")
    htmx = {"headers": {"HX-Request": "true"}}
    first = client.get(address).context
    edition = first["edition"]

    same = {"jadwal": edition, "lewat": first["passed"]}
    assert client.get(address, same, **htmx).status_code == 204
    client.force_login(small.staff)
    post(client, "delay-sittings", small, kandidat="01", menit="15", **seen(plan))
    client.force_login(small.members[0])
    answer = client.get(address, {"jadwal": edition}, **htmx)

    assert "Jadwal baru terbit" in answer.content.decode()


@pytest.mark.usefixtures("on_the_day")
def test_an_open_sheet_learns_its_new_time_and_stays_open(client, small):
    plan = published(small)
    small.open()
    client.force_login(small.members[0])
    sheet = small.sheet(0, 0)
    address = reverse("scoring:hour", args=[sheet.public_id])
    shown = client.get(reverse("scoring:sheet", args=[sheet.public_id])).context["hour"]

    assert client.get(address, {"tampil": shown}).status_code == 204
    client.force_login(small.staff)
    post(client, "delay-sittings", small, kandidat="01", menit="15", **seen(plan))
    client.force_login(small.members[0])
    answer = client.get(address, {"tampil": shown}).content.decode()

    assert "Jadwal Kandidat 01 berubah: Rabu, 3 Desember 2098 pukul" in answer
    assert client.get(reverse("scoring:sheet", args=[sheet.public_id])).status_code == 200


@pytest.mark.parametrize("name", ["timetable", "timetable-setup", "draw", "ikhtisar", "kandidat"])
def test_pages_cost_the_same_for_any_number_of_candidates(client, name):
    counts = set()
    for candidates in (3, 12):
        small = a_round(candidates=candidates)
        published(small, parts=(Part("WAWANCARA", 10),), gap=0)
        client.force_login(small.staff)
        sheets = name in ("ikhtisar", "kandidat")
        with CaptureQueriesContext(connection) as queries:
            if sheets:
                page(client, "timetable-sheets", small, name)
            else:
                page(client, name, small, kandidat="01")
        counts.add(len(queries))

    assert len(counts) == 1


def test_gaps_follow_from_the_tables(small):
    def words():
        return [gap.words for gap in gaps_of(small.round)]

    assert words() == ["Susun jadwal wawancara"]
    prepare(small.round, asked(), revision=None, arrange=False, by=small.staff)
    assert words() == ["Undi urutan kandidat dalam rapat"]
    drawn(small)
    assert words() == ["Terbitkan atau buang draf jadwal versi 1"]
    factories.CandidateFactory(round=small.round, number=4)
    assert [gap.blocks_freeze for gap in gaps_of(small.round)] == [True, False]


def test_a_published_version_that_breaks_later_is_a_gap(small):
    published(small, least_members=3)

    factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[0])

    assert [gap.words for gap in gaps_of(small.round)] == ["Perbaiki 1 masalah pada jadwal versi 1"]


def test_a_day_out_of_reach_is_not_a_crash(staff, small):
    response = post(staff, "prepare-timetable", small, **filled(small, day1=date.max.isoformat()))

    assert response.status_code in (302, 422)
    assert page(staff, "timetable", small).status_code == 200


def test_a_panel_split_by_rooms_is_remarked_upon(staff, small):
    rooms = (
        AskedRoom("Ruang Anggrek", 12, frozenset("1")),
        AskedRoom("Ruang Melati", 12, frozenset("2")),
    )
    drafted(small, rooms=rooms, least_members=1)

    text = page(staff, "timetable", small).content.decode()

    assert f"{small.seats[2].name} belum ditempatkan di ruang mana pun." in text
    assert "Tidak semua penilai duduk di Ruang Anggrek dan Ruang Melati" in text


def test_on_a_phone_every_field_of_a_line_says_what_it_is(staff, small):
    text = page(staff, "timetable-setup", small).content.decode()

    labels = re.findall(r'<td data-label="([^"]*)"', text)
    assert labels[:3] == ["Tanggal hari ke-1 (HH-BB-TTTT)", "Buka hari ke-1, misalnya 08.00",
                          "Tutup hari ke-1"]  # fmt: skip
    rooms = [label for label in labels if label.endswith("ruang ke-1")]
    assert rooms == ["Nama ruang ke-1", "Kapasitas ruang ke-1", "Penilai di ruang ke-1"]
    breaks = [label for label in labels if "istirahat ke-1" in label]
    assert breaks == ["Nama istirahat ke-1", "Tanggal istirahat ke-1 (HH-BB-TTTT)",
                      "Mulai istirahat ke-1", "Selesai istirahat ke-1"]  # fmt: skip
