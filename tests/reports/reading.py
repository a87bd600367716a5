"""Reading a PDF back."""

from io import BytesIO

from pypdf import PdfReader


def pages_of(content):
    """The text of every page, each in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def text_of(content):
    return " ".join(pages_of(content))


def paper_of(content):
    """Width and height of the first page in millimetres."""
    box = PdfReader(BytesIO(content)).pages[0].mediabox
    return tuple(round(float(side) * 25.4 / 72) for side in (box.width, box.height))
