"""Opens an uploaded workbook in a child process that may die without harm."""

import json
import logging

from selection.confined import SECONDS, ChildDied, program, run_confined
from workbook.guard import Refused, admit
from workbook.tables import Table, decode

COMMAND = program("workbook.child")
TOO_HEAVY = (
    "Berkas tidak dapat dibaca dalam batas memori dan waktu yang aman. Tidak ada yang disimpan. "
    "Hapus lembar dan baris yang tidak dipakai, simpan ulang dari Excel, lalu unggah lagi."
)

log = logging.getLogger(__name__)


def open_tables(data: bytes) -> tuple[Table, ...]:
    """The cells of every sheet, or Refused with a message for whoever uploaded the file."""
    admit(data)
    try:
        return _answer(run_confined(COMMAND, data, seconds=SECONDS))
    except ChildDied as death:
        log.warning("workbook reader died", extra={"status": death.status})
        raise Refused(TOO_HEAVY) from death


def _answer(output: bytes) -> tuple[Table, ...]:
    if output.startswith(b'{"refused"'):
        raise Refused(json.loads(output)["refused"])
    return decode(output)
