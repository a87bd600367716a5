"""Texts from cells, and what is written as text: codes, names of choices, NIP, e-mail."""

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal

from accounts.nip import NIP, ImpossibleNIP
from workbook.contract import (
    CODE_LENGTH,
    EMAIL_LENGTH,
    LONGEST_CELL,
    NO,
    SLUG_LENGTH,
    YES,
    BadCell,
    Column,
)
from workbook.tables import Value
from workbook.wording import enumeration, plain, quoted

SIMPLER = {
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " "),  # no-break spaces
    **dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")),  # invisible, without a meaning: dropped
}
HARMLESS_CONTROLS = "\t\n"
CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
EMAIL = re.compile(rf"{ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]")
GRADE = re.compile(r"(IV|III|II|I|[1-4])[ ./]?([A-E])")
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
SCIENTIFIC = re.compile(r"\d[.,]?\d*E[+]?\d+", re.IGNORECASE)
MOST_WHOLE_DIGITS = Decimal(10) ** 15

NUMERIC_NIP = (
    "NIP berubah menjadi angka oleh Excel. Ubah kolom NIP menjadi Teks, lalu isi ulang 3 angka "
    "terakhir. (Excel hanya menyimpan 15 angka; NIP harus 18 digit dan disimpan sebagai teks.)"
)
NOT_A_TEXT = "Excel membaca sel ini sebagai tanggal, jam, atau BENAR/SALAH. Isi dengan teks."
ROUNDED = "Angka sepanjang ini dibulatkan oleh Excel. Ubah format sel menjadi Teks, lalu isi ulang."
UNPRINTABLE = "Teks memuat karakter yang tidak dapat dicetak. Ketik ulang isi sel."
BAD_CODE = "Kode hanya boleh memuat huruf, angka, garis bawah, tanda hubung, dan titik."
BAD_SLUG = "Kode hanya boleh memuat huruf kecil, angka, dan tanda hubung di antaranya."
BAD_EMAIL = "Alamat email tidak lengkap, contoh yang benar: nama@instansi.go.id."


def clean(text: str) -> str:
    """Trimmed; a no-break space is a space, a line break is one character."""
    if not text.isascii():
        text = text.translate(SIMPLER)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def read_text(column: Column, value: Value) -> str:
    text = _as_text(value)
    if len(text) > LONGEST_CELL:
        raise BadCell("Isi sel lebih dari 2.000 karakter.")
    if len(text) > column.longest:
        raise BadCell(f"{column.label} paling banyak {column.longest} karakter.")
    if not text.isprintable() and any(map(_is_unprintable, text)):
        raise BadCell(UNPRINTABLE)
    return text


def read_code(column: Column, value: Value) -> str:
    code = read_text(column, value).upper()
    if len(code) > CODE_LENGTH:
        raise BadCell(f"Kode paling banyak {CODE_LENGTH} karakter.")
    if not CODE.fullmatch(code):
        raise BadCell(BAD_CODE)
    return code


def read_slug(column: Column, value: Value) -> str:
    slug = read_text(column, value).lower()
    if len(slug) > SLUG_LENGTH or not SLUG.fullmatch(slug):
        raise BadCell(BAD_SLUG)
    return slug


def read_email(column: Column, value: Value) -> str:
    email = read_text(column, value).lower()
    if len(email) > EMAIL_LENGTH or not EMAIL.fullmatch(email):
        raise BadCell(BAD_EMAIL)
    return email


def read_nip(_: Column, value: Value) -> str:
    if isinstance(value, Decimal) or (isinstance(value, str) and SCIENTIFIC.fullmatch(value)):
        raise BadCell(NUMERIC_NIP)
    try:
        return NIP.parse(value if isinstance(value, str) else "").digits
    except ImpossibleNIP as error:
        raise BadCell(str(error)) from error


def read_grade(column: Column, value: Value) -> str:
    """`IV/b`, also as people write it: IVb, IV.b, 4b."""
    match = GRADE.fullmatch(read_text(column, value).upper())
    grade = f"{ROMAN.get(match[1], match[1])}/{match[2].lower()}" if match else ""
    if grade not in column.choices:
        raise BadCell(_choose(column, value))
    return grade


def read_choice(column: Column, value: Value) -> str:
    wanted = read_text(column, value).casefold()
    for choice in column.choices:
        if choice.casefold() == wanted:
            return choice
    raise BadCell(_choose(column, value))


def read_yes_no(column: Column, value: Value) -> bool:
    answers = {YES.casefold(): True, NO.casefold(): False}
    answer = answers.get(value.casefold()) if isinstance(value, str) else None
    if answer is None:
        raise BadCell(f"{column.label} harus diisi {YES} atau {NO}.")
    return answer


def _as_text(value: Value) -> str:
    """A number is taken as its digits (a room called 3), unless Excel has rounded it."""
    if isinstance(value, bool | date | time | timedelta):
        raise BadCell(NOT_A_TEXT)
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value) >= MOST_WHOLE_DIGITS:
            raise BadCell(ROUNDED)
        return plain(value)
    return str(value)


def _is_unprintable(character: str) -> bool:
    """Controls, marks that turn the writing direction, and halves of characters."""
    return character not in HARMLESS_CONTROLS and unicodedata.category(character) in {
        "Cc",
        "Cf",
        "Cs",
        "Cn",
    }


def _choose(column: Column, value: Value) -> str:
    return f"{quoted(str(value))} tidak dikenal. Pilihan: {enumeration(column.choices)}."
