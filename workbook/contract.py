"""What a sheet and a column of the round workbook are; the sheets themselves are in columns.py."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from workbook.rows import Row


class BadCell(Exception):
    """A cell holds what its column does not take; the message says what it takes."""


class Kind(Enum):
    """What a cell may hold, and so how it is read, checked, offered and written."""

    TEXT = auto()
    CODE = auto()
    SLUG = auto()
    EMAIL = auto()
    NIP = auto()
    GRADE = auto()
    CHOICE = auto()
    YES_NO = auto()
    DATE = auto()
    TIME = auto()
    INTEGER = auto()
    DECIMAL = auto()
    CODES = auto()
    TEXTS = auto()
    DECIMALS = auto()


LISTS = frozenset({Kind.CODES, Kind.TEXTS, Kind.DECIMALS})
TYPED = frozenset({Kind.DATE, Kind.TIME, Kind.INTEGER, Kind.DECIMAL, Kind.YES_NO})
LONGEST_CELL = 2000  # characters
CODE_LENGTH, SLUG_LENGTH, EMAIL_LENGTH = 40, 60, 254
YES, NO = "Ya", "Tidak"
NONE_OF_THEM = "-"  # in a list of codes: looked at, and none applies


@dataclass(frozen=True, slots=True)
class Column:
    """One column (of `Seleksi`: one key). Required: it must be there, and filled unless `blank`."""

    name: str
    field: str
    kind: Kind
    comment: str
    required: bool = False
    blank: bool = False
    choices: tuple[str, ...] = ()
    default: object = None
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    longest: int = LONGEST_CELL

    @property
    def label(self) -> str:
        """The name as a sentence begins with it: NIP, Gelar depan."""
        return "NIP" if self.name == "nip" else self.name.replace("_", " ").capitalize()

    @property
    def must_be_filled(self) -> bool:
        return self.required and not self.blank

    @property
    def empty(self) -> object:
        """The value of a cell that was left empty."""
        if self.default is not None:
            return self.default
        if self.kind in LISTS:
            return ()
        return None if self.kind in TYPED else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows`: the name of its rows in a Book; `key`: the fields that name a row."""

    name: str
    row: type[Row]
    rows: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False
    by_key: bool = False  # two columns, kunci and isi, instead of one column a field

    def column_named(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def column_of(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)
