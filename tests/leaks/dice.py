"""The same clock, the same chance and the same numbers in both worlds: what differs then leaks."""

import hashlib
import os
import random
from contextlib import contextmanager
from unittest.mock import patch

import time_machine
from django.db import connection

CLOCK = """
CREATE SCHEMA same;
GRANT USAGE ON SCHEMA same TO PUBLIC;
CREATE FUNCTION same.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS $$ SELECT current_setting('same.clock')::timestamptz $$;
DO $$ DECLARE stamping regprocedure; BEGIN
    FOR stamping IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosrc LIKE '%clock_timestamp()%' LOOP
        EXECUTE format(
            'ALTER FUNCTION %s SET search_path = same, pg_catalog, public, pg_temp', stamping);
    END LOOP;
END $$;
"""
COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


class Dice:
    """Stands where the operating system's randomness stood: tokens, ids, receipts, request ids."""

    def __init__(self):
        self.throw("beginning")

    def throw(self, *seed):
        """Begin anew; the same words are followed by the same bytes."""
        self.random = random.Random(hashlib.sha256(repr(seed).encode()).digest())

    def bytes(self, count):
        return self.random.randbytes(count)


@contextmanager
def same_chance():
    """`uuid4`, `secrets` and whatever rests on them become repeatable."""
    dice = Dice()
    with patch.object(os, "urandom", dice.bytes), patch.object(random, "_urandom", dice.bytes):
        yield dice


@contextmanager
def at(moment):
    """The clock stands still at this moment, the database's own too once it is `same_clock`."""
    with time_machine.travel(moment, tick=False):
        kept = _set_clock(moment.isoformat())
        yield
        _set_clock(kept)


def same_clock():
    """What the database stamps with its own clock it stamps with ours, until the rollback."""
    with as_owner() as cursor:
        cursor.execute(CLOCK)


def _set_clock(said):
    """Answers what it was. Needs no undoing where the block fails: the transaction ends, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('same.clock', true)")
        (kept,) = cursor.fetchone()
        cursor.execute("SELECT set_config('same.clock', %s, true)", [said])
    return kept or ""


def counters():
    """Where every sequence of the database stands; a rollback does not turn them back."""
    with as_owner() as cursor:
        cursor.execute(COUNTERS)
        return cursor.fetchall()


def turn_back(kept):
    """The next rows get the numbers that the rows of the other world had."""
    with as_owner() as cursor:
        cursor.executemany(
            "SELECT setval(%s::regclass, %s, %s)",
            [(name, last or 1, last is not None) for name, last in kept],
        )


@contextmanager
def as_owner():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        yield cursor
        cursor.execute("SET ROLE pratama_app")
