"""Recomputes the chain of a round's score events."""

from audit.chain import Break, Link, find_break, stamp
from scoring.models import ScoreEvent
from selection.models import Round


def broken_link(round_: Round) -> Break | None:
    """The first score event that is not what was written, or None where the chain is whole."""
    events = ScoreEvent.objects.filter(round=round_).order_by("chain_no")
    return find_break(_link(event) for event in events.iterator())


def _link(event: ScoreEvent) -> Link:
    fields = (
        event.round_id,
        event.chain_no,
        event.sheet_id,
        event.actor_id,
        event.kind,
        event.version,
        str(event.mutation_id),
        event.payload_json,
        stamp(event.at),
    )
    return Link(event.chain_no, fields, bytes(event.prev_hash), bytes(event.hash))
