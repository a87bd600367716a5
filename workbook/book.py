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
class Book:
    """The rows of every sheet, every fault of all of them, and what was left aside (warnings)."""

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
