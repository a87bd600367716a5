"""Reads a round workbook: typed rows of every sheet, and every fault of all of them at once."""

from workbook.assembling import assemble
from workbook.book import Book, Fault
from workbook.guard import Refused
from workbook.opening import open_book

__all__ = ["Book", "Fault", "Refused", "assemble", "read"]


def read(data: bytes, *, seconds: int | None = None) -> Book:
    """What the file says and what is wrong with it; raises Refused if it cannot be read at all."""
    return open_book(data, seconds=seconds)
