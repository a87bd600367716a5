"""Who sits on a panel and whom they judge, as far as the composition rules look.

The vocabulary of elements repeats that of `panels.models`, which this module may not import because
it knows no framework; a test keeps them equal.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.spelling import plain
from selection.enumeration import listed


class Element(StrEnum):
    """For what somebody sits on the panel (domain.md 1.4)."""

    PROVINCE = "province"
    ACADEMIC = "academic"
    SECRETARY = "sekda"
    FINANCE = "bpkad"
    BKN = "bkn"
    PROFESSIONAL = "professional"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member in force. `key` identifies the seat; `institution` is the agency that sends him.

    `has_declared`: signed the declaration on conflicts in person. `unit`: the unit where he works,
    where it is known; `nip`: empty for whoever has none.
    """

    key: str
    name: str
    element: Element
    is_internal: bool
    is_chair: bool = False
    has_declared: bool = False
    institution: str = ""
    post: str = ""
    unit: str = ""
    nip: str = ""

    @property
    def title(self) -> str:
        """The post, as people know officials by it; the name of whoever holds none."""
        return self.post or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A candidate in force, by number. `superior`: post, name or NIP of his direct superior."""

    key: str
    number: int
    agency: str = ""
    unit: str = ""
    post: str = ""
    nip: str = ""
    superior: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The panel of a round. `recused`: pairs of keys, member and candidate, that do not score.

    `agency` is the one that runs the round. Raises `ValueError` when a key comes twice or a recusal
    names somebody who is not there.
    """

    agency: str
    members: tuple[Member, ...]
    candidates: tuple[Candidate, ...] = ()
    recused: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        seats = {member.key for member in self.members}
        people = {candidate.key for candidate in self.candidates}
        if len(seats) != len(self.members) or len(people) != len(self.candidates):
            raise ValueError("A member or a candidate stands twice.")
        if any(seat not in seats or key not in people for seat, key in self.recused):
            raise ValueError("Somebody is recused who is not there.")

    @property
    def internal(self) -> tuple[Member, ...]:
        """Members of the agency itself: marked so, or so by element or institution.

        A mark forgotten does not lower the share.
        """
        return tuple(
            member
            for member in self.members
            if member.is_internal
            or member.element is Element.INTERNAL
            or plain(member.institution) == plain(self.agency)
        )

    def judges(self) -> Mapping[Candidate, int]:
        """How many members score each candidate, recused ones not counted."""
        recusals = Counter(key for _, key in self.recused)
        return {each: len(self.members) - recusals[each.key] for each in self.candidates}


def labels(candidates: Iterable[Candidate]) -> str:
    """`Kandidat 02 dan 11`, in the order of their numbers."""
    numbers = [f"{number:02}" for number in sorted(each.number for each in candidates)]
    return f"Kandidat {listed(numbers)}"
