"""The bytes of a document: as it was made, and with every signature after it.

Each signature is appended, so that the file as it was made is the beginning of every later one.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage

from reports.models import Document, Signature
from reports.storing import write_whole


class Damaged(Exception):
    """The stored file is gone or differs from its hash."""


def latest_signature(document: Document, until: datetime | None = None) -> Signature | None:
    """The last signature that was added (until then); lines of one turn sign in any order."""
    signed = document.signatures.filter(state=Signature.State.SIGNED)
    if until:
        signed = signed.filter(finished_at__lte=until)
    return signed.order_by("finished_at", "pk").last()


def content_of(document: Document, until: datetime | None = None) -> bytes:
    """The file as it is handed out: with all its signatures (until then). Raises Damaged."""
    signature = latest_signature(document, until)
    return stored(signature) if signature else stored(document)


def hashes_of(document: Document) -> list[str]:
    """By what the document's files are known: as it was made, then with each signature."""
    signed = document.signatures.filter(state=Signature.State.SIGNED)
    return [document.sha256, *signed.order_by("finished_at", "pk").values_list("sha256", flat=True)]


def stored(row: Document | Signature) -> bytes:
    """The bytes of this row, if they are still those that its hash is of. Raises Damaged."""
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except (OSError, ValueError):
        raise Damaged from None
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise Damaged
    return content


def keep(signature: Signature, content: bytes) -> dict[str, Any]:
    """Write a signed file; what its row then says. The same signature gives the same name."""
    name = f"documents/{signature.document.public_id}-{signature.public_id}.pdf"
    write_whole(Path(default_storage.path(name)), content)
    return {
        "file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
