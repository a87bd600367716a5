"""A day of tests as staff see it: who is expected when and where, who came, what happened."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from django.utils import timezone

from accounts.policy import Action
from candidates.models import Candidate
from panels.attending import days_of
from panels.models import Attendance, Incident, Seat, Session, Slot
from panels.names import by_name
from panels.permissions import may
from reports.attendance_forms import NoteForm
from selection.models import Round

NOON = time(12)
Key = tuple[str, int, str]  # "k" and a number or "p" and a seat, session


@dataclass(slots=True)
class Person:
    """Somebody who is expected; `entries` newest first. `form`: bound where it was refused."""

    key: str
    name: str
    detail: str
    candidate: Candidate | None = None
    seat: Seat | None = None
    session: str = ""
    starts: time | None = None
    ends: time | None = None
    rooms: list[str] = field(default_factory=list)
    entries: list[Attendance] = field(default_factory=list)
    form: NoteForm = field(default_factory=NoteForm)

    @property
    def current(self) -> Attendance | None:
        return next(iter(self.entries), None)

    @property
    def earlier(self) -> list[Attendance]:
        return self.entries[1:]


@dataclass(frozen=True, slots=True)
class Group:
    """People who are noted together: the candidates of a day, or the members of a session."""

    title: str
    people: Sequence[Person]

    @property
    def has_times(self) -> bool:
        """Candidates are expected at a time; members for the whole session."""
        return any(person.starts for person in self.people)

    @property
    def noted(self) -> int:
        return sum(person.current is not None for person in self.people)


@dataclass(slots=True)
class Day:
    """The page of one day; `day` is None where there is no timetable."""

    round: Round
    days: Sequence[date]
    day: date | None
    groups: Sequence[Group]
    incidents: Sequence[Incident]
    may_note: bool

    @property
    def is_ahead(self) -> bool:
        return self.day is not None and self.day > timezone.localdate()

    def person(self, key: str) -> Person | None:
        people = (person for group in self.groups for person in group.people)
        return next((person for person in people if person.key == key), None)


def day_of(round_: Round, asked: str) -> Day:
    """The day asked for (YYYY-MM-DD), else today, else the next one, else the last."""
    days = days_of(round_)
    day = _chosen(days, asked)
    incidents = Incident.objects.filter(round=round_).select_related("recorded_by", "corrects")
    return Day(
        round=round_,
        days=days,
        day=day,
        groups=_groups(round_, day) if day else [],
        incidents=list(incidents.order_by("number")),
        may_note=may(round_, Action.NOTE_ATTENDANCE),
    )


def _chosen(days: Sequence[date], asked: str) -> date | None:
    today = timezone.localdate()
    wanted = next((day for day in days if day.isoformat() == asked), None)
    coming = next((day for day in days if day >= today), None)
    return wanted or coming or (days[-1] if days else None)


def _groups(round_: Round, day: date) -> list[Group]:
    slots = list(
        Slot.objects.in_force()
        .filter(round=round_, date=day)
        .select_related("candidate")
        .order_by("starts", "room", "pk")
    )
    entries = _entries(round_, day)
    candidates = list(_candidates(slots, entries).values())
    seats = sorted(  # neither order nor keys tell staff whose number is whose
        Seat.objects.in_force().filter(round=round_), key=by_name
    )
    sessions = [
        Group(
            f"Penilai, sesi {session.label.lower()}",
            [_member(seat, session, entries) for seat in seats],
        )
        for session in Session
        if any((slot.starts < NOON) == (session == Session.MORNING) for slot in slots)
    ]
    return [Group("Kandidat", candidates), *sessions]


def _entries(round_: Round, day: date) -> dict[Key, list[Attendance]]:
    found: dict[Key, list[Attendance]] = defaultdict(list)
    noted = Attendance.objects.filter(round=round_, date=day).select_related(
        "recorded_by", "candidate", "seat"
    )
    for entry in noted.order_by("-pk"):
        if entry.candidate:
            found["k", entry.candidate.number, ""].append(entry)
        elif entry.seat:
            found["p", entry.seat.pk, entry.session].append(entry)
    return found


def _candidates(slots: Sequence[Slot], entries: dict[Key, list[Attendance]]) -> dict[int, Person]:
    """In the order of their first slot of the day."""
    people: dict[int, Person] = {}
    for slot in slots:
        number = slot.candidate.number
        if number not in people:
            people[number] = Person(
                key=f"k-{number}",
                name=slot.candidate.full_name,
                detail=slot.candidate.label,
                candidate=slot.candidate,
                starts=slot.starts,
                ends=slot.ends,
                entries=entries["k", number, ""],
                form=NoteForm(prefix=f"k-{number}"),
            )
        person = people[number]
        person.ends = max(person.ends or slot.ends, slot.ends)
        if slot.room not in person.rooms:
            person.rooms.append(slot.room)
    return people


def _member(seat: Seat, session: Session, entries: dict[Key, list[Attendance]]) -> Person:
    key = f"p-{seat.pk}-{session.value}"
    return Person(
        key=key,
        name=seat.name,
        detail=f"{seat.get_part_display()} · {seat.institution}",
        seat=seat,
        session=session.value,
        entries=entries["p", seat.pk, session.value],
        form=NoteForm(prefix=key),
    )
