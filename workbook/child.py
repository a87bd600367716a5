"""The only process that parses an uploaded workbook: no Django, no secrets, little memory and time.

`python -m workbook.child`: the file on standard input, its tables (or a refusal) as JSON on
standard output. The reader aborts the whole process when memory runs out; here that harms nobody.
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
from workbook.columns import sheet_named
from workbook.contract import LONGEST_CELL
from workbook.guard import DAMAGED, MEGABYTE, UNNATURAL, Refused
from workbook.markup import Findings, address
from workbook.package import Worksheet, open_package
from workbook.tables import Line, Mark, Table, Value, encode

MOST_TEXT = 30 * MEGABYTE
FORMULAS_NAMED = 50

Cell = str | int | float | bool | date | time | timedelta  # a datetime is a date


def main() -> None:
    limit_resources()
    try:
        answer = encode(read_tables(sys.stdin.buffer.read()))
    except Refused as refusal:
        answer = json.dumps({"refused": str(refusal)})
    sys.stdout.write(answer)


def read_tables(data: bytes) -> tuple[Table, ...]:
    """Every sheet of an admitted file; the lines of those that the contract knows."""
    package = open_package(data)
    known = [sheet for sheet in package.worksheets if sheet_named(sheet.name)]
    try:
        with CalamineWorkbook.from_filelike(BytesIO(package.clean_copy(known))) as book:
            rows = {
                id(sheet): tuple(_lines(_rows(book.get_sheet_by_index(n)), sheet.findings))
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


def _lines(rows: Iterable[Sequence[Cell]], findings: Findings) -> Iterator[Line]:
    """The filled rows, formulas and errors marked (the reader shows neither)."""
    marks = _marks(findings)
    text = 0
    for number, row in enumerate(chain(rows, repeat((), max(marks, default=0))), start=1):
        cells = [_value(cell) for cell in row]
        text += sum([len(cell) for cell in cells if isinstance(cell, str)])
        if text > MOST_TEXT:
            raise Refused(UNNATURAL.format(what=f"isinya {text // MEGABYTE} MB setelah dibuka"))
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
