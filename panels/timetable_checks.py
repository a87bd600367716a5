"""What is wrong with a timetable, looked at afresh after every change (ux.md f, rule 1).

Nothing here relies on how the timetable came about: one typed by hand is judged like one generated.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile

from accounts.wording import with_weekday
from panels.circles import slacks
from panels.sittings import (
    Request,
    Sitting,
    Timetable,
    capacity_fault,
    in_order,
    members_at,
    past_fault,
)
from panels.slots import minute_of


class Kind(StrEnum):
    """What a problem is about, in the order in which problems are listed."""

    CANDIDATE_MISSING = "candidate_missing"
    CANDIDATE_TWICE = "candidate_twice"
    CANDIDATE_UNKNOWN = "candidate_unknown"
    MEMBER_IN_TWO_ROOMS = "member_in_two_rooms"
    ROOM_TAKEN_TWICE = "room_taken_twice"
    ROOM_CLOSED = "room_closed"
    DAY_PAST = "day_past"
    BREAK_TOUCHED = "break_touched"
    CAPACITY = "capacity"
    TOO_FEW_MEMBERS = "too_few_members"
    RESERVE = "reserve"
    GAP = "gap"
    LENGTH = "length"
    DAY_OFF = "day_off"
    DRAWN_ORDER = "drawn_order"


WARNINGS = frozenset({Kind.RESERVE, Kind.GAP, Kind.LENGTH, Kind.DAY_OFF, Kind.DRAWN_ORDER})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: a blocking one keeps the timetable from being published, others warn.

    `candidates` are those whose rows should be marked.
    """

    kind: Kind
    message: str
    candidates: tuple[str, ...] = ()

    @property
    def is_blocking(self) -> bool:
        return self.kind not in WARNINGS


def check(timetable: Timetable, request: Request) -> tuple[Problem, ...]:
    """Everything wrong with the timetable, by kind and then by time; empty when all is well."""
    sittings = in_order(timetable.sittings)
    problems = [
        *_candidates(sittings, request),
        *_together(sittings, request),
        *_each(sittings, request),
        *_gaps(sittings, request),
        *_reserve(sittings, request),
        *_days(sittings, request),
        *_order(timetable, request),
    ]
    kinds = list(Kind)
    return tuple(sorted(problems, key=lambda problem: kinds.index(problem.kind)))


def remark(sitting: Sitting, request: Request, *, numbered: bool = False) -> str:
    """`1 penilai berhalangan; 4 tersisa.`; empty when the whole panel hears the sitting.

    `numbered`: `Penilai 4 berhalangan`, for readers who may know whose number is whose; others see
    elsewhere who is recused from whom, and would learn it from this.
    """
    venue = request.venue(sitting.day, sitting.room)
    absent = request.absent(sitting.candidate, venue) if venue else frozenset()
    if not absent:
        return ""
    left = len(members_at(sitting, request))
    who = f"Penilai {', '.join(sorted(absent))}" if numbered else f"{len(absent)} penilai"
    return f"{who} berhalangan; {left} tersisa."


def out_of_order(timetable: Timetable, request: Request) -> tuple[str, ...]:
    """The fewest candidates without whom the others would stand in the drawn order by time.

    Sittings that begin at one moment in several rooms are in order either way.
    """
    begins = {s.candidate: (s.day, s.hours.starts) for s in reversed(timetable.sittings)}
    drawn = [candidate for candidate in request.candidates if candidate in begins]
    last: list[str] = []  # who ends the best row of each length: the one that ends earliest
    before: dict[str, str | None] = {}
    for candidate in drawn:
        length = bisect_right(last, begins[candidate], key=begins.__getitem__)
        before[candidate] = last[length - 1] if length else None
        last[length : length + 1] = [candidate]
    kept: set[str] = set()
    follow = last[-1] if last else None
    while follow is not None:
        kept.add(follow)
        follow = before[follow]
    return tuple(candidate for candidate in drawn if candidate not in kept)


def _candidates(sittings: tuple[Sitting, ...], request: Request) -> Iterator[Problem]:
    times = Counter(sitting.candidate for sitting in sittings)
    for candidate in request.candidates:
        if candidate not in times:
            text = f"Kandidat {candidate} belum terjadwal. Pilih waktu untuknya."
            yield Problem(Kind.CANDIDATE_MISSING, text, (candidate,))
    for candidate, count in times.items():
        if count > 1:
            text = f"Kandidat {candidate} terjadwal {count} kali. Sisakan satu waktu."
            yield Problem(Kind.CANDIDATE_TWICE, text, (candidate,))
        if candidate not in request.candidates:
            text = (
                f"Kandidat {candidate} terjadwal, tetapi tidak ada dalam urutan undian."
                " Hapus dari jadwal atau periksa daftar kandidat."
            )
            yield Problem(Kind.CANDIDATE_UNKNOWN, text, (candidate,))


def _together(sittings: tuple[Sitting, ...], request: Request) -> Iterator[Problem]:
    """What two sittings at one moment must not have in common."""
    for number, one in enumerate(sittings, start=1):
        for other in takewhile(one.meets, sittings[number:]):
            yield from _clash(one, other, request)


def _clash(one: Sitting, other: Sitting, request: Request) -> Iterator[Problem]:
    when = f"{with_weekday(other.day)} pukul {other.hours.starts:%H.%M}"
    pair = (one.candidate, other.candidate)
    if one.room == other.room:
        text = (
            f"{one.room} dipakai untuk Kandidat {pair[0]} dan Kandidat {pair[1]} pada {when}."
            " Pilih waktu atau ruang lain untuk salah satunya."
        )
        yield Problem(Kind.ROOM_TAKEN_TWICE, text, pair)
        return
    both = members_at(one, request) & members_at(other, request)
    if both:
        text = (
            f"{len(both)} penilai dijadwalkan di {one.room} (Kandidat {pair[0]}) dan di"
            f" {other.room} (Kandidat {pair[1]}) pada {when}. Pilih waktu lain untuk salah satunya."
        )
        yield Problem(Kind.MEMBER_IN_TWO_ROOMS, text, pair)


def _each(sittings: tuple[Sitting, ...], request: Request) -> Iterator[Problem]:
    """What one sitting must not do, whatever the others do."""
    for sitting in sittings:
        yield from _place(sitting, request)
        for pause in request.breaks_on(sitting.day):
            if sitting.hours.overlaps(pause.hours):
                text = f"{_who(sitting)} menyentuh {pause}. Pilih waktu di luar istirahat."
                yield Problem(Kind.BREAK_TOUCHED, text, (sitting.candidate,))
        if sitting.hours.minutes != request.length:
            text = (
                f"{_who(sitting)} berlangsung {sitting.hours.minutes} menit, yang lain"
                f" {request.length} menit. Samakan lamanya atau catat alasannya."
            )
            yield Problem(Kind.LENGTH, text, (sitting.candidate,))


def _place(sitting: Sitting, request: Request) -> Iterator[Problem]:
    candidate = (sitting.candidate,)
    venue = request.venue(sitting.day, sitting.room)
    if venue is None:
        text = f"{_who(sitting)}: {sitting.room} tidak dibuka hari itu. Pilih ruang atau hari lain."
        yield Problem(Kind.ROOM_CLOSED, text, candidate)
        return
    if sitting.hours.starts < venue.hours.starts or venue.hours.ends < sitting.hours.ends:
        text = (
            f"{_who(sitting)} di luar jam buka {sitting.room}, {venue.hours}."
            " Pilih waktu, ruang, atau hari lain."
        )
        yield Problem(Kind.ROOM_CLOSED, text, candidate)
    left = len(request.present(sitting.candidate, venue))
    if left < request.least_members:
        text = (
            f"{_who(sitting)}: {left} penilai tidak berhalangan, paling sedikit"
            f" {request.least_members}. Pilih ruang dengan penilai lain."
        )
        yield Problem(Kind.TOO_FEW_MEMBERS, text, candidate)
    fault = capacity_fault(request, venue)
    if fault:
        yield Problem(Kind.CAPACITY, f"{_who(sitting)}: {fault}", candidate)


def _gaps(sittings: tuple[Sitting, ...], request: Request) -> Iterator[Problem]:
    by_room = sorted(sittings, key=lambda s: (s.day, s.room, s.hours))
    for one, other in pairwise(by_room):
        gap = minute_of(other.hours.starts) - minute_of(one.hours.ends)
        if (one.day, one.room) == (other.day, other.room) and 0 <= gap < request.gap:
            text = (
                f"Jeda sebelum {_who(other)} di {other.room} hanya {gap} menit,"
                f" seharusnya {request.gap} menit."
            )
            yield Problem(Kind.GAP, text, (other.candidate,))


def _reserve(sittings: tuple[Sitting, ...], request: Request) -> Iterator[Problem]:
    for slack in slacks(sittings, request):
        if not slack.is_enough:
            text = f"{slack}, seharusnya {slack.wanted}. Kurangi kandidat pada hari itu."
            yield Problem(Kind.RESERVE, text)


def _days(sittings: tuple[Sitting, ...], request: Request) -> Iterator[Problem]:
    """Days on which nobody hears anybody any more, and days on which nobody works."""
    for day in sorted({sitting.day for sitting in sittings}):
        if request.not_before and day < request.not_before:
            yield Problem(Kind.DAY_PAST, past_fault(day))
        if day in request.days_off:
            text = (
                f"{with_weekday(day)} bukan hari kerja: {request.days_off[day]}. Pilih hari lain"
                " atau catat alasannya sebelum menerbitkan jadwal."
            )
            yield Problem(Kind.DAY_OFF, text)


def _order(timetable: Timetable, request: Request) -> Iterator[Problem]:
    moved = out_of_order(timetable, request)
    if moved:
        text = (
            f"Tidak menurut urutan undian: Kandidat {', '.join(moved)}."
            " Catat alasannya sebelum menerbitkan jadwal."
        )
        yield Problem(Kind.DRAWN_ORDER, text, moved)


def _who(sitting: Sitting) -> str:
    """`Kandidat 07 (Rabu, 3 Desember 2025, 09.40–10.20)`"""
    return f"Kandidat {sitting.candidate} ({with_weekday(sitting.day)}, {sitting.hours})"
