"""A book as one text of JSON: how it crosses the pipe from the child, and how it is kept."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from workbook.book import BadLine, Book, Extent, Fault
from workbook.columns import SHEETS
from workbook.contract import Kind, Sheet
from workbook.rows import Row

LONGEST = 16 * 1024 * 1024  # characters; a real round has some hundred thousand


class TooLong(Exception):
    """The book says more than anyone could look through."""


def encode(book: Book) -> str:
    """Raises TooLong."""
    parts: list[str] = []
    length = 0
    for part in _parts(book):
        length += len(part)
        if length > LONGEST:
            raise TooLong
        parts.append(part)
    return "".join(parts)


def decode(text: str | bytes) -> Book:
    held = json.loads(text)
    rows = {
        sheet.rows: tuple(_row(sheet, values) for values in held["rows"].get(sheet.rows, ()))
        for sheet in SHEETS
    }
    (head,) = rows.pop("round") or (None,)
    extent = held["extent"]
    return Book(
        round=head,
        **rows,
        faults=tuple(Fault(*each) for each in held["faults"]),
        warnings=tuple(Fault(*each) for each in held["warnings"]),
        places=held["places"],
        extent=Extent(
            faults=extent["faults"],
            rows={sheet: frozenset(numbers) for sheet, numbers in extent["rows"].items()},
            lines={
                sheet: tuple(BadLine(number, cells) for number, cells in lines)
                for sheet, lines in extent["lines"].items()
            },
            warnings=extent["warnings"],
        ),
    )


def _parts(book: Book) -> Iterator[str]:
    """The JSON row by row, so that a book that is too long is given up in time."""
    yield '{"rows":{'
    for place, sheet in enumerate(sheet for sheet in SHEETS if book.rows_of(sheet.rows)):
        yield f'{"," if place else ""}"{sheet.rows}":['
        for number, row in enumerate(book.rows_of(sheet.rows)):
            yield ("," if number else "") + _dumps(_values(sheet, row))
        yield "]"
    yield f'}},"faults":{_dumps(_said(book.faults))},"warnings":{_dumps(_said(book.warnings))}'
    yield f',"places":{_dumps(book.places)},"extent":{_dumps(_extent(book.extent))}}}'


def _said(faults: Iterable[Fault]) -> list[list[str]]:
    return [[each.sheet, each.cell, each.message] for each in faults]


def _extent(extent: Extent) -> dict[str, Any]:
    return {
        "faults": extent.faults,
        "rows": {sheet: sorted(numbers) for sheet, numbers in extent.rows.items()},
        "lines": {
            sheet: [[line.number, line.cells] for line in lines]
            for sheet, lines in extent.lines.items()
        },
        "warnings": extent.warnings,
    }


def _dumps(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _values(sheet: Sheet, row: Row) -> list[Any]:
    """The number of the row, then its fields in the order of the columns."""
    values: list[Any] = [row.number]
    for column in sheet.columns:
        value = getattr(row, column.field)
        pack = _PACK.get(column.kind)
        values.append(value if value is None or pack is None else pack(value))
    return values


def _row(sheet: Sheet, values: list[Any]) -> Any:
    """A row kept before a sheet got its last column is shorter, and takes the default."""
    fields: dict[str, Any] = {"number": values[0]}
    for column, value in zip(sheet.columns, values[1:], strict=False):
        unpack = _UNPACK.get(column.kind)
        fields[column.field] = value if value is None or unpack is None else unpack(value)
    return sheet.row(**fields)


_PACK: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.DATE: date.isoformat,
    Kind.TIME: time.isoformat,
    Kind.DECIMAL: str,
    Kind.DECIMALS: lambda values: [str(value) for value in values],
}
_UNPACK: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.DATE: date.fromisoformat,
    Kind.TIME: time.fromisoformat,
    Kind.DECIMAL: Decimal,
    Kind.DECIMALS: lambda values: tuple(Decimal(value) for value in values),
    Kind.CODES: tuple,
    Kind.TEXTS: tuple,
}
