"""One cell at a time: what a value of each kind may look like, and what it becomes."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from workbook.contract import NONE_OF_THEM, BadCell, Column, Kind
from workbook.moments import read_date, read_time
from workbook.quantities import read_integer, read_number
from workbook.tables import Mark, Value
from workbook.texts import (
    clean,
    read_choice,
    read_code,
    read_email,
    read_grade,
    read_nip,
    read_slug,
    read_text,
    read_yes_no,
)
from workbook.wording import quoted

ERROR = "Sel ini berisi galat Excel, misalnya #N/A. Isi dengan nilainya."
MOST_ITEMS = 50  # in one cell; a round has some ten vacancies
TOO_MANY = (
    f"Satu sel paling banyak memuat {MOST_ITEMS} isian yang dipisahkan titik koma; sel ini memuat "
    "{count}."
)
GAP = "Ada isian kosong di antara dua titik koma."


def read_cell(column: Column, value: Value) -> object:
    """The cell as its column's kind; the column's `empty` for an empty cell. Raises BadCell."""
    if value is Mark.FORMULA:
        return None  # reported with all formulas of its sheet
    if value is Mark.ERROR:
        raise BadCell(ERROR)
    value = clean(value) if isinstance(value, str) else value
    if value is None or value == "":
        if column.must_be_filled:
            raise BadCell(f"{column.label} wajib diisi.")
        return column.empty
    return READERS[column.kind](column, value)


def _read_codes(column: Column, value: Value) -> tuple[str, ...]:
    """Codes, each once; `-` alone where the column says so."""
    items = _items(column, value)
    if NONE_OF_THEM in column.choices and items == (NONE_OF_THEM,):
        return items
    codes: dict[str, None] = {}
    for item in items:
        code = read_code(column, item)
        if code in codes:
            raise BadCell(f"Kode {quoted(code)} disebut dua kali.")
        codes[code] = None
    return tuple(codes)


def _read_texts(column: Column, value: Value) -> tuple[str, ...]:
    return _items(column, value)


def _read_numbers(column: Column, value: Value) -> tuple[Decimal, ...]:
    if isinstance(value, Decimal):
        return (read_number(column, value),)
    return tuple(read_number(column, item) for item in _items(column, value))


def _items(column: Column, value: Value) -> tuple[str, ...]:
    """What stands between semicolons; one at the end is no fault, a gap in the middle is."""
    items = [item.strip() for item in read_text(column, value).split(";")]
    while items and not items[-1]:
        items.pop()
    if not all(items):
        raise BadCell(GAP)
    if len(items) > MOST_ITEMS:
        raise BadCell(TOO_MANY.format(count=len(items)))
    return tuple(items)


READERS: Mapping[Kind, Callable[[Column, Value], object]] = {
    Kind.TEXT: read_text,
    Kind.CODE: read_code,
    Kind.SLUG: read_slug,
    Kind.EMAIL: read_email,
    Kind.NIP: read_nip,
    Kind.GRADE: read_grade,
    Kind.CHOICE: read_choice,
    Kind.YES_NO: read_yes_no,
    Kind.DATE: read_date,
    Kind.TIME: read_time,
    Kind.INTEGER: read_integer,
    Kind.DECIMAL: read_number,
    Kind.CODES: _read_codes,
    Kind.TEXTS: _read_texts,
    Kind.DECIMALS: _read_numbers,
}
