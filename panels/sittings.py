"""What a timetable is made from and of: rooms, panels, recusals; sittings and their versions.

Candidates and members are named by the numbers printed on every list (`07`, `4`); the texts say
"Kandidat 07" and "Penilai 4". A sitting is one candidate before the panel of one room; it may carry
several instruments, such as the idea paper and the interview, one after the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from fractions import Fraction

from accounts.wording import in_words, with_weekday
from panels.slots import Break, Span, Stretch, working_time


class RequestRefused(ValueError):
    """No timetable can be made from what was asked; the message is for the user."""


class NotScheduled(LookupError):
    """The candidate has no sitting in this timetable; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room and how many people it holds; `capacity` is `None` until somebody has counted."""

    name: str
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Venue:
    """A room on one day: when it is open, and the members who sit in it."""

    day: date
    room: Room
    hours: Stretch
    panel: frozenset[str]

    def __str__(self) -> str:
        """`Ruang Anggrek, Rabu, 3 Desember 2025`"""
        return f"{self.room.name}, {with_weekday(self.day)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything a timetable is made from.

    `candidates` in the order drawn. `venues` in the order in which rooms are filled when several
    are free at one time. `length` and `gap` in minutes; a gap separates two sittings in one room.
    `recusals` are pairs of member and candidate; at least `least_members` must remain for each.
    `reserve` is the share of working time, breaks left out, which each room keeps free.
    `attendants` counts those in the room besides panel and candidate. `instruments` are the parts
    of each sitting, by code. `days_off`: why nobody works on a day, for the days looked at.
    `not_before`: the first day on which a sitting may be; None once a timetable was published,
    whose days pass.
    """

    candidates: tuple[str, ...]
    venues: tuple[Venue, ...]
    length: int
    gap: int
    breaks: tuple[Break, ...]
    recusals: frozenset[tuple[str, str]]
    least_members: int
    reserve: Fraction
    attendants: int = 0
    instruments: tuple[str, ...] = ()
    days_off: Mapping[date, str] = field(default_factory=dict)
    not_before: date | None = None

    def venue(self, day: date, room: str) -> Venue | None:
        """The room on that day; `None` when it is not open at all."""
        return next((v for v in self.venues if v.day == day and v.room.name == room), None)

    def breaks_on(self, day: date) -> tuple[Break, ...]:
        return tuple(sorted(pause for pause in self.breaks if pause.day == day))

    def working(self, venue: Venue) -> tuple[Span, ...]:
        """The opening hours of the room without the breaks of that day."""
        return working_time(venue.hours, self.breaks_on(venue.day))

    def present(self, candidate: str, venue: Venue) -> frozenset[str]:
        """The members of the room who hear this candidate."""
        return venue.panel - self.absent(candidate, venue)

    def absent(self, candidate: str, venue: Venue) -> frozenset[str]:
        """The members of the room who are recused from this candidate and go out."""
        return frozenset(m for m, c in self.recusals if c == candidate and m in venue.panel)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """When and where a sitting begins."""

    day: date
    starts: time
    room: str

    def __str__(self) -> str:
        """`Rabu, 3 Desember 2025 pukul 09.40, Ruang Melati`"""
        return f"{with_weekday(self.day)} pukul {self.starts:%H.%M}, {self.room}"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One candidate before the panel of one room."""

    candidate: str
    day: date
    room: str
    hours: Stretch

    @property
    def place(self) -> Place:
        return Place(self.day, self.hours.starts, self.room)

    def meets(self, other: "Sitting") -> bool:
        """Whether both go on at one moment."""
        return self.day == other.day and self.hours.overlaps(other.hours)


@dataclass(frozen=True, slots=True)
class Timetable:
    """All sittings by day, time and room. A change makes a new one, whose version is one higher."""

    sittings: tuple[Sitting, ...]
    version: int = 1

    def of(self, candidate: str) -> Sitting:
        """The candidate's sitting. Raises `NotScheduled`."""
        for sitting in self.sittings:
            if sitting.candidate == candidate:
                return sitting
        raise NotScheduled(
            f"Kandidat {candidate} tidak ada dalam jadwal versi {self.version}. Jadwal tidak"
            " berubah. Muat ulang halaman lalu pilih kandidat yang terjadwal."
        )

    def in_room(self, day: date, room: str) -> tuple[Sitting, ...]:
        """What happens in one room on one day, for the sheet on its door."""
        return tuple(s for s in self.sittings if s.day == day and s.room == room)

    def heard_by(self, member: str, request: Request) -> tuple[Sitting, ...]:
        """What one member hears, for the member's card; sittings with a recusal are left out."""
        return tuple(s for s in self.sittings if member in members_at(s, request))

    def changed(self, new: Mapping[Sitting, Sitting]) -> "Timetable":
        """The next version, with some sittings replaced."""
        sittings = in_order(new.get(sitting, sitting) for sitting in self.sittings)
        return replace(self, sittings=sittings, version=self.version + 1)


def in_order(sittings: Iterable[Sitting]) -> tuple[Sitting, ...]:
    """By day, time and room."""
    return tuple(sorted(sittings, key=lambda s: (s.place, s.hours.ends, s.candidate)))


def members_at(sitting: Sitting, request: Request) -> frozenset[str]:
    """The members who hear this sitting; nobody where its room is not open that day."""
    venue = request.venue(sitting.day, sitting.room)
    return request.present(sitting.candidate, venue) if venue else frozenset()


def past_fault(day: date) -> str:
    return f"Tanggal {in_words(day)} sudah lewat. Pilih tanggal lain pada isian jadwal."


def one_panel(
    days: Mapping[date, Stretch], rooms: Iterable[Room], panel: Iterable[str]
) -> tuple[Venue, ...]:
    """The same members in every room on every day, as in most rounds."""
    kept, members = tuple(rooms), frozenset(panel)
    return tuple(Venue(day, room, days[day], members) for day in sorted(days) for room in kept)


def faults(request: Request) -> tuple[str, ...]:
    """What has to be mended before a timetable can be made, in words."""
    return (*_faults_of_numbers(request), *_faults_of_lists(request), *_faults_of_rooms(request))


def capacity_fault(request: Request, venue: Venue) -> str:
    """Why the room cannot hold the sitting; empty when it can."""
    needed = len(venue.panel) + 1 + request.attendants
    if venue.room.capacity is None:
        return f"Kapasitas {venue.room.name} belum diisi. Isi berapa orang yang muat di dalamnya."
    if venue.room.capacity < needed:
        return (
            f"{venue.room.name} memuat {venue.room.capacity} orang, sedangkan pada"
            f" {with_weekday(venue.day)} diperlukan {needed}. Pilih ruang yang lebih besar."
        )
    return ""


def _faults_of_numbers(request: Request) -> tuple[str, ...]:
    wrong = {
        "Lama wawancara paling sedikit 1 menit.": request.length < 1,
        "Jeda antarwawancara tidak boleh kurang dari 0 menit.": request.gap < 0,
        "Setiap kandidat didengar paling sedikit oleh 1 penilai.": request.least_members < 1,
        "Cadangan waktu harus antara 0% dan kurang dari 100%.": not 0 <= request.reserve < 1,
        "Jumlah pendamping di ruang tidak boleh kurang dari 0.": request.attendants < 0,
    }
    return tuple(message for message, holds in wrong.items() if holds)


def _faults_of_lists(request: Request) -> tuple[str, ...]:
    found: list[str] = []
    if not request.candidates:
        found.append("Belum ada kandidat dalam urutan undian. Undi urutan lebih dahulu.")
    if not request.venues:
        found.append("Belum ada hari dan ruang. Isi hari, jam buka, dan ruangnya.")
    found.extend(
        f"Kandidat {candidate} tertulis {times} kali. Hapus yang berlebih."
        for candidate, times in Counter(request.candidates).items()
        if times > 1
    )
    found.extend(
        f"{room}, {with_weekday(day)} tertulis {times} kali. Hapus yang berlebih."
        for (day, room), times in Counter((v.day, v.room.name) for v in request.venues).items()
        if times > 1
    )
    return tuple(found)


def _faults_of_rooms(request: Request) -> tuple[str, ...]:
    found = [
        f"{venue}: belum ada penilai. Isi penilai ruang ini."
        for venue in request.venues
        if not venue.panel
    ]
    found.extend(fault for v in request.venues if (fault := capacity_fault(request, v)))
    return tuple(dict.fromkeys(found))
