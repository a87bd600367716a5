"""Which column of a sheet holds what: the heading in row 1 against the contract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbook.book import Fault
from workbook.markup import REFERENCE, address, column_letters, column_number
from workbook.tables import Line, Table, Value
from workbook.tally import Notes
from workbook.texts import clean
from workbook.wording import enumeration, shown

HEADING_ROW = 1
NO_HEADING = "Baris 1 harus memuat judul kolom: {names}."
MISSING = "Kolom {name} tidak ada. Tambahkan kolom itu pada baris 1."
TWICE = "Kolom {name} sudah ada di kolom {letters}. Hapus salah satu."
UNUSED = "Kolom {name} tidak dipakai dan tidak disimpan."
NAMELESS = "Kolom {letters} tidak berjudul; isinya tidak dipakai dan tidak disimpan."
MERGED = "Sel {cells} digabung. Pisahkan sel itu, lalu isi masing-masing."


@dataclass(slots=True)
class Layout:
    """Where each named column stands (from 1), and what was found wrong or left aside meanwhile."""

    sheet: str
    notes: Notes
    columns: dict[str, int] = field(default_factory=dict)

    def value(self, line: Line, name: str) -> Value:
        position = self.columns.get(name, 0)
        return line.cells[position - 1] if 0 < position <= len(line.cells) else None

    def letters(self, name: str) -> str:
        return column_letters(self.columns.get(name, 1))

    def say(self, cell: str, message: str) -> None:
        self.notes.faults.add(Fault(self.sheet, cell, message))

    def caution(self, cell: str, message: str) -> None:
        self.notes.warnings.add(Fault(self.sheet, cell, message))


def lay_out(sheet: str, names: Mapping[str, bool], table: Table, notes: Notes) -> Layout:
    """`names`: the columns of the contract, and whether each is required."""
    layout = Layout(sheet, notes)
    heading = table.lines[0] if table.lines else Line(HEADING_ROW, ())
    titles = dict(_titles(heading)) if heading.number == HEADING_ROW else {}
    for position, title in titles.items():
        _place(layout, names, position, title)
    required = [name for name, is_required in names.items() if is_required]
    if not layout.columns:
        layout.say("A1", NO_HEADING.format(names=enumeration(required or names)))
        return layout
    for name in required:
        if name not in layout.columns:
            layout.say("A1", MISSING.format(name=name))
    notes.warnings.extend(_nameless(sheet, titles, table))
    _note_merged(layout, table)
    return layout


def _titles(heading: Line) -> Iterator[tuple[int, str]]:
    for position, cell in enumerate(heading.cells, start=1):
        title = clean(cell) if isinstance(cell, str) else str(cell or "")
        if title:
            yield position, title


def _place(layout: Layout, names: Mapping[str, bool], position: int, title: str) -> None:
    cell = address((HEADING_ROW, position))
    name = title.casefold()
    if name not in names:
        layout.caution(cell, UNUSED.format(name=shown(title)))
    elif name in layout.columns:
        layout.say(cell, TWICE.format(name=name, letters=layout.letters(name)))
    else:
        layout.columns[name] = position


def _nameless(sheet: str, titles: Mapping[int, str], table: Table) -> Iterator[Fault]:
    seen: set[int] = set()
    for line in table.lines[1:]:
        for position, cell in enumerate(line.cells, start=1):
            if cell is not None and position not in titles and position not in seen:
                seen.add(position)
                letters = column_letters(position)
                message = NAMELESS.format(letters=letters)
                yield Fault(sheet, address((line.number, position)), message)


def _note_merged(layout: Layout, table: Table) -> None:
    """A merged range keeps one value; those of the other cells would be lost in silence."""
    for cells in table.merged:
        first, _, last = cells.partition(":")
        start, end = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
        if start is None or end is None:
            continue
        left, right = column_number(start[1]), column_number(end[1])
        if any(left <= column <= right for column in layout.columns.values()):
            layout.say(first, MERGED.format(cells=cells))
