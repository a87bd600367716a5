"""What a progress board shows: states of sheets in the order of the timetable, never a value."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from candidates.models import Candidate
from panels.models import Seat
from scoring.models import Nudge
from scoring.slots import Hours
from selection.models import Round


class State(Enum):
    """How far a sheet is. The value is the word on the board."""

    WAITING = "Menunggu"
    NOT_BEGUN = "Belum mulai"
    BEGUN = "Sedang diisi"
    FILLED = "Terisi"
    REOPENED = "Dibuka kembali"
    SIGNED = "Ditandatangani"
    EXCUSED = "Dijelaskan"


UNDATED = "belum"
LOOKS = {
    State.WAITING: ("wait", "strip"),
    State.NOT_BEGUN: ("wait", "strip"),
    State.BEGUN: ("part", "jam"),
    State.FILLED: ("fill", "berkas"),
    State.REOPENED: ("part", "tukar"),
    State.SIGNED: ("done", "cek"),
    State.EXCUSED: ("off", "orang"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A member and a candidate on a day: the states of all sheets of this pair there."""

    member: str
    states: Sequence[State]
    is_recused: bool
    is_over: bool

    @property
    def word(self) -> str:
        if self.state is None:
            return "Berhalangan" if self.is_recused else "–"
        return self.state.value

    @property
    def looks(self) -> str:
        """The end of its CSS class. One not begun after the hearing asks for attention."""
        if self.state is None:
            return "off"
        return "late" if self._is_missed else LOOKS[self.state][0]

    @property
    def icon(self) -> str:
        if self.state is None:
            return "orang" if self.is_recused else ""
        return "seru" if self._is_missed else LOOKS[self.state][1]

    @property
    def is_open(self) -> bool:
        return self.signed < self.total

    @property
    def signed(self) -> int:
        return self.states.count(State.SIGNED)

    @property
    def total(self) -> int:
        """Sheets that are to be signed: without those that minutes excused."""
        return len(self.states) - self.states.count(State.EXCUSED)

    @property
    def state(self) -> State | None:
        """Of the sheets together: what all of them are, or else begun. None without a sheet."""
        kinds = set(self.states) - {State.EXCUSED} or set(self.states)
        if len(kinds) == 1:
            return next(iter(kinds))
        if kinds <= {State.FILLED, State.SIGNED}:
            return State.FILLED if kinds else None
        return State.BEGUN if kinds - {State.WAITING, State.NOT_BEGUN} else State.NOT_BEGUN

    @property
    def _is_missed(self) -> bool:
        return self.is_over and self.state is State.NOT_BEGUN


class Counted:
    """Several cells together."""

    __slots__ = ()
    cells: Sequence[Cell]

    @property
    def signed(self) -> int:
        return sum(cell.signed for cell in self.cells)

    @property
    def total(self) -> int:
        return sum(cell.total for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Row(Counted):
    """A candidate on one day, with a cell for every member."""

    candidate: Candidate
    hours: Hours | None
    cells: Sequence[Cell]
    is_now: bool
    is_over: bool

    @property
    def words(self) -> str:
        if self.is_now:
            return "Sedang wawancara"
        return "Selesai" if self.is_over else ""

    @property
    def is_due(self) -> bool:
        """Whether all who were to score may have done so: heard, or to be heard at no set time."""
        return self.is_over or self.hours is None


@dataclass(frozen=True, slots=True)
class Column(Counted):
    """A member on one day. `waiting`: candidates already heard whose sheets are not all signed."""

    seat: Seat
    name: str
    cells: Sequence[Cell]
    waiting: Sequence[Candidate]
    nudge: Nudge | None
    is_nudged_lately: bool


@dataclass(frozen=True, slots=True)
class Board:
    """One day of a round's progress (None: what has no time yet), and which days there are."""

    round: Round
    days: Sequence[date | None]
    day: date | None
    rows: Sequence[Row]
    columns: Sequence[Column]

    @property
    def number(self) -> int:
        """The how-manieth day with a date it is, from 1; 0 for what has no time."""
        return self.days.index(self.day) + 1 if self.day else 0

    @property
    def address(self) -> str:
        """How the address of the page names the day."""
        return self.day.isoformat() if self.day else UNDATED

    @property
    def others(self) -> list[tuple[str, int]]:
        """How many sheets are not signed, by state; and pairs that have no sheet."""
        counts = self._counts
        recused = sum(cell.is_recused for row in self.rows for cell in row.cells)
        return [
            ("Terisi, belum ditandatangani", counts[State.FILLED]),
            ("Sedang diisi", counts[State.BEGUN]),
            ("Belum mulai", counts[State.NOT_BEGUN]),
            ("Menunggu jadwal", counts[State.WAITING]),
            ("Berhalangan, tidak dihitung", recused),
        ]

    @property
    def begun(self) -> int:
        return self._counts[State.FILLED] + self._counts[State.BEGUN]

    @property
    def signed(self) -> int:
        return sum(row.signed for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def rooms(self) -> list[str]:
        return list(dict.fromkeys(row.hours.room for row in self.rows if row.hours))

    @property
    def waiting(self) -> list[Column]:
        """Members with sheets for candidates who were heard already."""
        return [column for column in self.columns if column.waiting]

    @property
    def late(self) -> int:
        """Sheets that are not signed though their candidate was heard."""
        return sum(row.total - row.signed for row in self.rows if row.is_due)

    @property
    def _counts(self) -> Counter[State]:
        """Sheets by state."""
        return Counter(s for row in self.rows for cell in row.cells for s in cell.states)


def short_names(seats: Iterable[Seat]) -> dict[int, str]:
    """Enough of each name for the head of a column: without titles, more where two begin alike."""
    bare = {seat.pk: [w for w in seat.name.split(",")[0].split() if "." not in w] for seat in seats}
    firsts = Counter(words[0] for words in bare.values() if words)
    return {
        seat.pk: " ".join(words[: 1 if firsts[words[0]] == 1 else 3]) if words else seat.name
        for seat, words in ((seat, bare[seat.pk]) for seat in seats)
    }
