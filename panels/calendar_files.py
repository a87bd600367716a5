"""Files for the calendar of a telephone or an office programme: RFC 5545, in UTF-8 text.

An event keeps its UID through every version of the timetable, and SEQUENCE is that version; so a
calendar that reads a newer file moves the event it has instead of adding another. A candidate's
file never names anybody else (ux.md f, rule 5).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from unicodedata import category
from uuid import NAMESPACE_URL, uuid5

from panels.sittings import Request, Sitting, Timetable, in_order

ZONE = "Asia/Jakarta"
LINE_OCTETS = 75
WESTERN_INDONESIA = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:WIB",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One sitting in somebody's calendar. `key` tells it from the owner's other events for good."""

    key: str
    sitting: Sitting
    summary: str
    description: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which file this is.

    `round_key` names the round once and for all, such as agency and code; `owner` the person whose
    calendar it is, such as `penilai-4`. `stamped` is when the version was published, with its zone.
    `rules`: the fingerprint of the round's rules; empty while they are not fixed.
    """

    round_key: str
    owner: str
    version: int
    stamped: datetime
    rules: str = ""


def ics(events: Iterable[Event], edition: Edition) -> str:
    """The whole file, each line ended by CRLF and folded at 75 octets.

    Raises `ValueError` when the stamp has no zone.
    """
    if edition.stamped.tzinfo is None:
        raise ValueError("A stamp without a zone is no moment.")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pratama//Jadwal//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *WESTERN_INDONESIA,
        *(line for event in events for line in _event(event, edition)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def events_for_member(
    timetable: Timetable, request: Request, member: str, titles: Sequence[str]
) -> tuple[Event, ...]:
    """What one member hears; `titles` are the parts of a sitting. Sittings with a recusal are left
    out."""
    parts = ", ".join(titles)
    return tuple(
        Event(
            key=f"kandidat-{sitting.candidate}",
            sitting=sitting,
            summary=f"Kandidat {sitting.candidate}: {parts}",
            description=f"Jadwal versi {timetable.version}. Anda bertugas sebagai penilai.",
        )
        for sitting in in_order(timetable.heard_by(member, request))
    )


def event_for_candidate(timetable: Timetable, candidate: str, titles: Sequence[str]) -> Event:
    """The candidate's own sitting. Raises `NotScheduled`."""
    return Event(
        key=f"kandidat-{candidate}",
        sitting=timetable.of(candidate),
        summary=", ".join(titles),
        description=f"Jadwal versi {timetable.version}. Nomor kandidat Anda: {candidate}.",
    )


def _event(event: Event, edition: Edition) -> Iterator[str]:
    sitting = event.sitting
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(event, edition)}"
    yield f"DTSTAMP:{edition.stamped.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{edition.version}"
    yield f"DTSTART;TZID={ZONE}:{_local(sitting.day, sitting.hours.starts)}"
    yield f"DTEND;TZID={ZONE}:{_local(sitting.day, sitting.hours.ends)}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"LOCATION:{_text(sitting.room)}"
    rules = f" Sidik jari aturan: {edition.rules}." if edition.rules else ""
    yield f"DESCRIPTION:{_text(event.description + rules)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _uid(event: Event, edition: Edition) -> str:
    """Neither version nor time goes in, so that the event stays the same when it moves."""
    return str(uuid5(NAMESPACE_URL, f"pratama:{edition.round_key}:{edition.owner}:{event.key}"))


def _local(day: date, clock: time) -> str:
    return f"{day:%Y%m%d}T{clock:%H%M}00"


def _text(value: str) -> str:
    """A TEXT value: separators escaped, line ends as `\\n`, other control characters left out."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    joined = "\\n".join(escaped.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "".join(character for character in joined if category(character) != "Cc")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, each but the first behind a space.

    No character is split between two pieces.
    """
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece += character
        octets += size
    yield piece
