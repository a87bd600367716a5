"""The page of a day, on the day; what is printed; what is refused with all that was typed."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from panels.models import Attendance, Incident
from tests import factories
from tests.rounds import make_round

DAY = date(2026, 3, 2)
TEN = timezone.make_aware(datetime(2026, 3, 2, 10, 0))


def scheduled(draft, days=1):
    for place, candidate in enumerate(draft.candidates):
        factories.SlotFactory(
            candidate=candidate,
            instrument=draft.interview,
            date=DAY + timedelta(days=place % days),
            starts=time(8 + place % 8),
            ends=time(9 + place % 8),
        )
    return draft.open()  # at the database's own time: slots of a fixed round do not change


@pytest.fixture
def on_the_day(client, draft):
    scheduled(draft)
    with time_machine.travel(TEN):
        client.force_login(draft.staff)
        yield draft


def address(draft, name="attendance", **query):
    return reverse(f"reports:{name}", args=[draft.round.code], query=query)


def send(client, draft, who="k-1", day=DAY, **fields):
    data = {f"{who}-{name}": value for name, value in fields.items()}
    return client.post(address(draft, "note-attendance"), {"who": who, "day": day, **data})


def test_everybody_expected_is_on_the_page_of_the_day(client, on_the_day):
    groups = client.get(address(on_the_day)).context["view"].groups

    assert [(g.title, len(g.people)) for g in groups] == [
        ("Kandidat", 3),
        ("Penilai, sesi pagi", 3),
    ]
    assert [person.starts for person in groups[0].people] == [time(8), time(9), time(10)]


def test_an_afternoon_has_its_own_session(client, on_the_day):
    factories.SlotFactory(
        candidate=on_the_day.candidates[0],
        instrument=on_the_day.interview,
        date=DAY,
        starts=time(13),
        ends=time(14),
    )

    groups = client.get(address(on_the_day)).context["view"].groups

    assert [g.title for g in groups] == ["Kandidat", "Penilai, sesi pagi", "Penilai, sesi siang"]
    assert (groups[0].people[0].starts, groups[0].people[0].ends) == (time(8), time(14))


def test_one_press_notes_a_person_as_come_now(client, on_the_day):
    response = send(client, on_the_day, state="present")

    noted = Attendance.objects.get()
    assert response.url.endswith("?tanggal=2026-03-02#k-1")
    assert (noted.state, noted.candidate) == ("present", on_the_day.candidates[0])
    assert timezone.localtime(noted.came_at).strftime("%H.%M") == "10.00"
    assert "Hadir pukul 10.00 WIB" in client.get(response.url).text


def test_a_member_is_noted_for_a_session(client, on_the_day):
    member = on_the_day.seats[1]
    send(client, on_the_day, who=f"p-{member.pk}-morning", state="absent", reason="Sakit")

    noted = Attendance.objects.get()
    assert (noted.seat, noted.session) == (member, "morning")


def test_a_correction_shows_what_was_noted_before(client, on_the_day):
    send(client, on_the_day, state="absent", reason="Belum ada kabar")
    send(client, on_the_day, state="late", came_at="09.20", reason="Kereta terlambat")

    text = client.get(address(on_the_day)).text

    assert "Terlambat pukul 09.20 WIB" in text
    assert "1 catatan sebelumnya" in text
    assert "Belum ada kabar" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "late", "reason": "Banjir di jalan"}, "jam datang"),
        ({"state": "late", "came_at": "sembilan", "reason": "Banjir di jalan"}, "jam dan menit"),
        ({"state": "asleep", "reason": "Banjir di jalan"}, "Pilih hadir"),
        ({"reason": "Banjir di jalan"}, "Pilih hadir"),
        ({"state": "absent", "reason": "Banjir di jalan" * 30}, "300 huruf"),
        ({"state": "present", "came_at": "23.59", "reason": "Banjir di jalan"}, "belum lewat"),
    ],
)
def test_a_note_that_lacks_something_keeps_what_was_typed(client, on_the_day, fields, words):
    response = send(client, on_the_day, **fields)

    assert response.status_code == 422
    assert words in response.text
    assert "Banjir di jalan" in response.text
    assert "Kesalahan:" in response.text
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("who", "day"), [("k-9", DAY), ("", DAY), ("k-1", "2026-03-09"), ("k-1", ""), ("k-1", "\0")]
)
def test_who_or_when_is_not_in_the_timetable_is_refused(client, on_the_day, who, day):
    response = send(client, on_the_day, who=who, day=day, state="present")

    assert response.status_code == 302
    assert not Attendance.objects.exists()


def test_a_day_ahead_can_be_printed_and_not_noted(client, draft):
    scheduled(draft)
    with time_machine.travel(TEN - timedelta(days=1)):
        client.force_login(draft.staff)
        page = client.get(address(draft)).text

        assert "dicatat pada harinya" in page
        assert "<form" not in page.split("<main")[1].split("</main")[0]
        assert client.get(address(draft, "attendance-list")).status_code == 200


def test_the_day_asked_for_is_shown_else_today_else_the_next(client, draft):
    scheduled(draft, days=3)
    with time_machine.travel(TEN):
        client.force_login(draft.staff)
        shown = {
            asked: client.get(address(draft, tanggal=asked)).context["view"].day
            for asked in ("", "2026-03-04", "kemarin", "2026-13-01")
        }

    assert shown == {"": DAY, "2026-03-04": date(2026, 3, 4), "kemarin": DAY, "2026-13-01": DAY}
    with time_machine.travel(TEN + timedelta(days=30)):
        client.force_login(draft.staff)
        assert client.get(address(draft)).context["view"].day == date(2026, 3, 4)


def test_a_round_without_a_timetable_says_so_everywhere(client, draft):
    client.force_login(draft.staff)
    draft.open()

    for name in ("attendance", "attendance-list", "incident-sheet"):
        response = client.get(address(draft, name))
        assert response.status_code == 200
    assert "Jadwal belum dibuat" in client.get(address(draft)).text
    for name in ("note-attendance", "write-incident"):
        assert client.post(address(draft, name), {"day": "2026-03-02"}).status_code == 302
    assert not Incident.objects.exists()


def test_an_incident_is_written_and_printed_with_its_correction(client, on_the_day):
    first = {"day": DAY, "clock": "09.40", "place": "Ruang A", "text": "Listrik padam lima menit."}
    client.post(address(on_the_day, "write-incident"), first)
    again = {**first, "text": "Bukan lima, melainkan enam menit.", "corrects": "1"}
    client.post(address(on_the_day, "write-incident"), again)

    printed = client.get(address(on_the_day, "incident-sheet")).text

    assert Incident.objects.get(number=2).corrects.number == 1
    assert "Membetulkan nomor 1" in printed
    assert "SALINAN KERJA" in printed
    assert on_the_day.staff.name in printed


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"clock": "25.00"}, "jam dan menit"),
        ({"clock": "23.59"}, "belum lewat"),
        ({"place": ""}, "Isi tempat"),
        ({"text": "Ribut"}, "paling sedikit 20 huruf"),
        ({"text": "x" * 2001}, "2.000 huruf"),
    ],
)
def test_an_incident_that_lacks_something_keeps_what_was_typed(client, on_the_day, fields, words):
    typed = {"day": DAY, "clock": "09.40", "place": "Ruang Mawar", "text": "Listrik padam lama."}

    response = client.post(address(on_the_day, "write-incident"), {**typed, **fields})

    assert response.status_code == 422
    assert words in response.text
    assert (fields.get("place", "Ruang Mawar")) in response.text
    assert not Incident.objects.exists()


def test_the_attendance_list_has_a_line_to_sign_for_everybody(client, on_the_day):
    text = client.get(address(on_the_day, "attendance-list")).text

    assert text.count("<tr>") == 2 + 3 + 3
    assert "Tanda tangan" in text
    assert "SALINAN KERJA" in text
    assert "Nama Rahasia 01" in text
    assert on_the_day.candidates[0].nip not in text


@pytest.mark.parametrize("name", ["attendance", "attendance-list", "incident-sheet"])
@pytest.mark.parametrize("people", [3, 30])
def test_the_pages_cost_the_same_for_any_number(
    client, agency, people, name, django_assert_num_queries
):
    small = scheduled(make_round(agency, candidates=people))
    with time_machine.travel(TEN):
        client.force_login(small.staff)
        for candidate in small.candidates:
            Attendance.objects.create(
                round=small.round,
                date=DAY,
                candidate=candidate,
                state="present",
                recorded_by=small.staff,
                recorded_at=timezone.now(),
            )
        with django_assert_num_queries(9):
            client.get(address(small, name))


def test_nobody_but_staff_notes_anything(client, on_the_day):
    for user in (on_the_day.head, on_the_day.auditor, on_the_day.chair):
        client.force_login(user)
        assert send(client, on_the_day, state="present").status_code == 403
    client.force_login(on_the_day.head)
    assert "<form" not in client.get(address(on_the_day)).text.split("<main")[1].split("</main")[0]
    assert not Attendance.objects.exists()
