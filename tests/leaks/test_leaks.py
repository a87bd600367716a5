"""Nobody can tell by any answer what is sealed (security.md 4.5)."""

import pytest

from tests.leaks.asking import plainly
from tests.leaks.comparing import Report, compare
from tests.leaks.dice import same_chance
from tests.leaks.worlds import SUBSET, base_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


@pytest.fixture
def dice():
    with same_chance() as dice:
        yield dice


def test_everybody_at_every_address_sees_the_same_in_both_worlds(dice):
    report = Report()
    for moment in SUBSET:
        compare(base_of(moment, dice), plainly, report)

    print(report.summary())
    report.require_clean()
