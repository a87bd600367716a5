"""Checks an upload in the worker: read, rehearse the load, keep what was found."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.turns import Turn, alone, under_way
from workbook.loading import Unloadable, load
from workbook.models import Upload
from workbook.preview import findings_of
from workbook.reading import Refused, read

TRIES = 3
PATIENCE = timedelta(seconds=10)  # how long a message may be under way before it is sent again
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
    sent_long_ago = Q(sent_at=None) | Q(sent_at__lt=timezone.now() - PATIENCE)
    uploads = Upload.objects.filter(sent_long_ago, status=Upload.Status.RECEIVED).order_by("pk")
    checked = under_way(Turn.UPLOAD)
    return [pk for pk in uploads.values_list("pk", flat=True) if pk not in checked]


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
