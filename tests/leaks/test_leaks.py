"""Nobody can tell by any answer what is sealed (security.md 4.5).

The subset asks every address as every role at two moments; `script/leaks` asks all there is.
"""

import pytest

from tests.leaks.asking import Walker, plainly, thoroughly
from tests.leaks.comparing import Report, compare
from tests.leaks.dice import same_chance
from tests.leaks.worlds import EVERYBODY, MOMENTS, SUBSET, Moment, base_of

pytestmark = pytest.mark.django_db


def by_name(value):
    return value.name.replace(" ", "-") if isinstance(value, Moment) else ""


@pytest.fixture
def dice():
    with same_chance() as dice:
        yield dice


@pytest.mark.walk
@pytest.mark.parametrize(("moment", "groups"), SUBSET, ids=by_name)
def test_everybody_at_every_address_sees_the_same_in_both_worlds(dice, moment, groups):
    report = Report()
    compare(base_of(moment, dice), plainly, report, groups)

    report.require_clean()


@pytest.mark.long
@pytest.mark.parametrize("moment", MOMENTS, ids=by_name)
def test_whatever_is_asked_the_answers_are_the_same_in_both_worlds(dice, moment, pytestconfig):
    report = Report()
    compare(base_of(moment, dice), thoroughly, report, EVERYBODY, Walker())
    pytestconfig.get_terminal_writer().write(report.table())

    report.require_clean()
