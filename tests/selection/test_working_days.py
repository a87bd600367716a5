from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.holidays import YEAR_2024, YEAR_2025, YEAR_2026, YEARS
from selection.working_days import (
    Calendar,
    Count,
    Holiday,
    HolidayKind,
    HolidayYear,
    Reached,
    after_working_days,
    calendar_of,
    deadline_words,
    working_days,
)

CALENDAR = calendar_of(YEARS)
DAY_OFF = Holiday("Libur daerah", HolidayKind.NATIONAL)
DAYS = st.dates(date(2023, 12, 1), date(2027, 2, 28))


def day(text):
    return date.fromisoformat(text)


def count(start, end, calendar=CALENDAR):
    return working_days(day(start), day(end), calendar)


def easter(year):
    """Gauss's computus, an oracle that knows no decree."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, rest = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, rest + 1)


def listed(year, kind):
    return [at for at, holiday in year.holidays.items() if holiday.kind is kind]


def named(year, name):
    return [
        at
        for at, holiday in year.holidays.items()
        if holiday.name.startswith(name) and holiday.kind is HolidayKind.NATIONAL
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-11-28", "2025-12-01", 1),  # Friday to Monday: the prototype's home of a round
        ("2025-12-04", "2025-12-24", 14),  # ux.md 2.2
        ("2025-12-08", "2025-12-11", 3),  # ux.md (l): waiting for BKN
        ("2025-12-11", "2025-12-24", 9),  # ux.md (l): until the internal limit
        ("2025-11-09", "2025-11-20", 9),  # the prototype's competency review, from a Sunday
        ("2025-12-01", "2025-12-01", 0),
        ("2025-11-29", "2025-11-30", 0),  # Saturday to Sunday
        ("2025-03-27", "2025-04-08", 1),  # Nyepi and Idulfitri, with all their cuti bersama
        ("2025-08-15", "2025-08-19", 1),  # over the added cuti bersama of 18 August
        ("2024-11-26", "2024-11-28", 1),  # over the vote of 27 November
        ("2025-12-24", "2026-01-02", 4),  # over the turn of the year
        ("2023-12-31", "2024-12-31", 262 - 14 - 10),  # Monday to Friday, less national, less cuti
        ("2024-12-31", "2025-12-31", 261 - 13 - 11),
        ("2025-12-31", "2026-12-31", 261 - 13 - 8),
    ],
)
def test_working_days_are_counted_from_the_day_after_the_start(start, end, expected):
    assert count(start, end) == Count(expected, ())


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="forwards"):
        count("2025-12-02", "2025-12-01")


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2025-12-04", 14, "2025-12-24"),
        ("2026-03-17", 3, "2026-03-27"),  # over Nyepi and Idulfitri 2026
        ("2025-11-28", 1, "2025-12-01"),
        ("2025-11-29", 1, "2025-12-01"),  # from a Saturday
    ],
)
def test_a_number_of_working_days_ends_on_a_working_day(start, number, expected):
    assert after_working_days(day(start), number, CALENDAR) == Reached(day(expected), ())


@pytest.mark.parametrize("number", [0, -1])
def test_the_first_working_day_after_a_day_is_number_one(number):
    with pytest.raises(ValueError, match="number one"):
        after_working_days(day("2025-12-01"), number, CALENDAR)


def test_days_beyond_the_calendar_are_refused():
    with pytest.raises(ValueError, match="left in the calendar"):
        after_working_days(date.max - timedelta(days=7), 30, CALENDAR)


def test_a_count_into_a_year_that_is_not_loaded_is_a_bound_and_says_so():
    found = count("2026-12-28", "2027-01-08")

    assert found == Count(9, (2027,))
    assert not found.is_certain
    assert str(found) == "paling banyak 9 hari kerja"
    assert found.warning == "hari libur 2027 belum dimuat"


def test_a_day_reached_in_a_year_that_is_not_loaded_is_a_bound_and_says_so():
    found = after_working_days(day("2026-12-28"), 9, CALENDAR)

    assert found == Reached(day("2027-01-08"), (2027,))
    assert not found.is_certain
    assert str(found) == "paling cepat Jumat, 8 Januari 2027"
    assert found.warning == "hari libur 2027 belum dimuat"


def test_a_year_that_lends_only_days_off_makes_nothing_uncertain():
    # 1 and 2 January 2028 are a Saturday and a Sunday
    calendar = Calendar({}, frozenset({2027}))

    assert count("2027-12-30", "2028-01-02", calendar) == Count(1, ())
    assert count("2027-12-30", "2028-01-03", calendar) == Count(2, (2028,))


def test_several_unknown_years_are_all_named():
    calendar = Calendar({}, frozenset())

    assert count("2026-12-31", "2029-01-01", calendar).warning == (
        "hari libur 2027, 2028, dan 2029 belum dimuat"
    )


def test_a_single_day_known_in_an_unknown_year_is_a_day_off_and_leaves_the_year_unknown():
    calendar = Calendar({day("2027-01-01"): DAY_OFF}, frozenset({2026}))

    assert count("2026-12-31", "2027-01-01", calendar) == Count(0, ())
    assert count("2026-12-31", "2027-01-04", calendar) == Count(1, (2027,))


def test_certain_results_read_plainly():
    found = count("2025-12-08", "2025-12-11")
    reached = after_working_days(day("2025-12-04"), 14, CALENDAR)

    assert (str(found), found.warning, found.is_certain) == ("3 hari kerja", "", True)
    assert (str(reached), reached.warning) == ("Rabu, 24 Desember 2025", "")
    assert reached.is_certain


@pytest.mark.parametrize(
    ("today", "deadline", "expected"),
    [
        ("2025-11-28", "2025-12-02", "2 hari kerja lagi"),
        ("2025-12-01", "2025-12-01", "Hari ini"),
        ("2025-12-25", "2025-12-25", "Hari ini"),
        ("2025-12-02", "2025-12-01", "Terlambat 1 hari kerja"),
        ("2025-12-01", "2025-11-28", "Terlambat 1 hari kerja"),
        ("2025-11-28", "2025-11-29", "Kurang dari 1 hari kerja lagi"),
        ("2025-11-29", "2025-11-28", "Terlambat kurang dari 1 hari kerja"),
        (
            "2026-12-28",
            "2027-01-08",
            "Paling banyak 9 hari kerja lagi (hari libur 2027 belum dimuat)",
        ),
        (
            "2027-01-08",
            "2026-12-28",
            "Terlambat paling banyak 9 hari kerja (hari libur 2027 belum dimuat)",
        ),
    ],
)
def test_a_deadline_is_told_in_working_days(today, deadline, expected):
    assert deadline_words(day(today), day(deadline), CALENDAR) == expected


@given(start=DAYS, days=st.integers(0, 400), middle=st.integers(0, 400))
def test_counts_add_up(start, days, middle):
    end = start + timedelta(days=days)
    between = start + timedelta(days=min(middle, days))

    whole = working_days(start, end, CALENDAR)
    first, second = working_days(start, between, CALENDAR), working_days(between, end, CALENDAR)

    assert whole.days == first.days + second.days
    assert set(whole.unknown_years) == {*first.unknown_years, *second.unknown_years}


@given(start=DAYS, number=st.integers(1, 300))
def test_the_day_reached_is_the_first_on_which_the_count_is_full(start, number):
    reached = after_working_days(start, number, CALENDAR)

    assert working_days(start, reached.day, CALENDAR) == Count(number, reached.unknown_years)
    before = reached.day - timedelta(days=1)
    assert working_days(start, before, CALENDAR).days == number - 1


@given(
    start=DAYS,
    days=st.integers(0, 200),
    number=st.integers(1, 100),
    more=st.frozensets(DAYS, max_size=40),
)
def test_a_holiday_not_yet_known_only_lowers_the_count_and_delays_the_day(
    start, days, number, more
):
    end = start + timedelta(days=days)
    richer = Calendar(dict.fromkeys(more, DAY_OFF) | dict(CALENDAR.holidays), CALENDAR.years)

    assert working_days(start, end, richer).days <= working_days(start, end, CALENDAR).days
    assert (
        after_working_days(start, number, richer).day
        >= after_working_days(start, number, CALENDAR).day
    )


@given(start=DAYS, days=st.integers(0, 200))
def test_a_count_is_certain_exactly_when_every_day_counted_lies_in_a_known_year(start, days):
    end = start + timedelta(days=days)
    spanned = [start + timedelta(days=number) for number in range(1, days + 1)]

    counted = [at for at in spanned if CALENDAR.is_working(at)]

    assert working_days(start, end, CALENDAR).is_certain == all(
        2024 <= at.year <= 2026 for at in counted
    )


def test_a_year_given_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        calendar_of([YEAR_2025, YEAR_2025])


def test_a_holiday_of_another_year_is_refused():
    with pytest.raises(ValueError, match="2025-01-01 is no day of 2026"):
        HolidayYear(
            year=2026,
            holidays={day("2025-01-01"): DAY_OFF},
            decrees=(),
            source="",
            caveat="",
        )


def test_a_holiday_says_its_kind():
    assert str(YEAR_2025.holidays[day("2025-08-18")]) == "Cuti bersama: Proklamasi Kemerdekaan"
    assert str(YEAR_2025.holidays[day("2025-12-25")]) == "Libur nasional: Kelahiran Yesus Kristus"


def test_the_years_have_as_many_days_off_as_their_decrees():
    # 17 and 10 as decreed and two days of voting; 17 and 10 and one added; 17 and 8
    assert [(each.year, *(len(listed(each, kind)) for kind in HolidayKind)) for each in YEARS] == [
        (2024, 19, 10),
        (2025, 17, 11),
        (2026, 17, 8),
    ]
    assert CALENDAR.years == {2024, 2025, 2026}


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_a_year_names_its_decrees_its_source_and_what_to_check(year):
    assert year.decrees[0].startswith("Keputusan Bersama Menteri Agama")
    assert year.source.startswith("2H: ")
    assert year.caveat


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_cuti_bersama_lies_on_weekdays_next_to_a_day_off(year):
    calendar = calendar_of([year])

    for at in listed(year, HolidayKind.JOINT_LEAVE):
        around = {at - timedelta(days=1), at + timedelta(days=1)}
        assert at.weekday() < 5
        assert any(not calendar.is_working(neighbour) for neighbour in around)


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_days_that_arithmetic_gives_are_those_of_the_decree(year):
    sunday = easter(year.year)

    assert named(year, "Kebangkitan") == [sunday]
    assert named(year, "Wafat") == [sunday - timedelta(days=2)]
    assert named(year, "Kenaikan") == [sunday + timedelta(days=39)]
    assert named(year, "Tahun Baru 20") == [date(year.year, 1, 1)]
    assert named(year, "Hari Buruh") == [date(year.year, 5, 1)]
    assert named(year, "Hari Lahir Pancasila") == [date(year.year, 6, 1)]
    assert named(year, "Proklamasi") == [date(year.year, 8, 17)]
    assert named(year, "Kelahiran") == [date(year.year, 12, 25)]


@pytest.mark.parametrize(
    ("earlier", "later"), [(YEAR_2024, YEAR_2025), (YEAR_2025, YEAR_2026)], ids=["2025", "2026"]
)
@pytest.mark.parametrize("name", ["Isra", "Idulfitri", "Iduladha", "1 Muharam", "Maulid"])
def test_days_of_the_moon_come_a_lunar_year_after_those_of_the_year_before(earlier, later, name):
    apart = (named(later, name)[0] - named(earlier, name)[0]).days

    assert apart in (353, 354, 355)


@pytest.mark.parametrize(
    ("year", "national", "joint_leave"),
    [
        (
            YEAR_2024,
            "1/1 8/2 10/2 14/2 11/3 29/3 31/3 10/4 11/4 1/5 9/5 23/5 1/6 17/6 7/7 17/8 16/9 27/11"
            " 25/12",
            "9/2 12/3 8/4 9/4 12/4 15/4 10/5 24/5 18/6 26/12",
        ),
        (
            YEAR_2025,
            "1/1 27/1 29/1 29/3 31/3 1/4 18/4 20/4 1/5 12/5 29/5 1/6 6/6 27/6 17/8 5/9 25/12",
            "28/1 28/3 2/4 3/4 4/4 7/4 13/5 30/5 9/6 18/8 26/12",
        ),
        (
            YEAR_2026,
            "1/1 16/1 17/2 19/3 21/3 22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12",
            "16/2 18/3 20/3 23/3 24/3 15/5 28/5 24/12",
        ),
    ],
    ids=["2024", "2025", "2026"],
)
def test_the_days_off_are_those_that_were_published(year, national, joint_leave):
    """Typed a second time from the sources, so that a slip of one hand shows."""

    def days(text):
        pairs = (part.split("/") for part in text.split())
        return [date(year.year, int(month), int(number)) for number, month in pairs]

    assert listed(year, HolidayKind.NATIONAL) == days(national)
    assert listed(year, HolidayKind.JOINT_LEAVE) == days(joint_leave)
