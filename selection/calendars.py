"""The calendar of working days out of the decrees that are loaded."""

from datetime import date, timedelta

from selection.models import DayOff
from selection.working_days import Calendar, Holiday, HolidayKind

DAY = timedelta(days=1)


def loaded_calendar() -> Calendar:
    """Every day off that is known; one query."""
    rows = list(DayOff.objects.select_related("decree"))
    return Calendar(
        holidays={row.day: Holiday(row.name, HolidayKind(row.kind)) for row in rows},
        years=frozenset(row.decree.year for row in rows),
    )


def last_working_day_before(day: date, calendar: Calendar) -> date:
    """The nearest working day that is over when `day` begins."""
    before = day - DAY
    while not calendar.is_working(before):
        before -= DAY
    return before
