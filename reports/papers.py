"""Who has handed in an idea paper, for the pages of staff."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.policy import Action
from candidates.models import IdeaPaper, Nomination, PaperDeadline
from candidates.papers import deadline_of, why_closed
from panels.permissions import may
from selection.blinding import scored_instruments
from selection.models import Instrument, Round

FILTERS = {"": "Semua", "belum": "Belum diserahkan", "terlambat": "Terlambat"}


@dataclass(slots=True)
class Line:
    """A nomination and its papers, the newest first."""

    nomination: Nomination
    papers: list[IdeaPaper] = field(default_factory=list)

    @property
    def paper(self) -> IdeaPaper | None:
        return next(iter(self.papers), None)

    @property
    def state(self) -> str:
        """`missing`, `late` or `in`."""
        if self.paper is None:
            return "missing"
        return "late" if self.paper.is_late else "in"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: its word in the address, what it is called, how many it shows."""

    word: str
    label: str
    number: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class PaperList:
    """The page: all lines of a round are counted, those of the filter shown."""

    round: Round
    deadline: PaperDeadline | None
    lines: Sequence[Line]
    chips: Sequence[Chip]
    instruments: Sequence[Instrument]
    total: int
    missing: int
    late: int
    may_hand_in: bool
    may_set_rules: bool

    @property
    def handed_in(self) -> int:
        return self.total - self.missing

    @property
    def blind(self) -> list[Instrument]:
        return [instrument for instrument in self.instruments if instrument.is_blind]


def list_of(round_: Round, shown: str) -> PaperList:
    """Every nomination in force with its papers; `shown` is a word of FILTERS."""
    lines = _lines(round_)
    by_word = {
        "": lines,
        "belum": [line for line in lines if line.state == "missing"],
        "terlambat": [line for line in lines if line.state == "late"],
    }
    chosen = shown if shown in by_word else ""
    return PaperList(
        round=round_,
        deadline=deadline_of(round_),
        lines=by_word[chosen],
        chips=[
            Chip(word, label, len(by_word[word]), word == chosen) for word, label in FILTERS.items()
        ],
        instruments=scored_instruments(round_),
        total=len(lines),
        missing=len(by_word["belum"]),
        late=len(by_word["terlambat"]),
        may_hand_in=may(round_, Action.HAND_IN_PAPER) and not round_.is_unsealed,
        may_set_rules=may(round_, Action.SET_PAPER_RULES),
    )


def line_of(nomination: Nomination) -> Line:
    """One nomination with all its papers."""
    return Line(nomination, list(IdeaPaper.objects.filter(nomination=nomination).for_listing()))


def why_not(line: Line, round_: Round) -> str:
    """Why no paper is taken for this line now; empty where one is."""
    return why_closed(round_, has_paper=bool(line.papers))


def _lines(round_: Round) -> list[Line]:
    nominations = Nomination.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None
    )
    papers: dict[int, list[IdeaPaper]] = defaultdict(list)
    for paper in IdeaPaper.objects.filter(nomination__candidate__round=round_).for_listing():
        papers[paper.nomination_id].append(paper)
    return [
        Line(nomination, papers[nomination.pk])
        for nomination in nominations.select_related("candidate", "vacancy").order_by(
            "vacancy__code", "candidate__number"
        )
    ]
