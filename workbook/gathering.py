"""From tables to typed rows: one bad cell is one fault, and hides nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbook.book import Book, Fault
from workbook.cells import read_cell
from workbook.columns import KEY_HEADER, SHEETS, VALUE_HEADER, sheet_named
from workbook.contract import BadCell, Column, Sheet
from workbook.placing import Layout, lay_out
from workbook.rows import Row
from workbook.tables import Line, Table, Value
from workbook.tally import Notes
from workbook.texts import clean
from workbook.wording import quoted, shown

NO_SHEET = "Lembar {name} tidak ada. Tambahkan lembar itu seperti pada templat."
NO_ROWS = "Lembar ini belum berisi data. Isi paling sedikit satu baris."
SHEET_TWICE = "Lembar ini ada dua. Hapus salah satu."
SHEET_UNUSED = "Lembar ini tidak dikenal; isinya tidak dipakai dan tidak disimpan."
FORMULA = "Rumus tidak diterima. Ganti dengan nilainya (Salin, lalu Tempel Khusus: Nilai)."
MORE_FORMULAS = "Lembar ini memuat {count} rumus; yang disebut hanya {named} yang pertama."
NO_KEY = "Kunci {name} tidak ada. Tambahkan barisnya."
KEY_TWICE = "Kunci {name} sudah ada di baris {number}. Hapus salah satu."
KEY_UNUSED = "Kunci {name} tidak dipakai dan tidak disimpan."


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rows of all sheets (their faults are in the notes), and where each of them was found."""

    book: Book
    tables: Mapping[str, Table]  # the sheets of the contract, by name
    layouts: Mapping[str, Layout]


def gather(tables: Iterable[Table], notes: Notes) -> Gathered:
    """The rows as far as they can be read; the faults and warnings of sheets and cells."""
    gathering = _Gathering(notes)
    known = gathering.sort_out(tables)
    for sheet in SHEETS:
        gathering.take_in(sheet, known.get(sheet.name))
    return Gathered(Book(**gathering.rows, places=gathering.places), known, gathering.layouts)


class _Gathering:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.rows: dict[str, Any] = {"round": None}
        self.places: dict[str, dict[str, str]] = {}
        self.layouts: dict[str, Layout] = {}

    def sort_out(self, tables: Iterable[Table]) -> dict[str, Table]:
        """The sheets of the contract by name; the others are left aside, but for their formulas."""
        known: dict[str, Table] = {}
        for table in tables:
            sheet = sheet_named(table.name)
            name = sheet.name if sheet else shown(table.name)
            self._note_formulas(name, table)
            if sheet is None:
                self.notes.warnings.add(Fault(name, "A1", SHEET_UNUSED))
            elif name in known:
                self.notes.faults.add(Fault(name, "A1", SHEET_TWICE))
            else:
                known[name] = table
        return known

    def take_in(self, sheet: Sheet, table: Table | None) -> None:
        if table is None:
            if sheet.required:
                self.notes.faults.add(Fault(sheet.name, "A1", NO_SHEET.format(name=sheet.name)))
            return
        if not (table.lines or sheet.required):
            return
        layout = lay_out(sheet.name, _headings(sheet), table, self.notes)
        self.layouts[sheet.name] = layout
        if layout.columns:
            take = self._take_in_keys if sheet.by_key else self._take_in_lines
            take(sheet, layout, table.lines[1:])

    def _take_in_lines(self, sheet: Sheet, layout: Layout, lines: Iterable[Line]) -> None:
        self.places[sheet.name] = {
            column.field: f"{layout.letters(column.name)}{{}}"
            for column in sheet.columns
            if column.name in layout.columns
        }
        readers = [_Reader(column, layout, column.name) for column in sheet.columns]
        rows = tuple(
            _made(sheet, line.number, {each.column.field: each.read(line) for each in readers})
            for line in lines
            if _is_filled(layout, line)
        )
        if sheet.required and not rows:
            layout.say("A2", NO_ROWS)
        self.rows[sheet.rows] = rows

    def _take_in_keys(self, sheet: Sheet, layout: Layout, lines: Iterable[Line]) -> None:
        """`Seleksi`: each line is one field of the one row."""
        held = _by_key(sheet, layout, lines)
        letters = layout.letters(VALUE_HEADER)
        self.places[sheet.name] = {
            column.field: f"{letters}{held[column.name].number}"
            for column in sheet.columns
            if column.name in held
        }
        values: dict[str, Any] = {}
        for column in sheet.columns:
            line = held.get(column.name)
            if line is None and column.required:
                layout.say("A1", NO_KEY.format(name=column.name))
            values[column.field] = _Reader(column, layout, VALUE_HEADER).read(line)
        number = held["kode"].number if "kode" in held else 2
        self.rows[sheet.rows] = _made(sheet, number, values)

    def _note_formulas(self, name: str, table: Table) -> None:
        self.notes.faults.extend(Fault(name, cell, FORMULA) for cell in table.formulas)
        if table.formula_count > len(table.formulas):
            message = MORE_FORMULAS.format(count=table.formula_count, named=len(table.formulas))
            self.notes.faults.add(Fault(name, "A1", message))


def _headings(sheet: Sheet) -> Mapping[str, bool]:
    if sheet.by_key:
        return {KEY_HEADER: True, VALUE_HEADER: True}
    return {column.name: column.required for column in sheet.columns}


def _by_key(sheet: Sheet, layout: Layout, lines: Iterable[Line]) -> dict[str, Line]:
    held: dict[str, Line] = {}
    for line in lines:
        cell = layout.value(line, KEY_HEADER)
        name = clean(cell).casefold() if isinstance(cell, str) else str(cell or "")
        place = f"{layout.letters(KEY_HEADER)}{line.number}"
        if name in held:
            layout.say(place, KEY_TWICE.format(name=name, number=held[name].number))
        elif sheet.column_named(name):
            held[name] = line
        elif name or not _is_empty(layout, line, VALUE_HEADER):
            layout.caution(place, KEY_UNUSED.format(name=quoted(name)))
    return held


def _made(sheet: Sheet, number: int, values: Mapping[str, Any]) -> Row:
    """A field that could not be read is None, whatever its type says (see rows.py)."""
    return sheet.row(number=number, **values)


class _Reader:
    """Reads one column; what stands in it again and again is looked into once."""

    def __init__(self, column: Column, layout: Layout, heading: str) -> None:
        self.column, self._layout, self._heading = column, layout, heading
        self._known: dict[tuple[type, Value], tuple[object, str]] = {}

    def read(self, line: Line | None) -> object:
        """None where the cell is bad or a required one has no place in the file."""
        if line is None or self._heading not in self._layout.columns:
            return None if self.column.required else self.column.empty
        cell = self._layout.value(line, self._heading)
        key = type(cell), cell  # Ya is no 1, and a day no midnight
        if key not in self._known:
            self._known[key] = self._looked_into(cell)
        value, problem = self._known[key]
        if problem:
            self._layout.say(f"{self._layout.letters(self._heading)}{line.number}", problem)
        return value

    def _looked_into(self, cell: Value) -> tuple[object, str]:
        try:
            return read_cell(self.column, cell), ""
        except BadCell as fault:
            return None, str(fault)


def _is_filled(layout: Layout, line: Line) -> bool:
    """Whether anything stands in a column that is read; blanks and unused columns make no row."""
    return any(not _is_empty(layout, line, name) for name in layout.columns)


def _is_empty(layout: Layout, line: Line, name: str) -> bool:
    cell = layout.value(line, name)
    return cell is None or (isinstance(cell, str) and not clean(cell))
