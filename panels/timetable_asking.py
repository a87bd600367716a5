"""What staff fill in to get a timetable, as values and as the JSON that is kept with each version.

Days, dates and clock times are local; lengths in minutes; the reserve in whole percent. Members
are named by their seat's number, as in `panels.sittings`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from itertools import pairwise
from typing import Any

from panels.sittings import Request, Room, Sitting, Timetable, Venue, in_order
from panels.slots import Break, Stretch, at_minute
from panels.timetable_defaults import BreakRule, usual_breaks

RESERVE_PERCENT = 10
"""ux.md (f), rule 1. Our own proposal [I], not law; staff may fill in another."""


@dataclass(frozen=True, slots=True)
class AskedDay:
    """A day of sittings and its opening hours."""

    day: date
    hours: Stretch


@dataclass(frozen=True, slots=True)
class AskedRoom:
    """A room, how many people it holds, and which members sit in it."""

    name: str
    capacity: int | None
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class AskedBreak:
    """A break on one day, or on every day where `day` is None; `source`: why at these hours."""

    hours: Stretch
    title: str
    day: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument of a sitting, by code, and how long it takes."""

    code: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that was filled in. `usual`: the usual breaks hold too, those of Ramadan if `fasting`.

    `breaks` are all breaks that hold, the usual ones among them, each with its source.
    """

    days: tuple[AskedDay, ...] = ()
    rooms: tuple[AskedRoom, ...] = ()
    parts: tuple[Part, ...] = ()
    gap: int = 0
    reserve: int = RESERVE_PERCENT
    least_members: int = 1
    attendants: int = 0
    usual: bool = True
    fasting: bool = False
    own_breaks: tuple[AskedBreak, ...] = ()
    breaks: tuple[AskedBreak, ...] = ()

    @property
    def length(self) -> int:
        """Minutes of one sitting: its parts one after the other."""
        return sum(part.minutes for part in self.parts)

    @property
    def is_complete(self) -> bool:
        return bool(self.days and self.rooms and self.length)

    @property
    def rooms_uncounted(self) -> tuple[str, ...]:
        return tuple(room.name for room in self.rooms if room.capacity is None)

    def request(
        self, candidates: Iterable[str], recusals: Iterable[tuple[str, str]], members: Iterable[str]
    ) -> Request:
        """What the arithmetic works on. `members`: who still sits on the panel."""
        panel = frozenset(members)
        return Request(
            candidates=tuple(candidates),
            venues=tuple(
                Venue(d.day, Room(r.name, r.capacity), d.hours, r.members & panel)
                for d in sorted(self.days, key=lambda asked: asked.day)
                for r in self.rooms
            ),
            length=self.length,
            gap=self.gap,
            breaks=tuple(
                Break(d.day, pause.hours, pause.title)
                for d in self.days
                for pause in self.breaks
                if pause.day in (None, d.day)
            ),
            recusals=frozenset(recusals),
            least_members=self.least_members,
            reserve=Fraction(self.reserve, 100),
            attendants=self.attendants,
            instruments=tuple(part.code for part in self.parts),
        )


def breaks_in_force(asked: Asked, rules: Iterable[BreakRule]) -> tuple[AskedBreak, ...]:
    """The usual breaks of the days asked for, where they are wanted, and the own ones."""
    days = {asked_day.day for asked_day in asked.days}
    kept = tuple(rules)
    sources = {(r.title, r.hours): f"{r.legal_basis}; {r.hours_basis}" for r in kept}
    fasting = frozenset(days if asked.fasting else ())
    usual = usual_breaks(days, fasting=fasting, rules=kept) if asked.usual else ()
    return (
        *(AskedBreak(b.hours, b.title, b.day, sources[b.title, b.hours]) for b in usual),
        *asked.own_breaks,
    )


def parts_of(sitting: Sitting, asked: Asked) -> tuple[tuple[str, Stretch], ...]:
    """When each instrument of the sitting begins and ends; the last takes what is left.

    A sitting shorter than its parts gives each the same share of it.
    """
    first, end = sitting.hours.span
    marks = [first]
    for part in asked.parts:
        marks.append(marks[-1] + part.minutes)
    if marks[-1] != end:
        count = len(asked.parts)
        marks = [first + (end - first) * number // count for number in range(count + 1)]
    return tuple(
        (part.code, Stretch(at_minute(one), at_minute(other)))
        for part, (one, other) in zip(asked.parts, pairwise(marks), strict=True)
    )


def as_json(asked: Asked) -> dict[str, Any]:
    return {
        "days": [{"day": d.day.isoformat(), **_hours(d.hours)} for d in asked.days],
        "rooms": [
            {"name": r.name, "capacity": r.capacity, "members": sorted(r.members)}
            for r in asked.rooms
        ],
        "parts": [{"code": p.code, "minutes": p.minutes} for p in asked.parts],
        "gap": asked.gap,
        "reserve": asked.reserve,
        "least_members": asked.least_members,
        "attendants": asked.attendants,
        "usual": asked.usual,
        "fasting": asked.fasting,
        "own_breaks": [_break(pause) for pause in asked.own_breaks],
        "breaks": [_break(pause) for pause in asked.breaks],
    }


def from_json(kept: Mapping[str, Any]) -> Asked:
    return Asked(
        days=tuple(AskedDay(date.fromisoformat(d["day"]), _stretch(d)) for d in kept["days"]),
        rooms=tuple(
            AskedRoom(r["name"], r["capacity"], frozenset(r["members"])) for r in kept["rooms"]
        ),
        parts=tuple(Part(p["code"], p["minutes"]) for p in kept["parts"]),
        gap=kept["gap"],
        reserve=kept["reserve"],
        least_members=kept["least_members"],
        attendants=kept["attendants"],
        usual=kept["usual"],
        fasting=kept["fasting"],
        own_breaks=tuple(map(_asked_break, kept["own_breaks"])),
        breaks=tuple(map(_asked_break, kept["breaks"])),
    )


def sittings_as_json(timetable: Timetable) -> list[dict[str, str]]:
    return [
        {"candidate": s.candidate, "day": s.day.isoformat(), "room": s.room, **_hours(s.hours)}
        for s in timetable.sittings
    ]


def timetable_from_json(kept: Iterable[Mapping[str, str]], version: int) -> Timetable:
    return Timetable(
        in_order(
            Sitting(row["candidate"], date.fromisoformat(row["day"]), row["room"], _stretch(row))
            for row in kept
        ),
        version,
    )


def _break(pause: AskedBreak) -> dict[str, Any]:
    day = pause.day.isoformat() if pause.day else None
    return {"day": day, "title": pause.title, "source": pause.source, **_hours(pause.hours)}


def _asked_break(kept: Mapping[str, Any]) -> AskedBreak:
    day = date.fromisoformat(kept["day"]) if kept["day"] else None
    return AskedBreak(_stretch(kept), kept["title"], day, kept["source"])


def _hours(hours: Stretch) -> dict[str, str]:
    return {"starts": f"{hours.starts:%H:%M}", "ends": f"{hours.ends:%H:%M}"}


def _stretch(kept: Mapping[str, Any]) -> Stretch:
    return Stretch(time.fromisoformat(kept["starts"]), time.fromisoformat(kept["ends"]))


def opening_hours(sittings: Iterable[Sitting]) -> tuple[AskedDay, ...]:
    """Each day from its first sitting to its last, for a timetable that came from elsewhere."""
    by_day: dict[date, list[Stretch]] = {}
    for sitting in sittings:
        by_day.setdefault(sitting.day, []).append(sitting.hours)
    return tuple(
        AskedDay(day, Stretch(min(h.starts for h in hours), max(h.ends for h in hours)))
        for day, hours in sorted(by_day.items())
    )
