"""The sheets of a published timetable: overview, doors, members' cards, candidates' calls.

A candidate's call never names anybody else. A member's card carries his name or his number, never
both unless he prints it himself: whose number is whose is not for staff (security.md 4.2), who know
by name who is recused from whom; and the chair, who knows the numbers, reads no recusals by name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from candidates.models import Candidate
from panels.calendar_files import Edition, event_for_candidate, events_for_member, ics
from panels.models import Draw, Seat, TimetablePlan
from panels.names import by_name
from panels.sittings import NotScheduled, Sitting
from panels.slots import Break, Stretch
from panels.timetable_asking import parts_of
from panels.timetable_grid import Day, days_of
from panels.timetable_reading import Facts, Version, facts_of, panel_instruments, version_of
from selection.models import Round

SHEETS = {
    "ikhtisar": "Jadwal wawancara",
    "pintu": "Jadwal ruang",
    "penilai": "Kartu penilai",
    "kandidat": "Panggilan kandidat",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a sheet: a sitting with its parts, or a break."""

    hours: Stretch
    sitting: Sitting | None = None
    pause: str = ""
    parts: Sequence[tuple[str, Stretch]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper. `candidate` and `seat` are whose it is, if it is somebody's."""

    heading: str
    days: Sequence[tuple[date, Sequence[Entry]]]
    room: str = ""
    candidate: Candidate | None = None
    seat: Seat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """All that a print shows: what it is, of which version, and its sheets."""

    round: Round
    kind: str
    title: str
    plan: TimetablePlan
    draw: Draw | None
    days: Sequence[Day]
    sheets: Sequence[Sheet]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whether the reader may know who goes out by number, and who is recused by name."""

    knows_numbers: bool = False
    knows_recusals: bool = False


def prints_of(
    round_: Round, plan: TimetablePlan, kind: str, only: str = "", *, reader: Reader
) -> Prints:
    """The sheets of one kind, of everybody or of `only` one number. A fixed number of queries."""
    version = version_of(plan, facts := facts_of(round_))
    titles = titles_of(round_)
    sheets: Iterable[Sheet] = ()
    if kind == "pintu":
        sheets = _doors(version, titles)
    elif kind == "penilai":
        sheets = _cards(version, facts, titles, reader)
    elif kind == "kandidat":
        sheets = (
            _call(version, number, person, titles)
            for number, person in facts.candidates.items()
            if only in ("", number)
        )
    return Prints(
        round=round_,
        kind=kind,
        title=SHEETS[kind],
        plan=plan,
        draw=plan.draw,
        days=days_of(version, numbered=reader.knows_numbers),
        sheets=[sheet for sheet in sheets if sheet.days],
    )


def card_of(round_: Round, plan: TimetablePlan, seat: Seat) -> Sheet:
    """The member's own card: what he hears, with his name."""
    version = version_of(plan, facts_of(round_))
    return _card(version, str(seat.number), titles_of(round_), seat)


def calendar_of_member(round_: Round, plan: TimetablePlan, seat: Seat) -> str:
    """The member's sittings as a calendar file."""
    version = version_of(plan, facts_of(round_))
    titles = list(titles_of(round_).values())
    number = str(seat.number)
    events = events_for_member(version.timetable, version.request, number, titles)
    return ics(events, edition_of(round_, plan, f"penilai-{number}"))


def calendar_of_candidate(round_: Round, plan: TimetablePlan, candidate: str) -> str:
    """The candidate's own sitting as a calendar file. Raises NotScheduled."""
    version = version_of(plan, facts_of(round_))
    if candidate not in {sitting.candidate for sitting in version.timetable.sittings}:
        raise NotScheduled(f"Kandidat {candidate} tidak terjadwal pada versi {plan.version}.")
    event = event_for_candidate(version.timetable, candidate, list(titles_of(round_).values()))
    return ics([event], edition_of(round_, plan, f"kandidat-{candidate}"))


def edition_of(round_: Round, plan: TimetablePlan, owner: str) -> Edition:
    """Which calendar file this is: of the published version, for `owner`, such as `penilai-4`."""
    stamped = plan.published_at
    assert isinstance(stamped, datetime)
    return Edition(
        round_key=f"{round_.agency_id}/{round_.code}",
        owner=owner,
        version=plan.version,
        stamped=stamped,
        rules=round_.scheme_sha256,
    )


def titles_of(round_: Round) -> dict[str, str]:
    """The parts of a sitting, code -> title."""
    return {instrument.code: instrument.title for instrument in panel_instruments(round_)}


def _doors(version: Version, titles: dict[str, str]) -> Iterable[Sheet]:
    for venue in version.request.venues:
        sittings = version.timetable.in_room(venue.day, venue.room.name)
        entries = _with_breaks(_entries(version, sittings, titles), version, venue.day)
        if sittings:
            yield Sheet(venue.room.name, [(venue.day, entries)], room=venue.room.name)


def _cards(
    version: Version, facts: Facts, titles: dict[str, str], reader: Reader
) -> Iterable[Sheet]:
    cards = {number: _card(version, number, titles) for number in facts.seats}
    if not reader.knows_recusals:
        return cards.values()
    people = sorted(facts.seats.items(), key=lambda seat: by_name(seat[1]))
    return [replace(cards[number], heading=seat.name) for number, seat in people]


def _card(version: Version, number: str, titles: dict[str, str], seat: Seat | None = None) -> Sheet:
    heard = version.timetable.heard_by(number, version.request)
    days = sorted({sitting.day for sitting in heard})
    return Sheet(
        f"Penilai {number}",
        [(day, _entries(version, [s for s in heard if s.day == day], titles)) for day in days],
        seat=seat,
    )


def _call(version: Version, number: str, person: Candidate, titles: dict[str, str]) -> Sheet:
    own = [sitting for sitting in version.timetable.sittings if sitting.candidate == number]
    return Sheet(
        person.label,
        [(sitting.day, _entries(version, [sitting], titles)) for sitting in own],
        candidate=person,
    )


def _entries(version: Version, sittings: Iterable[Sitting], titles: dict[str, str]) -> list[Entry]:
    return [
        Entry(
            sitting.hours,
            sitting,
            parts=[
                (titles.get(code, code), hours) for code, hours in parts_of(sitting, version.asked)
            ],
        )
        for sitting in sittings
    ]


def _with_breaks(entries: Sequence[Entry], version: Version, day: date) -> list[Entry]:
    pauses: tuple[Break, ...] = version.request.breaks_on(day)
    both = [*entries, *(Entry(pause.hours, pause=pause.title) for pause in pauses)]
    return sorted(both, key=lambda entry: entry.hours)
