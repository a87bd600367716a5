"""Recomputes every chain of the trail from what the table holds."""

from collections.abc import Iterator
from itertools import groupby

from audit.chain import Break, Link, find_break, stamp
from audit.models import Event, Head


def broken_chains(scope: str | None = None) -> Iterator[tuple[str, Break]]:
    """Each broken chain's scope and first bad link; nothing where the trail is whole."""
    heads = {head.scope: (head.seq, bytes(head.hash)) for head in Head.objects.all()}
    events = Event.objects.in_order()
    if scope is not None:
        events, heads = events.filter(scope=scope), {k: v for k, v in heads.items() if k == scope}
    for name, group in groupby(events.iterator(), key=lambda event: event.scope):
        broken = find_break(map(_link, group), heads.pop(name, (0, b"")))
        if broken:
            yield name, broken
    for name in heads:
        yield name, Break(1, "seluruh catatan hilang")


def _link(event: Event) -> Link:
    fields = (event.scope, event.seq, stamp(event.at), event.verb, event.actor_id)
    rest = (event.actor_name, event.target, event.facts_json)
    return Link(event.seq, (*fields, *rest), bytes(event.prev_hash), bytes(event.hash))
