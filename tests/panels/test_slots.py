from datetime import UTC, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.slots import (
    PastMidnight,
    Stretch,
    StretchReversed,
    at_minute,
    first_fit,
    lay_out,
    merged,
    minute_of,
    minutes_in,
    stretch_of,
    without,
    working_time,
)
from tests.panels.hearings import FRIDAY, WEDNESDAY, pause, stretch

SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 60)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=6,
)
HOURS = st.tuples(st.integers(0, 700), st.integers(1, 700)).map(
    lambda s: stretch_of((s[0], s[0] + s[1]))
)


def minutes(spans):
    return {minute for first, end in spans for minute in range(first, end)}


def test_stretch_prints_as_offices_write_it():
    assert str(stretch("08.00–08.40")) == "08.00–08.40"
    assert stretch("08.00–08.40").minutes == 40


def test_stretch_does_not_overlap_what_begins_when_it_ends():
    morning = stretch("08.00–08.40")

    assert not morning.overlaps(stretch("08.40–09.20"))
    assert morning.overlaps(stretch("08.39–09.20"))
    assert morning.overlaps(morning)


@pytest.mark.parametrize("text", ["09.00–08.00", "09.00–09.00"])
def test_stretch_refuses_to_end_before_it_begins(text):
    with pytest.raises(StretchReversed, match=r"Periksa kedua jam itu\."):
        stretch(text)


@pytest.mark.parametrize("starts", [time(8, 0, 1), time(8, 0, 0, 1), time(8, tzinfo=UTC)])
def test_stretch_refuses_seconds_and_zones(starts):
    with pytest.raises(ValueError, match="whole minute of local time"):
        Stretch(starts, time(9))


def test_break_prints_its_hours():
    assert str(pause(WEDNESDAY, "12.00–13.00", "Salat")) == "Salat 12.00–13.00"


@given(st.integers(0, 24 * 60 - 1))
def test_at_minute_is_the_inverse_of_minute_of(minute):
    assert minute_of(at_minute(minute)) == minute


@pytest.mark.parametrize("minute", [-1, 24 * 60])
def test_at_minute_refuses_another_day(minute):
    with pytest.raises(PastMidnight, match="melewati tengah malam"):
        at_minute(minute)


def test_lay_out_follows_the_example_of_the_screen():
    breaks = [pause(WEDNESDAY, "12.00–13.00")]

    assert [str(s) for s in lay_out(stretch("08.00–16.00"), breaks, 40, 10)] == [
        "08.00–08.40",
        "08.50–09.30",
        "09.40–10.20",
        "10.30–11.10",
        "11.20–12.00",
        "13.00–13.40",
        "13.50–14.30",
        "14.40–15.20",
    ]


def test_lay_out_ends_earlier_before_friday_prayer():
    laid = lay_out(stretch("08.00–16.00"), [pause(FRIDAY, "11.30–13.00")], 40, 10)

    assert [str(s) for s in laid[3:5]] == ["10.30–11.10", "13.00–13.40"]


def test_lay_out_keeps_the_gap_across_a_break_that_is_shorter():
    laid = lay_out(stretch("08.00–10.00"), [pause(WEDNESDAY, "08.40–08.45")], 40, 10)

    assert [str(s) for s in laid] == ["08.00–08.40", "08.50–09.30"]


def test_lay_out_gives_nothing_where_nothing_fits():
    assert lay_out(stretch("08.00–08.39"), [], 40, 10) == ()
    assert lay_out(stretch("08.00–09.00"), [pause(WEDNESDAY, "07.00–10.00")], 40, 0) == ()


@given(HOURS, st.lists(HOURS, max_size=4), st.integers(1, 90), st.integers(0, 20))
def test_lay_out_touches_no_break_and_leaves_no_room_for_one_more(hours, holes, length, gap):
    breaks = [pause(WEDNESDAY, str(hole)) for hole in holes]

    laid = lay_out(hours, breaks, length, gap)

    spans = [s.span for s in laid]
    assert all(s.minutes == length for s in laid)
    assert not any(s.overlaps(hole) for s in laid for hole in holes)
    assert all(hours.starts <= s.starts and s.ends <= hours.ends for s in laid)
    assert all(later[0] >= sooner[1] + gap for sooner, later in pairwise(spans))
    free = minutes([hours.span]) - minutes(hole.span for hole in holes)
    for span in spans:
        free -= set(range(span[0] - gap, span[1] + gap))
    assert not any(set(range(start, start + length)) <= free for start in free)


@given(SPANS, SPANS)
def test_without_leaves_the_minutes_that_no_hole_holds(spans, holes):
    left = without(spans, holes)

    assert minutes(left) == minutes(spans) - minutes(holes)
    assert minutes_in(left) == len(minutes(left))
    assert left == merged(left)


@given(SPANS)
def test_merged_holds_the_same_minutes_once_and_in_order(spans):
    together = merged(spans)

    assert minutes(together) == minutes(spans)
    assert all(one[1] < other[0] for one, other in pairwise(together))
    assert minutes_in(spans) == len(minutes(spans))


def test_working_time_is_what_breaks_leave():
    hours = stretch("08.00–16.00")

    assert working_time(hours, [pause(WEDNESDAY, "12.00–13.00")]) == ((480, 720), (780, 960))


def test_first_fit_skips_what_is_too_short():
    assert first_fit([(0, 30), (40, 90)], 10, 25) == (40, 65)
    assert first_fit([(0, 30), (40, 90)], 5, 25) == (5, 30)


def test_first_fit_refuses_to_leave_the_day():
    with pytest.raises(PastMidnight, match="melewati tengah malam"):
        first_fit([(0, 30)], 10, 25)
