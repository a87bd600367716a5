"""What staff do around the days of the tests, for the sample round: papers, attendance, incidents.

By the product's own actions, as the staff member; times are those at which the sample is loaded.
"""

from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import User
from candidates.models import Nomination
from candidates.papers import hand_in, set_deadline
from panels.attending import (
    HalfDay,
    Happening,
    Presence,
    days_of,
    note_candidate,
    note_member,
    write_incident,
)
from panels.drawing import Spoken, draw_order
from panels.models import Attendance, Seat, Session, Slot
from panels.publishing import publish
from panels.slots import Stretch
from panels.timetable_asking import Asked, AskedDay, AskedRoom, Part
from panels.timetabling import prepare
from selection.models import Round
from workbook.sample_papers import paper_for

PAPERS = 8  # each is looked into by a process of its own: a third of a second


def publish_drawn_timetable(round_: Round, first_day: date, phrase: str, *, by: User) -> None:
    """Two days in one room, in the order that a phrase read aloud gives."""
    spoken = Spoken(phrase, "Ketua panitia, notulis, dan dua kandidat")
    draw_order(round_, spoken, by=by)
    seats = Seat.objects.in_force().filter(round=round_)
    members = frozenset(str(number) for number in seats.values_list("number", flat=True))
    days = (first_day, first_day + timedelta(days=1))
    asked = Asked(
        days=tuple(AskedDay(day, Stretch(time(8), time(17))) for day in days),
        rooms=(AskedRoom("Ruang Jlamprang", 16, members),),
        parts=(Part("UJI_GAGASAN", 15), Part("WAWANCARA", 15)),
        gap=0,
        least_members=5,
    )
    draft = prepare(round_, asked, revision=None, arrange=True, by=by)
    publish(round_, revision=draft.revision, note="Disepakati dalam rapat panitia", by=by)


def collect_papers(round_: Round, *, by: User) -> None:
    """Some papers in time, one late, the others still missing."""
    now = timezone.now().replace(second=0, microsecond=0)
    set_deadline(round_, now + timedelta(days=1), by=by)
    nominations = Nomination.objects.in_force().filter(candidate__round=round_)
    nominations = nominations.select_related("candidate__round", "vacancy")
    *punctual, tardy = nominations.order_by("vacancy__code", "candidate__number")[:PAPERS]
    for nomination in punctual:
        hand_in(nomination, paper_for(nomination), by=by)
    reason = "Dimajukan agar makalah dapat digandakan untuk penilai"
    set_deadline(round_, now - timedelta(minutes=1), reason=reason, by=by)
    hand_in(tardy, paper_for(tardy), by=by)


def note_first_hour(round_: Round, *, by: User) -> None:
    """The panel and the first candidates of the first day, where that day has come."""
    day, now = days_of(round_)[0], timezone.now()
    if day > timezone.localdate():
        return
    here = Presence(Attendance.State.PRESENT, now)
    late = Presence(Attendance.State.LATE, now, "Kereta terlambat, sudah memberi kabar")
    for seat in Seat.objects.in_force().filter(round=round_).order_by("number"):
        note_member(round_, seat, HalfDay(day, Session.MORNING), here, by=by)
    slots = Slot.objects.in_force().filter(round=round_, date=day).select_related("candidate")
    first, second, third = list({s.candidate: None for s in slots.order_by("starts", "pk")})[:3]
    note_candidate(round_, first, day, here, by=by)
    absent = Presence(Attendance.State.ABSENT, reason="Belum ada kabar")
    note_candidate(round_, second, day, absent, by=by)
    note_candidate(round_, second, day, late, by=by)
    note_candidate(round_, third, day, here, by=by)
    blackout = Happening(
        at=now,
        place="Ruang Jlamprang",
        text="Listrik padam empat menit; wawancara diulang dari pertanyaan terakhir. Tidak ada"
        " nilai yang hilang.",
    )
    write_incident(round_, blackout, by=by)
