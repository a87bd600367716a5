"""A photo that was uploaded where a PDF is kept: it becomes a page, drawn anew."""

import logging
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from selection.attachments import MEGABYTE, BadFile
from selection.confined import ChildDied, program, run_confined
from selection.pdf_faults import SAFE

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

COMMAND = program("selection.photo_child")
ENDINGS = (".jpg", ".jpeg")
UNREADABLE = (
    f"Foto ini tidak dapat dibaca, atau terlalu besar. {SAFE} Simpan ulang sebagai JPEG biasa atau"
    " sebagai PDF, lalu unggah lagi."
)

log = logging.getLogger(__name__)


def page_of(upload: "UploadedFile[Any]") -> "UploadedFile[Any]":
    """A JPEG as a PDF of the same name; everything else as it is. Raises BadFile."""
    name = upload.name or ""
    if not name.casefold().endswith(ENDINGS):
        return upload
    if upload.size is None or upload.size > settings.ATTACHMENT_LIMIT:
        limit = settings.ATTACHMENT_LIMIT // MEGABYTE
        raise BadFile(f"Foto melebihi {limit} MB. {SAFE} Kecilkan fotonya, lalu unggah lagi.")
    upload.seek(0)
    try:
        page = run_confined(COMMAND, upload.read())
    except ChildDied as death:
        log.warning("Photo reader died with %s", death.status)
        page = b""
    if not page:
        raise BadFile(UNREADABLE)
    return SimpleUploadedFile(f"{PurePath(name).stem}.pdf", page, "application/pdf")
