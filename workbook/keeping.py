"""Books kept with an upload: what was read from it, and what the round said before it."""

import hashlib

from workbook import parcel
from workbook.book import Book
from workbook.models import Snapshot, Upload


class NotKept(Exception):
    """There is no such book, or it is not the one that was kept."""


def keep(upload: Upload, kind: Snapshot.Kind, book: Book) -> None:
    """Once for each kind: a check that was begun again keeps what it reads last."""
    content = parcel.encode(book)
    Snapshot.objects.update_or_create(
        upload=upload, kind=kind, defaults={"content": content, "sha256": _hash(content)}
    )


def kept(upload: Upload, kind: Snapshot.Kind) -> Book:
    """Raises NotKept."""
    held = Snapshot.objects.filter(upload=upload, kind=kind).first()
    if held is None or _hash(held.content) != held.sha256:
        raise NotKept
    return parcel.decode(held.content)


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
