"""Numbers from cells, exactly: Excel's as the shortest decimal, typed ones with comma or point."""

import re
from decimal import Decimal

from workbook.contract import BadCell, Column
from workbook.tables import Value
from workbook.wording import number, plain

MOST_DECIMALS, MOST_DIGITS = 10, 15
LONGEST_NUMBER = 40  # characters, before anything is computed
NUMBER = re.compile(r"([+-]?)(\d+)(?:[.,](\d+))?", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?", re.ASCII)

NOT_A_NUMBER = "Isi dengan bilangan, misalnya 83,51."
NOT_WHOLE = "Isi dengan bilangan bulat."
GROUPS = "Tulis bilangan tanpa pemisah ribuan, misalnya 1234,5."
PERCENT = "Tulis bilangan tanpa tanda persen, misalnya 20."
TOO_FINE = f"Bilangan paling banyak {MOST_DECIMALS} desimal dan {MOST_DIGITS} angka. Bulatkan dulu."
IS_A_DATE = (
    "Excel membaca sel ini sebagai tanggal atau jam. Ubah format sel menjadi Umum, lalu isi ulang "
    "bilangannya."
)


def read_number(column: Column, value: Value) -> Decimal:
    if isinstance(value, bool):
        raise BadCell(NOT_A_NUMBER)
    if isinstance(value, str):
        found = _typed(value)
    elif isinstance(value, Decimal):
        found = _stored(value)
    else:
        raise BadCell(IS_A_DATE)
    _require_range(column, found)
    return found


def read_integer(column: Column, value: Value) -> int:
    found = read_number(column, value)
    if found != found.to_integral_value():
        raise BadCell(NOT_WHOLE)
    return int(found)


def _typed(text: str) -> Decimal:
    match = NUMBER.fullmatch(text)
    if match is None:
        raise BadCell(_what_is_wrong(text))
    sign, whole, fraction = match[1], match[2].lstrip("0"), (match[3] or "").rstrip("0")
    _require_precision(len(whole), len(fraction))
    return Decimal(plain(Decimal(f"{sign}{whole or '0'}.{fraction or '0'}")))


def _what_is_wrong(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        return NOT_A_NUMBER
    if text.endswith("%"):
        return PERCENT
    return GROUPS if GROUPED.fullmatch(text) else NOT_A_NUMBER


def _stored(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise BadCell(NOT_A_NUMBER)
    whole, _, fraction = f"{abs(value):f}".partition(".")
    _require_precision(len(whole.lstrip("0")), len(fraction.rstrip("0")))
    return Decimal(plain(value))


def _require_precision(whole: int, fraction: int) -> None:
    if fraction > MOST_DECIMALS or whole + fraction > MOST_DIGITS:
        raise BadCell(TOO_FINE)


def _require_range(column: Column, found: Decimal) -> None:
    least, most = column.least, column.most
    if least is not None and most is not None and not least <= found <= most:
        raise BadCell(f"{column.label} harus {number(least)} sampai {number(most)}.")
