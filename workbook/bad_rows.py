"""The rows with a fault, whole and as typed, with a column that explains; for work in Excel."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import xlsxwriter

from workbook.book import BadLine, Book, Fault
from workbook.columns import KEY_HEADER, SHEETS, VALUE_HEADER
from workbook.contract import Sheet
from workbook.tally import place_of
from workbook.writing import HEADING, OPTIONS

ALL, EXPLANATION, ROW = "Semua masalah", "Penjelasan", "Baris"
LONG_NUMBER = re.compile(r"\d{12,}")  # Excel would round it, as it does a NIP
WIDTH, WIDE = 22, 90


@dataclass(frozen=True, slots=True)
class BadSheet:
    """One sheet as a table: its heading, then its rows, all texts."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def bad_sheets(book: Book) -> tuple[BadSheet, ...]:
    """First every fault by its cell (headings and whole sheets have some too), then the rows."""
    faults = tuple((each.sheet, each.cell, each.message) for each in book.faults)
    tables = [BadSheet(ALL, ("Lembar", "Sel", EXPLANATION), faults)]
    for sheet in SHEETS:
        if lines := book.extent.lines.get(sheet.name):
            said = [fault for fault in book.faults if fault.sheet == sheet.name]
            tables.append(_table(sheet, lines, said))
    return tuple(tables)


def write_bad_rows(tables: Iterable[BadSheet], target: IO[bytes]) -> None:
    """Every cell as a text: so a NIP stays whole, a formula harmless, and all can be read back."""
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        bold, text = workbook.add_format(HEADING), workbook.add_format({"num_format": "@"})
        wrapped = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            last = len(table.heading) - 1
            sheet.set_column(0, last, WIDTH, text)
            sheet.set_column(last, last, WIDE, wrapped)
            for position, title in enumerate(table.heading):
                sheet.write_string(0, position, title, bold)
            for number, row in enumerate(table.rows, start=1):
                for position, cell in enumerate(row):
                    shape = wrapped if position == last else text
                    if cell:
                        sheet.write_string(number, position, cell, shape)


def lines_of(tables: Iterable[BadSheet]) -> Iterator[Sequence[str]]:
    """The same as lines of a CSV file: each sheet under its own heading."""
    for table in tables:
        yield [table.name]
        yield table.heading
        yield from ([_harmless(cell) for cell in row] for row in table.rows)
        yield []


def _table(sheet: Sheet, lines: Iterable[BadLine], faults: Iterable[Fault]) -> BadSheet:
    said: dict[int, list[str]] = {}
    for fault in faults:
        row, _ = place_of(fault.cell)
        said.setdefault(row, []).append(f"{fault.cell}: {fault.message}")
    names = (
        (KEY_HEADER, VALUE_HEADER)
        if sheet.by_key
        else tuple(column.name for column in sheet.columns)
    )
    rows = tuple(
        (
            *(line.cells.get(name, "") for name in names),
            str(line.number),
            "\n".join(said.get(line.number, ())),
        )
        for line in lines
    )
    return BadSheet(sheet.name, (*names, ROW, EXPLANATION), rows)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula or round as a number: an apostrophe."""
    risky = text[:1] in "=+-@\t\r" and bool(text)
    return f"'{text}" if risky or LONG_NUMBER.fullmatch(text) else text
