"""The cells of a workbook as they were found, and how they cross the pipe from the child."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum


class Mark(Enum):
    """A cell whose value must not be used."""

    FORMULA = "formula"
    ERROR = "error"


Value = str | Decimal | bool | date | datetime | time | timedelta | Mark | None
Packed = str | bool | list[str] | None  # as it crosses the pipe: a tagged pair, or as it is


@dataclass(frozen=True, slots=True)
class Line:
    """One filled row: its number in Excel and its cells from column A on."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. A sheet that the contract does not know comes without its lines."""

    name: str
    lines: tuple[Line, ...] = ()
    formulas: tuple[str, ...] = ()  # the first addresses; `formula_count` counts all
    formula_count: int = 0
    merged: tuple[str, ...] = ()


def encode(tables: Iterable[Table]) -> str:
    """One line of JSON: texts, yes/no and empty cells as they are, all else as a tagged pair."""
    return json.dumps(
        [
            {
                "name": table.name,
                "lines": [[line.number, [_packed(v) for v in line.cells]] for line in table.lines],
                "formulas": table.formulas,
                "formula_count": table.formula_count,
                "merged": table.merged,
            }
            for table in tables
        ],
        separators=(",", ":"),
    )


def decode(text: str | bytes) -> tuple[Table, ...]:
    return tuple(
        Table(
            name=each["name"],
            lines=tuple(
                Line(number, tuple(_unpacked(cell) for cell in cells))
                for number, cells in each["lines"]
            ),
            formulas=tuple(each["formulas"]),
            formula_count=each["formula_count"],
            merged=tuple(each["merged"]),
        )
        for each in json.loads(text)
    )


def _packed(value: Value) -> Packed:
    packed: Packed
    match value:
        case None | str() | bool():
            packed = value
        case timedelta():
            packed = ["span", str(round(value.total_seconds()))]
        case Mark():
            packed = ["mark", value.value]
        case Decimal():
            packed = ["number", str(value)]
        case _:
            packed = [_TAGS[type(value)], value.isoformat()]
    return packed


_TAGS = {datetime: "moment", date: "date", time: "time"}
_UNPACK: Mapping[str, Callable[[str], Value]] = {
    "number": Decimal,
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "span": lambda seconds: timedelta(seconds=int(seconds)),
    "mark": Mark,
}


def _unpacked(cell: Packed) -> Value:
    if isinstance(cell, list):
        tag, text = cell
        return _UNPACK[tag](text)
    return cell
