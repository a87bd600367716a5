"""Who decides by himself which names are put forward: the ranking again, each member left out once.

Never a question to anybody: always shown, because a panel should know it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scoring.ranking import Entrant, Scheme, rank


@dataclass(frozen=True, slots=True)
class Decisive:
    """Without this member's sheets other names (by NIP) would be put forward."""

    member: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]


def decisive_members(scheme: Scheme, entrants: Sequence[Entrant]) -> list[Decisive]:
    """By label. Whoever is ranked competes; a quorum that is only just met does not count here."""
    ranked = {placed.nip for placed in rank(scheme, entrants).ranked}
    contenders = [entrant for entrant in entrants if entrant.nip in ranked]
    names = _names(scheme, contenders)
    any_sheet = replace(scheme, quorum=1)
    found = []
    for member in sorted(_members(contenders)):
        without = _names(any_sheet, [_without(member, entrant) for entrant in contenders])
        if without != names:
            added, dropped = tuple(sorted(without - names)), tuple(sorted(names - without))
            found.append(Decisive(member, added, dropped))
    return found


def _names(scheme: Scheme, entrants: Iterable[Entrant]) -> frozenset[str]:
    """Who is put forward, or might be once the plenary has decided a tie at the cut."""
    placed = rank(scheme, entrants).ranked
    return frozenset(one.nip for one in placed if one.put_forward is not False)


def _members(entrants: Iterable[Entrant]) -> set[str]:
    return {member for e in entrants for sheets in e.sheets.values() for member in sheets}


def _without(member: str, entrant: Entrant) -> Entrant:
    sheets = {
        instrument: {who: scores for who, scores in held.items() if who != member}
        for instrument, held in entrant.sheets.items()
    }
    return replace(entrant, sheets=sheets)
