"""What an export may add about a person's career: columns beside SIMATA's own, all optional.

An agency takes them from SIASN. They say who is ready for a higher post; they place nobody.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from candidates.facts import EducationLevel, Grade
from candidates.simata_cells import NOTHING, BadCell, Cell, read_text

ECHELON, GRADE, POST_SINCE, EDUCATION = "Eselon", "Golongan", "TMT Jabatan", "Pendidikan"
CAREER = (ECHELON, GRADE, POST_SINCE, EDUCATION)
EARLIEST = 1960

STEP = re.compile(r"(IV|III|II|[2-4])[ ./]?([A-E])", re.ASCII)
ROMAN = {"2": "II", "3": "III", "4": "IV"}
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?", re.ASCII)
LOCAL = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)

NOT_AN_ECHELON = "Isi dengan eselon II.a sampai IV.b, misalnya III.b, atau kosongkan."
NOT_A_GRADE = (
    "Isi dengan golongan ruang III/a sampai IV/e, misalnya IV/a, atau kosongkan bila belum ada."
)
NOT_A_DAY = "Isi dengan tanggal, misalnya 04-01-2021, atau kosongkan bila belum ada."
NO_SUCH_DAY = "Tanggal ini tidak ada dalam kalender."
TOO_LONG_AGO = f"Tahun paling awal {EARLIEST}."
BARE_NUMBER = "Sel ini angka, bukan tanggal. Ubah format sel menjadi Tanggal, lalu periksa isinya."
NOT_A_LEVEL = (
    "Isi dengan tingkat pendidikan SD, SLTP, SLTA, D-I sampai D-IV, S-1, S-2, atau S-3, atau"
    " kosongkan bila belum ada."
)


class Echelon(StrEnum):
    """Echelons of a city's posts, the highest first."""

    IIA = "II.a"
    IIB = "II.b"
    IIIA = "III.a"
    IIIB = "III.b"
    IVA = "IV.a"
    IVB = "IV.b"


Step = TypeVar("Step", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Career:
    """What the export says of somebody's standing and post; empty where it says nothing.

    `post_since`: since when the post is held that the same row names.
    """

    echelon: str = ""
    grade: str = ""
    post_since: date | None = None
    education: str = ""


NOTHING_KNOWN = Career()


def read_echelon(cell: Cell) -> str:
    """`III.b`, also as people write it: IIIb, III/b, 3b."""
    return _step(cell, ".", Echelon, NOT_AN_ECHELON)


def read_grade(cell: Cell) -> str:
    """`IV/a`, also as people write it: IVa, IV.a, 4a, and with its rank: Pembina (IV/a)."""
    return _step(cell, "/", Grade, NOT_A_GRADE)


def read_day(cell: Cell) -> date | None:
    """A day of the calendar: `2021-01-04`, `04-01-2021`, `4/1/2021`; `None` for an empty cell."""
    text = read_text(cell)
    if text in NOTHING:
        return None
    if isinstance(cell, Decimal):
        raise BadCell(BARE_NUMBER)
    if match := ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := LOCAL.fullmatch(text):
        day, month, year = map(int, match.groups())
    else:
        raise BadCell(NOT_A_DAY)
    if year < EARLIEST:
        raise BadCell(TOO_LONG_AGO)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell(NO_SUCH_DAY) from error


def read_education(cell: Cell) -> str:
    """`S-2`, also as people write it: S2, s 2, D4."""
    text = read_text(cell)
    if text in NOTHING:
        return ""
    level = _LEVELS.get(_letters(text))
    if level is None:
        raise BadCell(NOT_A_LEVEL)
    return level.value


def _step(cell: Cell, between: str, steps: type[Step], refusal: str) -> str:
    text = read_text(cell)
    if text in NOTHING:
        return ""
    bracketed = re.search(r"\(([^()]*)\)$", text)
    match = STEP.fullmatch((bracketed[1] if bracketed else text).upper())
    found = f"{ROMAN.get(match[1], match[1])}{between}{match[2].lower()}" if match else ""
    if found not in list(steps):
        raise BadCell(refusal)
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


_LEVELS = {_letters(level): level for level in EducationLevel} | {
    "d1": EducationLevel.D_I,
    "d2": EducationLevel.D_II,
    "d3": EducationLevel.D_III,
    "d4": EducationLevel.D_IV,
}
