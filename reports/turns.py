"""Whose turn it is to sign a document, and why it may not be signed at all."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from accounts.models import User
from reports.models import Document, Signatory
from reports.models.signatures import SignatoryQuerySet

UNSIGNABLE = {Document.Kind.FORMS, Document.Kind.DOSSIER}  # blank, or a collection


class CannotSign(Exception):
    """Not now, not by this person, or not this document; the message says which."""


def is_signable(document: Document) -> bool:
    """Whether such a document is ever signed."""
    return document.kind not in UNSIGNABLE and document.format == Document.Format.PDF


def why_not(document: Document) -> str:
    """Why nobody may sign this document now; empty where somebody may."""
    obstacles = (
        (not is_signable(document), "Dokumen jenis ini tidak ditandatangani."),
        (document.revoked_at, "Dokumen ini dicabut, sehingga tidak ditandatangani lagi."),
        (document.replaced_by_id, "Dokumen ini sudah diganti. Tandatangani penggantinya."),
        (document.status != Document.Status.READY, "Berkas belum siap. Tunggu sampai “Siap”."),
    )
    return next((words for stands_in_the_way, words in obstacles if stands_in_the_way), "")


def current_turn(lines: Iterable[Signatory]) -> int | None:
    """The turn that signs now: the first in which somebody has not signed yet."""
    return min((line.turn for line in lines if line.signed_at is None), default=None)


def due_for(user: User) -> SignatoryQuerySet:
    """Lines that the user may sign electronically now, in whatever round."""
    open_ = Signatory.objects.in_force().filter(signed_at=None)
    earlier = open_.filter(document=OuterRef("document"), turn__lt=OuterRef("turn"))
    mine = open_.filter(
        user=user,
        method=Signatory.Method.ELECTRONIC,
        document__status=Document.Status.READY,
        document__replaced_by=None,
        document__revoked_at=None,
        document__round__withdrawn_at=None,
    )
    due = mine.exclude(Exists(earlier)).select_related("document")
    return due.order_by("document__number", "pk")


def require_turn(document: Document, line: Signatory) -> None:
    """Nobody signs before his turn, twice, or what does not stand. Raises CannotSign."""
    if refusal := why_not(document):
        raise CannotSign(refusal)
    if line.withdrawn_at or line.document_id != document.pk:
        raise CannotSign("Daftar penanda tangan sudah diubah. Muat ulang halaman dokumen.")
    if line.signed_at:
        raise CannotSign("Baris ini sudah ditandatangani. Tidak ada yang berubah.")
    if current_turn(lines_of(document)) != line.turn:
        raise CannotSign("Belum giliran: penanda tangan sebelumnya belum selesai.")


def lines_of(document: Document) -> Sequence[Signatory]:
    """The lines in force, in the order in which they sign."""
    return list(document.signatories.in_force().for_listing())
