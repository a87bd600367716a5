"""Reads an uploaded workbook in a child process that may die without harm."""

import json
import logging

from selection.confined import ChildDied, program, run_confined
from workbook import parcel
from workbook.book import Book
from workbook.guard import Refused, require_type
from workbook.tables import Table, decode

EVERY = "every"
COMMAND = program("workbook.child")
SECONDS = 5  # by the clock; the child's processor time is limited to the same
LONGEST_ANSWER = parcel.LONGEST
TOO_HEAVY = (
    "Berkas tidak dapat dibaca dalam batas memori dan waktu yang aman. Tidak ada yang disimpan. "
    "Hapus lembar dan baris yang tidak dipakai, simpan ulang dari Excel, lalu unggah lagi."
)
TOO_SLOW = (
    "Berkas tidak selesai dibaca dalam lima detik. Tidak ada yang disimpan. Bila berkas ini wajar, "
    "server mungkin sedang sibuk: unggah lagi beberapa menit kemudian. Bila tetap ditolak, hapus "
    "lembar dan baris yang tidak dipakai."
)

log = logging.getLogger(__name__)


def open_book(data: bytes, *, seconds: int | None = None) -> Book:
    """What the file says and what is wrong with it, or Refused with a message for people.

    All that depends on what is in the file (unpacking, parsing, typing, comparing) is the
    child's; here its answer, which has a greatest length, becomes a book again. `seconds`: where
    nobody waits before a page, how long it may take.
    """
    return parcel.decode(_read(data, COMMAND, seconds))


def open_tables(data: bytes, *, seconds: int | None = None) -> tuple[Table, ...]:
    """The cells of every sheet, or Refused with a message for people."""
    return decode(_read(data, (*COMMAND, EVERY), seconds))


def _read(data: bytes, command: tuple[str, ...], seconds: int | None) -> bytes:
    require_type(data)
    try:
        answer = run_confined(command, data, seconds=seconds or SECONDS)
    except ChildDied as death:
        log.warning("workbook reader died", extra={"status": death.status})
        raise Refused(TOO_SLOW if death.status is None else TOO_HEAVY) from death
    if len(answer) > LONGEST_ANSWER:
        raise Refused(TOO_HEAVY)
    if answer.startswith(b'{"refused"'):
        raise Refused(json.loads(answer)["refused"])
    return answer
