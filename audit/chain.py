"""Hash chains, stated a second time so that anyone can recompute them.

Link = SHA-256(previous link ‖ UTF-8 of a JSON array of the row's fields), the array as
`json.dumps(fields, ensure_ascii=False)` writes it (one space after each comma). Times stand in
UTC with six decimals of a second and no zone, stored JSON as the text it is stored as. The first
link's predecessor is one zero byte. PostgreSQL writes the same bytes with
`json_build_array(...)::text` (audit/migrations/0002, scoring/migrations/0002).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

START = b"\x00"
Field = str | int | None


@dataclass(frozen=True, slots=True)
class Link:
    """One row as its chain sees it; `number` counts from 1 without gaps."""

    number: int
    fields: Sequence[Field]
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain stops being one, and why, in words for people."""

    number: int
    reason: str


def stamp(moment: datetime) -> str:
    """The text of a time in a chain: `YYYY-MM-DDTHH:MM:SS.ffffff`, UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def digest(prev_hash: bytes, fields: Sequence[Field]) -> bytes:
    """The 32 bytes that a row's contents and its predecessor call for."""
    return hashlib.sha256(
        prev_hash + json.dumps(list(fields), ensure_ascii=False).encode()
    ).digest()


def find_break(links: Iterable[Link], head: tuple[int, bytes] | None = None) -> Break | None:
    """The first broken link, or None where the chain is whole.

    `links` in the order of `number`; `head` is (number, hash) of the newest link as kept apart.
    """
    previous, expected = START, 0
    for link in links:
        expected += 1
        if found := _broken(link, expected, previous):
            return found
        previous = link.hash
    if head is not None and head != (expected, previous):
        return Break(expected, "ujung rantai tidak sama")
    return None


def _broken(link: Link, expected: int, previous: bytes) -> Break | None:
    """What is wrong with one link, given the number and the hash that it should follow."""
    if link.number != expected:
        return Break(expected, "catatan hilang")
    if link.prev_hash != previous:
        return Break(link.number, "tidak menyambung ke catatan sebelumnya")
    if digest(previous, link.fields) != link.hash:
        return Break(link.number, "isi berubah")
    return None
