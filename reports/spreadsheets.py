"""Recapitulation and ranking as .xlsx: numbers that count, texts that stay texts.

The only door of `reports` to the library that writes workbooks. Nothing that people typed is ever
a formula or a link. The same contents give the same bytes, so a file can be told by its hash.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter

from reports.score_tables import Cell, Column, Kind, Table, ranking_tables, recapitulation_tables
from scoring.printing import Printout, in_order, printout_of, reliability_of
from selection.models import Round, Vacancy

OPTIONS = {
    "in_memory": True,  # no copy of people's data in a temporary folder
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FOLIO = 14  # 8.5 by 13 inches, the F4 of Indonesian offices
NARROWEST, WIDEST = 10, 42
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
HEADING = {"bold": True, "border": 1, "valign": "vcenter", "align": "center", "text_wrap": True}
HEADING_COLOURS = {"bg_color": "#0B5563", "font_color": "#FFFFFF"}
SHAPES = {
    Kind.TEXT: "@",
    Kind.COUNT: "0",
    Kind.MARK: "#,##0.00",
    Kind.SCORE: "#,##0.0000",
    Kind.SHARE: "0.00%",
}


def recapitulation_xlsx(
    round_: Round, vacancies: Iterable[Vacancy] | None = None, *, with_names: bool = False
) -> bytes:
    """A sheet a vacancy with every member's score, and a summary; of these vacancies or of all.

    Members are P1, P2, …; `with_names` tells who is who. Raises StillSealed, NothingToRank.
    """
    printout = _printout(round_, vacancies)
    return _written(round_, "Rekapitulasi", recapitulation_tables(printout, with_names=with_names))


def ranking_xlsx(round_: Round, vacancies: Iterable[Vacancy] | None = None) -> bytes:
    """One table with everybody of these vacancies, or of all. Raises StillSealed, NothingToRank."""
    return _written(round_, "Peringkat", ranking_tables(_printout(round_, vacancies)))


def workbooks_of(printout: Printout) -> dict[str, bytes]:
    """By file name what rides in a document of this printout: recapitulation and ranking."""
    round_ = printout.outcome.round
    recapitulation = recapitulation_tables(printout, with_names=False)
    return {
        "rekapitulasi.xlsx": _written(round_, "Rekapitulasi", recapitulation),
        "peringkat.xlsx": _written(round_, "Peringkat", ranking_tables(printout)),
    }


def _printout(round_: Round, vacancies: Iterable[Vacancy] | None) -> Printout:
    printout = printout_of(round_)
    if vacancies is None:
        return printout
    chosen = in_order(printout.outcome, vacancies)
    return Printout(printout.outcome, chosen, reliability_of(printout.outcome, chosen))


def _written(round_: Round, title: str, tables: Sequence[Table]) -> bytes:
    assert round_.unsealed_at is not None  # a sealed round has no tables
    file = BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as workbook:
        opened = round_.unsealed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        about = {"title": f"{title} – {round_.title}", "company": round_.agency.name}
        workbook.set_properties({**about, "created": opened})
        formats = _formats(workbook, round_.precision)
        taken: set[str] = set()
        for table in tables:
            _write(workbook.add_worksheet(_sheet_name(table.name, taken)), table, formats)
    return file.getvalue()


def _formats(workbook: Any, precision: int) -> dict[str, Any]:
    """Each made once; decimal comma and thousands point are the reader's own Excel's to show."""
    shapes = {**SHAPES, Kind.TOTAL: f"#,##0.{'0' * precision}" if precision else "#,##0"}
    cell = {"border": 1, "valign": "top"}
    typed = {
        kind.name: workbook.add_format(
            {**cell, "num_format": shape, **({"text_wrap": True} if kind is Kind.TEXT else {})}
        )
        for kind, shape in shapes.items()
    }
    return {
        **typed,
        "heading": workbook.add_format({**HEADING, **HEADING_COLOURS}),
        "title": workbook.add_format({"bold": True, "font_size": 13}),
        "line": workbook.add_format({}),
        "dash": workbook.add_format({**cell, "align": "right"}),
    }


def _sheet_name(name: str, taken: set[str]) -> str:
    """As Excel allows it: at most 31 characters, none of []:*?/\\', told apart without case."""
    bare = name.translate(FORBIDDEN)[:LONGEST_NAME]
    found, number = bare, 1
    while found.casefold() in taken:
        number += 1
        found = f"{bare[: LONGEST_NAME - len(str(number)) - 1]}~{number}"
    taken.add(found.casefold())
    return found


def _write(sheet: Any, table: Table, formats: Mapping[str, Any]) -> None:
    for number, line in enumerate(table.above):
        sheet.write_string(number, 0, line, formats["line" if number else "title"])
    top = len(table.above) + 1
    first = _write_headings(sheet, table.columns, top, formats["heading"])
    for number, row in enumerate(table.rows, start=first):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _put(sheet, (number, place), value, column.kind, formats)
    for number, line in enumerate(table.below, start=first + len(table.rows) + 1):
        sheet.write_string(number, 0, line, formats["line"])
    for place, width in enumerate(_widths(table)):
        sheet.set_column(place, place, width)
    _set_up_print(sheet, top, first)


def _write_headings(sheet: Any, columns: Sequence[Column], top: int, shape: Any) -> int:
    """One row of headings, or two where columns stand in groups; returns the row below."""
    bottom = top + any(column.group for column in columns)
    place = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        last = place
        for last, column in enumerate(members, start=place):
            row = bottom if group else top
            _span(sheet, (row, last, bottom, last), column.title, shape)
        if group:
            _span(sheet, (top, place, top, last), group, shape)
        place = last + 1
    return bottom + 1


def _span(sheet: Any, area: tuple[int, int, int, int], text: str, shape: Any) -> None:
    """A heading over these cells; the text is written as text, which merging alone would not."""
    if area[:2] != area[2:]:
        sheet.merge_range(*area, "", shape)
    sheet.write_string(*area[:2], text, shape)


def _put(
    sheet: Any, at: tuple[int, int], value: Cell, kind: Kind, formats: Mapping[str, Any]
) -> None:
    match value:
        case None:
            sheet.write_blank(*at, None, formats[kind.name])
        case str():
            shape = formats[kind.name if kind is Kind.TEXT else "dash"]
            sheet.write_string(*at, value, shape)
        case int() | Decimal():
            sheet.write_number(*at, value, formats[kind.name])


def _widths(table: Table) -> list[int]:
    """What the contents of each column need, within reason; longer texts wrap."""
    widths = []
    for place, column in enumerate(table.columns):
        texts = [row[place] for row in table.rows if isinstance(row[place], str)]
        needed = max(len(text) for text in [column.title, *map(str, texts)]) + 2
        widths.append(min(max(NARROWEST, needed), WIDEST))
    return widths


def _set_up_print(sheet: Any, top: int, first: int) -> None:
    """Landscape F4, one page wide; the headings stay in sight and return on every page."""
    sheet.freeze_panes(first, 0)
    sheet.set_landscape()
    sheet.set_paper(FOLIO)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top, first - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&RHalaman &P dari &N")
