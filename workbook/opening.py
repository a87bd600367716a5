"""Opens an uploaded workbook in a child process that may die without harm."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from workbook.guard import Refused, admit
from workbook.tables import Table, decode

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-E", "-s", "-m", "workbook.child")
SECONDS = 8  # by the clock; the child itself has five seconds of processor time
PASSED_ON = ("PATH", "LD_LIBRARY_PATH")  # nothing else: the child must know no secret
TOO_HEAVY = (
    "Berkas tidak dapat dibaca dalam batas memori dan waktu yang aman. Tidak ada yang disimpan. "
    "Hapus lembar dan baris yang tidak dipakai, simpan ulang dari Excel, lalu unggah lagi."
)

log = logging.getLogger(__name__)


def open_tables(data: bytes) -> tuple[Table, ...]:
    """The cells of every sheet, or Refused with a message for whoever uploaded the file."""
    admit(data)
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        child = subprocess.run(  # noqa: S603 - a fixed command; the file goes through standard input
            COMMAND,
            input=data,
            capture_output=True,
            cwd=ROOT,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_HEAVY) from error
    if child.returncode != 0:
        log.warning("workbook reader died", extra={"status": child.returncode})
        raise Refused(TOO_HEAVY)
    return _answer(child.stdout)


def _answer(output: bytes) -> tuple[Table, ...]:
    if output.startswith(b'{"refused"'):
        raise Refused(json.loads(output)["refused"])
    return decode(output)
