"""What one sheet calls by a code, NIP or e-mail must stand on the sheet that owns it."""

from collections.abc import Container, Iterator
from typing import NamedTuple

from workbook.book import Book, Fault
from workbook.columns import SHEETS
from workbook.contract import NONE_OF_THEM
from workbook.lookup import Lookup
from workbook.rows import Row
from workbook.wording import quoted, some


class Reference(NamedTuple):
    rows: str
    field: str
    target: str


REFERENCES = (
    Reference("candidates", "nominations", "vacancies"),
    Reference("posts", "nip", "candidates"),
    Reference("posts", "related_to", "vacancies"),
    Reference("indicators", "instrument", "instruments"),
    Reference("conflicts", "email", "seats"),
    Reference("conflicts", "nip", "candidates"),
    Reference("slots", "instrument", "instruments"),
    Reference("slots", "nip", "candidates"),
    Reference("slots", "vacancy", "vacancies"),
    Reference("given_values", "nip", "candidates"),
    Reference("given_values", "instrument", "instruments"),
    Reference("given_values", "vacancy", "vacancies"),
    Reference("scores", "email", "seats"),
    Reference("scores", "nip", "candidates"),
    Reference("scores", "instrument", "instruments"),
    Reference("scores", "vacancy", "vacancies"),
)
SHEET_NAMES = {sheet.rows: sheet.name for sheet in SHEETS}
NAMES = {"candidates": "nip", "vacancies": "code", "instruments": "code", "seats": "email"}
NOUNS = {"candidates": "NIP ini", "seats": "Email ini"}


def unresolved(book: Book, lookup: Lookup) -> Iterator[Fault]:
    """A sheet without any row is one fault of its own, not one for each row that points at it."""
    for reference in REFERENCES:
        targets: Container[str] = getattr(lookup, reference.target)
        if book.rows_of(reference.target) and _all_named(book, reference.target):
            for row in book.rows_of(reference.rows):
                yield from _unresolved_in(book, row, reference, targets)


def _all_named(book: Book, target: str) -> bool:
    """False where a row's own name could not be read: what points at it may well be right."""
    key = NAMES[target]
    return all(getattr(row, key) is not None for row in book.rows_of(target))


def _unresolved_in(
    book: Book, row: Row, reference: Reference, targets: Container[str]
) -> Iterator[Fault]:
    value = getattr(row, reference.field)
    codes = value if isinstance(value, tuple) else (value,)
    unknown = [code for code in codes if code and code != NONE_OF_THEM and code not in targets]
    if unknown:
        what = NOUNS.get(reference.target) or f"Kode {some([quoted(code) for code in unknown])}"
        message = f"{what} tidak ada di lembar {SHEET_NAMES[reference.target]}."
        yield book.fault(row, reference.field, message)
