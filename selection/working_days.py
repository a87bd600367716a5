"""Working days, and how far away a deadline is in words (ux.md 2.2 and screen a).

A working day is Monday to Friday (Perpres 21/2023 Pasal 3 [2H]) and neither a national holiday nor
cuti bersama. Days are counted from the day after the start up to and including the end, so a letter
of Monday has waited one working day on Tuesday.

Holidays of a year are known only once they are decreed and loaded. Where a count reaches into a
year that is not, it is not refused, because a home page must open in December too; it is a bound,
and says so: a holiday nobody knows yet can only make the count smaller and the day reached later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accounts.wording import with_weekday
from selection.enumeration import listed

DAY = timedelta(days=1)
SATURDAY = 5


class HolidayKind(StrEnum):
    NATIONAL = "national"
    JOINT_LEAVE = "joint_leave"

    @property
    def label(self) -> str:
        return "Cuti bersama" if self is HolidayKind.JOINT_LEAVE else "Libur nasional"


@dataclass(frozen=True, slots=True)
class Holiday:
    """Why nobody works on a day."""

    name: str
    kind: HolidayKind

    def __str__(self) -> str:
        """`Cuti bersama: Idulfitri 1446 Hijriah`"""
        return f"{self.kind.label}: {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayYear:
    """All holidays of a year, the decrees that set them, and how well those are known.

    `source` says where the dates were read, with the certainty tag of domain.md 0.1; `caveat` is
    what the people who use them should check. Raises `ValueError` for a day of another year.
    """

    year: int
    holidays: Mapping[date, Holiday]
    decrees: tuple[str, ...]
    source: str
    caveat: str

    def __post_init__(self) -> None:
        strays = sorted(day for day in self.holidays if day.year != self.year)
        if strays:
            raise ValueError(f"{strays[0]} is no day of {self.year}.")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays that are known, and the `years` for which all of them are.

    A single day may be known in a year that is otherwise not loaded: it counts as a holiday, and
    the year stays uncertain.
    """

    holidays: Mapping[date, Holiday]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        return not self.why_off(day)

    def why_off(self, day: date) -> str:
        """`Libur nasional: Natal`, `akhir pekan`; empty on a working day."""
        if holiday := self.holidays.get(day):
            return str(holiday)
        return "akhir pekan" if day.weekday() >= SATURDAY else ""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of working days; at most that many where `unknown_years` is not empty."""

    days: int
    unknown_years: tuple[int, ...]

    @property
    def is_certain(self) -> bool:
        return not self.unknown_years

    @property
    def warning(self) -> str:
        """What is not known, as a sentence; empty when the count is certain."""
        return _warning(self.unknown_years)

    def __str__(self) -> str:
        """`3 hari kerja`, or `paling banyak 3 hari kerja`; `warning` says why."""
        return f"{'' if self.is_certain else 'paling banyak '}{self.days} hari kerja"


@dataclass(frozen=True, slots=True)
class Reached:
    """The day on which a number of working days is full; not earlier, where years are unknown."""

    day: date
    unknown_years: tuple[int, ...]

    @property
    def is_certain(self) -> bool:
        return not self.unknown_years

    @property
    def warning(self) -> str:
        """What is not known, as a sentence; empty when the day is certain."""
        return _warning(self.unknown_years)

    def __str__(self) -> str:
        """`Rabu, 24 Desember 2025`, or `paling cepat Rabu, 24 Desember 2025`"""
        return f"{'' if self.is_certain else 'paling cepat '}{with_weekday(self.day)}"


def calendar_of(years: Iterable[HolidayYear]) -> Calendar:
    """The years put together. Raises `ValueError` when one comes twice."""
    loaded = list(years)
    known = frozenset(each.year for each in loaded)
    if len(known) != len(loaded):
        raise ValueError("A year of holidays was given twice.")
    return Calendar({day: why for each in loaded for day, why in each.holidays.items()}, known)


def working_days(start: date, end: date, calendar: Calendar) -> Count:
    """The working days after `start`, up to and including `end`.

    Raises `ValueError` when `end` is before `start`.
    """
    if end < start:
        raise ValueError("Working days are counted forwards.")
    counted = [day for day in _days_after(start, end) if calendar.is_working(day)]
    return Count(len(counted), _unknown(counted, calendar))


def after_working_days(start: date, count: int, calendar: Calendar) -> Reached:
    """The `count`-th working day after `start`.

    Raises `ValueError` when `count` is not positive or the day would lie beyond the year 9999.
    """
    if count < 1:
        raise ValueError("The first working day after a day is number one.")
    counted: list[date] = []
    for day in _days_after(start, date.max):
        if calendar.is_working(day):
            counted.append(day)
        if len(counted) == count:
            return Reached(day, _unknown(counted, calendar))
    raise ValueError("There are not that many working days left in the calendar.")


def deadline_words(today: date, deadline: date, calendar: Calendar) -> str:
    """`2 hari kerja lagi`, `Hari ini`, `Terlambat 1 hari kerja` (ux.md a).

    Where only days off lie between, there is less than one working day. A count that reaches into
    a year whose holidays are not loaded says so.
    """
    if deadline == today:
        return "Hari ini"
    is_late = deadline < today
    count = working_days(min(today, deadline), max(today, deadline), calendar)
    amount = str(count) if count.days else "kurang dari 1 hari kerja"
    words = f"Terlambat {amount}" if is_late else f"{amount[0].upper()}{amount[1:]} lagi"
    return words if count.is_certain else f"{words} ({count.warning})"


def _days_after(start: date, end: date) -> Iterator[date]:
    ordinals = range(start.toordinal() + 1, end.toordinal() + 1)
    return (date.fromordinal(ordinal) for ordinal in ordinals)


def _unknown(counted: Iterable[date], calendar: Calendar) -> tuple[int, ...]:
    """Years in which a day that was counted may turn out to be a holiday."""
    return tuple(sorted({day.year for day in counted} - calendar.years))


def _warning(years: tuple[int, ...]) -> str:
    return f"hari libur {listed(str(year) for year in years)} belum dimuat" if years else ""
