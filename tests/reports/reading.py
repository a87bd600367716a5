"""Reading a PDF back."""

from io import BytesIO

from pypdf import PdfReader

from reports.recommendation import pieces_of


def html_of(report):
    """All pieces of a recommendation report, as they go to the engine."""
    return "".join(piece.html for piece in pieces_of(report))


def pages_of(content):
    """The text of every page, each in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def text_of(content):
    return " ".join(pages_of(content))


def paper_of(content):
    """Width and height of the first page in millimetres."""
    box = PdfReader(BytesIO(content)).pages[0].mediabox
    return tuple(round(float(side) * 25.4 / 72) for side in (box.width, box.height))
