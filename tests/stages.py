"""Rounds that took long to reach, once for all tests of a module: each finds them as they were.

The tests' own transactions are savepoints inside that of the module.
"""

from copy import deepcopy

import pytest
from django.db import connection, transaction

from tests.announcing import handed
from tests.factories import AgencyFactory
from tests.rounds import make_round


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """What is made upon it stands there until the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_once(stage):
    """Builds a round and checks it as at a commit; each test takes a deep copy of it."""

    def build(play):
        small = play()
        connection.check_constraints()
        return small

    return build


@pytest.fixture(scope="module")
def played_once(made_once):
    return made_once(lambda: make_round(AgencyFactory()).play())


@pytest.fixture
def played(played_once, db):
    """The small round, scored, signed and unsealed. It is not `draft`: that is another."""
    return deepcopy(played_once)


@pytest.fixture(scope="module")
def handed_once(made_once):
    return made_once(lambda: handed(make_round(AgencyFactory())))


@pytest.fixture
def handed_over(handed_once, db):
    """The small round, resolved and before its authority.

    Three are put forward for DINKES, best first by number 3, 2, 1; number 1 also for DISHUB.
    """
    return deepcopy(handed_once)


def tie(agency):
    """Four equals for three places."""
    small = make_round(agency, candidates=4)
    for candidate in small.candidates:
        candidate.given_values.update(value=80)
    return small.play(lambda *_: 80)


@pytest.fixture(scope="module")
def tied_once(made_once):
    return made_once(lambda: tie(AgencyFactory()))


@pytest.fixture
def tied(tied_once, db):
    return deepcopy(tied_once)
