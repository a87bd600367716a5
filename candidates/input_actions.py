"""Taking in what the public tells about a candidate. How it is verified: input_verifying."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions import record
from candidates.input_secrecy import Identity, code_of, keyed_hash, lock, lock_identity
from candidates.models import InputSubject, PublicInput
from selection.attachments import BadFile, Written, admitted, clean_name
from selection.models import Round
from selection.pdf_faults import SAFE
from selection.photos import page_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SHOWN_FOR = timedelta(minutes=15)  # a receipt, to a browser that lost its first answer
LEAST, MOST = 50, 2000
TAKEN = (".pdf", ".jpg", ".jpeg")


class InputClosed(Exception):
    """The window takes no input now; nothing was stored."""


class SentBefore(Exception):
    """Another input came by this form already; this one was not stored."""


class Anybody:
    """Who sends input: the trail names nobody."""

    pk = None

    def get_full_name(self) -> str:
        return "masyarakat"


@dataclass(frozen=True, slots=True)
class Given:
    """What a form said. `form`: the secret of that form, by which it counts once."""

    text: str
    identity: Identity
    medium: str
    is_confidential: bool
    upload: "UploadedFile[Any] | None"
    form: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender keeps. `code` is empty once it was shown long enough."""

    number: str
    code: str

    @property
    def whole(self) -> str:
        return f"{self.number}-{self.code}" if self.code else self.number


def receive(subject: InputSubject, given: Given) -> Receipt:
    """Store it, once for each form. Raises InputClosed, SentBefore and BadFile; then nothing is."""
    if receipt := _receipt_of(given):
        return receipt
    if not subject.window.takes_input(timezone.now()):
        raise InputClosed
    content = _looked_into(given.upload) if given.upload else b""
    try:
        stored = _store(subject, given, content)
    except IntegrityError:
        if receipt := _receipt_of(given):  # its twin was faster
            return receipt
        raise
    return Receipt(stored.number, code_of(given.form))


def scope_of(round_: Round) -> str:
    """The audit chain of a round's input, apart from the one that panel and staff read."""
    return f"inputs:{round_.code}"


def _receipt_of(given: Given) -> Receipt | None:
    """Of what came by this form before."""
    stored = PublicInput.objects.filter(form_hash=keyed_hash("form", given.form)).first()
    if stored is None:
        return None
    if stored.text != given.text:
        raise SentBefore
    is_fresh = timezone.now() - stored.received_at < SHOWN_FOR
    return Receipt(stored.number, code_of(given.form) if is_fresh else "")


@transaction.atomic
def _store(subject: InputSubject, given: Given, content: bytes) -> PublicInput:
    window = subject.window
    stored = PublicInput(
        subject=subject,
        number=_new_number(),
        code_hash=keyed_hash("receipt", code_of(given.form)),
        form_hash=keyed_hash("form", given.form),
        text=given.text,
        is_confidential=given.is_confidential,
        medium=given.medium,
        identity=lock_identity(given.identity),
        received_at=timezone.now(),
    )
    if given.upload:
        stored.file_name = clean_name(given.upload.name or "")
        stored.file_sha256 = hashlib.sha256(content).hexdigest()
        stored.file.save(uuid.uuid4().hex, ContentFile(lock(content)), save=False)
        transaction.on_commit(Written(stored.file), robust=True)
    stored.save()
    record("candidates.input_received", stored, by=Anybody(), scope=scope_of(window.round))
    return stored


def _looked_into(upload: "UploadedFile[Any]") -> bytes:
    """The bytes of a harmless PDF; a photo becomes one, drawn anew. Raises BadFile."""
    if not (upload.name or "").casefold().endswith(TAKEN):
        raise BadFile(f"Berkas ini bukan PDF atau JPG. {SAFE} Pilih berkas PDF atau foto JPG.")
    return admitted(page_of(upload), limit=settings.ATTACHMENT_LIMIT)


def _new_number() -> str:
    """Random, so that a number does not tell how many there are."""
    year = timezone.localdate().year
    while True:
        number = f"M-{year}-{secrets.randbelow(1_000_000):06}"
        if not PublicInput.objects.filter(number=number).exists():
            return number
