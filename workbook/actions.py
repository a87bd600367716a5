import hashlib
import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import Agency, User
from audit.actions import record
from workbook import tasks
from workbook.loading import Loaded, load
from workbook.models import Upload
from workbook.reading import read

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

log = logging.getLogger(__name__)


class NotApplicable(Exception):
    """The upload has faults, was applied, or was cancelled."""


@transaction.atomic
def receive(file: "UploadedFile[Any]", agency: Agency, *, by: User) -> Upload:
    """Keep the bytes with their SHA-256 and order their check; nothing has opened the file yet."""
    content = file.read()
    upload = Upload(
        agency=agency,
        uploaded_by=by,
        uploaded_at=timezone.now(),
        sent_at=timezone.now(),
        name=(file.name or "berkas.xlsx")[-200:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    file.seek(0)
    upload.file.save(f"{upload.public_id}.xlsx", file, save=False)
    upload.save()
    record("workbook.received", upload, by=by, scope=agency.scope, sha256=upload.sha256)
    transaction.on_commit(lambda: _send(upload.pk))
    return upload


@transaction.atomic
def apply(upload: Upload, *, by: User) -> Loaded:
    """Load what was checked, in one transaction. Raises NotApplicable, Unloadable."""
    locked = _lock(upload)
    if locked.status != Upload.Status.CHECKED or locked.findings.get("fault_count"):
        raise NotApplicable("Berkas ini belum dapat diterapkan. Tidak ada yang disimpan.")
    with locked.file.open("rb") as file:
        book = read(file.read())
    loaded = load(book, by=by, agencies=[locked.agency])
    locked.status = Upload.Status.APPLIED
    locked.round = loaded.round
    locked.applied_at, locked.applied_by = timezone.now(), by
    locked.save(update_fields=["status", "round", "applied_at", "applied_by"])
    record("workbook.applied", locked, by=by, scope=locked.agency.scope, sha256=locked.sha256)
    return loaded


@transaction.atomic
def cancel(upload: Upload, *, by: User) -> None:
    """Set the upload aside; it can no longer be applied."""
    locked = _lock(upload)
    if locked.status not in (Upload.Status.RECEIVED, Upload.Status.CHECKED):
        raise NotApplicable("Impor ini sudah selesai dan tidak dapat dibatalkan.")
    locked.status = Upload.Status.CANCELLED
    locked.save(update_fields=["status"])
    record("workbook.cancelled", locked, by=by, scope=locked.agency.scope)


def _lock(upload: Upload) -> Upload:
    locked = Upload.objects.select_for_update(of=("self",)).select_related("agency")
    return locked.get(pk=upload.pk)


def _send(upload_pk: int) -> None:
    """Ring the worker's bell. Without Redis the order stands; the scheduler sends it again."""
    try:
        tasks.check.delay(upload_pk)
    except OperationalError:
        log.warning("No broker; upload %s waits for the scheduler", upload_pk)
