"""Reads a round workbook: typed rows of every sheet, and every fault of all of them at once."""

from collections.abc import Iterable
from dataclasses import replace

from workbook.book import Book, Fault
from workbook.checking import cautions, check
from workbook.columns import SHEETS
from workbook.gathering import gather
from workbook.guard import Refused
from workbook.markup import REFERENCE, column_number
from workbook.opening import open_tables
from workbook.tables import Table

__all__ = ["Book", "Fault", "Refused", "assemble", "read"]

ORDER = {sheet.name: position for position, sheet in enumerate(SHEETS)}


def read(data: bytes) -> Book:
    """What the file says and what is wrong with it; raises Refused if it cannot be read at all."""
    return assemble(open_tables(data))


def assemble(tables: Iterable[Table]) -> Book:
    """The book that these tables make, with the faults of cells and of what contradicts what."""
    book = gather(tables)
    return replace(
        book,
        faults=_in_order([*book.faults, *check(book)]),
        warnings=_in_order([*book.warnings, *cautions(book)]),
    )


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """As the contract orders sheets; then by row and column, as people go through a sheet."""
    return tuple(sorted(dict.fromkeys(faults), key=_place))


def _place(fault: Fault) -> tuple[int, str, int, int]:
    match = REFERENCE.fullmatch(fault.cell)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    return ORDER.get(fault.sheet, len(ORDER)), fault.sheet, row, column
