"""The mark by which a document on paper is found again: a QR code and its address in letters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

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
    bars = [bar for y, row in enumerate(matrix) for bar in _bars(y, row)]
    return Squares(side=len(matrix), path="".join(bars))


def _bars(y: int, row: Iterable[int]) -> Iterator[str]:
    """The dark stretches of a row, each drawn in one stroke: a third of the size of single dots."""
    x = 0
    for is_dark, stretch in groupby(row):
        width = len(list(stretch))
        if is_dark:
            yield f"M{x} {y}h{width}v1h-{width}z"
        x += width
