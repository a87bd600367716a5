"""Signing electronically: once, by the person himself; what is uncertain waits for a person.

The secret goes from the request to the signer and nowhere else. No transaction is open while the
signer works: each step is committed before the next, so that whoever comes later knows how far an
attempt got that was never finished.
"""

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from audit.actions import SYSTEM, Actor
from reports import attempts, revisions, tasks
from reports.attempts import KEPT
from reports.models import Document, Signatory, Signature
from reports.signature_checks import verdict_of
from reports.signing import (
    NotSigned,
    Secret,
    Standing,
    Unanswered,
    Verdict,
    Who,
    only_signs,
    signer,
)
from reports.turns import CannotSign, require_turn

UNFORESEEN = f"Penandatanganan berhenti karena kesalahan yang tidak terduga. {KEPT}"
DAMAGED = "Berkas di penyimpanan hilang atau berubah, sehingga tidak ditandatangani."
NO_SPACE = f"Berkas yang ditandatangani tidak dapat disimpan di server. {KEPT}"
FOREIGN = (
    "Berkas yang dikembalikan bukan kelanjutan berkas yang dikirim, sehingga tidak diterima."
    f" {KEPT}"
)
STANDINGS = {
    Standing.NOBODY: f"Anda belum terdaftar di layanan tanda tangan. {KEPT}",
    Standing.NO_CERTIFICATE: f"Anda belum memiliki sertifikat. {KEPT} Hubungi administrator.",
    Standing.EXPIRED: f"Sertifikat Anda kedaluwarsa. {KEPT} Perbarui dahulu, lalu coba lagi.",
}

log = logging.getLogger(__name__)


def sign(line: Signatory, secret: Secret, *, nik: str = "", by: User) -> Signature:
    """Sign once, and say how it ended. Raises CannotSign where it did not begin."""
    signature = _prepare(line, by=by)
    who = Who(by.public_id.hex, line.name, by.email, nik)
    with _Guarded(signature):
        try:
            _carry_out(signature, who, secret)
        except NotSigned as refusal:
            attempts.fail(signature, str(refusal))
        except Unanswered as silence:
            attempts.stop(signature, str(silence))
        except revisions.Damaged:
            attempts.fail(signature, DAMAGED)
        except OSError:
            log.exception("Signed file of %s could not be stored", signature.pk)
            attempts.stop(signature, NO_SPACE)
    return Signature.objects.select_related("document__round", "signatory").get(pk=signature.pk)


def settle_as_failed(signature: Signature, note: str, *, by: User) -> Signature:
    """Somebody asked the service: it did not sign. Raises CannotSign."""
    unknown, failed = Signature.State.UNKNOWN, Signature.State.FAILED
    facts = {"problem": "Dipastikan tidak ditandatangani oleh layanan.", **_settled(note, by)}
    return attempts.move(signature, unknown, failed, by=by, **facts)


def settle_as_signed(signature: Signature, content: bytes, note: str, *, by: User) -> Signature:
    """Somebody fetched the signed file from the service. Raises CannotSign where it is not it."""
    try:
        base = revisions.content_of(signature.document)
        if not only_signs(base, content) or not _is_signed(content, signature):
            raise CannotSign(
                "Berkas ini bukan dokumen yang dikirim beserta tanda tangannya, sehingga tidak"
                " disimpan. Unduh lagi dari layanan, atau nyatakan tidak ditandatangani."
            )
        return _keep(signature, content, Signature.State.UNKNOWN, by=by, **_settled(note, by))
    except revisions.Damaged:
        raise CannotSign(DAMAGED) from None
    except OSError:
        log.exception("Signed file of %s could not be stored", signature.pk)
        raise CannotSign(NO_SPACE) from None


class _Guarded:
    """Whatever else breaks off ends the attempt. What it says may hold what was sent: it is not
    logged, only its kind is.
    """

    def __init__(self, signature: Signature) -> None:
        self._signature = signature

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        if kind is None or not issubclass(kind, Exception) or issubclass(kind, DatabaseError):
            return False  # without the database nothing can be told; the scheduler ends it
        log.error("Signature %s was stopped by %s", self._signature.pk, kind.__name__)
        attempts.stop(self._signature, UNFORESEEN)
        return True


@transaction.atomic
def _prepare(line: Signatory, *, by: User) -> Signature:
    document = Document.objects.select_for_update(of=("self",)).get(pk=line.document_id)
    line = Signatory.objects.select_for_update(of=("self",)).get(pk=line.pk)
    require_turn(document, line)
    if line.user_id != by.pk or line.method != Signatory.Method.ELECTRONIC:
        raise CannotSign("Baris ini ditandatangani orang lain, atau dengan tinta.")
    latest = revisions.latest_signature(document)
    try:
        with transaction.atomic():
            signature = Signature.objects.create(
                document=document,
                signatory=line,
                service=settings.SIGNING,
                base_sha256=latest.sha256 if latest else document.sha256,
                prepared_at=timezone.now(),
            )
    except IntegrityError:
        raise CannotSign(
            "Dokumen ini sedang ditandatangani, atau satu penandatanganan belum pasti hasilnya."
            " Tidak ada yang dikirim. Tunggu sampai selesai, lalu coba lagi."
        ) from None
    attempts.tell(signature, by=by)
    return signature


def _carry_out(signature: Signature, who: Who, secret: Secret) -> None:
    way = signer(signature.service)
    content = revisions.content_of(signature.document)
    standing = way.status(who)
    if standing in STANDINGS:
        raise NotSigned(STANDINGS[standing])
    prepared, sent = Signature.State.PREPARED, Signature.State.SENT
    under_way = attempts.move(signature, prepared, sent, by=SYSTEM, sent_at=timezone.now())
    reason = f"{under_way.document} ({under_way.signatory.position})"
    signed = way.sign(content, who, secret, reason).content
    if not only_signs(content, signed):
        raise Unanswered(FOREIGN)
    _keep(under_way, signed, sent, by=SYSTEM)


def _keep(
    signature: Signature, content: bytes, before: str, *, by: Actor, **facts: Any
) -> Signature:
    """The signed file stands, and the line is signed; or neither."""
    kept = revisions.keep(signature, content)
    with transaction.atomic():
        done = attempts.move(signature, before, Signature.State.SIGNED, by=by, **kept, **facts)
        done.signatory.signed_at = done.finished_at
        done.signatory.save(update_fields=["signed_at"])
        transaction.on_commit(partial(_send, done.pk))
    return done


def _is_signed(content: bytes, signature: Signature) -> bool:
    """Whether a sound signature was added, under whatever root, up to the last byte."""
    found = signer(signature.service).verify(content, timezone.now())
    before = signature.document.signatures.filter(state=Signature.State.SIGNED).count()
    verdict = verdict_of(found, whole=len(content))
    return len(found) > before and verdict in (Verdict.VALID, Verdict.UNTRUSTED)


def _settled(note: str, by: User) -> dict[str, Any]:
    return {"settled_by": by, "settled_note": note}


def _send(signature_pk: int) -> None:
    """Ring the worker's bell. Without Redis the scheduler comes by."""
    try:
        tasks.verify.delay(signature_pk)
    except OperationalError:
        log.warning("No broker; signature %s waits for the scheduler", signature_pk)
