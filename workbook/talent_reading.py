"""A SIMATA export as `candidates.simata` reads it: the first filled sheet of an .xlsx file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from candidates import simata
from candidates.simata import NAME, POST, UNIT, Export, NotAnExport, Problem
from candidates.simata_cells import Cell
from workbook.opening import open_tables
from workbook.tables import Line, Mark, Table, Value

LONGEST_TEXT = 200
HEADING_WITHIN = 10
"""Rows in which the heading is looked for: exports may begin with a title."""

FORMULA = "Sel ini berisi rumus. Ganti dengan nilainya (Salin, lalu Tempel Khusus: Nilai)."
ERROR = "Sel ini berisi galat Excel, misalnya #N/A. Isi dengan nilainya, atau kosongkan."
TOO_LONG = f"Isi paling panjang {LONGEST_TEXT} huruf."
EMPTY = "Berkas tidak memuat satu baris pun. Tidak ada yang disimpan."


def read_export(data: bytes, *, seconds: int | None = None) -> Export:
    """What the file says. Raises Refused (cannot be opened) and NotAnExport (is something else)."""
    return export_of(open_tables(data, seconds=seconds))


def export_of(tables: Sequence[Table]) -> Export:
    """The export in the first sheet that has lines; marks and texts too long become problems."""
    lines = next((table.lines for table in tables if table.lines), ())
    if not lines:
        raise NotAnExport(EMPTY)
    lines = lines[_heading(lines) :]
    export = simata.read([list(map(_cell, cells)) for cells in _filled_up(lines)], lines[0].number)
    titles = [_text(value) for value in lines[0].cells]
    problems = [*export.problems, *_marks(lines, titles), *_too_long(export)]
    faulty = {problem.row for problem in problems}
    return replace(
        export,
        records=tuple(record for record in export.records if record.row not in faulty),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
    )


def _heading(lines: Sequence[Line]) -> int:
    """Where the row with the NIP column stands; the first row where there is none."""
    for place, line in enumerate(lines[:HEADING_WITHIN]):
        if any(_text(value).casefold() == "nip" for value in line.cells):
            return place
    return 0


def _filled_up(lines: Sequence[Line]) -> Iterator[Sequence[Value]]:
    """The cells row by row, an empty row where the sheet leaves one out."""
    expected = lines[0].number
    for line in lines:
        for _ in range(line.number - expected):
            yield ()
        yield line.cells
        expected = line.number + 1


def _marks(lines: Sequence[Line], titles: Sequence[str]) -> Iterator[Problem]:
    """Formulas and errors, in columns that SIMATA has (others are not read at all)."""
    for line in lines[1:]:
        for title, value in zip(titles, line.cells, strict=False):
            if isinstance(value, Mark) and simata.is_column(title):
                words = FORMULA if value is Mark.FORMULA else ERROR
                yield Problem(line.number, title, words)


def _too_long(export: Export) -> Iterator[Problem]:
    for record in export.records:
        for column, text in ((NAME, record.name), (UNIT, record.unit), (POST, record.post)):
            if len(text) > LONGEST_TEXT:
                yield Problem(record.row, column, TOO_LONG)


def _cell(value: Value) -> Cell:
    """A marked cell is empty here; a date comes as text, refused where a number belongs."""
    match value:
        case Mark() | None:
            return None
        case str() | Decimal():
            return value
        case bool() | datetime() | date() | time() | timedelta():
            return str(value)


def _text(value: Value) -> str:
    return "" if value is None or isinstance(value, Mark) else " ".join(str(value).split())
