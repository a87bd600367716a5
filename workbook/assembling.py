"""From tables to a checked book: the pure part of reading, which the child process does."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from workbook.book import BadLine, Book, Extent, Fault
from workbook.checking import cautions, check
from workbook.columns import SHEETS
from workbook.gathering import Gathered, gather
from workbook.placing import Layout
from workbook.tables import Line, Mark, Table, Value
from workbook.tally import MOST_KEPT, Notes, place_of
from workbook.wording import plain

ORDER = {sheet.name: position for position, sheet in enumerate(SHEETS)}
MARKS = {Mark.FORMULA: "(rumus)", Mark.ERROR: "(galat Excel)"}


def assemble(tables: Iterable[Table]) -> Book:
    """The book that these tables make, with the faults of cells and of what contradicts what."""
    notes = Notes()
    gathered = gather(tables, notes)
    notes.faults.extend(check(gathered.book))
    notes.warnings.extend(cautions(gathered.book))
    return replace(
        gathered.book,
        faults=in_order(notes.faults),
        warnings=in_order(notes.warnings),
        extent=_extent(gathered, notes),
    )


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """As the contract orders sheets; then by row and column, as people go through a sheet."""
    return tuple(sorted(faults, key=_place))


def _place(fault: Fault) -> tuple[int, str, int, int]:
    return ORDER.get(fault.sheet, len(ORDER)), fault.sheet, *place_of(fault.cell)


def _extent(gathered: Gathered, notes: Notes) -> Extent:
    rows = {sheet: frozenset(numbers) for sheet, numbers in notes.faults.rows.items()}
    lines = {
        name: tuple(_bad_lines(table, gathered.layouts[name], rows[name]))
        for name, table in gathered.tables.items()
        if name in rows and name in gathered.layouts
    }
    return Extent(dict(notes.faults.counts), rows, lines, notes.warnings.counts.total())


def _bad_lines(table: Table, layout: Layout, rows: frozenset[int]) -> Iterator[BadLine]:
    """As typed, so that nobody has to look them up in the file; unused columns stay outside."""
    bad = [line for line in table.lines if line.number in rows]
    for line in bad[:MOST_KEPT]:
        yield BadLine(line.number, _cells(line, layout.columns, layout))


def _cells(line: Line, names: Iterable[str], layout: Layout) -> Mapping[str, str]:
    return {name: _as_typed(layout.value(line, name)) for name in names}


def _as_typed(value: Value) -> str:
    """The text that would be read back as the same value, on lines that anyone can print."""
    if value is None:
        return ""
    text = _TEXTS[type(value)](value)
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    str: str,
    Mark: MARKS.__getitem__,
    bool: lambda answer: "BENAR" if answer else "SALAH",
    Decimal: lambda number: plain(number) if number.is_finite() else str(number),
    datetime: lambda moment: moment.isoformat(" "),
    date: date.isoformat,
    time: lambda clock: clock.isoformat("minutes"),
    timedelta: str,
}
