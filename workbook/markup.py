"""What stands in a worksheet's XML besides values: formulas, errors, merged cells, far cells.

The reader itself fills every row up to the last one, hangs on impossible row numbers and drops
errors silently; so a strict parser looks at the same bytes first.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from workbook.guard import DAMAGED, Refused

MOST_COLUMNS = 60
MOST_ROWS = 20_000  # below the heading
LAST_ROW_OF_EXCEL = 1_048_576
MOST_FILLED = 300_000  # cells of one sheet; a real round has some thousands
MOST_NOTES = 20_000
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
DIGITS = "0123456789"
ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
EXCEL_2010 = "http://schemas.microsoft.com/office/excel/2006/main"  # its <f> is no cell's formula
BEYOND = (
    "Lembar {sheet} berisi data di sel {cell}, di luar batas 60 kolom dan 20.000 baris. Tidak ada "
    "yang disimpan. Hapus isi di luar tabel, lalu unggah lagi."
)
TOO_FULL = (
    "Lembar {sheet} berisi lebih dari 300.000 sel. Hapus kolom dan baris yang bukan bagian putaran,"
    " lalu unggah lagi."
)
TOO_MANY_FORMULAS = (
    "Lembar {sheet} berisi terlalu banyak rumus atau sel galat. Tidak ada yang disimpan. Ganti "
    "rumus dengan nilainya (Salin, lalu Tempel Khusus: Nilai), lalu unggah lagi."
)

Attributes = dict[str, str]
Handler = Callable[[Attributes], None]
Place = tuple[int, int]  # row and column, from 1


@dataclass(slots=True)
class Findings:
    formulas: list[Place] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    rows: int = 0  # filled ones, below the heading


def look_through(xml: bytes, sheet: str) -> Findings:
    """Refuses a worksheet that is damaged or reaches beyond the limits."""
    worksheet = _Worksheet(sheet)
    parse(xml, worksheet.start)
    return worksheet.found


def parse(xml: bytes, start: Callable[[str, Attributes], None]) -> None:
    """Calls `start` for each element, named by its namespace, a space and its local name.

    Strict, and UTF-8 whatever the part declares: so no reader can understand it otherwise.
    """
    if b"\0" in xml:  # UTF-16, in which the reader would see nothing at all
        raise Refused(DAMAGED)
    parser = expat.ParserCreate("UTF-8", " ")
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)  # noqa: FBT003  # expat's own signature
    except expat.ExpatError as error:
        raise Refused(DAMAGED) from error


def local_name(tag: str) -> str:
    return tag.rpartition(" ")[2]


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(place: Place) -> str:
    row, column = place
    return f"{column_letters(column)}{row}"


class _Worksheet:
    """Knows at every element which cell it belongs to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found = Findings()
        self._row = self._column = 0
        self._row_digits = ""
        self._last: Place = (0, 0)
        self._is_error = self._is_filled = False
        self._filled = 0
        self._columns: dict[str, int] = {}
        self._known: dict[str, Handler | None] = {}
        self._handlers: Mapping[str, Handler] = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._fill,
            "is": self._fill,
            "f": self._note_formula,
            "mergeCell": self._note_merged,
        }

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag not in self._known:
            self._known[tag] = self._handler_of(tag)
        handle = self._known[tag]
        if handle is not None:
            handle(attributes)

    def _handler_of(self, tag: str) -> Handler | None:
        """By local name alone, as the reader does."""
        if tag == f"{EXCEL_2010} f":
            return None
        return self._handlers.get(local_name(tag))

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        if number is not None and not ROW_NUMBER.fullmatch(number):
            raise Refused(DAMAGED)
        self._row = self._row + 1 if number is None else int(number)
        self._row_digits = str(self._row)
        self._column = 0
        if self._row > LAST_ROW_OF_EXCEL:
            raise Refused(DAMAGED)

    def _start_cell(self, attributes: Attributes) -> None:
        self._is_error = attributes.get("t") == "e"
        self._is_filled = False
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip(DIGITS)
        if reference[len(letters) :] != self._row_digits:
            raise Refused(DAMAGED)
        if letters not in self._columns:
            self._learn_column(reference)
        self._column = self._columns[letters]

    def _learn_column(self, reference: str) -> None:
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise Refused(DAMAGED)
        self._columns[match[1]] = column_number(match[1])

    def _fill(self, _: Attributes) -> None:
        if self._is_filled:
            return
        self._is_filled = True
        place = (self._row, self._column)
        if self._column > MOST_COLUMNS or self._row > MOST_ROWS + 1:
            raise Refused(BEYOND.format(sheet=self.name, cell=address(place)))
        if place <= self._last:  # out of order, or the same cell twice
            raise Refused(DAMAGED)
        if self._row != self._last[0] and self._row > 1:
            self.found.rows += 1
        self._last = place
        self._filled += 1
        if self._filled > MOST_FILLED:
            raise Refused(TOO_FULL.format(sheet=self.name))
        if self._is_error:
            self._note(self.found.errors)

    def _note_formula(self, attributes: Attributes) -> None:
        self._fill(attributes)
        self._note(self.found.formulas)

    def _note(self, places: list[Place]) -> None:
        places.append((self._row, self._column))
        if len(places) > MOST_NOTES:
            raise Refused(TOO_MANY_FORMULAS.format(sheet=self.name))

    def _note_merged(self, attributes: Attributes) -> None:
        if len(self.found.merged) < MOST_NOTES:
            self.found.merged.append(attributes.get("ref", ""))
