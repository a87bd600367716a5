from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.periods import (
    DAY,
    Length,
    Period,
    PeriodReversed,
    Span,
    elapsed,
    reached_on,
    shift,
    total,
    union,
)

ON = date(2025, 11, 20)
days = st.dates(date(1996, 1, 1), date(2032, 12, 31))


@st.composite
def periods(draw):
    first = draw(days)
    last = draw(st.none() | st.integers(0, 2500).map(lambda more: first + timedelta(days=more)))
    return Period(first, last)


careers = st.lists(periods(), max_size=6)


def period(first, last=None):
    return Period(date.fromisoformat(first), last and date.fromisoformat(last))


def served(career, on):
    """The days over by `on`, one by one: a second, naive reckoning."""
    return {
        day
        for p in career
        for day in range(
            p.first.toordinal(), min((p.last or date.max).toordinal() + 1, on.toordinal())
        )
    }


def test_a_period_that_ends_before_it_begins_is_refused_in_words():
    with pytest.raises(PeriodReversed) as refusal:
        period("2024-03-12", "2024-03-11")

    assert str(refusal.value) == (
        "Tanggal selesai 11 Maret 2024 mendahului tanggal mulai 12 Maret 2024. Data lain aman."
        " Periksa kedua tanggal pada SK-nya."
    )


def test_a_period_of_one_day_counts_one_day():
    assert total([period("2024-03-12", "2024-03-12")], ON).days == 1


def test_a_period_reads_as_people_write_it():
    assert str(period("2024-03-12")) == "12 Maret 2024 sampai sekarang"
    assert str(period("2024-03-12", "2024-03-31")) == "12 Maret 2024 sampai 31 Maret 2024"


def test_a_span_names_its_last_day():
    assert str(Span(date(2024, 3, 12), date(2024, 4, 1))) == "12 Maret 2024 sampai 31 Maret 2024"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (Length(1, 8, 8), "1 tahun 8 bulan 8 hari"),
        (Length(2, 0, 0), "2 tahun"),
        (Length(0, 0, 0), "0 hari"),
    ],
)
def test_a_length_leaves_out_what_is_nought(length, text):
    assert str(length) == text


def test_an_open_period_runs_up_to_the_day_of_reckoning():
    assert total([period("2024-03-12")], ON).length == Length(1, 8, 8)


def test_the_future_does_not_count():
    assert union([period("2025-11-20"), period("2026-01-01", "2026-12-31")], ON) == ()
    assert total([period("2025-11-19", "2030-01-01")], ON).days == 1
    assert total([period("2026-01-01")], ON).length == Length(0, 0, 0)


def test_a_period_without_end_in_the_data_of_others_is_an_open_one():
    assert total([period("2024-03-12", "9999-12-31")], ON) == total([period("2024-03-12")], ON)
    assert reached_on([period("2024-03-12", "9999-12-31")], 2) == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("on", "length"),
    [
        (date(2026, 3, 11), Length(1, 11, 27)),
        (date(2026, 3, 12), Length(2, 0, 0)),
    ],
)
def test_two_years_are_over_on_the_day_two_years_later(on, length):
    assert total([period("2024-03-12")], on).length == length


def test_a_period_that_ended_on_the_eve_of_its_anniversary_is_two_years():
    assert total([period("2020-03-12", "2022-03-11")], ON).length == Length(2, 0, 0)
    assert total([period("2020-03-12", "2022-03-10")], ON).length == Length(1, 11, 27)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 3, 1)),
        (date(2025, 8, 31), 1, date(2025, 10, 1)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 12, 31), 2, date(2026, 3, 1)),
    ],
)
def test_a_day_its_month_does_not_have_becomes_the_first_of_the_next(day, months, expected):
    assert shift(day, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), Length(0, 11, 30)),
        (date(2024, 2, 29), date(2025, 3, 1), Length(1, 0, 0)),
        (date(2023, 3, 1), date(2024, 2, 29), Length(0, 11, 28)),
        (date(2025, 1, 31), date(2025, 2, 28), Length(0, 0, 28)),
        (date(2025, 5, 5), date(2025, 5, 5), Length(0, 0, 0)),
    ],
)
def test_elapsed_counts_by_the_calendar(start, end, length):
    assert elapsed(start, end) == length


def test_elapsed_does_not_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        elapsed(date(2025, 1, 2), date(2025, 1, 1))


def test_overlapping_periods_count_once():
    career = [period("2020-01-01", "2021-12-31"), period("2021-07-01", "2022-12-31")]

    assert union(career, ON) == (Span(date(2020, 1, 1), date(2023, 1, 1)),)
    assert total(career, ON).length == Length(3, 0, 0)


def test_a_period_inside_another_adds_nothing():
    outer = period("2020-01-01", "2022-12-31")

    assert total([outer, period("2021-01-01", "2021-02-01")], ON) == total([outer], ON)


@pytest.mark.parametrize("second", ["2021-01-01", "2023-01-01"])
def test_two_full_calendar_years_are_two_years_with_or_without_a_gap(second):
    career = [period("2020-01-01", "2020-12-31"), period(second, f"{second[:4]}-12-31")]

    assert total(career, ON).length == Length(2, 0, 0)


def test_spans_with_gaps_are_laid_end_to_end_from_the_first_day():
    career = [period("2016-02-29", "2016-03-31"), period("2018-01-01", "2018-01-31")]

    result = total(career, ON)

    assert (result.days, result.length) == (63, Length(0, 2, 1))


@pytest.mark.parametrize(
    ("career", "years", "expected"),
    [
        ([period("2024-03-12")], 2, date(2026, 3, 12)),
        ([period("2024-02-29")], 1, date(2025, 3, 1)),
        ([period("2023-03-01")], 1, date(2024, 3, 1)),
        ([period("2020-01-01", "2021-12-31")], 2, date(2022, 1, 1)),
        ([period("2020-01-01", "2021-12-30")], 2, None),
        ([period("2020-01-01", "2020-12-31"), period("2026-01-01")], 2, date(2027, 1, 1)),
        ([], 2, None),
    ],
)
def test_reached_on_names_the_first_day(career, years, expected):
    assert reached_on(career, years) == expected


def test_reached_on_does_not_look_beyond_the_calendar():
    assert reached_on([Period(date(9998, 1, 1), None)], 5) is None


def test_reached_on_asks_for_at_least_one_year():
    with pytest.raises(ValueError, match="at least one"):
        reached_on([period("2024-03-12")], 0)


@given(careers, days)
def test_union_is_exactly_the_days_served(career, on):
    spans = union(career, on)

    covered = [d for s in spans for d in range(s.first.toordinal(), s.end.toordinal())]
    assert covered == sorted(served(career, on))
    assert all(a.end < b.first for a, b in pairwise(spans))
    assert total(career, on).days == len(covered)


@given(careers, days)
def test_union_is_never_longer_than_the_sum(career, on):
    assert total(career, on).days <= sum(total([p], on).days for p in career)


@given(careers, days, st.randoms(use_true_random=False))
def test_total_does_not_depend_on_the_order(career, on, random):
    shuffled = random.sample(career, len(career))

    assert total(shuffled, on) == total(career, on)


@given(periods(), careers, days, st.integers(0, 2500))
def test_splitting_a_period_changes_nothing(whole, others, on, more):
    middle = min(whole.first + timedelta(days=more), (whole.last or date.max) - DAY)
    parts = (
        [Period(whole.first, middle), Period(middle + DAY, whole.last)]
        if whole.first <= middle
        else [whole]
    )

    assert total([*parts, *others], on) == total([whole, *others], on)


@given(careers, periods(), days)
def test_more_service_never_makes_fewer_years(career, more, on):
    assert total([*career, more], on).length.years >= total(career, on).length.years


@given(careers, days)
def test_years_follow_from_the_days_with_leap_februaries_as_28_days(career, on):
    def weight(ordinal):
        day = date.fromordinal(ordinal)
        end_of_leap_february = day.month == 2 and shift(date(day.year, 1, 29), 1).month == 2
        return Fraction(1, 2) if end_of_leap_february and day.day >= 28 else Fraction(1)

    assert total(career, on).length.years == sum(map(weight, served(career, on))) // 365


@given(days, days)
def test_one_span_has_its_length_by_the_calendar(one, other):
    first, on = sorted((one, other))

    assert total([Period(first, None)], on).length == elapsed(first, on)


@given(days, st.integers(0, 5000))
def test_elapsed_leads_back_to_its_end(start, more):
    end = start + timedelta(days=more)
    length = elapsed(start, end)

    assert shift(start, 12 * length.years + length.months) + length.days * DAY == end
    assert 0 <= length.months < 12
    assert 0 <= length.days <= 30


@given(careers, st.integers(1, 12))
def test_reached_on_is_the_first_day_on_which_the_years_are_complete(career, years):
    day = reached_on(career, years)

    if day is None:
        assert total(career, date(2100, 1, 1)).length.years < years
    else:
        assert total(career, day).length.years >= years
        assert total(career, day - DAY).length.years < years
