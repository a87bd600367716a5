"""A scoring day to look at: three candidates heard one after the other, and a clock to set."""

from datetime import date, datetime, time

import time_machine
from django.utils import timezone

from tests import factories

DAY = date(2025, 12, 3)


def scheduled(small, *, day=DAY):
    """A slot for each candidate, half an hour each from 08.00."""
    for place, candidate in enumerate(small.candidates):
        minutes = 8 * 60 + place * 30
        factories.SlotFactory(
            candidate=candidate,
            instrument=small.interview,
            date=day,
            starts=time(*divmod(minutes, 60)),
            ends=time(*divmod(minutes + 30, 60)),
        )
    return small


def at(hour, minute=0, *, day=DAY):
    """The clock stands at this time of the day."""
    moment = datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
    return time_machine.travel(moment, tick=False)


def now(hour, minute=0, *, day=DAY):
    return datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
