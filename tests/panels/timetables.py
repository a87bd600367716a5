"""Rounds ready for a timetable, and playing one through the real actions."""

from datetime import date, datetime, time, timedelta

import time_machine

from panels.drawing import Spoken, draw_order
from panels.publishing import publish
from panels.slots import Stretch
from panels.timetable_asking import Asked, AskedDay, AskedRoom, Part
from panels.timetable_reading import draft_of
from panels.timetabling import prepare
from tests import factories
from tests.rounds import make_round

WEDNESDAY = date(2098, 12, 3)  # a day that does not pass
SATURDAY = date(2098, 12, 6)
PAST = date(2025, 12, 3)
WITNESSES = "Ketua panitia; notulis"
PHRASE = "pekalongan maju 2025"


def asked(**given):
    """One room for the whole panel of three, on one Wednesday."""
    values = {
        "days": (AskedDay(WEDNESDAY, Stretch(time(8), time(16))),),
        "rooms": (AskedRoom("Ruang Anggrek", 12, frozenset("123")),),
        "parts": (Part("WAWANCARA", 30),),
        "gap": 10,
        "least_members": 2,
    }
    return Asked(**values | given)


def a_round(candidates=3, **given):
    return make_round(factories.AgencyFactory(), candidates=candidates, **given)


def drawn(small, phrase=PHRASE, **given):
    said = {"witnesses": WITNESSES} | given
    return draw_order(small.round, Spoken(phrase, **said), by=small.staff)


def drafted(small, **given):
    """The order drawn and a draft generated."""
    drawn(small)
    return prepare(small.round, asked(**given), revision=None, arrange=True, by=small.staff)


def published(small, **given):
    """A first version in force."""
    plan = drafted(small, **given)
    return publish(small.round, revision=plan.revision, note="Disetujui ketua", by=small.staff)


def heard(small, day=PAST):
    """A timetable published in time whose one day is over."""
    with time_machine.travel(datetime.combine(day, time(8)) - timedelta(days=7), tick=False):
        return published(small, days=(AskedDay(day, Stretch(time(8), time(16))),))


def revision(small):
    draft = draft_of(small.round)
    return draft.revision if draft else None
