"""The two copies of a sheet written on paper: how far they are, and where they differ."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from accounts.models import User
from scoring.hours import EXCUSED, is_early, with_hours
from scoring.models import Sheet, Transcription
from scoring.rules import Entries
from selection.models import Round
from selection.phases import Phase

BOTH = 2


class Stage(Enum):
    """How far a paper sheet is, without a word of what it says."""

    NONE = "Belum diketik"
    ONE = "Diketik satu orang"
    DIFFERENT = "Dua salinan berbeda"
    AGREED = "Menunggu konfirmasi penilai"
    RETURNED = "Dikembalikan penilai"
    CONFIRMED = "Dikonfirmasi penilai"


TONES = {  # class and icon of a stage
    Stage.NONE: ("st--off", "strip"),
    Stage.ONE: ("st--off", "jam"),
    Stage.DIFFERENT: ("st--warn", "tukar"),
    Stage.AGREED: ("st--off", "jam"),
    Stage.RETURNED: ("st--warn", "seru"),
    Stage.CONFIRMED: ("st--ok", "cekb"),
}


@dataclass(frozen=True, slots=True)
class Apart:
    """Where two copies differ: codes of criteria whose scores, or only whose notes, are not equal.

    `notes` holds the other copy's wording, code -> note, and only where all scores agree: until
    then nobody has shown that the same paper lies before him.
    """

    scores: frozenset[str] = frozenset()
    worded: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.scores or self.worded)


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of one sheet in force, and whether its member returned the ones before."""

    held: Sequence[Transcription] = ()
    was_returned: bool = False

    @property
    def agree(self) -> bool:
        return len(self.held) == BOTH and self.held[0].entries == self.held[1].entries

    @property
    def key(self) -> str:
        """Names these very copies, so that nobody confirms others than he saw."""
        return "-".join(str(copy.pk) for copy in self.held)

    def of(self, user: User) -> Transcription | None:
        """The one that this person typed."""
        return next((copy for copy in self.held if copy.typed_by_id == user.pk), None)

    def apart_for(self, user: User) -> Apart:
        """What the second copy says otherwise than this person's own."""
        mine = self.of(user)
        other = next((copy for copy in self.held if copy is not mine), None)
        return apart(mine.entries, other.entries) if mine and other else Apart()

    def stage(self, sheet: Sheet) -> Stage:
        if sheet.version:
            return Stage.CONFIRMED
        if len(self.held) == BOTH:
            return Stage.AGREED if self.agree else Stage.DIFFERENT
        if self.held:
            return Stage.ONE
        return Stage.RETURNED if self.was_returned else Stage.NONE


def apart(mine: Entries, other: Entries) -> Apart:
    """Compare two copies as one of the two typists may see it."""
    codes = mine.keys() | other.keys()
    mine_of, other_of = ({c: e.get(c, {}) for c in codes} for e in (mine, other))
    scores = {c for c in codes if mine_of[c].get("score") != other_of[c].get("score")}
    worded = {c for c in codes if mine_of[c].get("note") != other_of[c].get("note")}
    notes = {} if scores else {code: other_of[code].get("note", "") for code in worded}
    return Apart(frozenset(scores), frozenset(worded), notes)


def copies_of(sheet: Sheet) -> Copies:
    return _copies([sheet])[sheet.pk]


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One line of the staff's list. `mine`: whether one of its copies is the viewer's."""

    sheet: Sheet
    stage: Stage
    mine: bool

    @property
    def is_under_way(self) -> bool:
        """Whether somebody still has to do something after the first copy."""
        return self.stage not in (Stage.NONE, Stage.CONFIRMED)

    @property
    def may_open(self) -> bool:
        """Whether the viewer has something to type or to look after there."""
        if self.stage is Stage.CONFIRMED:
            return False
        return self.mine or self.stage in (Stage.NONE, Stage.ONE, Stage.RETURNED)

    @property
    def tone(self) -> str:
        return TONES[self.stage][0]

    @property
    def icon(self) -> str:
        return TONES[self.stage][1]


def paper_sheets_of(round_: Round, viewer: User) -> list[PaperSheet]:
    """Sheets that may be typed now, and those that came from paper: states, never values."""
    sheets = with_hours(Sheet.objects.in_force().with_origin()).filter(~EXCUSED, seat__round=round_)
    listed = [
        sheet
        for sheet in sheets.select_related("seat", "candidate", "instrument", "vacancy").order_by(
            "seat__number", "candidate__number", "instrument__code", "vacancy__code", "pk"
        )
        if (getattr(sheet, "is_paper", False) or not sheet.version) and not is_early(sheet)
    ]
    copies = _copies(listed)
    return [
        PaperSheet(s, copies[s.pk].stage(s), copies[s.pk].of(viewer) is not None) for s in listed
    ]


def waiting_for(user: User) -> list[Sheet]:
    """The member's own sheets whose two copies agree and wait for his word."""
    mine = Sheet.objects.visible_to(user).filter(
        ~EXCUSED,
        seat__round__phase=Phase.SCORING,
        version=0,
        transcriptions__withdrawn_at=None,
        transcriptions__copy=BOTH,
    )
    sheets = list(
        mine.select_related("candidate", "instrument", "vacancy", "seat__round").order_by(
            "candidate__number", "instrument__code", "vacancy__code", "pk"
        )
    )
    copies = _copies(sheets) if sheets else {}
    return [sheet for sheet in sheets if copies[sheet.pk].agree]


def _copies(sheets: Sequence[Sheet]) -> Mapping[int, Copies]:
    held: dict[int, list[Transcription]] = defaultdict(list)
    newest: dict[int, Transcription] = {}
    every = Transcription.objects.filter(sheet__in=[sheet.pk for sheet in sheets])
    for copy in every.select_related("typed_by").order_by("copy", "pk"):
        newest[copy.sheet_id] = max(newest.get(copy.sheet_id, copy), copy, key=lambda c: c.pk)
        if copy.withdrawn_at is None:
            held[copy.sheet_id].append(copy)
    return {
        sheet.pk: Copies(held[sheet.pk], sheet.pk in newest and newest[sheet.pk].is_returned)
        for sheet in sheets
    }
