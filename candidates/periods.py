"""How long somebody served: periods put together without counting a day twice.

A period includes its first and its last day. What is measured on a date counts the days that are
over by then: an open period runs up to that date, future parts are cut, and the date itself, like
today, is not yet over. So whoever took office on 12 March 2024 has served two years on 12 March
2026 and not on the day before, and whoever left on 11 March 2026 has served two years as well.
"""

from bisect import bisect_left
from calendar import isleap, monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.wording import in_words

DAYS_OF_A_YEAR = 365
DAY = timedelta(days=1)


class PeriodReversed(ValueError):
    """The last day stands before the first; the message is for the user."""


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """Completed years, then completed months, then days."""

    years: int
    months: int
    days: int

    def __str__(self) -> str:
        """`1 tahun 8 bulan 8 hari`; parts that are nought are left out."""
        parts = ((self.years, "tahun"), (self.months, "bulan"), (self.days, "hari"))
        return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 hari"


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included; `last` is `None` while it goes on.

    Raises `PeriodReversed` when it would end before it begins.
    """

    first: date
    last: date | None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise PeriodReversed(
                f"Tanggal selesai {in_words(self.last)} mendahului tanggal mulai"
                f" {in_words(self.first)}. Data lain aman. Periksa kedua tanggal pada SK-nya."
            )

    def __str__(self) -> str:
        """`12 Maret 2024 sampai sekarang`"""
        last = "sekarang" if self.last is None else in_words(self.last)
        return f"{in_words(self.first)} sampai {last}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Unbroken days that are over: from `first` up to `end`, which no longer belongs to it."""

    first: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.first).days

    @property
    def length(self) -> Length:
        return elapsed(self.first, self.end)

    def __str__(self) -> str:
        """`12 Maret 2024 sampai 19 November 2025`, the last day included."""
        return f"{in_words(self.first)} sampai {in_words(self.end - DAY)}"


@dataclass(frozen=True, slots=True)
class Total:
    """What periods come to: their unbroken spans in order, all their days, and their length."""

    spans: tuple[Span, ...]
    days: int
    length: Length


def shift(day: date, months: int) -> date:
    """The same day so many months later.

    A day which that month does not have becomes the first of the next month: 29 February becomes
    1 March in a common year. A year is complete only when all its days are over; on 28 February
    the last of them still runs. Raises `ValueError` beyond the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > monthrange(year, month + 1)[1]:
        return date(year, month + 2, 1)
    return date(year, month + 1, day.day)


def months_between(start: date, end: date) -> int:
    """Completed months by the calendar; negative where `end` is before `start`.

    A month is complete on the same day of a later one; `shift` says which day that is.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (shift(start, months) > end)


def elapsed(start: date, end: date) -> Length:
    """Completed years, months and days from `start` to `end` by the calendar.

    Raises `ValueError` when `end` is before `start`.
    """
    if end < start:
        raise ValueError("Time does not run backwards.")
    months = months_between(start, end)
    return Length(months // 12, months % 12, (end - shift(start, months)).days)


def union(periods: Iterable[Period], on: date) -> tuple[Span, ...]:
    """The days over by `on` as spans with gaps between them; overlaps count once."""
    merged: list[Span] = []
    for span in sorted(_past(period, on) for period in periods if period.first < on):
        if merged and span.first <= merged[-1].end:
            merged[-1] = Span(merged[-1].first, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def total(periods: Iterable[Period], on: date) -> Total:
    """How much service the periods come to on a date.

    One unbroken span has its length by the calendar. Spans with gaps are laid end to end from the
    first day of the first one, in a calendar whose years all have 365 days: in a leap year 28 and
    29 February count half a day each, and half a day left over is dropped. Hence two full
    calendar years make two years whichever years they are, more service never makes fewer, and the
    completed years of a single span are the same by either reckoning.
    """
    spans = union(periods, on)
    days = sum(span.days for span in spans)
    if not spans:
        return Total(spans, days, Length(0, 0, 0))
    if len(spans) == 1:
        return Total(spans, days, spans[0].length)
    years, rest = divmod(_half_days(spans) // 2, DAYS_OF_A_YEAR)
    start = shift(spans[0].first.replace(year=2000), 12)  # by way of a leap year, for 29 February
    part = elapsed(start, start + timedelta(days=rest))
    return Total(spans, days, Length(years, part.months, part.days))


def reached_on(periods: Collection[Period], years: int) -> date | None:
    """The first day on which the periods come to so many years; `None` when they never do.

    Open periods are taken to go on. Raises `ValueError` when `years` is not positive.
    """
    if years < 1:
        raise ValueError("A number of years to reach is at least one.")
    if not periods:
        return None
    start = min(period.first for period in periods).toordinal()
    known = max(period.last or period.first for period in periods).toordinal()
    horizon = min(known + (years + 1) * (DAYS_OF_A_YEAR + 1), date.max.toordinal())
    candidates = range(start, horizon + 1)
    found = bisect_left(
        candidates,
        2 * years * DAYS_OF_A_YEAR,
        key=lambda day: _half_days(union(periods, date.fromordinal(day))),
    )
    return date.fromordinal(candidates[found]) if found < len(candidates) else None


def _past(period: Period, on: date) -> Span:
    """The part that is over by `on`, for a period that began before."""
    if period.last is None or period.last >= on:
        return Span(period.first, on)
    return Span(period.first, period.last + DAY)


def _half_days(spans: Iterable[Span]) -> int:
    """Twice the days in a calendar of 365-day years: 28 and 29 February share one in leap years."""
    return sum(2 * span.days - _ends_of_leap_february(span) for span in spans)


def _ends_of_leap_february(span: Span) -> int:
    leap_years = filter(isleap, range(span.first.year, span.end.year + 1))
    return sum(
        span.first <= date(year, 2, day) < span.end for year in leap_years for day in (28, 29)
    )
