"""One worker at a time: session advisory locks, which a killed worker's connection takes along."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import IntEnum
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

PATIENCE = timedelta(seconds=10)  # how long a message may be under way before it is sent again


class Turn(IntEnum):
    """What is worked on one at a time; the numbers are PostgreSQL's lock class."""

    UPLOAD = 7301
    DOCUMENT = 7302
    CHUNK = 7303
    MAIL = 7304


@contextmanager
def alone(turn: Turn, pk: int) -> Iterator[bool]:
    """True for whoever got the turn; false where another connection has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [turn, pk])
        (got,) = cursor.fetchone()
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [turn, pk])


def forgotten(turn: Turn, unsettled: QuerySet[Any]) -> list[int]:
    """Of these rows those that nobody works on and of which no message (`sent_at`) is under way."""
    sent_long_ago = Q(sent_at=None) | Q(sent_at__lt=timezone.now() - PATIENCE)
    rows = unsettled.filter(sent_long_ago).order_by("pk")
    worked_on = _under_way(turn)
    return [pk for pk in rows.values_list("pk", flat=True) if pk not in worked_on]


def _under_way(turn: Turn) -> set[int]:
    """What is being worked on. By who holds a lock: trying would keep a worker out meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [turn],
        )
        return {pk for (pk,) in cursor.fetchall()}
