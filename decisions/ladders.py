"""The levels of posts that are in force, out of their rows."""

from datetime import date

from django.db.models import Q

from candidates.requirement_rows import check_of
from decisions.models import PostLevel
from decisions.post_levels import Beginning, Ladder, Level, Requirement
from selection.models import Vacancy

NUMBERS = {echelon.value: number for number, echelon in enumerate(Vacancy.Echelon, start=1)}
"""Echelon -> its number on the ladder, 1 the highest."""


def ladder_on(day: date) -> Ladder:
    """The versions of the levels that hold on a day. One query."""
    rows = PostLevel.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day
    )
    levels = sorted(map(level_of_row, rows), key=lambda level: level.number)
    return Ladder(levels)


def level_of_row(row: PostLevel) -> Level:
    """Raises ValueError, TypeError or KeyError for titles or requirements that are none."""
    return Level(
        number=NUMBERS[row.echelon],
        echelon=row.echelon,
        beginnings=[Beginning(**beginning) for beginning in row.titles],
        requirements=[
            Requirement(asked["title"], check_of(asked["kind"], asked["parameters"]))
            for asked in row.requirements
        ],
        legal_basis=row.legal_basis,
        certainty=row.get_certainty_display(),
        valid_from=row.valid_from,
    )
