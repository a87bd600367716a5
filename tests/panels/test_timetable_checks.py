from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.circles import Slack, circles, slacks
from panels.sittings import Room
from panels.timetable import generate
from panels.timetable_checks import Kind, Problem, check, out_of_order, remark
from tests.panels.hearings import (
    ANGGREK,
    FIRST_PANEL,
    FRIDAY,
    MELATI,
    SECOND_PANEL,
    THURSDAY,
    WEDNESDAY,
    numbers,
    pause,
    request,
    sitting,
    timetable,
    two_rooms_two_days,
    venue,
)

ONE_PANEL = (venue(), venue(room=MELATI))


def test_check_finds_nothing_wrong_with_the_timetable_of_the_reference_city():
    asked = two_rooms_two_days()

    assert check(generate(asked), asked) == ()


def test_check_names_a_candidate_without_a_time():
    table = timetable(sitting("01", "08.00–08.40"))

    assert check(table, request(2)) == (
        Problem(
            Kind.CANDIDATE_MISSING, "Kandidat 02 belum terjadwal. Pilih waktu untuknya.", ("02",)
        ),
    )


def test_check_names_a_candidate_with_two_times():
    table = timetable(sitting("01", "08.00–08.40"), sitting("01", "08.50–09.30"))

    assert check(table, request(1)) == (
        Problem(Kind.CANDIDATE_TWICE, "Kandidat 01 terjadwal 2 kali. Sisakan satu waktu.", ("01",)),
    )


def test_check_names_a_candidate_who_was_not_drawn():
    table = timetable(sitting("01", "08.00–08.40"), sitting("99", "08.50–09.30"))

    assert check(table, request(1)) == (
        Problem(
            Kind.CANDIDATE_UNKNOWN,
            "Kandidat 99 terjadwal, tetapi tidak ada dalam urutan undian. Hapus dari jadwal atau"
            " periksa daftar kandidat.",
            ("99",),
        ),
    )


def test_check_names_each_member_who_would_be_in_two_rooms():
    venues = [venue(panel="12345"), venue(room=MELATI, panel="12678")]
    table = timetable(
        sitting("01", "09.40–10.20"), sitting("02", "10.00–10.40", room="Ruang Melati")
    )

    problems = check(table, request(2, venues, recusals=frozenset({("1", "02")})))

    assert problems == (
        Problem(
            Kind.MEMBER_IN_TWO_ROOMS,
            "1 penilai dijadwalkan di Ruang Anggrek (Kandidat 01) dan di Ruang Melati (Kandidat 02)"
            " pada Rabu, 3 Desember 2025 pukul 10.00. Pilih waktu lain untuk salah satunya.",
            ("01", "02"),
        ),
    )
    assert problems[0].is_blocking


def test_check_lets_a_panel_change_rooms_between_two_sittings():
    table = timetable(
        sitting("01", "08.00–08.40"), sitting("02", "08.40–09.20", room="Ruang Melati")
    )

    assert check(table, request(2, ONE_PANEL)) == ()


def test_check_compares_a_sitting_with_all_that_begin_before_it_ends():
    venues = [venue(), venue(room=MELATI, panel=SECOND_PANEL)]
    table = timetable(
        sitting("01", "08.00–10.00"),
        sitting("02", "08.00–08.40", room="Ruang Melati"),
        sitting("03", "08.50–09.30", room="Ruang Melati"),
        sitting("04", "09.40–10.20"),
    )

    kinds = [(p.kind, p.candidates) for p in check(table, request(4, venues))]

    assert kinds == [(Kind.ROOM_TAKEN_TWICE, ("01", "04")), (Kind.LENGTH, ("01",))]


def test_check_names_two_candidates_in_one_room():
    table = timetable(sitting("01", "08.00–08.40"), sitting("02", "08.30–09.10"))

    assert check(table, request(2)) == (
        Problem(
            Kind.ROOM_TAKEN_TWICE,
            "Ruang Anggrek dipakai untuk Kandidat 01 dan Kandidat 02 pada Rabu, 3 Desember 2025"
            " pukul 08.30. Pilih waktu atau ruang lain untuk salah satunya.",
            ("01", "02"),
        ),
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"room": "Gudang"},
            "Kandidat 01 (Rabu, 3 Desember 2025, 08.00–08.40): Gudang tidak dibuka hari itu. Pilih"
            " ruang atau hari lain.",
        ),
        (
            {"day": FRIDAY},
            "Kandidat 01 (Jumat, 5 Desember 2025, 08.00–08.40): Ruang Anggrek tidak dibuka hari"
            " itu. Pilih ruang atau hari lain.",
        ),
        (
            {"hours": "07.50–08.30"},
            "Kandidat 01 (Rabu, 3 Desember 2025, 07.50–08.30) di luar jam buka Ruang Anggrek,"
            " 08.00–16.00. Pilih waktu, ruang, atau hari lain.",
        ),
        (
            {"hours": "15.30–16.10"},
            "Kandidat 01 (Rabu, 3 Desember 2025, 15.30–16.10) di luar jam buka Ruang Anggrek,"
            " 08.00–16.00. Pilih waktu, ruang, atau hari lain.",
        ),
    ],
)
def test_check_names_a_sitting_where_the_room_is_closed(given, message):
    table = timetable(sitting("01", **{"hours": "08.00–08.40"} | given))

    assert check(table, request(1)) == (Problem(Kind.ROOM_CLOSED, message, ("01",)),)


def test_check_names_every_break_that_is_touched():
    lunch = pause(WEDNESDAY, "12.00–13.00", "Istirahat, salat, makan")
    tea = pause(WEDNESDAY, "11.45–11.50", "Rehat")
    table = timetable(sitting("01", "11.30–12.10"))

    assert [p.message for p in check(table, request(1, breaks=(lunch, tea)))] == [
        "Kandidat 01 (Rabu, 3 Desember 2025, 11.30–12.10) menyentuh Rehat 11.45–11.50."
        " Pilih waktu di luar istirahat.",
        "Kandidat 01 (Rabu, 3 Desember 2025, 11.30–12.10) menyentuh Istirahat, salat, makan"
        " 12.00–13.00. Pilih waktu di luar istirahat.",
    ]


def test_check_lets_a_sitting_end_when_the_break_begins():
    table = timetable(sitting("01", "11.20–12.00"), sitting("02", "13.00–13.40"))

    assert check(table, request(2)) == ()


@pytest.mark.parametrize(
    ("capacity", "message"),
    [
        (None, "Kapasitas Aula belum diisi. Isi berapa orang yang muat di dalamnya."),
        (
            5,
            "Aula memuat 5 orang, sedangkan pada Rabu, 3 Desember 2025 diperlukan 6. Pilih ruang"
            " yang lebih besar.",
        ),
    ],
)
def test_check_names_a_room_that_cannot_hold_the_sitting(capacity, message):
    table = timetable(sitting("01", "08.00–08.40", room="Aula"))

    [problem] = check(table, request(1, [venue(room=Room("Aula", capacity))]))

    assert problem.kind is Kind.CAPACITY
    assert problem.message == f"Kandidat 01 (Rabu, 3 Desember 2025, 08.00–08.40): {message}"


def test_check_names_a_sitting_that_too_few_members_may_hear():
    recusals = frozenset({("1", "01"), ("4", "01"), ("9", "01")})

    [problem] = check(timetable(sitting("01", "08.00–08.40")), request(1, recusals=recusals))

    assert problem == Problem(
        Kind.TOO_FEW_MEMBERS,
        "Kandidat 01 (Rabu, 3 Desember 2025, 08.00–08.40): 3 penilai tidak berhalangan, paling"
        " sedikit 4. Pilih ruang dengan penilai lain.",
        ("01",),
    )


def test_check_warns_of_a_gap_that_is_too_short():
    table = timetable(sitting("01", "08.00–08.40"), sitting("02", "08.45–09.25"))

    [problem] = check(table, request(2))

    assert problem == Problem(
        Kind.GAP,
        "Jeda sebelum Kandidat 02 (Rabu, 3 Desember 2025, 08.45–09.25) di Ruang Anggrek hanya 5"
        " menit, seharusnya 10 menit.",
        ("02",),
    )
    assert not problem.is_blocking


def test_check_knows_no_gap_between_rooms_or_days():
    table = timetable(
        sitting("01", "08.00–08.40"),
        sitting("02", "08.45–09.25", room="Ruang Melati"),
        sitting("03", "08.45–09.25", day=THURSDAY),
    )
    venues = [*ONE_PANEL, venue(THURSDAY)]

    assert check(table, request(3, venues)) == ()


def test_check_warns_of_a_sitting_of_another_length():
    [problem] = check(timetable(sitting("01", "08.00–08.30")), request(1))

    assert problem.kind is Kind.LENGTH
    assert not problem.is_blocking
    assert problem.message == (
        "Kandidat 01 (Rabu, 3 Desember 2025, 08.00–08.30) berlangsung 30 menit, yang lain 40"
        " menit. Samakan lamanya atau catat alasannya."
    )


def test_check_warns_when_the_reserve_is_used_up():
    asked = request(8)

    [problem] = check(generate(asked), replace(asked, reserve=Fraction(1, 10)))

    assert problem == Problem(
        Kind.RESERVE,
        "Cadangan waktu Ruang Anggrek, Rabu, 3 Desember 2025: 30 menit dari 420 menit, seharusnya"
        " 10% = 42 menit. Kurangi kandidat pada hari itu.",
    )
    assert not problem.is_blocking


def test_check_warns_when_the_drawn_order_is_left():
    table = timetable(
        sitting("02", "08.00–08.40"), sitting("03", "08.50–09.30"), sitting("01", "09.40–10.20")
    )

    [problem] = check(table, request(3))

    assert problem == Problem(
        Kind.DRAWN_ORDER,
        "Tidak menurut urutan undian: Kandidat 01. Catat alasannya sebelum menerbitkan jadwal.",
        ("01",),
    )
    assert not problem.is_blocking


def test_check_lists_problems_by_kind():
    table = timetable(sitting("02", "11.50–12.30"), sitting("99", "15.30–16.00"))

    kinds = [problem.kind for problem in check(table, request(2))]

    assert kinds == [
        Kind.CANDIDATE_MISSING,
        Kind.CANDIDATE_UNKNOWN,
        Kind.BREAK_TOUCHED,
        Kind.LENGTH,
    ]
    assert [kind for kind in Kind if not Problem(kind, "").is_blocking] == [
        Kind.RESERVE,
        Kind.GAP,
        Kind.LENGTH,
        Kind.DAY_OFF,
        Kind.DRAWN_ORDER,
    ]


@pytest.mark.parametrize(
    ("heard", "moved"),
    [
        ("01 02 03 04 05", ()),
        ("02 03 04 05 01", ("01",)),
        ("05 01 02 03 04", ("05",)),
        ("01 04 02 03 05", ("04",)),
        ("02 01 04 03 05", ("01", "03")),
        ("05 04 03 02 01", ("01", "02", "03", "04")),
        ("03 99 01", ("01",)),
        ("", ()),
    ],
)
def test_out_of_order_names_who_left_the_drawn_order(heard, moved):
    assert out_of_order(in_turn(heard.split()), request(5)) == moved


@given(st.permutations(numbers(5)))
def test_out_of_order_names_as_few_candidates_as_possible(heard):
    moved = out_of_order(in_turn(heard), request(5))

    longest = max(
        length
        for length in range(6)
        for row in combinations(heard, length)
        if list(row) == sorted(row)
    )
    left = [candidate for candidate in heard if candidate not in moved]
    assert left == sorted(left)
    assert len(left) == longest


def in_turn(candidates):
    """One sitting an hour, in this order."""
    return timetable(
        *(
            sitting(candidate, f"{hour:02}.00–{hour:02}.40")
            for hour, candidate in enumerate(candidates, start=8)
        )
    )


def test_out_of_order_does_not_ask_which_room_comes_first():
    table = timetable(
        sitting("02", "08.00–08.40"), sitting("01", "08.00–08.40", room="Ruang Melati")
    )

    assert out_of_order(table, request(2, ONE_PANEL)) == ()


def test_remark_counts_who_goes_out_and_names_their_numbers_to_whoever_may_know():
    asked = request(2, recusals=frozenset({("4", "02"), ("2", "02"), ("7", "02")}))

    two = sitting("02", "09.40–10.20")
    assert remark(two, asked) == "2 penilai berhalangan; 3 tersisa."
    assert remark(two, asked, numbered=True) == "Penilai 2, 4 berhalangan; 3 tersisa."
    assert remark(sitting("01", "08.00–08.40"), asked) == ""
    assert remark(sitting("02", "08.00–08.40", room="Gudang"), asked) == ""


def test_slacks_counts_neither_breaks_nor_gaps_as_free():
    asked = two_rooms_two_days(2)

    found = slacks([sitting("01", "11.20–12.00"), sitting("02", "13.00–13.40")], asked)

    assert found[0] == Slack(WEDNESDAY, ("Ruang Anggrek",), 330, 420, Fraction(1, 10))
    assert [slack.free for slack in found] == [330, 420, 420, 420]
    assert str(found[0]) == (
        "Cadangan waktu Ruang Anggrek, Rabu, 3 Desember 2025: 330 menit dari 420 menit"
    )


def test_slacks_counts_the_time_of_people_where_rooms_share_them():
    asked = request(2, ONE_PANEL)
    held = [sitting("01", "08.00–08.40"), sitting("02", "08.50–09.30", room="Ruang Melati")]

    assert slacks(held, asked) == (
        Slack(WEDNESDAY, ("Ruang Anggrek", "Ruang Melati"), 320, 420, Fraction(0)),
    )


def test_slack_is_enough_when_it_is_just_the_share():
    slack = Slack(WEDNESDAY, ("Ruang Anggrek",), 42, 420, Fraction(1, 10))

    assert slack.is_enough
    assert not replace(slack, free=41).is_enough
    assert replace(slack, working=415).wanted == "10% = 42 menit"


def test_circles_joins_rooms_through_a_third_one():
    kenanga = Room("Ruang Kenanga", 12)
    first, second, third = (
        venue(panel="12"),
        venue(room=MELATI, panel="34"),
        venue(room=kenanga, panel="23"),
    )
    thursday = venue(THURSDAY, panel="12")

    joined = circles(request(1, [first, second, thursday, third]))

    assert [(circle.day, circle.venues) for circle in joined] == [
        (WEDNESDAY, (first, second, third)),
        (THURSDAY, (thursday,)),
    ]


def test_circles_leaves_rooms_with_panels_of_their_own_apart():
    rooms = [venue(room=MELATI, panel=SECOND_PANEL), venue(room=ANGGREK, panel=FIRST_PANEL)]

    assert [circle.venues[0].room.name for circle in circles(request(1, rooms))] == [
        "Ruang Anggrek",
        "Ruang Melati",
    ]


def test_check_warns_of_a_day_off_and_blocks_a_day_that_has_passed():
    table = timetable(sitting("01", "08.00–08.40"))
    asked = request(1, days_off={WEDNESDAY: "Libur nasional: Pilkada"}, not_before=THURSDAY)

    past, off = check(table, asked)

    assert (past.kind, past.is_blocking) == (Kind.DAY_PAST, True)
    assert past.message.startswith("Tanggal 3 Desember 2025 sudah lewat.")
    assert (off.kind, off.is_blocking) == (Kind.DAY_OFF, False)
    assert "Rabu, 3 Desember 2025 bukan hari kerja: Libur nasional: Pilkada." in off.message
