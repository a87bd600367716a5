"""Single cells of a SIMATA export: text, exact numbers, or nothing."""

import re
from decimal import Decimal
from fractions import Fraction

from accounts.nip import NIP

Cell = str | Decimal | None

NOTHING = {"", "-", "–"}  # how exports write that there is no value
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,10})?", re.ASCII)
BOX = re.compile(r"(?:(?:kotak|box)\s*)?([1-9])", re.ASCII | re.IGNORECASE)
MOST_DECIMALS = 10

NOT_A_SCORE = "Isi dengan bilangan 0 sampai 100, misalnya 83,51, atau kosongkan bila belum ada."
NOT_A_BOX = "Isi dengan nomor kotak 1 sampai 9, atau kosongkan bila belum ada."
NO_NIP = "NIP wajib diisi."
NIP_ROUNDED = (
    "Excel membaca NIP ini sebagai bilangan sehingga digit terakhirnya hilang. Baris ini tidak "
    "diimpor. Ekspor ulang dengan kolom NIP berformat teks."
)


class BadCell(ValueError):
    """A cell that cannot be used; the message says what to write instead."""


def read_text(cell: Cell) -> str:
    """Text without spaces around it or doubled in it; empty for an empty cell."""
    return "" if cell is None else " ".join(str(cell).split())


def read_nip(cell: Cell) -> str:
    """The 18 digits. Raises `BadCell` where a spreadsheet has eaten some, `ImpossibleNIP` else."""
    if isinstance(cell, Decimal):
        raise BadCell(NIP_ROUNDED)
    text = read_text(cell).lstrip("'")
    if text in NOTHING:
        raise BadCell(NO_NIP)
    nip = NIP.parse(text)
    if nip.looks_rounded:
        raise BadCell(NIP_ROUNDED)
    return nip.digits


def read_score(cell: Cell) -> Decimal | None:
    """A score of 0-100 with its decimals as written, at most ten; `None` where there is none.

    A number cell of Excel is a binary fraction, so decimals beyond the tenth are noise and are
    rounded away (half up) with the zeros that this leaves. Typed text takes comma or point.
    """
    if cell is None or (isinstance(cell, str) and cell.strip() in NOTHING):
        return None
    score = cell if isinstance(cell, Decimal) else _typed(cell.strip())
    if not score.is_finite() or not 0 <= score <= 100:
        raise BadCell(NOT_A_SCORE)
    return _without_noise(score)


def read_box(cell: Cell) -> int | None:
    """A box of 1-9: `8`, `8.0`, `Kotak 8`, `Box 8`; `None` where there is none."""
    text = read_text(cell)
    if text in NOTHING:
        return None
    if isinstance(cell, Decimal) and cell.is_finite() and cell == cell.to_integral_value():
        text = str(int(cell))
    match = BOX.fullmatch(text)
    if match is None:
        raise BadCell(NOT_A_BOX)
    return int(match[1])


def _typed(text: str) -> Decimal:
    if NUMBER.fullmatch(text) is None:
        raise BadCell(NOT_A_SCORE)
    return Decimal(text.replace(",", "."))


def _without_noise(score: Decimal) -> Decimal:
    exponent = score.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= MOST_DECIMALS:
        return score
    steps = int(Fraction(score) * 10**MOST_DECIMALS + Fraction(1, 2))
    rounded = Decimal(f"{steps}e-{MOST_DECIMALS}")
    return Decimal(f"{rounded.normalize():f}")
