"""Checks an upload in the worker: read, rehearse the load, keep what was found."""

import logging

from django.db import connection, transaction

from accounts.models import User
from workbook.loading import Unloadable, load
from workbook.models import Upload
from workbook.preview import findings_of
from workbook.reading import Refused, read

LOCK_CLASS = 7301  # advisory locks of uploads; a killed worker's lock goes with its connection
TRIES = 3
GAVE_UP = (
    "Berkas tidak dapat diperiksa setelah tiga kali percobaan. Tidak ada yang disimpan. Coba unggah"
    " lagi, atau hubungi sekretariat."
)

log = logging.getLogger(__name__)


def check(upload_pk: int) -> None:
    """Check the upload once; a second delivery of the same order finds nothing to do."""
    if not _locked(upload_pk, "pg_try_advisory_lock"):
        return
    try:
        _check(upload_pk)
    finally:
        _locked(upload_pk, "pg_advisory_unlock")


def is_being_checked(upload_pk: int) -> bool:
    """Whether some worker holds the upload right now."""
    if _locked(upload_pk, "pg_try_advisory_lock"):
        _locked(upload_pk, "pg_advisory_unlock")
        return False
    return True


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


def _locked(upload_pk: int, function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCK_CLASS, upload_pk])
        return bool(cursor.fetchone()[0])
