"""The mark by which a document on paper is found again: a QR code and its address in letters."""

from dataclasses import dataclass

import segno
from django.conf import settings

from reports.models import Document

MASK = 2  # any of the eight can be read; trying them all takes a fifth of the time of the paper


@dataclass(frozen=True, slots=True)
class Squares:
    """A QR code: `path` draws its dark squares, `side` squares wide."""

    side: int
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on the paper: the code, and the address as people type it."""

    squares: Squares
    words: str


def mark_of(document: Document) -> Mark | None:
    """The mark of a numbered document; a preview has none, because nobody could find it again."""
    if not document.number:
        return None
    address = f"{settings.BASE_URL}/p/{document.code}/"
    return Mark(squares_of(address), address.rsplit("://", maxsplit=1)[-1])


def squares_of(text: str) -> Squares:
    """The text for a scanner, in the finest code that survives a bad copier (level M)."""
    matrix = segno.make(text, error="m", micro=False, mask=MASK).matrix
    dark = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return Squares(side=len(matrix), path="".join(dark))
