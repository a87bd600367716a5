"""Who came and what happened: written down once, corrected in the open, never changed."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from panels.attending import (
    CannotNote,
    CannotWrite,
    HalfDay,
    Happening,
    Presence,
    days_of,
    note_candidate,
    note_member,
    write_incident,
)
from panels.models import Attendance, Incident, Session
from tests import factories

DAY = date(2026, 3, 2)
NINE = timezone.make_aware(datetime(2026, 3, 2, 9, 0))
State = Attendance.State
PRESENT = Presence(State.PRESENT, NINE)
LATE = Presence(State.LATE, NINE, "Ban bocor")
ABSENT = Presence(State.ABSENT, None, "Belum ada kabar")
TEXT = "Listrik padam empat menit di ruang tes."


@pytest.fixture
def on_the_day(draft):
    for number, candidate in enumerate(draft.candidates):
        factories.SlotFactory(
            candidate=candidate,
            instrument=draft.interview,
            date=DAY,
            starts=time(8 + number),
            ends=time(9 + number),
        )
    draft.open()
    with time_machine.travel(NINE + timedelta(hours=1)):
        yield draft


def note(draft, seen, candidate=0, day=DAY):
    return note_candidate(draft.round, draft.candidates[candidate], day, seen, by=draft.staff)


def events(draft):
    return Event.objects.filter(scope=draft.round.scope, verb__startswith="panels.").count()


@pytest.mark.parametrize("seen", [PRESENT, LATE, ABSENT], ids=lambda seen: seen.state)
def test_what_staff_saw_is_written_down_and_recorded(on_the_day, seen):
    noted = note(on_the_day, seen)

    assert (noted.state, noted.came_at, noted.reason) == (seen.state, seen.came_at, seen.reason)
    assert noted.recorded_by == on_the_day.staff
    event = Event.objects.get(verb="panels.attendance_noted")
    assert "Ban bocor" not in event.facts_json
    assert on_the_day.candidates[0].name not in event.facts_json


def test_a_member_is_noted_for_each_session(on_the_day):
    seat = on_the_day.seats[0]

    for session in Session:
        note_member(on_the_day.round, seat, HalfDay(DAY, session), PRESENT, by=on_the_day.staff)

    assert sorted(seat.attendance.values_list("session", flat=True)) == ["afternoon", "morning"]


def test_pressing_twice_writes_once(on_the_day):
    first = note(on_the_day, PRESENT)
    later = Presence(State.PRESENT, NINE + timedelta(minutes=1))

    assert note(on_the_day, PRESENT) == first
    assert note(on_the_day, later) == first
    assert events(on_the_day) == 1


def test_a_correction_says_why_and_leaves_the_earlier_note(on_the_day):
    first = note(on_the_day, ABSENT)

    with pytest.raises(CannotNote, match="pembetulan"):
        note(on_the_day, PRESENT)
    second = note(on_the_day, Presence(State.PRESENT, NINE, "Salah baris"))

    assert list(Attendance.objects.order_by("pk")) == [first, second]
    first.refresh_from_db()
    assert first.state == State.ABSENT


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Presence(State.LATE, None, "Ban bocor"), "jam datang"),
        (Presence(State.LATE, NINE, " "), "alasannya"),
        (Presence(State.ABSENT), "belum ada kabar"),
        (Presence(State.PRESENT, NINE + timedelta(hours=2)), "belum lewat"),
    ],
)
def test_what_is_missing_is_said_and_nothing_kept(on_the_day, seen, words):
    with pytest.raises(CannotNote, match=words):
        note(on_the_day, seen)

    assert not Attendance.objects.exists()
    assert events(on_the_day) == 0


def test_a_day_outside_the_timetable_or_ahead_is_refused(on_the_day):
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(CannotNote, match="tidak ada dalam jadwal"):
        note(on_the_day, PRESENT, day=tomorrow)
    factories.SlotFactory(
        candidate=on_the_day.candidates[0], instrument=on_the_day.interview, date=tomorrow
    )
    with pytest.raises(CannotNote, match="pada harinya"):
        note(on_the_day, PRESENT, day=tomorrow)

    assert days_of(on_the_day.round) == [DAY, tomorrow]
    assert not Attendance.objects.exists()


def test_attendance_is_noted_while_scores_are_given_only(draft):
    with pytest.raises(CannotNote, match="selama penilaian"):
        note(draft, PRESENT)
    with pytest.raises(CannotWrite, match="selama penilaian"):
        write(draft)


def write(draft, **more):
    wanted = {"at": NINE, "place": " Ruang A ", "text": TEXT, **more}
    return write_incident(draft.round, Happening(**wanted), by=draft.staff)


def test_incidents_are_numbered_and_corrected_by_another(on_the_day):
    first = write(on_the_day)
    second = write(on_the_day, text="Bukan empat, melainkan enam menit.", corrects=first)

    assert [(i.number, i.place) for i in (first, second)] == [(1, "Ruang A"), (2, "Ruang A")]
    assert second.corrects == first
    assert events(on_the_day) == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"at": NINE + timedelta(hours=2)}, "belum lewat"),
        ({"text": "Ribut." + " " * 30}, "paling sedikit"),
    ],
)
def test_an_incident_that_cannot_be_checked_is_refused(on_the_day, more, words):
    with pytest.raises(CannotWrite, match=words):
        write(on_the_day, **more)

    assert not Incident.objects.exists()
    assert events(on_the_day) == 0


def test_nobody_changes_or_deletes_what_was_written_down(on_the_day, as_owner):
    note(on_the_day, PRESENT)
    write(on_the_day)

    for statement in (
        "UPDATE panels_attendance SET state = 'absent', came_at = NULL, reason = 'x'",
        "DELETE FROM panels_attendance",
        "UPDATE panels_incident SET text = 'x'",
        "DELETE FROM panels_incident",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            as_owner.execute(statement)


def test_the_database_takes_no_note_of_another_round(on_the_day):
    stranger = factories.CandidateFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(
            round=on_the_day.round,
            date=DAY,
            candidate=stranger,
            state="present",
            recorded_by=on_the_day.staff,
            recorded_at=timezone.now(),
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "absent", "reason": ""},
        {"state": "absent", "reason": "x", "came_at": NINE},
        {"state": "late", "reason": "x"},
        {"state": "late", "came_at": NINE},
        {"state": "present", "session": "morning"},
        {"state": "present", "candidate": None},
        {"state": "asleep"},
    ],
)
def test_the_database_takes_no_half_note(on_the_day, wrong):
    right = {"round": on_the_day.round, "date": DAY, "candidate": on_the_day.candidates[0]}

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(
            **{**right, **wrong}, recorded_by=on_the_day.staff, recorded_at=timezone.now()
        )
