"""The questions to a panel in words: what was seen, why it may be innocent, what to ask, whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from candidates.models import Candidate
from panels.models import Seat
from reports.clarification_words import SUBJECTS, Words, wording_of
from scoring.clarifying import Clarification, clarification_of
from scoring.models import ClarificationNote
from scoring.outcome import NothingToRank
from scoring.sightings import Kind, Sighting
from selection.enumeration import listed
from selection.models import Round, Vacancy


@dataclass(frozen=True, slots=True)
class Question:
    """One card. `whom`: the members to be asked; `notes`: what was noted so far."""

    key: str
    words: Words
    whom: Sequence[Seat]
    notes: Sequence[ClarificationNote]

    @property
    def names(self) -> str:
        return listed([seat.name for seat in self.whom])

    @property
    def anchor(self) -> str:
        return anchor_of(self.key)


@dataclass(frozen=True, slots=True)
class Group:
    """All questions of one kind."""

    kind: Kind
    title: str
    rule: str
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Influence:
    """A member without whom other names would lead for a vacancy."""

    seat: Seat
    added: Sequence[Candidate]
    dropped: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Decided:
    """Those members of one vacancy; most have none."""

    vacancy: Vacancy
    influences: Sequence[Influence]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page of a round shows; `looked` says what was looked at."""

    groups: Sequence[Group]
    decided: Sequence[Decided]
    looked: Sequence[tuple[str, str, int]]  # title, rule, questions
    signed: int
    timed: int

    @property
    def questions(self) -> int:
        return sum(len(group.questions) for group in self.groups)

    @property
    def answered(self) -> int:
        """Questions with a note."""
        return sum(bool(one.notes) for group in self.groups for one in group.questions)

    @property
    def swayed(self) -> int:
        """Vacancies for which one member decides."""
        return sum(bool(decided.influences) for decided in self.decided)


def anchor_of(key: str) -> str:
    """Where a question stands in its page."""
    return f"t-{key.replace(':', '-')}"


def page_of(round_: Round) -> Page | None:
    """None where the round has no nominations."""
    try:
        found = clarification_of(round_)
    except NothingToRank:
        return None
    questions = _questions(round_, found)
    groups = [Group(kind, *SUBJECTS[kind], questions[kind]) for kind in Kind if questions[kind]]
    looked = [(*SUBJECTS[kind], len(questions[kind])) for kind in Kind]
    return Page(groups, _decided(found), looked, found.signed, found.timed)


def _questions(round_: Round, found: Clarification) -> dict[Kind, list[Question]]:
    notes: defaultdict[str, list[ClarificationNote]] = defaultdict(list)
    rows = ClarificationNote.objects.filter(round=round_).select_related("written_by")
    for note in rows.order_by("written_at", "pk"):
        notes[note.key].append(note)
    questions: defaultdict[Kind, list[Question]] = defaultdict(list)
    for sighting in found.sightings:
        questions[sighting.kind].append(_question(found, sighting, notes[sighting.key]))
    return questions


def _question(
    found: Clarification, sighting: Sighting, notes: Sequence[ClarificationNote]
) -> Question:
    whom = [found.seats[label] for label in sighting.members]
    return Question(sighting.key, wording_of(found, sighting), whom, notes)


def _decided(found: Clarification) -> list[Decided]:
    decided = []
    for post, members in found.decisive:
        influences = [
            Influence(
                found.seats[one.member],
                _people(post.candidates[nip] for nip in one.added),
                _people(post.candidates[nip] for nip in one.dropped),
            )
            for one in members
        ]
        decided.append(Decided(post.vacancy, influences))
    return decided


def _people(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: candidate.number)
