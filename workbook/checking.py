"""What one sheet says against another: rules that no single cell can break."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from workbook import people_rules, scheme_rules, value_rules
from workbook.book import Book, Fault
from workbook.columns import SHEETS
from workbook.contract import Sheet
from workbook.lookup import Lookup, is_read
from workbook.references import unresolved
from workbook.wording import enumeration

Rule = Callable[[Book, Lookup], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    unresolved,
    *scheme_rules.RULES,
    *people_rules.RULES,
    *value_rules.RULES,
)
LIVE_SCORE = (
    "Nilai penilai tidak diterima dari buku kerja karena putaran ini bukan arsip. Hapus baris ini; "
    "hanya penilai sendiri yang mengisi nilainya."
)


def check(book: Book) -> Iterator[Fault]:
    """Every contradiction between rows; a cell that could not be read is not reported again."""
    if book.round is None or not book.round.is_archive:
        yield from _live_scores(book)
        book = replace(book, scores=())
    yield from _duplicates(book)
    lookup = Lookup.of(book)
    for rule in RULES:
        yield from rule(book, lookup)


def cautions(book: Book) -> Iterator[Fault]:
    """What may well be right, but deserves a second look."""
    return people_rules.cautions(book)


def _live_scores(book: Book) -> Iterator[Fault]:
    if book.round is not None and is_read(book.round, "is_archive"):
        for row in book.scores:
            yield Fault("Nilai_Pansel", f"A{row.number}", LIVE_SCORE)


def _duplicates(book: Book) -> Iterator[Fault]:
    for sheet in SHEETS:
        if not sheet.key:
            continue
        first: dict[tuple[object, ...], int] = {}
        for row in book.rows_of(sheet.rows):
            key = tuple(getattr(row, field) for field in sheet.key)
            if not is_read(row, *sheet.key):
                continue
            if key in first:
                yield book.fault(row, sheet.key[0], _repeated(sheet, first[key]))
            first.setdefault(key, row.number)


def _repeated(sheet: Sheet, number: int) -> str:
    columns = [sheet.column_of(field) for field in sheet.key]
    if len(columns) > 1:
        names = enumeration(column.name for column in columns)
        return f"Baris ini mengulang baris {number}: {names} sama. Hapus salah satu."
    label = columns[0].label
    one = label if label.isupper() else label.lower()
    return f"{label} ini sudah ada di baris {number}. Satu {one} hanya boleh satu kali."
