"""Checks an upload in the worker: read, rehearse the load, keep what was found."""

from django.db import transaction

from audit.turns import Turn, alone, forgotten
from workbook.book import Book
from workbook.exporting import book_of
from workbook.keeping import keep
from workbook.loading import Unloadable, load
from workbook.models import Snapshot, Upload
from workbook.preview import Findings, findings_of
from workbook.reading import Refused, read
from workbook.rounds import held_round
from workbook.talent_loading import talent_findings

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
    book: Book | None = None
    try:
        if upload.kind == Upload.Kind.TALENT:
            upload.findings = dict(talent_findings(upload))
        else:
            book = _read(upload)
            upload.findings = dict(_find(book, upload))
        upload.status = Upload.Status.CHECKED
    except Refused as refusal:
        upload.status, upload.problem = Upload.Status.REFUSED, str(refusal)[:500]
    _keep(upload, book)


def _read(upload: Upload) -> Book:
    with upload.file.open("rb") as file:
        return read(file.read())


def _find(book: Book, upload: Upload) -> Findings:
    """Compare with what the round says now, then rehearse the load; a fault hides no rows."""
    round_ = held_round(book, upload.agency)
    held = book_of(round_, with_scores=round_.is_archive) if round_ else None
    try:
        loaded = load(book, by=upload.uploaded_by, agencies=[upload.agency], dry_run=True)
    except Unloadable as refusal:
        return findings_of(book, held, refusal.faults)
    return findings_of(book, held, digest=loaded.digest)


@transaction.atomic
def _keep(upload: Upload, book: Book | None) -> None:
    """Unless it was cancelled meanwhile."""
    now = Upload.objects.select_for_update().get(pk=upload.pk)
    if now.status == Upload.Status.RECEIVED:
        upload.save(update_fields=["status", "problem", "findings"])
        if book is not None:
            keep(upload, Snapshot.Kind.READ, book)
