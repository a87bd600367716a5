"""The life of an approval, as a table; the database has the same one (migration 0007)."""

from collections.abc import Mapping

from decisions.models import ApprovalEvent

Kind = ApprovalEvent.Kind

NEXT: Mapping[str, frozenset[str]] = {
    "": frozenset({Kind.PREPARED}),
    Kind.PREPARED: frozenset({Kind.SENT, Kind.DEADLINE}),
    Kind.SENT: frozenset({Kind.ALLOWED, Kind.REFUSED, Kind.RETURNED, Kind.DEADLINE}),
    Kind.RETURNED: frozenset({Kind.SENT, Kind.DEADLINE}),
    Kind.REFUSED: frozenset({Kind.SENT}),
    Kind.ALLOWED: frozenset({Kind.EXPIRED}),
    Kind.EXPIRED: frozenset({Kind.SENT, Kind.DEADLINE}),
}
REPLIES = frozenset({Kind.ALLOWED, Kind.REFUSED, Kind.RETURNED})


def may_follow(state: str, kind: str) -> bool:
    """Whether this may happen to an approval whose last event but deadlines was `state`."""
    return kind in NEXT[state]
