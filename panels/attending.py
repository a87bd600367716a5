"""Writing down who came and what happened, on the days of the tests."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.models import Candidate
from panels.models import Attendance, Incident, Seat, Session, Slot
from selection.models import Round

SHORTEST_TEXT = 20  # letters; ux.md: what, when and where can be checked


class CannotNote(Exception):
    """The attendance cannot be noted like this; the message says what is missing."""


class CannotWrite(Exception):
    """The incident cannot be written down like this."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What staff saw: the state, when the person came, and why late, absent or corrected."""

    state: Attendance.State
    came_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HalfDay:
    """The part of a day for which a member signs."""

    day: date
    session: Session


@dataclass(frozen=True, slots=True)
class Happening:
    """What staff writes down of an incident, and which earlier one it corrects."""

    at: datetime
    place: str
    text: str
    corrects: Incident | None = None


@transaction.atomic
def note_candidate(
    round_: Round, candidate: Candidate, day: date, seen: Presence, *, by: User
) -> Attendance:
    """Note a candidate for a day. Raises CannotNote. The same again changes nothing."""
    wanted = Attendance(round=round_, date=day, candidate=candidate)
    return _note(wanted, seen, by=by)


@transaction.atomic
def note_member(
    round_: Round, seat: Seat, when: HalfDay, seen: Presence, *, by: User
) -> Attendance:
    """Note a member for a session. Raises CannotNote. The same again changes nothing."""
    wanted = Attendance(round=round_, date=when.day, seat=seat, session=when.session)
    return _note(wanted, seen, by=by)


@transaction.atomic
def write_incident(round_: Round, what: Happening, *, by: User) -> Incident:
    """Write down what happened; a correction names what it corrects. Raises CannotWrite."""
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_scoring:
        raise CannotWrite(_closed("Kejadian"))
    if what.at > timezone.now():
        raise CannotWrite("Waktu kejadian belum lewat. Periksa tanggal dan jamnya.")
    if len(what.text.strip()) < SHORTEST_TEXT:
        raise CannotWrite(
            "Tuliskan apa yang terjadi dan siapa yang terlibat agar dapat diperiksa (paling sedikit"
            f" {SHORTEST_TEXT} huruf)."
        )
    latest = Incident.objects.filter(round=locked).order_by("-number").first()
    incident = Incident.objects.create(
        round=locked,
        number=latest.number + 1 if latest else 1,
        happened_at=what.at,
        place=what.place.strip(),
        text=what.text.strip(),
        corrects=what.corrects,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    corrected = what.corrects.number if what.corrects else None
    facts = {"number": incident.number, "corrects": corrected}
    record("panels.incident_written", incident, by=by, scope=locked.scope, **facts)
    return incident


def days_of(round_: Round) -> list[date]:
    """The days of the timetable, the first one first."""
    slots = Slot.objects.in_force().filter(round=round_)
    return list(slots.values_list("date", flat=True).distinct().order_by("date"))


def _note(wanted: Attendance, seen: Presence, *, by: User) -> Attendance:
    locked = Round.objects.locked().get(pk=wanted.round_id)
    _require_day(locked, wanted.date)
    held = _held(wanted)
    came_at = None if seen.state == Attendance.State.ABSENT else seen.came_at
    reason = seen.reason.strip()
    if held and (held.state, held.came_at, held.reason) == (seen.state, came_at, reason):
        return held
    if held and held.state == seen.state == Attendance.State.PRESENT and not reason:
        return held  # pressed twice
    _require_words(held, seen.state, came_at, reason)
    if came_at and came_at > timezone.now():
        raise CannotNote("Jam datang ini belum lewat. Periksa jamnya. Catatan sebelumnya tetap.")
    wanted.state, wanted.came_at, wanted.reason = seen.state, came_at, reason
    wanted.recorded_by, wanted.recorded_at = by, timezone.now()
    wanted.save()
    facts = {"date": wanted.date, "session": wanted.session, "state": wanted.state}
    record("panels.attendance_noted", wanted, by=by, scope=locked.scope, **facts)
    return wanted


def _held(wanted: Attendance) -> Attendance | None:
    """What was noted last for the same person, day and session."""
    same = Attendance.objects.filter(
        round=wanted.round_id,
        date=wanted.date,
        session=wanted.session,
        candidate=wanted.candidate_id,
        seat=wanted.seat_id,
    )
    return same.order_by("-pk").first()


def _require_day(round_: Round, day: date) -> None:
    if not round_.is_scoring:
        raise CannotNote(_closed("Kehadiran"))
    if day not in days_of(round_):
        raise CannotNote(
            "Tanggal ini tidak ada dalam jadwal. Pilih hari tes. Tidak ada yang berubah."
        )
    if day > timezone.localdate():
        raise CannotNote("Kehadiran baru dapat dicatat pada harinya. Tidak ada yang berubah.")


def _require_words(
    held: Attendance | None, state: Attendance.State, came_at: datetime | None, reason: str
) -> None:
    if state == Attendance.State.LATE and came_at is None:
        raise CannotNote("Isi jam datangnya, misalnya 08.20. Catatan sebelumnya tetap.")
    if state != Attendance.State.PRESENT and not reason:
        raise CannotNote(
            "Tuliskan alasannya, atau “belum ada kabar”. Catatan dapat dibetulkan kemudian."
        )
    if held and not reason:
        raise CannotNote(
            "Tuliskan alasan pembetulan. Catatan sebelumnya tetap tersimpan dan tetap terlihat."
        )


def _closed(what: str) -> str:
    return (
        f"{what} dicatat selama penilaian berlangsung, dan penilaian sedang tidak dibuka. Catatan"
        " yang sudah ada tetap tersimpan."
    )
