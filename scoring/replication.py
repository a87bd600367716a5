"""How far a standby has followed: until then a browser keeps what it was told is saved."""

from django.db import connection


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
