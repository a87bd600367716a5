from dataclasses import replace

import pytest

from panels.rearranging import DelayRefused, delay, move, partners_for, places_for, swap
from panels.sittings import NotScheduled
from panels.slots import PastMidnight
from panels.timetable import generate
from panels.timetable_checks import Kind, check
from tests.panels.hearings import (
    MELATI,
    SECOND_PANEL,
    THURSDAY,
    place,
    request,
    seen,
    sitting,
    timetable,
    two_rooms_two_days,
    venue,
)

MORNING = (
    sitting("01", "08.00–08.40"),
    sitting("02", "08.50–09.30"),
    sitting("03", "09.40–10.20"),
)


def test_move_makes_a_new_version_and_keeps_the_old():
    before = timetable(*MORNING, version=3)

    after = move(before, "02", place("14.40", THURSDAY, "Ruang Melati"))

    assert after == timetable(
        MORNING[0], MORNING[2], sitting("02", "14.40–15.20", THURSDAY, "Ruang Melati"), version=4
    )
    assert before == timetable(*MORNING, version=3)


def test_move_refuses_a_candidate_who_has_no_time():
    with pytest.raises(NotScheduled, match="Kandidat 09 tidak ada dalam jadwal versi 1"):
        move(timetable(*MORNING), "09", place("08.00"))


def test_move_refuses_to_run_past_midnight():
    with pytest.raises(PastMidnight, match="Jadwal tidak berubah"):
        move(timetable(*MORNING), "01", place("23.30"))


def test_swap_exchanges_candidates_and_nothing_else():
    assert seen(swap(timetable(*MORNING), "01", "03")) == [
        ("03", "08.00–08.40"),
        ("02", "08.50–09.30"),
        ("01", "09.40–10.20"),
    ]


@pytest.mark.parametrize("pair", [("01", "09"), ("09", "01")])
def test_swap_refuses_a_candidate_who_has_no_time(pair):
    with pytest.raises(NotScheduled, match="Kandidat 09"):
        swap(timetable(*MORNING), *pair)


def test_swap_of_a_candidate_with_itself_changes_nothing():
    assert swap(timetable(*MORNING), "02", "02") == timetable(*MORNING, version=2)


def test_delay_shifts_the_room_from_that_sitting_on():
    done = delay(timetable(*MORNING), request(3), "02", 15)

    assert seen(done.timetable) == [
        ("01", "08.00–08.40"),
        ("02", "09.05–09.45"),
        ("03", "09.55–10.35"),
    ]
    assert done.timetable.version == 2
    assert done.moved == (
        (MORNING[1], sitting("02", "09.05–09.45")),
        (MORNING[2], sitting("03", "09.55–10.35")),
    )
    assert done.fallen == ()
    assert done.message == (
        "Ruang Anggrek, Rabu, 3 Desember 2025: 2 wawancara mundur, mulai Kandidat 02 yang menjadi"
        " 09.05–09.45."
    )


def test_delay_leaves_other_rooms_and_days_alone():
    elsewhere = (
        sitting("04", "08.50–09.30", room="Ruang Melati"),
        sitting("05", "08.50–09.30", day=THURSDAY),
    )
    done = delay(timetable(*MORNING, *elsewhere), request(5), "01", 15)

    assert {old.candidate for old, _ in done.moved} == {"01", "02", "03"}
    assert set(elsewhere) < set(done.timetable.sittings)


def test_delay_uses_up_free_time_before_it_moves_the_next():
    gap_of_an_hour = timetable(MORNING[0], sitting("02", "09.40–10.20"))

    assert seen(delay(gap_of_an_hour, request(2), "01", 30).timetable) == [
        ("01", "08.30–09.10"),
        ("02", "09.40–10.20"),
    ]
    assert seen(delay(gap_of_an_hour, request(2), "01", 60).timetable) == [
        ("01", "09.00–09.40"),
        ("02", "09.50–10.30"),
    ]


def test_delay_keeps_lunch_and_pushes_what_would_touch_it_behind():
    asked = request(7)

    done = delay(generate(asked), asked, "05", 15)

    assert seen(done.timetable)[4:] == [
        ("05", "13.00–13.40"),
        ("06", "13.50–14.30"),
        ("07", "14.40–15.20"),
    ]
    assert check(done.timetable, asked) == ()


def test_delay_says_what_falls_out_of_the_day_and_keeps_it_in_the_timetable():
    asked = request(8)

    done = delay(generate(asked), asked, "06", 45)

    assert seen(done.timetable)[5:] == [
        ("06", "13.45–14.25"),
        ("07", "14.35–15.15"),
        ("08", "15.25–16.05"),
    ]
    assert done.fallen == (sitting("08", "15.25–16.05"),)
    assert done.message == (
        "Ruang Anggrek, Rabu, 3 Desember 2025: 3 wawancara mundur, mulai Kandidat 06 yang menjadi"
        " 13.45–14.25. Kandidat 08 (15.25–16.05) tidak muat lagi pada hari itu; pindahkan ke ruang"
        " atau hari lain."
    )
    assert [p.kind for p in check(done.timetable, asked)] == [Kind.ROOM_CLOSED]


def test_delay_may_end_just_at_closing_time():
    asked = request(8)

    done = delay(generate(asked), asked, "08", 40)

    assert done.timetable.of("08").hours == sitting("08", "15.20–16.00").hours
    assert done.fallen == ()


def test_delay_works_in_a_room_that_was_not_planned():
    table = timetable(sitting("01", "11.20–12.00", room="Gudang"))

    done = delay(table, request(1), "01", 15)

    assert seen(done.timetable) == [("01", "13.00–13.40")]
    assert done.fallen == ()


def test_delay_moves_only_what_begins_at_the_same_time_or_later():
    doubled = timetable(sitting("02", "08.00–08.40"), sitting("01", "08.00–08.40"))

    assert seen(delay(doubled, request(2), "01", 15).timetable) == [
        ("01", "08.15–08.55"),
        ("02", "09.05–09.45"),
    ]
    assert seen(delay(doubled, request(2), "02", 15).timetable) == [
        ("01", "08.00–08.40"),
        ("02", "08.15–08.55"),
    ]


@pytest.mark.parametrize("minutes", [0, -15])
def test_delay_refuses_to_pull_anybody_forward(minutes):
    with pytest.raises(DelayRefused, match="Penundaan paling sedikit 1 menit"):
        delay(timetable(*MORNING), request(3), "01", minutes)


def test_delay_refuses_to_run_past_midnight():
    with pytest.raises(PastMidnight, match="mendorong wawancara melewati tengah malam"):
        delay(timetable(*MORNING), request(3), "01", 15 * 60)


def test_delay_refuses_a_candidate_who_has_no_time():
    with pytest.raises(NotScheduled, match="Kandidat 09"):
        delay(timetable(*MORNING), request(3), "09", 15)


def test_places_for_offers_every_free_time_with_what_it_would_break():
    asked = request(
        3,
        [venue(hours="08.00–10.20"), venue(room=MELATI, panel=SECOND_PANEL, hours="08.00–08.40")],
        recusals=frozenset({("6", "01"), ("7", "01")}),
    )
    table = timetable(*MORNING[:2])

    choices = places_for(table, asked, "01")

    assert [(str(c.place), [p.kind for p in c.problems], c.is_clean) for c in choices] == [
        (
            "Rabu, 3 Desember 2025 pukul 08.00, Ruang Melati",
            [Kind.TOO_FEW_MEMBERS],
            False,
        ),
        (
            "Rabu, 3 Desember 2025 pukul 09.40, Ruang Anggrek",
            [Kind.DRAWN_ORDER],
            True,
        ),
    ]


def test_places_for_offers_nothing_in_a_full_room():
    asked = request(8)

    assert places_for(generate(asked), asked, "01") == ()


def test_partners_for_offers_everybody_else_with_what_the_swap_would_break():
    asked = request(
        3,
        [venue(hours="08.00–10.20"), venue(room=MELATI, panel=SECOND_PANEL, hours="08.00–08.40")],
        recusals=frozenset({("6", "01"), ("7", "01")}),
    )

    choices = partners_for(generate(asked), asked, "01")

    assert [(c.other, [p.kind for p in c.problems]) for c in choices] == [
        ("02", [Kind.TOO_FEW_MEMBERS]),
        ("03", [Kind.DRAWN_ORDER]),
    ]


@pytest.mark.parametrize("choose", [places_for, partners_for])
def test_choices_are_refused_for_a_candidate_who_has_no_time(choose):
    with pytest.raises(NotScheduled, match="Kandidat 09"):
        choose(timetable(*MORNING), request(3), "09")


def test_choices_do_not_repeat_what_is_wrong_already():
    asked = two_rooms_two_days(2)
    table = generate(replace(asked, candidates=("01",)))

    assert [p.kind for p in check(table, asked)] == [Kind.CANDIDATE_MISSING]
    assert {c.problems for c in places_for(table, asked, "01")} == {()}
