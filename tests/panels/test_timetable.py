from dataclasses import replace
from fractions import Fraction

import pytest

from panels.draw import draw
from panels.sittings import NotScheduled, RequestRefused, Room, members_at, one_panel
from panels.timetable import DoesNotFit, generate
from panels.timetable_checks import check
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
    seen,
    sitting,
    stretch,
    timetable,
    two_rooms_two_days,
    venue,
)

REST = pause(WEDNESDAY, "10.30–10.45")
ROOMS = ("Ruang Anggrek", "Ruang Melati")


def test_generate_hears_the_candidates_of_the_reference_city_in_the_drawn_order():
    order = draw("pekalongan maju 2025", numbers(26)).order

    table = generate(two_rooms_two_days(order))

    assert tuple(s.candidate for s in table.sittings) == order
    assert table.version == 1
    assert [(str(s.place), str(s.hours)) for s in table.sittings[:3]] == [
        ("Rabu, 3 Desember 2025 pukul 08.00, Ruang Anggrek", "08.00–08.40"),
        ("Rabu, 3 Desember 2025 pukul 08.00, Ruang Melati", "08.00–08.40"),
        ("Rabu, 3 Desember 2025 pukul 08.50, Ruang Anggrek", "08.50–09.30"),
    ]
    assert [(d, r, len(table.in_room(d, r))) for d in (WEDNESDAY, THURSDAY) for r in ROOMS] == [
        (WEDNESDAY, "Ruang Anggrek", 7),
        (WEDNESDAY, "Ruang Melati", 7),
        (THURSDAY, "Ruang Anggrek", 6),
        (THURSDAY, "Ruang Melati", 6),
    ]


def test_generate_goes_on_counting_versions():
    assert generate(request(1), 5).version == 5


def test_generate_leaves_lunch_and_friday_prayer_free():
    table = generate(request(7, [venue(FRIDAY)]))

    assert seen(table)[3:5] == [("04", "10.30–11.10"), ("05", "13.00–13.40")]


def test_generate_goes_around_a_rest_of_a_quarter_of_an_hour():
    table = generate(request(2, [venue(hours="09.40–12.00")], breaks=(REST,)))

    assert seen(table) == [("01", "09.40–10.20"), ("02", "10.45–11.25")]


def test_generate_hears_one_after_the_other_where_one_panel_has_two_rooms():
    venues = one_panel({WEDNESDAY: stretch("08.00–16.00")}, [ANGGREK, MELATI], FIRST_PANEL)

    table = generate(request(5, venues))

    assert [str(s.hours) for s in table.sittings] == [
        "08.00–08.40",
        "08.50–09.30",
        "09.40–10.20",
        "10.30–11.10",
        "11.20–12.00",
    ]


def test_generate_sends_a_candidate_with_recusals_to_the_other_room():
    recusals = frozenset({("1", "01"), ("2", "01")})
    asked = request(4, [venue(), venue(room=MELATI, panel=SECOND_PANEL)], recusals=recusals)

    table = generate(asked)

    assert [(s.candidate, s.room, str(s.hours)) for s in table.sittings] == [
        ("02", "Ruang Anggrek", "08.00–08.40"),
        ("01", "Ruang Melati", "08.00–08.40"),
        ("03", "Ruang Anggrek", "08.50–09.30"),
        ("04", "Ruang Melati", "08.50–09.30"),
    ]
    assert check(table, asked) == ()


def test_generate_moves_others_so_that_a_candidate_with_recusals_can_be_heard():
    recusals = frozenset((member, "03") for member in "12")
    venues = [venue(THURSDAY), venue(WEDNESDAY, MELATI, "08.00–09.00", SECOND_PANEL)]

    table = generate(request(3, venues, recusals=recusals))

    assert [(s.candidate, s.day) for s in table.sittings] == [
        ("03", WEDNESDAY),
        ("01", THURSDAY),
        ("02", THURSDAY),
    ]


def test_generate_keeps_a_member_recused_from_some_in_the_panel_of_the_others():
    asked = request(2, recusals=frozenset({("4", "02")}))

    first, second = generate(asked).sittings

    assert members_at(first, asked) == {"1", "2", "3", "4", "5"}
    assert members_at(second, asked) == {"1", "2", "3", "5"}


@pytest.mark.parametrize("restricted", ["01", "02", "03"])
def test_generate_gives_a_room_that_shares_its_chair_the_hours_that_its_own_candidate_needs(
    restricted,
):
    shared = [venue(panel="12345"), venue(room=MELATI, panel="16789")]
    recusals = frozenset({("2", restricted), ("3", restricted)})
    asked = request(3, shared, recusals=recusals)

    table = generate(asked)

    assert [s.candidate for s in table.sittings] == ["01", "02", "03"]
    assert [s.candidate for s in table.sittings if s.room == "Ruang Melati"] == [restricted]
    assert check(table, asked) == ()


def test_generate_exchanges_the_last_hour_where_the_rooms_are_too_full_for_the_turn():
    shared = [
        venue(panel="12345", hours="08.00–10.20"),
        venue(room=MELATI, panel="16789", hours="10.10–10.50"),
    ]
    recusals = frozenset({("2", "03"), ("3", "03")})

    table = generate(request(3, shared, recusals=recusals))

    assert seen(table) == [("01", "08.00–08.40"), ("02", "08.50–09.30"), ("03", "10.10–10.50")]


def test_generate_leaves_a_gap_before_an_hour_that_was_exchanged():
    shared = [
        venue(panel="12345", hours="08.35–10.05"),
        venue(room=MELATI, panel="16789", hours="10.10–10.50"),
    ]
    recusals = frozenset({("2", "02"), ("3", "02")})

    assert seen(generate(request(2, shared, recusals=recusals))) == [
        ("01", "08.35–09.15"),
        ("02", "10.10–10.50"),
    ]
    with pytest.raises(DoesNotFit):
        generate(request(3, shared, recusals=recusals))


def test_generate_leaves_a_gap_between_two_rooms_of_one_panel():
    near = [venue(hours="08.00–08.40"), venue(room=MELATI, hours="08.45–09.25")]
    later = [venue(hours="08.00–08.40"), venue(room=MELATI, hours="08.50–09.30")]

    with pytest.raises(DoesNotFit):
        generate(request(2, near))
    with pytest.raises(DoesNotFit):
        generate(request(2, reversed(near)))
    assert [str(s.hours) for s in generate(request(2, later)).sittings] == [
        "08.00–08.40",
        "08.50–09.30",
    ]


def test_generate_uses_two_outer_rooms_at_once_when_the_middle_one_ties_up_both():
    rooms = [
        venue(hours="08.00–08.40", panel="14"),
        venue(room=MELATI, hours="08.00–08.40", panel="12"),
        venue(room=Room("Ruang Kenanga", 12), hours="08.00–08.40", panel="45"),
    ]

    table = generate(request(2, rooms, least_members=2))

    assert {s.candidate: s.room for s in table.sittings} == {
        "01": "Ruang Melati",
        "02": "Ruang Kenanga",
    }


def test_generate_keeps_the_reserve_at_the_end_of_the_day():
    eight = request(8)

    assert generate(eight).sittings[-1].hours == stretch("14.40–15.20")
    with pytest.raises(DoesNotFit):
        generate(replace(eight, reserve=Fraction(1, 10)))
    assert generate(replace(eight, reserve=Fraction(30, 420))).sittings == generate(eight).sittings


def test_generate_takes_the_times_before_breaks_where_the_reserve_holds_no_others():
    breaks = [pause(WEDNESDAY, text) for text in ("07.52–08.00", "08.23–08.30", "08.53–09.00")]
    asked = request(
        3,
        [venue(hours="07.00–09.23")],
        length=20,
        gap=6,
        breaks=tuple(breaks),
        reserve=Fraction(5, 12),  # 50,4 of 121 minutes; one of the first two times would leave 49
    )

    table = generate(asked)

    assert [f"{s.hours.starts:%H.%M}" for s in table.sittings] == ["08.00", "08.30", "09.00"]
    assert check(table, asked) == ()


def test_generate_says_how_many_times_and_minutes_are_short():
    with pytest.raises(DoesNotFit) as caught:
        generate(request(10))

    assert str(caught.value) == (
        "Jadwal tidak muat; tidak ada data yang berubah. 10 kandidat memerlukan 10 waktu; tersedia"
        " 8. Kurang 2 waktu, yaitu 100 menit beserta jedanya. Tambah hari atau ruang, perpanjang"
        " jam buka, atau perpendek lama wawancara atau jeda."
    )
    assert (caught.value.slots, caught.value.minutes) == (2, 100)
    assert caught.value.unplaced == ("09", "10")
    assert caught.value.members == {}


def test_generate_says_when_the_reserve_alone_is_in_the_way():
    with pytest.raises(DoesNotFit) as caught:
        generate(request(8, reserve=Fraction(1, 10)))

    assert str(caught.value) == (
        "Jadwal tidak muat; tidak ada data yang berubah. 8 kandidat memerlukan 8 waktu; tersedia"
        " 7 sesudah cadangan 10% disisihkan. Kurang 1 waktu, yaitu 50 menit beserta jedanya."
        " Tanpa cadangan, semua kandidat muat. Tambah hari atau ruang, perpanjang jam buka, atau"
        " perpendek lama wawancara atau jeda."
    )


def test_generate_does_not_blame_the_reserve_when_it_is_not_to_blame():
    with pytest.raises(DoesNotFit) as caught:
        generate(request(9, reserve=Fraction(1, 10)))

    assert "Tanpa cadangan" not in str(caught.value)


def test_generate_says_when_times_lack_only_in_the_rooms_that_may_hear():
    recusals = frozenset((member, c) for member in "12" for c in ("01", "02"))
    few = [
        venue(hours="08.00–10.20"),
        venue(room=MELATI, hours="08.00–09.00", panel=SECOND_PANEL),
    ]

    with pytest.raises(DoesNotFit) as caught:
        generate(request(4, few, recusals=recusals))

    assert (
        "4 kandidat memerlukan 4 waktu; tersedia 4. Kurang 1 waktu, yaitu 50 menit beserta"
        " jedanya, di ruang yang penilainya tidak berhalangan."
    ) in str(caught.value)
    assert caught.value.unplaced == ("02",)


def test_generate_says_how_many_members_lack_for_whom():
    recusals = frozenset({("1", "02"), ("2", "02"), ("1", "03"), ("2", "03"), ("3", "03")})

    with pytest.raises(DoesNotFit) as caught:
        generate(request(4, recusals=recusals))

    assert str(caught.value) == (
        "Jadwal tidak muat; tidak ada data yang berubah. Untuk Kandidat 02 terlalu banyak penilai"
        " berhalangan di setiap ruang: kurang 1 dari paling sedikit 4 penilai. Tambah penilai atau"
        " tinjau batas itu dengan ketua. Untuk Kandidat 03 terlalu banyak penilai berhalangan di"
        " setiap ruang: kurang 2 dari paling sedikit 4 penilai. Tambah penilai atau tinjau batas"
        " itu dengan ketua."
    )
    assert caught.value.members == {"02": 1, "03": 2}
    assert (caught.value.slots, caught.value.minutes) == (0, 0)
    assert caught.value.unplaced == ("02", "03")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"length": 0}, "Lama wawancara paling sedikit 1 menit."),
        ({"gap": -1}, "Jeda antarwawancara tidak boleh kurang dari 0 menit."),
        ({"least_members": 0}, "Setiap kandidat didengar paling sedikit oleh 1 penilai."),
        ({"reserve": Fraction(1)}, "Cadangan waktu harus antara 0% dan kurang dari 100%."),
        ({"reserve": Fraction(-1, 10)}, "Cadangan waktu harus antara 0% dan kurang dari 100%."),
        ({"attendants": -1}, "Jumlah pendamping di ruang tidak boleh kurang dari 0."),
        ({"candidates": ()}, "Belum ada kandidat dalam urutan undian. Undi urutan lebih dahulu."),
        ({"candidates": ("01", "01")}, "Kandidat 01 tertulis 2 kali. Hapus yang berlebih."),
        (
            {"venues": [venue(), venue(hours="13.00–16.00")]},
            "Ruang Anggrek, Rabu, 3 Desember 2025 tertulis 2 kali. Hapus yang berlebih.",
        ),
        (
            {"venues": [venue(panel="")]},
            "Ruang Anggrek, Rabu, 3 Desember 2025: belum ada penilai. Isi penilai ruang ini.",
        ),
        (
            {"venues": [venue(room=Room("Aula", None)), venue(THURSDAY, Room("Aula", None))]},
            "Kapasitas Aula belum diisi. Isi berapa orang yang muat di dalamnya.",
        ),
        (
            {"venues": [venue(room=Room("Aula", 7))], "attendants": 2},
            "Aula memuat 7 orang, sedangkan pada Rabu, 3 Desember 2025 diperlukan 8. Pilih ruang"
            " yang lebih besar.",
        ),
    ],
)
def test_generate_refuses_a_request_that_cannot_be_meant(given, message):
    with pytest.raises(RequestRefused) as caught:
        generate(request(**given))

    assert str(caught.value) == f"Jadwal belum dapat disusun. {message}"


def test_generate_refuses_a_request_without_rooms():
    with pytest.raises(RequestRefused, match="Belum ada hari dan ruang"):
        generate(replace(request(), venues=()))


def test_generate_takes_a_room_that_just_holds_everybody():
    assert generate(request(1, [venue(room=Room("Aula", 8))], attendants=2)).sittings


def test_of_says_who_is_not_in_the_timetable():
    table = timetable(sitting("07", "08.00–08.40"), version=3)

    assert table.of("07").hours == stretch("08.00–08.40")
    with pytest.raises(NotScheduled, match="Kandidat 08 tidak ada dalam jadwal versi 3"):
        table.of("08")


def test_heard_by_leaves_out_recusals_and_rooms_of_others():
    asked = request(
        4, [venue(), venue(room=MELATI, panel=SECOND_PANEL)], recusals=frozenset({("4", "03")})
    )
    table = generate(asked)

    assert [s.candidate for s in table.heard_by("4", asked)] == ["01"]
    assert [s.candidate for s in table.heard_by("6", asked)] == ["02", "04"]


def test_heard_by_knows_nobody_in_a_room_that_is_not_open():
    table = timetable(sitting("01", "08.00–08.40", room="Gudang"))

    assert table.heard_by("1", request(1)) == ()


def test_one_panel_opens_every_room_on_every_day():
    days = {THURSDAY: stretch("08.00–12.00"), WEDNESDAY: stretch("13.00–16.00")}

    assert one_panel(days, [ANGGREK, MELATI], "12345") == (
        venue(WEDNESDAY, ANGGREK, "13.00–16.00"),
        venue(WEDNESDAY, MELATI, "13.00–16.00"),
        venue(THURSDAY, ANGGREK, "08.00–12.00"),
        venue(THURSDAY, MELATI, "08.00–12.00"),
    )
