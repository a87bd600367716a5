"""Writes round workbooks: the empty template, and a book in canonical form.

Canonical: every sheet and column of the contract in its order, defaults written out, rows in the
order of their natural keys, every cell typed; so reading it gives the same book again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from workbook.book import Book
from workbook.columns import KEY_HEADER, SHEETS, VALUE_HEADER
from workbook.contract import NO, YES, Column, Kind, Sheet
from workbook.markup import MOST_ROWS
from workbook.package import MOST_ROWS_IN_ALL
from workbook.rows import Row
from workbook.wording import enumeration, plain

Target = str | Path | IO[bytes]

OPTIONS = {
    "in_memory": True,  # no copy of people's data in a temporary folder
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
TOO_MUCH = "Data terlalu banyak atau terlalu panjang untuk satu buku kerja."
TITLE = "Buku kerja seleksi JPT Pratama"
HEADING = {"bold": True, "border": 1, "valign": "top", "num_format": "@"}
REQUIRED = {**HEADING, "bg_color": "#0B5563", "font_color": "#FFFFFF"}
OPTIONAL = {**HEADING, "bold": False, "italic": True, "bg_color": "#EDF1F4"}
NUMBER_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.TIME: "hh:mm",
    Kind.INTEGER: "0",
    Kind.DECIMAL: "General",
}
OFFERED = {Kind.CHOICE, Kind.GRADE, Kind.YES_NO}  # with a drop-down list
KEY_WIDTH, VALUE_WIDTH, NARROWEST, WIDEST = 18, 70, 12, 40
NOTE_SIZE = {"author": "", "width": 300, "height": 130}


class Unwritable(Exception):
    """The book does not fit into a worksheet; nothing was left out in silence."""


def write_template(target: Target, *, created: datetime | None = None) -> None:
    """An empty workbook. The same bytes each time, if told when it was `created`."""
    _write(Book(round=None), target, created)


def write_book(book: Book, target: Target, *, created: datetime | None = None) -> None:
    """The book in canonical form; the same bytes each time, if told when it was `created`."""
    _write(canonical(book), target, created)


def canonical(book: Book) -> Book:
    """The same rows in the order of their natural keys, numbered as they will stand in Excel."""
    rows: dict[str, Any] = {
        sheet.rows: _in_order(sheet, book.rows_of(sheet.rows))
        for sheet in SHEETS
        if not sheet.by_key
    }
    head = book.round
    return Book(round=None if head is None else replace(head, number=2), **rows)


def cell_text(column: Column, value: Any) -> str:
    """A value as the text that its column reads back."""
    match column.kind:
        case Kind.YES_NO:
            return YES if value else NO
        case Kind.CODES | Kind.TEXTS:
            return ";".join(value)
        case Kind.DECIMALS:
            return ";".join(map(plain, value))
    return str(value)


def note(column: Column) -> str:
    """What the comment on a heading says."""
    parts = ["Wajib." if column.must_be_filled else "Boleh kosong.", column.comment]
    if column.kind in OFFERED:
        parts.append(f"Pilihan: {enumeration(_choices(column))}.")
    if column.default not in (None, ()):
        parts.append(f"Bila kosong: {cell_text(column, column.default)}.")
    return " ".join(parts)


def _in_order(sheet: Sheet, rows: Iterable[Row]) -> tuple[Any, ...]:
    ordered = sorted(rows, key=lambda row: [getattr(row, field) for field in sheet.key])
    return tuple(replace(row, number=number) for number, row in enumerate(ordered, start=2))


def _write(book: Book, target: Target, created: datetime | None) -> None:
    """The target is touched only once the whole workbook is made."""
    made = _made(book, created)
    if isinstance(target, str | Path):
        Path(target).write_bytes(made)
    else:
        target.write(made)


def _made(book: Book, created: datetime | None) -> bytes:
    sizes = [len(book.rows_of(sheet.rows)) for sheet in SHEETS]
    if max(sizes) > MOST_ROWS or sum(sizes) > MOST_ROWS_IN_ALL:
        raise Unwritable(TOO_MUCH)  # reading would refuse it
    file = BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as workbook:
        properties: dict[str, object] = {"title": TITLE}
        if created is not None:
            properties["created"] = created
        workbook.set_properties(properties)
        formats = _Formats(workbook)
        for sheet in SHEETS:
            pen = _Pen(workbook.add_worksheet(sheet.name), formats)
            rows = book.rows_of(sheet.rows)
            if sheet.by_key:
                pen.write_keys(sheet, rows[0] if rows else None)
            else:
                pen.write_columns(sheet, rows)
    return file.getvalue()


class _Formats:
    """The few cell formats of a workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self.required = workbook.add_format(REQUIRED)
        self.optional = workbook.add_format(OPTIONAL)
        self._text = workbook.add_format({"num_format": "@"})
        self._typed = {
            kind: workbook.add_format({"num_format": shape})
            for kind, shape in NUMBER_FORMATS.items()
        }

    def of(self, kind: Kind) -> Any:
        return self._typed.get(kind, self._text)

    def heading(self, column: Column) -> Any:
        return self.required if column.must_be_filled else self.optional


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes one worksheet."""

    sheet: Any
    formats: _Formats

    def write_columns(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        self.sheet.freeze_panes(1, 0)
        for position, column in enumerate(sheet.columns):
            width = min(max(NARROWEST, len(column.name) + 4, *_widths(column)), WIDEST)
            self.sheet.set_column(position, position, width, self.formats.of(column.kind))
            self._head(0, position, column)
            self._offer(1, MOST_ROWS, position, column)
        for number, row in enumerate(rows, start=1):
            for position, column in enumerate(sheet.columns):
                self._put(number, position, column, getattr(row, column.field))

    def write_keys(self, sheet: Sheet, row: Row | None) -> None:
        """`Seleksi`: a key and its value on each line."""
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_column(0, 0, KEY_WIDTH)
        self.sheet.set_column(1, 1, VALUE_WIDTH)
        for position, title in enumerate((KEY_HEADER, VALUE_HEADER)):
            self._done(self.sheet.write_string(0, position, title, self.formats.required))
        self.sheet.write_comment(0, 0, "Nama kunci; jangan diubah.", NOTE_SIZE)
        self.sheet.write_comment(0, 1, "Isi untuk kunci di sebelah kiri.", NOTE_SIZE)
        for number, column in enumerate(sheet.columns, start=1):
            self._head(number, 0, column)
            self._offer(number, number, 1, column)
            self.sheet.write_blank(number, 1, None, self.formats.of(column.kind))
            if row is not None:
                self._put(number, 1, column, getattr(row, column.field))

    def _head(self, row: int, position: int, column: Column) -> None:
        text_format = self.formats.heading(column)
        self._done(self.sheet.write_string(row, position, column.name, text_format))
        self._done(self.sheet.write_comment(row, position, note(column), NOTE_SIZE))

    def _offer(self, first: int, last: int, position: int, column: Column) -> None:
        if column.kind in OFFERED:
            offer: Mapping[str, Any] = {
                "validate": "list",
                "source": list(_choices(column)),
                "error_title": "Isian tidak dikenal",
                "error_message": "Pilih dari daftar.",
            }
            self._done(self.sheet.data_validation(first, position, last, position, offer))

    def _put(self, row: int, position: int, column: Column, value: Any) -> None:
        """Names that look like formulas stay texts, numbers stay exact, nothing becomes a link."""
        if value in (None, "", ()):
            return
        cell_format = self.formats.of(column.kind)
        if column.kind in {Kind.DATE, Kind.TIME}:
            done = self.sheet.write_datetime(row, position, value, cell_format)
        elif column.kind in {Kind.INTEGER, Kind.DECIMAL}:
            done = self.sheet.write_number(row, position, Decimal(plain(value)), cell_format)
        else:
            text = cell_text(column, value)
            done = self.sheet.write_string(row, position, text, cell_format)
        self._done(done)

    @staticmethod
    def _done(status: int) -> None:
        """The library reports what it leaves out (a row too far, a text too long) by a number."""
        if status:
            raise Unwritable(TOO_MUCH)


def _choices(column: Column) -> tuple[str, ...]:
    return (YES, NO) if column.kind is Kind.YES_NO else column.choices


def _widths(column: Column) -> Iterable[int]:
    """What the usual content of a column needs."""
    wide = {Kind.TEXT: 28, Kind.NIP: 21, Kind.EMAIL: 28, Kind.TEXTS: 40, Kind.CODES: 24}
    return (wide.get(column.kind, 0), *(len(choice) + 2 for choice in _choices(column)))
