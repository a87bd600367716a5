"""Which level a post belongs to, by how its title begins. What begins how is data (PostLevel)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.spelling import plain
from candidates.verdicts import Check

SEATS = {"camat": "Kecamatan", "lurah": "Kelurahan"}
"""Posts that are called by the name of their unit without its kind: `Camat Pekalongan Barat`."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How titles of a level begin; with `unit`, only where the unit begins so."""

    title: str
    unit: str = ""

    def fits(self, title: str, unit: str) -> bool:
        return begins(title, self.title) and (not self.unit or begins(unit, self.unit))

    @property
    def weight(self) -> tuple[int, int]:
        """The longer beginning says more; with as many words, the one that names a unit."""
        return (len(self.title.split()), len(self.unit.split()))


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is asked of whoever takes a post of the level."""

    title: str
    check: Check


@dataclass(frozen=True, slots=True)
class Level:
    """One level in the version that is in force. `number`: 1 the highest; `certainty` in words."""

    number: int
    echelon: str
    beginnings: Sequence[Beginning]
    requirements: Sequence[Requirement]
    legal_basis: str
    certainty: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels in force, the highest first."""

    levels: Sequence[Level]
    by_number: Mapping[int, Level] = field(init=False)
    _by_word: Mapping[str, Sequence[tuple[Beginning, int]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_word: dict[str, list[tuple[Beginning, int]]] = {}
        for level in self.levels:
            for beginning in level.beginnings:
                by_word.setdefault(_first(beginning.title), []).append((beginning, level.number))
        object.__setattr__(self, "by_number", {level.number: level for level in self.levels})
        object.__setattr__(self, "_by_word", by_word)

    def level_of(self, title: str, unit: str, echelon: str = "") -> int | None:
        """By the echelon where the data name it, else by the title; None where neither tells."""
        for level in self.levels:
            if level.echelon == echelon.strip():
                return level.number
        fitting = [
            (beginning.weight, number)
            for beginning, number in self._by_word.get(_first(title), ())
            if beginning.fits(title, unit)
        ]
        return max(fitting)[1] if fitting else None

    def echelon_of(self, number: int | None) -> str:
        level = self.by_number.get(number or 0)
        return level.echelon if level else ""


def begins(text: str, beginning: str) -> bool:
    """Whether the words of a text begin with these words, whatever their case and spacing."""
    words, wanted = text.casefold().split(), beginning.casefold().split()
    return words[: len(wanted)] == wanted


def same_post(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return key_of(*one) == key_of(*other)


def key_of(title: str, unit: str) -> tuple[str, str]:
    """One post under all the ways in which it is spelt."""
    return (plain(full_title(title, unit)), plain(unit))


def full_title(title: str, unit: str) -> str:
    """A title that says too little alone, with its unit.

    `Sekretaris` and `Sekretaris Dinas` of a Dinas become `Sekretaris Dinas …`.
    """
    words, of = title.split(), unit.split()
    kind = words[1] if len(words) == 2 else SEATS.get(" ".join(words).casefold(), "")
    names_kind = bool(of) and of[0].casefold() == kind.casefold()
    if names_kind or len(words) == 1:
        words += of[names_kind:]
    return " ".join(words)


def unit_beside(title: str, unit: str) -> str:
    """The unit where the title does not name it already; else empty."""
    words = title.split()
    kind = SEATS.get(words[0].casefold(), "") if words else ""
    named = unit[len(kind) :].strip() if kind and begins(unit, kind) else unit
    return "" if named in title else unit


def place(title: str, unit: str) -> str:
    """`Kepala Bidang Bina Marga, Dinas …`; the unit once."""
    return ", ".join(filter(None, (title, unit_beside(title, unit))))


def _first(words: str) -> str:
    """The first word; empty where there is none."""
    return "".join(words.casefold().split(maxsplit=1)[:1])
