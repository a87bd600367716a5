"""Conflicts of interest that the data suggest, for a person to confirm (ux.md e, rule 6).

Proposed are the same person, the direct superior or subordinate, the same unit and the same agency.
Never family, business or anything else the data do not hold: those a member declares himself.
A proposal decides nothing; whether the member still scores is declared or recused pair by pair.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from accounts.spelling import plain
from panels.composition_facts import Candidate, Member

ACTING = re.compile(r"^(plt|plh|pjs?)\.?\s+")
PLACE = re.compile(r"\s+(kota|kabupaten|provinsi)\s.*$")
LED_BY_TITLE = (  # the title of whoever leads a unit, and how the unit's name begins
    ("sekretaris daerah", "sekretariat daerah"),
    ("sekretaris dprd", "sekretariat dprd"),
    ("inspektur", "inspektorat"),
    ("camat ", "kecamatan "),
    ("kepala ", ""),
    ("direktur ", ""),
)


class Ground(StrEnum):
    """Why a conflict is proposed, the weightiest first."""

    SAME_PERSON = "same_person"
    SUPERIOR = "superior"
    SUBORDINATE = "subordinate"
    SAME_UNIT = "same_unit"
    SAME_AGENCY = "same_agency"

    @property
    def label(self) -> str:
        return {
            Ground.SAME_PERSON: "Orang yang sama",
            Ground.SUPERIOR: "Atasan langsung",
            Ground.SUBORDINATE: "Bawahan",
            Ground.SAME_UNIT: "Unit kerja yang sama",
            Ground.SAME_AGENCY: "Instansi yang sama",
        }[self]

    @property
    def kind(self) -> str:
        """The kind under which a declared conflict is kept (`panels.models.Conflict.Kind`)."""
        return self.value if self in (Ground.SUPERIOR, Ground.SUBORDINATE) else "other"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A conflict of a member with a candidate to be confirmed.

    `why` stands beside the candidate's name and gives no number, for the sake of blind reading.
    """

    member: Member
    candidate: Candidate
    ground: Ground
    why: str


def proposed_conflicts(
    members: Iterable[Member],
    candidates: Iterable[Candidate],
    declared: Collection[tuple[str, str]] = (),
) -> tuple[Proposal, ...]:
    """At most one proposal for each pair, on its weightiest ground; members in the order given.

    A member's proposals come by weight, then by the candidate's number. Pairs in `declared` (keys
    of member and candidate) are settled and left out. `SAME_AGENCY` holds for every internal
    member with every candidate of the city's own: show it once a member.
    """
    people = sorted(candidates, key=lambda candidate: candidate.number)
    found: list[Proposal] = []
    for member in members:
        proposals = [
            proposal
            for candidate in people
            if (member.key, candidate.key) not in declared
            for proposal in _weightiest(member, candidate)
        ]
        found += sorted(proposals, key=lambda proposal: list(Ground).index(proposal.ground))
    return tuple(found)


def unit_led(post: str) -> str:
    """The unit whose head bears this title, in plain words; empty when it names none.

    `Plt. Kepala Dinas Kesehatan Kota Pekalongan` leads `dinas kesehatan`.
    """
    title = ACTING.sub("", _unit(post))
    for beginning, unit in LED_BY_TITLE:
        if title.startswith(beginning):
            return f"{unit}{title.removeprefix(beginning)}"
    return ""


def _weightiest(member: Member, candidate: Candidate) -> tuple[Proposal, ...]:
    """The proposal for a pair, or none."""
    grounds = _grounds(member, candidate)
    return tuple(
        Proposal(member, candidate, ground, grounds[ground])
        for ground in Ground
        if ground in grounds
    )[:1]


def _grounds(member: Member, candidate: Candidate) -> dict[Ground, str]:
    """Every ground that holds, with its words."""
    found: dict[Ground, str] = {}
    if member.nip and member.nip == candidate.nip:
        found[Ground.SAME_PERSON] = f"NIP {member.title} sama dengan NIP kandidat ini."
    if plain(candidate.superior) in {plain(member.post), plain(member.name), member.nip} - {""}:
        found[Ground.SUPERIOR] = (
            f"Menurut data kepegawaian, atasan langsung kandidat ini adalah {member.title}."
        )
    if member.is_internal or _same(member.institution, candidate.agency):
        return _grounds_at_work(member, candidate) | found
    return found


def _grounds_at_work(member: Member, candidate: Candidate) -> dict[Ground, str]:
    """The grounds between two people of one agency."""
    unit = _unit(candidate.unit)
    leads = unit_led(member.post)
    found = {Ground.SAME_AGENCY: f"{member.title} dan kandidat ini bertugas di instansi yang sama."}
    if unit and unit in (leads, _unit(member.unit)):
        found[Ground.SAME_UNIT] = f"{member.title} dan kandidat ini bertugas di {candidate.unit}."
        if leads == unit and unit_led(candidate.post) != unit:
            found[Ground.SUPERIOR] = (
                f"{member.title} memimpin {candidate.unit}, tempat kandidat ini bertugas sebagai"
                f" {candidate.post}."
            )
        elif unit_led(candidate.post) == unit and leads != unit:
            found[Ground.SUBORDINATE] = (
                f"Kandidat ini memimpin {candidate.unit}, tempat {member.title} bertugas."
            )
    return found


def _same(one: str, other: str) -> bool:
    return bool(one) and plain(one) == plain(other)


def _unit(name: str) -> str:
    """A unit or post in plain words, without the place that some people add."""
    return PLACE.sub("", plain(name))
