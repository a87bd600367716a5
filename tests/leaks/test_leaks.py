"""Nobody can tell by any answer what is sealed (security.md 4.5).

The subset asks every address as every role, at one of two moments; `script/leaks` asks everything
that somebody could send there, at every moment.
"""

import pytest

from tests.leaks.addresses import require_visited
from tests.leaks.asking import Walker, plainly
from tests.leaks.comparing import Report, compare, name_of
from tests.leaks.conftest import ROWS
from tests.leaks.dice import same_chance
from tests.leaks.worlds import CLOSED, MOMENTS, SUBSET, WHOEVER, base_of

MINUTES = {"reports:minutes-file", "reports:download-minutes", "reports:retry-minutes"}
"""Addresses at which there is something only once a day is closed."""

pytestmark = pytest.mark.django_db


def cases():
    """Every moment with every one who looks then."""
    for moment in MOMENTS:
        for one in [one for group in (*WHOEVER, *moment.also) for one in group.one_by_one()]:
            case = f"{name_of(one.roles[0])}-{moment.name}".replace(" ", "-")
            yield pytest.param(moment, one, id=case)


@pytest.fixture
def dice():
    with same_chance() as dice:
        yield dice


@pytest.mark.walk
@pytest.mark.parametrize(("moment", "groups"), SUBSET, ids=[m.name for m, _ in SUBSET])
def test_everybody_at_every_address_sees_the_same_in_both_worlds(
    dice, moment, groups, record_property
):
    report = Report()
    compare(base_of(moment, dice), plainly, report, groups)

    record_property(ROWS, report.rows())
    report.require_same()
    require_visited(
        {kind: s for kind, s in report.statuses.items() if (moment is CLOSED) == (kind in MINUTES)}
    )


@pytest.mark.long
@pytest.mark.parametrize(("moment", "one"), [*cases()])
def test_whatever_one_asks_the_answers_are_the_same_in_both_worlds(
    dice, moment, one, record_property
):
    report = Report()
    compare(base_of(moment, dice), plainly, report, [one], Walker())

    record_property(ROWS, report.rows())
    report.require_same()
