"""The only process that reads an uploaded workbook: no Django, no secrets, little memory and time.

`python -m workbook.child`: the file on standard input, the checked book (or a refusal) as JSON on
standard output; with `every` the cells of every sheet instead of a book. The reader aborts the
whole process when memory runs out; here that harms nobody.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import chain, repeat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from selection.confined import limit_resources
from workbook import parcel
from workbook.assembling import assemble
from workbook.book import Book
from workbook.columns import sheet_named
from workbook.contract import LONGEST_CELL
from workbook.guard import DAMAGED, MEGABYTE, UNNATURAL, Refused, admit
from workbook.markup import Findings, address
from workbook.package import Worksheet, open_package
from workbook.tables import Line, Mark, Table, Value, encode

EVERY = "every"
MOST_TEXT = 12 * MEGABYTE  # of all sheets, each cell counted; a full book of 50,000 rows has less
FORMULAS_NAMED = 50
TOO_MUCH = (
    "Isi buku kerja terlalu banyak untuk satu putaran. Tidak ada yang disimpan. Hapus baris yang "
    "bukan bagian putaran, lalu unggah lagi."
)

Cell = str | int | float | bool | date | time | timedelta  # a datetime is a date


def main() -> None:
    limit_resources()
    try:
        data = sys.stdin.buffer.read()
        if EVERY in sys.argv[1:]:
            admit(data)
            answer = encode(read_tables(data, every=True))
        else:
            answer = parcel.encode(read_book(data))
    except parcel.TooLong:
        answer = json.dumps({"refused": TOO_MUCH})
    except Refused as refusal:
        answer = json.dumps({"refused": str(refusal)})
    sys.stdout.write(answer)


def read_book(data: bytes) -> Book:
    """What the file says and what is wrong with it. Raises Refused."""
    admit(data)
    return assemble(read_tables(data))


def read_tables(data: bytes, *, every: bool = False) -> tuple[Table, ...]:
    """Every sheet of an admitted file; the lines of those the contract knows, or of `every` one."""
    package = open_package(data)
    known = [sheet for sheet in package.worksheets if every or sheet_named(sheet.name)]
    try:
        with CalamineWorkbook.from_filelike(BytesIO(package.clean_copy(known))) as book:
            text = _Text()
            rows = {
                id(sheet): tuple(_lines(_rows(book.get_sheet_by_index(n)), sheet.findings, text))
                for n, sheet in enumerate(known)
            }
    except CalamineError as error:
        raise Refused(DAMAGED) from error
    return tuple(_table(sheet, rows.get(id(sheet), ())) for sheet in package.worksheets)


def _table(sheet: Worksheet, lines: tuple[Line, ...]) -> Table:
    formulas = sheet.findings.formulas
    return Table(
        name=sheet.name,
        lines=lines,
        formulas=tuple(address(place) for place in formulas[:FORMULAS_NAMED]),
        formula_count=len(formulas),
        merged=tuple(sheet.findings.merged),
    )


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[Cell]]:
    """From A1 on: the reader fills in the empty rows above the first cell, but not the columns."""
    _, first_column = sheet.start or (0, 0)
    for row in sheet.iter_rows():
        yield [*[""] * first_column, *row]


class _Text:
    """How many characters the cells hold so far: one text may stand in very many of them."""

    def __init__(self) -> None:
        self.length = 0

    def count(self, cells: Iterable[Value]) -> None:
        self.length += sum([len(cell) for cell in cells if isinstance(cell, str)])
        if self.length > MOST_TEXT:
            what = f"isinya {self.length // MEGABYTE} MB setelah dibuka"
            raise Refused(UNNATURAL.format(what=what))


def _lines(rows: Iterable[Sequence[Cell]], findings: Findings, text: _Text) -> Iterator[Line]:
    """The filled rows, formulas and errors marked (the reader shows neither)."""
    marks = _marks(findings)
    for number, row in enumerate(chain(rows, repeat((), max(marks, default=0))), start=1):
        cells = [_value(cell) for cell in row]
        text.count(cells)
        for column, mark in marks.get(number, {}).items():
            cells.extend([None] * (column - len(cells)))
            cells[column - 1] = mark
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield Line(number, tuple(cells))


def _marks(findings: Findings) -> dict[int, dict[int, Mark]]:
    """By row, then by column; a formula that ends in an error is a formula."""
    marks: dict[int, dict[int, Mark]] = {}
    for places, mark in ((findings.errors, Mark.ERROR), (findings.formulas, Mark.FORMULA)):
        for row, column in places:
            marks.setdefault(row, {})[column] = mark
    return marks


def _value(cell: Cell) -> Value:
    """A double becomes the shortest decimal that gives the same double (33.5 is 33.5)."""
    if isinstance(cell, str):
        return cell[: LONGEST_CELL + 1] or None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    return cell


if __name__ == "__main__":
    main()
