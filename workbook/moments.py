"""Dates and times of day from cells."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from workbook.contract import BadCell, Column
from workbook.tables import Value

EARLIEST, LATEST = 1900, 2100
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
LOCAL = re.compile(r"(\d{2})-(\d{2})-(\d{4})", re.ASCII)
CLOCK = re.compile(r"(\d{2}):(\d{2})", re.ASCII)
MINUTES_A_DAY = 24 * 60

NOT_A_DATE = "Isi dengan tanggal, misalnya 2025-12-03 atau 03-12-2025."
NO_SUCH_DATE = "Tanggal ini tidak ada dalam kalender."
OUT_OF_TIME = f"Tahun harus {EARLIEST} sampai {LATEST}."
HAS_A_CLOCK = "Sel ini memuat tanggal dan jam. Isi dengan tanggal saja."
BARE_NUMBER = "Sel ini angka, bukan tanggal. Ubah format sel menjadi Tanggal, lalu periksa isinya."
NOT_A_TIME = "Isi dengan jam dan menit, misalnya 08:30."


def read_date(_: Column, value: Value) -> date:
    if isinstance(value, datetime):
        if value.time() != time.min:
            raise BadCell(HAS_A_CLOCK)
        value = value.date()
    if isinstance(value, Decimal):
        raise BadCell(BARE_NUMBER)
    found = _typed_date(value) if isinstance(value, str) else value
    if not isinstance(found, date):
        raise BadCell(NOT_A_DATE)
    if not EARLIEST <= found.year <= LATEST:
        raise BadCell(OUT_OF_TIME)
    return found


def read_time(_: Column, value: Value) -> time:
    """A time of day in whole minutes; Excel's fractions of a day are off by less than a second."""
    match value:
        case str():
            minutes = _typed_minutes(value)
        case time():
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            minutes = _whole_minutes(seconds + round(value.microsecond / 1_000_000))
        case timedelta():
            minutes = _whole_minutes(round(value.total_seconds()))
        case _:
            raise BadCell(NOT_A_TIME)
    if not 0 <= minutes < MINUTES_A_DAY:
        raise BadCell(NOT_A_TIME)
    return time(*divmod(minutes, 60))


def _typed_date(text: str) -> date:
    iso, local = ISO.fullmatch(text), LOCAL.fullmatch(text)
    if iso:
        year, month, day = map(int, iso.groups())
    elif local:
        day, month, year = map(int, local.groups())
    else:
        raise BadCell(NOT_A_DATE)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell(NO_SUCH_DATE) from None


def _typed_minutes(text: str) -> int:
    match = CLOCK.fullmatch(text)
    if match is None or int(match[2]) >= 60:
        raise BadCell(NOT_A_TIME)
    return int(match[1]) * 60 + int(match[2])


def _whole_minutes(seconds: int) -> int:
    minutes, rest = divmod(seconds, 60)
    if rest:
        raise BadCell(NOT_A_TIME)
    return minutes
