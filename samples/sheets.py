"""A workbook as tables of text: read from the CSV files beside this module, written as .xlsx.

Every value is text until it is written; only then does it become a date, a number or a text cell.
"""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Table = list[dict[str, str]]
Book = dict[str, Table]

HERE = Path(__file__).parent
# A fixed moment instead of the clock, so that the same rows give the same bytes.
CREATED = datetime(2025, 11, 20, 8, 0, tzinfo=UTC)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d+(\.\d+)?")
WIDEST = 48


def read_folder(name: str) -> Book:
    """One table for each CSV file of the folder, called after its sheet."""
    return {path.stem: _rows(path) for path in sorted((HERE / name).glob("*.csv"))}


def write_book(book: Book, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": path.stem, "created": CREATED})
        formats = {
            "head": workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#EFE7DC"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "text": workbook.add_format({"num_format": "@"}),
        }
        for name, table in book.items():
            _write_table(workbook.add_worksheet(name), table, formats)


def _rows(path: Path) -> Table:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _write_table(sheet: Worksheet, table: Table, formats: dict[str, Format]) -> None:
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(table[0]):
        values = [row[title] for row in table]
        sheet.set_column(column, column, min(WIDEST, 2 + max(map(len, [title, *values]))))
        sheet.write_string(0, column, title, formats["head"])
        for number, value in enumerate(values, start=1):
            _write_cell(sheet, (number, column), _typed(title, value), formats)


def _typed(title: str, value: str) -> str | float | date:
    """A NIP has more digits than Excel keeps, so it stays text however numeric it looks."""
    if title.casefold() == "nip":
        return value
    if DATE.fullmatch(value):
        return date.fromisoformat(value)
    return float(value) if NUMBER.fullmatch(value) else value


def _write_cell(
    sheet: Worksheet,
    place: tuple[int, int],
    value: str | float | date,
    formats: dict[str, Format],
) -> None:
    match value:
        case "":
            return
        case date():
            sheet.write_datetime(*place, value, formats["date"])
        case float():
            sheet.write_number(*place, value)
        case str():
            sheet.write_string(*place, value, formats["text"])
