import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from audit.turns import PATIENCE, Turn, alone, forgotten
from reports.models import Document
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere():
    """Another worker's connection to the same database."""
    with psycopg.connect(**connection.get_connection_params()) as worker:
        yield worker


def take(worker, turn, pk):
    return worker.execute("SELECT pg_try_advisory_lock(%s, %s)", [turn, pk]).fetchone()[0]


def test_the_turn_is_held_to_the_end_and_then_given_back(elsewhere):
    with alone(Turn.DOCUMENT, 7) as got:
        assert got
        assert not take(elsewhere, Turn.DOCUMENT, 7)
        assert take(elsewhere, Turn.UPLOAD, 7)

    assert take(elsewhere, Turn.DOCUMENT, 7)


def test_who_comes_second_is_told_and_takes_nothing_away(elsewhere):
    take(elsewhere, Turn.DOCUMENT, 7)

    with alone(Turn.DOCUMENT, 7) as got:
        assert not got

    with alone(Turn.DOCUMENT, 7) as still:
        assert not still


def test_a_failure_gives_the_turn_back(elsewhere):
    with pytest.raises(ZeroDivisionError), alone(Turn.DOCUMENT, 7):
        raise ZeroDivisionError

    assert take(elsewhere, Turn.DOCUMENT, 7)


def test_forgotten_is_what_nobody_works_on_and_no_message_is_under_way_for(elsewhere):
    now = timezone.now()
    sent = (None, now - 2 * PATIENCE, now, None)
    never, long_ago, _just_now, worked_on = (
        factories.DocumentFactory(number=f"{n:03}", sent_at=at) for n, at in enumerate(sent)
    )
    take(elsewhere, Turn.DOCUMENT, worked_on.pk)
    take(elsewhere, Turn.UPLOAD, never.pk)  # another class of work

    assert forgotten(Turn.DOCUMENT, Document.objects.all()) == [never.pk, long_ago.pk]
