"""What the questions to a panel are asked about, as plain values: signed sheets and how they came.

Members, candidates, instruments and vacancies are labels; who they are is the caller's to know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What a question is about, in the order in which the questions are asked.

    The value begins the key under which answers are kept: it never changes.
    """

    PUSH = "dorongan"
    SIMILAR = "serupa"
    SEVERITY = "ketat"
    SAME = "seragam"
    FLAT = "rata"
    COPIED = "catatan"
    REOPENED = "ubah"
    EARLY = "awal"
    QUICK = "cepat"


@dataclass(frozen=True, slots=True)
class Subject:
    """What one sheet is about; `vacancy` is empty where the score counts for all of them."""

    candidate: str
    instrument: str
    vacancy: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One signed sheet: its total and the scores of its indicators, both on a scale of 0-100.

    `scores` stand in one order for all sheets of an instrument; `notes` are by indicator.
    """

    member: str
    subject: Subject
    total: Fraction
    scores: tuple[Fraction, ...]
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signing:
    """When a sheet was first saved (since it was last opened) and signed; when the slot ended."""

    member: str
    subject: Subject
    began: datetime
    signed: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """A signed sheet that was opened again, what it came to before and now (None: not signed).

    `ref` names the request; `colleagues` had signed their sheets for the same subject by then.
    """

    ref: str
    member: str
    subject: Subject
    at: datetime
    colleagues: int
    before: Fraction
    after: Fraction | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on a question is asked. One table; docs/clarification.md prints what each does.

    Points are on a scale of 0-100; robust deviations are 1.4826 times the median absolute one.
    """

    severity_points: Fraction = Fraction(8)
    severity_spreads: Fraction = Fraction(7, 4)  # of the candidates' means
    push_deviations: Fraction = Fraction(4)
    push_points: Fraction = Fraction(10)
    push_rivals: int = 2
    pair_level: Fraction = Fraction(1, 100)
    pair_least: Fraction = Fraction(1, 2)  # correlation
    pair_shared: int = 10
    pair_permutations: int = 500  # for each pair there is
    same_sheets: int = 4
    flat_deviation: Fraction = Fraction(1)
    flat_sheets: int = 4
    times_colleagues: int = 3
    note_words: int = 5
    early: timedelta = timedelta(minutes=10)
    quick: timedelta = timedelta(seconds=60)
    hurried_sheets: int = 3


THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that is worth a question, with its numbers; it says nothing about anybody's aim.

    `subjects` are the sheets concerned, `figures` by name as the words about it need them.
    """

    kind: Kind
    members: tuple[str, ...]
    vacancy: str = ""
    candidate: str = ""
    instrument: str = ""
    ref: str = ""
    subjects: tuple[Subject, ...] = ()
    figures: Mapping[str, Fraction] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same question for ever: the scores behind it no longer change."""
        parts = ("-".join(self.members), self.instrument, self.vacancy, self.candidate, self.ref)
        return ":".join([self.kind, *(part for part in parts if part)])
