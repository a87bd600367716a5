"""The same clock, the same chance and the same numbers in both worlds: what differs then leaks."""

import hashlib
import os
import random
from contextlib import contextmanager
from unittest.mock import patch

import time_machine
from django.db import connection

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


def at(moment):
    """The clock stands still at this moment."""
    return time_machine.travel(moment, tick=False)


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


def same_times(moment):
    """The trail's times are the database's own; here they are the same in both worlds."""
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_event SET at = %s", [moment])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


@contextmanager
def as_owner():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        yield cursor
        cursor.execute("SET ROLE pratama_app")
