"""Who judges whom, as one text with a fingerprint of its own beside that of the rules.

The rules of a round never change after the freeze; its panel may, by chair and head together. So
each has its hash: a change of the panel begins the panel's anew and leaves the rules' as it was.
"""

from typing import Any

from panels.models import Conflict, Seat
from selection.models import Round
from selection.scheme import canonical, fingerprint


def roster_of(round_: Round) -> str:
    """The canonical text of the panel in force: members by name, and whom each is recused from.

    Without the members' numbers: whose number is whose stays with chair and auditor.
    """
    seats = Seat.objects.in_force().filter(round=round_).order_by("name", "pk")
    conflicts = Conflict.objects.in_force().filter(
        seat__round=round_, seat__withdrawn_at=None, still_scores=False
    )
    recusals = conflicts.order_by("seat__name", "seat__pk", "candidate__number")
    return canonical(
        {
            "round": round_.code,
            "members": [_member(seat) for seat in seats],
            "recusals": [list(p) for p in recusals.values_list("seat__name", "candidate__number")],
        }
    )


def fingerprint_of(round_: Round) -> str:
    """SHA-256 (hex) of `roster_of` now; empty while the panel is not fixed."""
    return "" if round_.is_draft else fingerprint(roster_of(round_))


def _member(seat: Seat) -> dict[str, Any]:
    return {
        "name": seat.name,
        "post": seat.post,
        "institution": seat.institution,
        "element": seat.element,
        "internal": seat.is_internal,
        "part": seat.part,
    }
