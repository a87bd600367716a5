"""An empty SIMATA-style export, for agencies whose data come from a table of their own."""

from io import BytesIO

import xlsxwriter

from candidates.simata import COLUMNS, NIP
from candidates.simata_career import POST_SINCE

SHEET = "Data Talenta"
WIDTH = 18


def empty_export() -> bytes:
    """The columns as the import knows them; NIP as text, so that Excel keeps its digits."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        formats = {NIP: text, POST_SINCE: day}
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 2)
        for place, name in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTH, formats.get(name))
            sheet.write_string(0, place, name, bold)
    return file.getvalue()
