"""What a plenary may rule about a ranking: whose name goes forward, and whose score counts.

A ruling never changes a rule of the scheme. It answers, for named candidates, one of the two
questions that the arithmetic leaves open: which of those who share the rank at the cut are put
forward, and whether a score without its quorum of sheets counts on the sheets there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """`SHARED` and `OTHER` are noted and change nothing in the arithmetic."""

    CUT = "cut"
    QUORUM = "quorum"
    SHARED = "shared"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a plenary. `vacancy` (its code) is empty where it is about the round.

    `instruments`: those whose scores a quorum exception lets count; else empty.
    """

    number: int
    kind: Kind
    vacancy: str
    nips: tuple[str, ...]
    instruments: tuple[str, ...]
    reason: str

    def described(self) -> dict[str, Any]:
        """As a frozen result writes it."""
        return {
            "number": self.number,
            "kind": self.kind.value,
            "vacancy": self.vacancy,
            "nips": list(self.nips),
            "instruments": list(self.instruments),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Rulings:
    """The decisions of one plenary, as the ranking asks for them."""

    decisions: tuple[Decision, ...] = ()

    def chosen_for(self, vacancy: str) -> frozenset[str]:
        """NIPs put forward out of the shared rank at the cut; empty where nothing was decided."""
        return self._nips(Kind.CUT, vacancy)

    def admitted_for(self, vacancy: str, nip: str) -> frozenset[str]:
        """Instruments whose score counts for this candidate without its quorum of sheets."""
        return frozenset(
            code
            for decision in self._about(Kind.QUORUM, vacancy)
            if nip in decision.nips
            for code in decision.instruments
        )

    def _nips(self, kind: Kind, vacancy: str) -> frozenset[str]:
        return frozenset(nip for said in self._about(kind, vacancy) for nip in said.nips)

    def _about(self, kind: Kind, vacancy: str) -> Iterable[Decision]:
        return (d for d in self.decisions if (d.kind, d.vacancy) == (kind, vacancy))


def read(decisions: Iterable[Mapping[str, Any]]) -> Rulings:
    """The rulings that a frozen result holds."""
    return Rulings(
        tuple(
            Decision(
                number=said["number"],
                kind=Kind(said["kind"]),
                vacancy=said["vacancy"],
                nips=tuple(said["nips"]),
                instruments=tuple(said["instruments"]),
                reason=said["reason"],
            )
            for said in decisions
        )
    )
