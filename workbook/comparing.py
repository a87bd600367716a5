"""How a book differs from what a round holds, row by row; nothing is written or even tried.

It needs no faultless book: a row with a fault is bad, and hides nothing about the others. That a
faultless book can really be loaded is found out by rehearsing the load (inspection.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from workbook.book import Book
from workbook.contract import Column, Sheet
from workbook.lookup import is_read
from workbook.rows import Row
from workbook.wording import shown
from workbook.writing import cell_text

NEW = "Baris baru"
GONE = "Tidak ada lagi di berkas; akan ditarik, tidak dihapus"
READ = "Terbaca. Baru atau berubahnya belum diketahui, sebab kode putaran belum terbaca."
UNREAD = "Baris ini belum terbaca seluruhnya; lihat masalah pada judul lembar."
LONGEST = 120  # characters of one value
NAMES = ("name", "title")  # said beside the key, where a row has one


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WITHDRAWN = "withdrawn"
    READ = "read"  # as far as it goes: which round the file is about could not be read
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class RowState:
    """One row of the file, or (number 0) one that the round holds and the file does not."""

    number: int
    name: str
    state: State
    text: str = ""


def compare(
    sheet: Sheet, book: Book, held: Book | None, bad: Mapping[int, str]
) -> Iterator[RowState]:
    """The rows of one sheet. `held`: what the round says now; `bad`: what is wrong, by row."""
    known = {_key(sheet, row): row for row in held.rows_of(sheet.rows)} if held else {}
    rows = book.rows_of(sheet.rows)
    is_about = book.round is not None and is_read(book.round, "code")
    for row in rows:
        found = _state(sheet, row, known.get(_key(sheet, row)), bad)
        if found.state is State.NEW and not is_about:
            found = replace(found, state=State.READ, text=READ)
        yield found
    if _says_what_is_gone(sheet, rows):
        named = {_key(sheet, row) for row in rows}
        for key, row in known.items():
            if key not in named:
                yield RowState(0, _name(sheet, row), State.WITHDRAWN, GONE)


def _state(sheet: Sheet, row: Row, old: Row | None, bad: Mapping[int, str]) -> RowState:
    name = _name(sheet, row)
    if row.number in bad:
        return RowState(row.number, name, State.BAD, bad[row.number])
    if not is_read(row, *(column.field for column in sheet.columns if column.must_be_filled)):
        return RowState(row.number, name, State.BAD, UNREAD)
    if old is None:
        return RowState(row.number, name, State.NEW, NEW)
    found = [
        f"{column.label.replace('_', ' ')} {_said(column, old)} → {_said(column, row)}"
        for column in sheet.columns
        if _value(column, old) != _value(column, row)
    ]
    state = State.CHANGED if found else State.SAME
    return RowState(row.number, name, state, "; ".join(found))


def _says_what_is_gone(sheet: Sheet, rows: tuple[Row, ...]) -> bool:
    """Not while a row's own name is unread: it may be the one that seems to be gone.

    A file without score sheets says nothing about those of an archive.
    """
    if sheet.by_key or (sheet.rows == "scores" and not rows):
        return False
    return all(is_read(row, *sheet.key) for row in rows)


def _key(sheet: Sheet, row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, field) for field in sheet.key)


def _name(sheet: Sheet, row: Row) -> str:
    """`197203152000032002 · Siti Aminah`"""
    fields = sheet.key or ("code",)
    columns = [sheet.column_of(field) for field in fields]
    parts = [_said(column, row) for column in columns if getattr(row, column.field)]
    parts += [
        shown(row_name, LONGEST) for field in NAMES if (row_name := getattr(row, field, None))
    ]
    return " · ".join(parts)


def _value(column: Column, row: Row) -> Any:
    """As loading compares it: neither the order of nominations nor an agency's capitals count."""
    value = getattr(row, column.field)
    match column.field:
        case "nominations":
            return sorted(value)
        case "agency":
            return value.casefold()
    return value


def _said(column: Column, row: Row) -> str:
    value = getattr(row, column.field)
    return "(kosong)" if value in (None, "", ()) else shown(cell_text(column, value), LONGEST)
