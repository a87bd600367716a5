"""What anybody may learn about a document whose code he holds: what it is, and whether it holds."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from decisions.models import Announcement
from reports.models import Document
from reports.revisions import hashes_of

OPEN = frozenset(
    {
        Document.Kind.MINUTES,
        Document.Kind.PLENARY,
        Document.Kind.ATTENDANCE,
        Document.Kind.ANNOUNCEMENT,
    }
)
"""Kinds without a secret in them. Of all others a stranger learns kind, number, date and state."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of a document in words: `kind` and `icon` as a badge takes them."""

    kind: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What the page shows. `traits` and `title` are empty where the document is confidential."""

    document: Document
    title: str
    traits: tuple[str, ...]
    verdict: Verdict
    successor: Announcement | None
    hashes: tuple[str, ...]
    """SHA-256 of every genuine file: as it was made, and with each signature."""

    @property
    def is_open(self) -> bool:
        return self.document.kind in OPEN


def address_of(document: Document) -> str:
    """Where its paper leads: `https://seleksi.kota.go.id/p/7xQm2K…/`"""
    return f"{settings.BASE_URL}{reverse('reports:verify', args=[document.code])}"


def published(code: str) -> Document | None:
    """The document of this code. One that was never finished is as unknown as a wrong code."""
    documents = Document.objects.select_related(
        "round__agency", "closing", "result", "replaced_by", "announcement"
    )
    return documents.filter(code=code, status=Document.Status.READY).first()


def verification_of(document: Document) -> Verification:
    is_open = document.kind in OPEN
    return Verification(
        document=document,
        title=document.round.title if is_open else "",
        traits=tuple(document.traits) if is_open else (),
        verdict=verdict_of(document),
        successor=successor_of(document.announcement) if document.announcement else None,
        hashes=tuple(hashes_of(document)),
    )


def verdict_of(document: Document) -> Verdict:
    """What became of it; of an announcement, what became of that."""
    if document.announcement:
        return fate_of(successor_of(document.announcement))
    return _own_verdict(document)


def _own_verdict(document: Document) -> Verdict:
    """Revoked before replaced: who was told to throw a paper away must not take up another."""
    if document.revoked_at:
        return Verdict("err", "x", "Dicabut")
    if document.is_replaced:
        return Verdict("warn", "tukar", f"Diganti oleh {document.replaced_by}")
    if document.is_outdated:
        return Verdict("warn", "tukar", "Ada hasil yang lebih baru")
    return Verdict("ok", "cekb", "Berlaku")


def successor_of(announcement: Announcement) -> Announcement | None:
    """The published announcement that took this one's place."""
    return next((row for row in announcement.successors.all() if row.is_published), None)


def fate_of(successor: Announcement | None) -> Verdict:
    """What became of an announcement whose place this one took, or nothing did."""
    if successor is None:
        return Verdict("ok", "cekb", "Berlaku")
    if successor.kind == Announcement.Kind.REVOCATION:
        return Verdict("err", "x", "Dicabut")
    return Verdict("warn", "tukar", "Diganti")
