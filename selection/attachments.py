"""Files that belong to a round: taken in only after a look inside, given out only unchanged."""

import hashlib
import json
import logging
import re
import unicodedata
import uuid
import weakref
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.models import User
from audit.actions import record
from selection.confined import ChildDied, program, run_confined
from selection.models import Attachment, Round
from selection.pdf_faults import SAFE, WORDS, Fault

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

COMMAND = program("selection.pdf_child")
MEGABYTE = 1024 * 1024
LONGEST_NAME = 150
PDF, END = b"%PDF-", b"%%EOF"
BLANKS = b"\0\t\n\f\r "  # all that may follow the end: a second file behind it would hide there
RESERVED = frozenset('"<>|:*?')
TAIL = re.compile(r"(?:\.pdf|[ .])+$", re.IGNORECASE)
OTHER_TYPES = {
    b"PK\x03\x04": "dokumen Word, Excel, atau arsip ZIP",
    b"\xd0\xcf\x11\xe0": "dokumen Office lama",
    b"\x89PNG": "gambar PNG",
    b"\xff\xd8\xff": "foto JPEG",
    b"MZ": "program komputer",
    b"{\\rtf": "dokumen RTF",
    b"<": "halaman web",
}
LIMITS = {Attachment.Kind.IDEA_PAPER: settings.IDEA_PAPER_LIMIT}  # elsewhere ATTACHMENT_LIMIT

log = logging.getLogger(__name__)


class BadFile(Exception):
    """The file cannot be taken: the message says what is wrong, what is safe and what to do."""


@transaction.atomic
def attach(
    round_: Round, kind: Attachment.Kind, upload: "UploadedFile[Any]", *, by: User
) -> Attachment:
    """Keep a PDF that was looked into. Raises BadFile; then, as when the transaction fails, nothing
    is left, neither row nor file. Whether the person may and the round is open is the caller's.
    """
    content = admitted(upload, limit=LIMITS.get(kind, settings.ATTACHMENT_LIMIT))
    attachment = Attachment(
        round=round_,
        kind=kind,
        name=clean_name(upload.name or ""),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    attachment.file.save(f"{uuid.uuid4().hex}.pdf", ContentFile(content), save=False)
    transaction.on_commit(Written(attachment.file), robust=True)
    attachment.save()
    facts = {"kind": attachment.kind, "sha256": attachment.sha256, "size": attachment.size}
    record("selection.attached", attachment, by=by, scope=round_.scope, **facts)
    return attachment


def admitted(upload: "UploadedFile[Any]", *, limit: int) -> bytes:
    """The bytes of a harmless PDF within the limit (bytes). Raises BadFile."""
    if upload.size is None or upload.size > limit:
        raise BadFile(
            f"Berkas melebihi {limit // MEGABYTE} MB. {SAFE} Kecilkan gambarnya atau simpan dengan"
            " ukuran lebih kecil, lalu unggah lagi."
        )
    if not (upload.name or "").casefold().endswith(".pdf"):
        raise BadFile(
            f"Nama berkas ini tidak berakhiran .pdf. {SAFE} Simpan sebagai PDF dari aplikasi"
            " asalnya dengan nama yang berakhiran .pdf, lalu unggah lagi."
        )
    upload.seek(0)
    content: bytes = upload.read()
    if not content:
        raise BadFile(f"Berkas ini kosong. {SAFE} Pilih berkas PDF yang berisi, lalu unggah lagi.")
    if not content.startswith(PDF):
        raise BadFile(
            f"Berkas ini bukan PDF{_really(content)}. {SAFE} Simpan sebagai PDF dari aplikasi"
            " asalnya; mengganti akhiran nama saja tidak cukup."
        )
    if not content.rstrip(BLANKS).endswith(END):
        raise BadFile(WORDS[Fault.BROKEN])
    if fault := _fault(content):
        raise BadFile(WORDS[fault])
    return content


class Written:
    """Removes a file again unless its transaction commits.

    Django calls what waits for a commit, and forgets it when the transaction (or the part of it
    that asked) is taken back: forgotten here means removed.
    """

    def __init__(self, file: Any) -> None:
        self._removal = weakref.finalize(self, file.storage.delete, file.name)
        self._removal.atexit = False

    def __call__(self) -> None:
        self._removal.detach()


def answer(attachment: Attachment, *, name: str = "") -> HttpResponse:
    """The file as a download, under another `name` where its own would tell too much.

    A file that is gone or differs from its hash is not sent: the answer says so (409), and so does
    the log. Whether the person may read it is the caller's.
    """
    content = content_of(attachment)
    if content is None:
        log.error("attachment %s differs from its hash", attachment.public_id)
        return HttpResponse(
            render_to_string("selection/changed_file.html", {"attachment": attachment}), status=409
        )
    headers = {
        "Content-Disposition": content_disposition_header(
            as_attachment=True, filename=clean_name(name or attachment.name)
        ),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def content_of(attachment: Attachment) -> bytes | None:
    """The bytes, if they are still those that were handed in; else None."""
    try:
        with attachment.file.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == attachment.sha256 else None


def clean_name(name: str) -> str:
    """A file name as a line of text: no folders, nothing invisible, no other type than .pdf."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(" " if _is_unfit(letter) else letter for letter in last)
    stem = TAIL.sub("", " ".join(visible.split())).lstrip(" .")
    stem = TAIL.sub("", stem[: LONGEST_NAME - len(".pdf")])
    return f"{stem or 'berkas'}.pdf"


def _is_unfit(letter: str) -> bool:
    """Controls, spaces of every width, marks that turn text around, what systems reserve."""
    return unicodedata.category(letter)[0] in "CZ" or letter in RESERVED


def _really(content: bytes) -> str:
    """What a file is that says it is a PDF, where its first bytes tell."""
    start = content.lstrip()
    found = (words for mark, words in OTHER_TYPES.items() if start.startswith(mark))
    return f", melainkan {words}" if (words := next(found, "")) else ""


def _fault(content: bytes) -> Fault | None:
    """What the child found."""
    try:
        said = json.loads(run_confined(COMMAND, content))
    except ChildDied as death:
        log.warning("PDF reader died with %s", death.status)
        return Fault.HEAVY
    return Fault(said["refused"]) if "refused" in said else None
