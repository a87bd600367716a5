"""A document that no longer holds: revoked with a reason, or replaced by a new one."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from reports.actions import order_again
from reports.models import Document


class CannotRevoke(Exception):
    """The document stays as it is; the message says why."""


@transaction.atomic
def revoke(document: Document, reason: str, *, by: User) -> Document:
    """Say of a finished document that it no longer holds. Raises CannotRevoke."""
    locked = _standing(document)
    if not reason.strip():
        raise CannotRevoke("Tulis alasan pencabutan, lalu kirim lagi. Dokumen belum berubah.")
    locked.revoked_by, locked.revoked_at = by, timezone.now()
    locked.revoked_reason = reason.strip()
    locked.save(update_fields=["revoked_by", "revoked_at", "revoked_reason"])
    scope, reason = locked.round.scope, locked.revoked_reason
    record(
        "reports.document_revoked", locked, by=by, scope=scope, number=locked.number, reason=reason
    )
    return locked


@transaction.atomic
def replace(document: Document, *, by: User) -> Document:
    """Order the same document anew; once that is ready this one says so. Raises CannotRevoke.

    Who asks twice while the new one is being made gets that one.
    """
    locked = _standing(document)
    waiting = locked.replaced_by
    if waiting and not waiting.is_settled:
        return waiting
    locked.replaced_by = order_again(locked, by=by)
    locked.save(update_fields=["replaced_by"])
    scope, following = locked.round.scope, locked.replaced_by.number
    record("reports.document_replaced", locked, by=by, scope=scope, replacement=following)
    return locked.replaced_by


def _standing(document: Document) -> Document:
    """The row, locked. Raises CannotRevoke unless it is finished and holds."""
    documents = Document.objects.select_for_update(of=("self",)).select_related("round")
    locked = documents.get(pk=document.pk)
    if locked.status != Document.Status.READY:
        raise CannotRevoke("Dokumen ini belum siap, sehingga tidak ada yang dicabut atau diganti.")
    if locked.is_announcement:
        raise CannotRevoke("Pengumuman diganti atau dicabut dengan pengumuman baru.")
    if locked.revoked_at:
        raise CannotRevoke("Dokumen ini sudah dicabut. Pesan dokumen baru bila masih diperlukan.")
    if locked.is_replaced:
        raise CannotRevoke(f"Dokumen ini sudah diganti oleh {locked.replaced_by}.")
    return locked
