"""Checks an upload in the worker: read, rehearse the load, keep what was found."""

from django.db import transaction

from accounts.models import User
from audit.turns import Turn, alone, forgotten
from workbook.loading import Unloadable, load
from workbook.models import Upload
from workbook.preview import findings_of
from workbook.reading import Refused, read

TRIES = 3
GAVE_UP = (
    "Berkas tidak dapat diperiksa setelah tiga kali percobaan. Tidak ada yang disimpan. Coba unggah"
    " lagi, atau hubungi sekretariat."
)


def check(upload_pk: int) -> None:
    """Check the upload; who comes while it is being checked, or after, leaves at once."""
    with alone(Turn.UPLOAD, upload_pk) as got:
        if got:
            _check(upload_pk)


def waiting() -> list[int]:
    """Uploads that nobody checks and of which no message is under way."""
    return forgotten(Turn.UPLOAD, Upload.objects.filter(status=Upload.Status.RECEIVED))


def _check(upload_pk: int) -> None:
    upload = Upload.objects.select_related("agency", "uploaded_by").get(pk=upload_pk)
    if upload.status != Upload.Status.RECEIVED:
        return
    upload.attempts += 1
    upload.save(update_fields=["attempts"])
    if upload.attempts > TRIES:
        upload.status, upload.problem = Upload.Status.REFUSED, GAVE_UP
        upload.save(update_fields=["status", "problem"])
        return
    try:
        _find(upload, upload.uploaded_by)
    except Refused as refusal:
        upload.status, upload.problem = Upload.Status.REFUSED, str(refusal)[:500]
    with transaction.atomic():
        upload.save(update_fields=["status", "problem", "findings"])


def _find(upload: Upload, by: User) -> None:
    with upload.file.open("rb") as file:
        book = read(file.read())
    try:
        loaded = load(book, by=by, agencies=[upload.agency], dry_run=True)
    except Unloadable as refusal:
        upload.findings = dict(findings_of(book, None, refusal.faults))
    else:
        upload.findings = dict(findings_of(book, loaded, ()))
    upload.status = Upload.Status.CHECKED
