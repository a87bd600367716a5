"""Documents signed in ink: the scan is bound to the file that was printed, and checked by another.

Beside the document a sheet of signatures is printed, with the file's SHA-256 on it (signature
sheet); who checks the scan types the first letters of that hash from the paper.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from reports.models import Document, Scan, Signatory
from reports.revisions import hashes_of
from reports.turns import CannotSign, lines_of, require_turn, why_not
from selection.attachments import attach
from selection.models import Attachment
from selection.photos import page_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TYPED = 8  # letters of the hash that are read off the paper


@transaction.atomic
def upload(document: Document, file: "UploadedFile[Any]", *, by: User) -> Scan:
    """Keep the scan of a signed paper, or a photo of it, to be checked.

    Raises CannotSign, BadFile.
    """
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if refusal := why_not(locked):
        raise CannotSign(refusal)
    if not any(_waits_for_ink(line) for line in lines_of(locked)):
        raise CannotSign("Tidak ada tanda tangan basah yang ditunggu pada dokumen ini.")
    attachment = attach(document.round, Attachment.Kind.SIGNED_SCAN, page_of(file), by=by)
    if attachment.sha256 in hashes_of(locked):
        raise CannotSign(
            "Berkas ini dokumen itu sendiri, bukan pindaian kertas yang sudah ditandatangani. Tidak"
            " ada yang disimpan. Pindai kertas bertanda tangan, lalu unggah lagi."
        )
    scan = Scan.objects.create(
        document=locked, attachment=attachment, document_sha256=locked.sha256
    )
    _record("reports.scan_uploaded", scan, document, by=by)
    return scan


@transaction.atomic
def accept(scan: Scan, lines: Sequence[Signatory], typed: str, *, by: User) -> Scan:
    """The paper is this document, and these lines are signed on it. Raises CannotSign."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=scan.document_id)
    locked = _unchecked(scan, by)
    if "".join(typed.split()).casefold() != locked.document_sha256[:TYPED]:
        raise CannotSign(
            "Sidik jari yang diketik tidak sama dengan sidik jari dokumen ini. Baca lagi dari"
            " kertasnya. Bila tetap berbeda, kertas itu bukan dokumen ini: tolak pindaiannya."
        )
    if not lines or not all(_waits_for_ink(line) for line in lines):
        raise CannotSign("Pilih siapa yang sudah bertanda tangan pada kertas ini.")
    locked.checked_by, locked.checked_at = by, timezone.now()
    locked.save(update_fields=["checked_by", "checked_at"])
    for line in sorted(lines, key=lambda line: (line.turn, line.pk)):
        require_turn(document, line)
        line.scan, line.signed_at = locked, locked.checked_at
        line.save(update_fields=["scan", "signed_at"])
    names = [line.name for line in lines]
    _record("reports.scan_accepted", locked, scan.document, by=by, signed=names)
    return locked


@transaction.atomic
def refuse(scan: Scan, reason: str, *, by: User) -> Scan:
    """The paper is not this document, or cannot be read. Raises CannotSign."""
    locked = _unchecked(scan, by)
    locked.checked_by, locked.checked_at, locked.refused_reason = by, timezone.now(), reason
    locked.save(update_fields=["checked_by", "checked_at", "refused_reason"])
    _record("reports.scan_refused", locked, scan.document, by=by, reason=reason)
    return locked


def _unchecked(scan: Scan, by: User) -> Scan:
    locked = (
        Scan.objects.select_for_update(of=("self",)).select_related("attachment").get(pk=scan.pk)
    )
    if locked.checked_at:
        raise CannotSign("Pindaian ini sudah diperiksa. Tidak ada yang berubah.")
    if locked.attachment.uploaded_by_id == by.pk:
        raise CannotSign("Pindaian diperiksa oleh orang lain daripada yang mengunggahnya.")
    return locked


def _waits_for_ink(line: Signatory) -> bool:
    return line.method == Signatory.Method.WET and line.signed_at is None


def _record(verb: str, scan: Scan, document: Document, *, by: User, **facts: object) -> None:
    scope = document.round.scope
    hash_ = scan.attachment.sha256
    record(verb, scan, by=by, scope=scope, number=document.number, scan_sha256=hash_, **facts)
