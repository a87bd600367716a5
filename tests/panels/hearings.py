"""Requests and timetables for tests: two rooms on two days, as in the reference city."""

from datetime import date, datetime, time
from fractions import Fraction

import time_machine
from django.utils import timezone

from panels.sittings import Place, Request, Room, Sitting, Timetable, Venue, in_order
from panels.slots import Break, Stretch
from panels.timetable_defaults import usual_breaks

WEDNESDAY = date(2025, 12, 3)
THURSDAY = date(2025, 12, 4)
FRIDAY = date(2025, 12, 5)
ANGGREK = Room("Ruang Anggrek", 12)
MELATI = Room("Ruang Melati", 12)
FIRST_PANEL = frozenset("12345")
SECOND_PANEL = frozenset("6789A")


def clock(text):
    """`09.40`"""
    hour, minute = text.split(".")
    return time(int(hour), int(minute))


def stretch(text):
    """`08.00–08.40`"""
    starts, ends = text.split("–")
    return Stretch(clock(starts), clock(ends))


def pause(day, text, title="Istirahat"):
    return Break(day, stretch(text), title)


def numbers(count):
    return tuple(f"{number:02}" for number in range(1, count + 1))


def venue(day=WEDNESDAY, room=ANGGREK, hours="08.00–16.00", panel=FIRST_PANEL):
    return Venue(day, room, stretch(hours), frozenset(panel))


def request(candidates=4, venues=None, **given):
    """Sittings of 40 minutes and 10 between them, in one room on one day unless told otherwise."""
    venues = tuple(venues or [venue()])
    values = {
        "candidates": numbers(candidates) if isinstance(candidates, int) else tuple(candidates),
        "venues": venues,
        "length": 40,
        "gap": 10,
        "breaks": usual_breaks(v.day for v in venues),
        "recusals": frozenset(),
        "least_members": 4,
        "reserve": Fraction(0),
        "instruments": ("GAGASAN", "WAWANCARA"),
    }
    return Request(**values | given)


def two_rooms_two_days(candidates=26, **given):
    """The timetable of ux.md (f)."""
    venues = [
        venue(day, room, panel=panel)
        for day in (WEDNESDAY, THURSDAY)
        for room, panel in ((ANGGREK, FIRST_PANEL), (MELATI, SECOND_PANEL))
    ]
    return request(candidates, venues, **{"reserve": Fraction(1, 10)} | given)


def sitting(candidate, hours, day=WEDNESDAY, room="Ruang Anggrek"):
    return Sitting(candidate, day, room, stretch(hours))


def timetable(*sittings, version=1):
    return Timetable(in_order(sittings), version)


def place(starts, day=WEDNESDAY, room="Ruang Anggrek"):
    return Place(day, clock(starts), room)


def seen(table):
    """`[("01", "08.00–08.40"), …]` for sittings of one room and day."""
    return [(s.candidate, str(s.hours)) for s in table.sittings]


def on_the_first_day():
    """Wednesday, 3 December 2098: of the timetables that tests store, in the morning."""
    return time_machine.travel(datetime(2098, 12, 3, 6, tzinfo=timezone.get_default_timezone()))
