"""Nobody can tell by any answer what is sealed (security.md 4.5).

The subset asks every address as every role at two moments; `script/leaks` asks all there is.
"""

import pytest
from django.db import transaction

from tests.leaks.asking import Walker, plainly, thoroughly
from tests.leaks.comparing import Report, compare, name_of
from tests.leaks.conftest import ROWS
from tests.leaks.dice import same_chance
from tests.leaks.worlds import MOMENTS, SUBSET, WHOEVER, Lookers, base_of

pytestmark = pytest.mark.django_db


def by_name(value):
    name = getattr(value, "name", "")
    is_one = isinstance(value, Lookers) and len(value.roles) == 1
    return (name_of(value.roles[0]) if is_one else name).replace(" ", "-")


@pytest.fixture
def dice():
    with same_chance() as dice:
        yield dice


@pytest.mark.walk
def test_everybody_at_every_address_sees_the_same_in_both_worlds(dice, record_property):
    report = Report()
    for moment, groups in SUBSET:
        with transaction.atomic():
            compare(base_of(moment, dice), plainly, report, groups)
            transaction.set_rollback(True)

    record_property(ROWS, report.rows())
    report.require_clean()


@pytest.mark.long
@pytest.mark.parametrize("moment", MOMENTS, ids=by_name)
@pytest.mark.parametrize("one", [one for g in WHOEVER for one in g.one_by_one()], ids=by_name)
def test_whatever_one_asks_the_answers_are_the_same_in_both_worlds(
    dice, moment, one, record_property
):
    report = Report()
    compare(base_of(moment, dice), thoroughly, report, [one], Walker())

    record_property(ROWS, report.rows())
    report.require_same()
