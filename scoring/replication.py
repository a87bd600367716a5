"""How far a standby has followed: until then a browser keeps what it was told is saved."""

import time
from datetime import timedelta

from django.db import connection

PAUSE = 0.1  # seconds between two looks at a standby


def position() -> tuple[str, bool]:
    """Where the write-ahead log stands, everything committed included, and whether it is replayed.

    Ask after the commit. Without a standby what is committed counts as replayed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT at::text, scoring_is_replayed(at) FROM pg_current_wal_lsn() AS at")
        at, replayed = cursor.fetchone()
    return at, replayed


def is_replayed(at: str) -> bool:
    """Whether a standby holds all that was committed up to there. `at`: 16/B374D848."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT scoring_is_replayed(%s::pg_lsn)", [at])
        replayed: bool = cursor.fetchone()[0]
    return replayed


def has_standby() -> bool:
    """Whether a standby is connected on a slot of its own; a backup being taken is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_replication_slots"
            " WHERE slot_type = 'physical' AND active AND NOT temporary)"
        )
        found: bool = cursor.fetchone()[0]
    return found


def lag(longest: timedelta) -> timedelta | None:
    """How long until all that is committed now is replayed; None where that takes `longest`."""
    at, replayed = position()
    began = time.monotonic()
    waited = timedelta()
    while not replayed and waited < longest:
        time.sleep(PAUSE)
        replayed = is_replayed(at)
        waited = timedelta(seconds=time.monotonic() - began)
    return waited if replayed else None
