"""What the database itself refuses, and what only its owner can do to it."""

import json
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from audit.chain import START, digest
from scoring.evidence import _link
from scoring.models import ScoreEvent


@contextmanager
def refused(words):
    """The block's statement is refused by the database, in these words."""
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


def settled():
    """Let the database check now what it would check when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def rewritten(owner, round_, old, new):
    """Every event with `old` for `new`, and the whole chain recomputed after it."""
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    owner.execute("ALTER TABLE scoring_scoreevent DISABLE TRIGGER USER")
    owner.execute("ALTER TABLE scoring_sheet DISABLE TRIGGER USER")
    previous = START
    for event in ScoreEvent.objects.filter(round=round_).order_by("chain_no"):
        event.payload_json = event.payload_json.replace(old, new)
        event.hash = digest(previous, _link(event).fields)
        owner.execute(
            "UPDATE scoring_scoreevent SET payload_json = %s, prev_hash = %s, hash = %s"
            " WHERE id = %s",
            [event.payload_json, previous, event.hash, event.pk],
        )
        entries = json.dumps(event.payload["entries"])
        owner.execute(
            "UPDATE scoring_sheet SET entries = %s WHERE id = %s AND version = %s",
            [entries, event.sheet_id, event.version],
        )
        previous = event.hash
    owner.execute("ALTER TABLE scoring_scoreevent ENABLE TRIGGER USER")
    owner.execute("ALTER TABLE scoring_sheet ENABLE TRIGGER USER")
