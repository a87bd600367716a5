"""A timetable as tables and lines of words: the grid of a day, what the checks found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from panels.sittings import Sitting, capacity_fault
from panels.slots import Stretch
from panels.timetable_checks import WARNINGS, Kind, Problem, remark
from panels.timetable_reading import Version

SHOWN = 4  # problems of one kind, before the rest is only counted


@dataclass(frozen=True, slots=True)
class Cell:
    """What a room does from a time on; `problems` mark it, `remark` says who goes out."""

    sitting: Sitting | None = None
    problems: tuple[Problem, ...] = ()
    remark: str = ""

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Line:
    """A time of the day and what every room does then; or a break in all of them."""

    starts: time
    cells: tuple[tuple[Cell, ...], ...] = ()
    pause: str = ""
    hours: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the timetable."""

    date: date
    rooms: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def sittings(self) -> int:
        return sum(c.sitting is not None for line in self.lines for r in line.cells for c in r)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the checks: what is looked at, how it stands, and what is wrong."""

    title: str
    is_blocking: bool
    messages: tuple[str, ...]
    more: int

    @property
    def is_ok(self) -> bool:
        return not self.messages

    @property
    def count(self) -> int:
        return len(self.messages) + self.more


LOOKED_AT: tuple[tuple[str, frozenset[Kind]], ...] = (
    ("Tidak ada penilai di dua ruang", frozenset({Kind.MEMBER_IN_TWO_ROOMS})),
    (
        "Setiap kandidat terjadwal satu kali",
        frozenset({Kind.CANDIDATE_MISSING, Kind.CANDIDATE_TWICE, Kind.CANDIDATE_UNKNOWN}),
    ),
    ("Istirahat dan waktu salat bebas", frozenset({Kind.BREAK_TOUCHED})),
    (
        "Ruang dibuka dan tidak dipakai dua kali",
        frozenset({Kind.ROOM_TAKEN_TWICE, Kind.ROOM_CLOSED}),
    ),
    ("Kapasitas ruang cukup", frozenset({Kind.CAPACITY})),
    ("Penilai cukup untuk setiap kandidat", frozenset({Kind.TOO_FEW_MEMBERS})),
    ("Tidak ada tanggal yang sudah lewat", frozenset({Kind.DAY_PAST})),
    ("Hanya pada hari kerja", frozenset({Kind.DAY_OFF})),
    ("Cadangan waktu cukup", frozenset({Kind.RESERVE})),
    ("Jeda dan lama wawancara sama", frozenset({Kind.GAP, Kind.LENGTH})),
    ("Menurut urutan undian", frozenset({Kind.DRAWN_ORDER})),
)


def days_of(version: Version, *, numbered: bool) -> list[Day]:
    """The grid, day by day. `numbered`: see panels.timetable_checks.remark."""
    marked: dict[str, list[Problem]] = {}
    for problem in version.problems:
        if problem.kind is Kind.CAPACITY:
            continue  # the room's fault, and not that of one candidate
        for candidate in problem.candidates:
            marked.setdefault(candidate, []).append(problem)
    sittings = version.timetable.sittings
    return [
        _day(version, day, list(group), marked, numbered=numbered)
        for day, group in groupby(sittings, key=lambda sitting: sitting.day)
    ]


def findings_of(version: Version, *, is_drawn: bool) -> list[Finding]:
    """What was looked at, and how it stands; everything is listed, also what is in order."""
    order = frozenset({Kind.DRAWN_ORDER})
    rooms = (capacity_fault(version.request, venue) for venue in version.request.venues)
    return [
        _finding(
            title,
            [fault for fault in rooms if fault]
            if Kind.CAPACITY in kinds
            else [problem.message for problem in version.problems if problem.kind in kinds],
            is_blocking=not kinds <= WARNINGS,
        )
        for title, kinds in LOOKED_AT
        if is_drawn or kinds != order
    ]


def _finding(title: str, messages: Sequence[str], *, is_blocking: bool) -> Finding:
    words = tuple(dict.fromkeys(messages))
    return Finding(title, is_blocking, words[:SHOWN], max(0, len(words) - SHOWN))


def _day(
    version: Version,
    day: date,
    sittings: Sequence[Sitting],
    marked: dict[str, list[Problem]],
    *,
    numbered: bool,
) -> Day:
    asked = [venue.room.name for venue in version.request.venues]
    rooms = tuple(dict.fromkeys((*asked, *(s.room for s in sittings))))
    cells: dict[tuple[time, str], list[Cell]] = {}
    for s in sittings:
        words = remark(s, version.request, numbered=numbered)
        cell = Cell(s, tuple(marked.get(s.candidate, ())), words)
        cells.setdefault((s.hours.starts, s.room), []).append(cell)
    lines = [
        Line(start, tuple(tuple(cells.get((start, room), ())) for room in rooms))
        for start in sorted({start for start, _ in cells})
    ]
    pauses = [
        Line(pause.hours.starts, pause=pause.title, hours=pause.hours)
        for pause in version.request.breaks_on(day)
    ]
    return Day(day, rooms, tuple(sorted([*lines, *pauses], key=lambda line: line.starts)))
