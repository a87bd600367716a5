"""What a round workbook says, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbook.columns import SHEET_OF
from workbook.rows import (
    CandidateRow,
    ConflictRow,
    GivenValueRow,
    IndicatorRow,
    InstrumentRow,
    PostRow,
    RoundRow,
    Row,
    ScoreRow,
    SeatRow,
    SlotRow,
    VacancyRow,
)

Places = Mapping[str, Mapping[str, str]]  # sheet -> field -> "C{}" (a column) or "B7" (a key)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong (or, among the warnings, something to know) at one cell."""

    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}: {self.message}"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row with a fault as it was typed, by the names of the columns that the contract knows."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much was found wrong in all, where a book keeps the first faults only. By sheet."""

    faults: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)  # those with a fault
    lines: Mapping[str, tuple[BadLine, ...]] = field(default_factory=dict)  # the first of them
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """The rows of every sheet, the faults of all of them, and what was left aside (warnings).

    Of a sheet with very many faults the first are kept; `extent` counts all.
    """

    round: RoundRow | None
    vacancies: tuple[VacancyRow, ...] = ()
    candidates: tuple[CandidateRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    seats: tuple[SeatRow, ...] = ()
    instruments: tuple[InstrumentRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    slots: tuple[SlotRow, ...] = ()
    given_values: tuple[GivenValueRow, ...] = ()
    scores: tuple[ScoreRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    places: Places = field(default_factory=dict, compare=False, repr=False)
    extent: Extent = field(default_factory=Extent, compare=False, repr=False)

    def cell(self, row: Row, name: str) -> str:
        """The address of a row's field in the file; column A where the file has no such column."""
        place = self.places.get(SHEET_OF[type(row)].name, {}).get(name, "A{}")
        return place.format(row.number)

    def fault(self, row: Row, name: str, message: str) -> Fault:
        return Fault(SHEET_OF[type(row)].name, self.cell(row, name), message)

    def rows_of(self, name: str) -> tuple[Row, ...]:
        """The rows that a sheet of the contract keeps under this name (`Sheet.rows`)."""
        if name == "round":
            return () if self.round is None else (self.round,)
        rows: tuple[Row, ...] = getattr(self, name)
        return rows
