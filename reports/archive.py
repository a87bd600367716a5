"""A ZIP that is the same for the same files, with a list by which `sha256sum -c` checks them."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils import timezone

READABLE = 0o644 << 16  # as ZIP keeps the rights of a file


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    content: bytes


def archived(entries: Sequence[Entry], *, sums: str, at: datetime) -> bytes:
    """The entries in their order, and after them their SHA-256 in a file named `sums`."""
    lines = "".join(f"{hashlib.sha256(e.content).hexdigest()}  {e.name}\n" for e in entries)
    moment = timezone.localtime(at).timetuple()[:6]
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in (*entries, Entry(sums, lines.encode())):
            told = zipfile.ZipInfo(entry.name, date_time=moment)
            told.compress_type = zipfile.ZIP_DEFLATED
            told.create_system = 3  # of Unix, whichever machine writes it
            told.external_attr = READABLE
            archive.writestr(told, entry.content)
    return target.getvalue()
