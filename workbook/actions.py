import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import Agency, User
from audit.actions import Actor, record
from audit.models import Event
from candidates.models import TalentImport
from candidates.talent_pool import put_talent
from selection.actions import withdraw_round
from selection.models import Round
from workbook import tasks
from workbook.book import Book
from workbook.exporting import book_of
from workbook.gate import Line
from workbook.keeping import NotKept, keep, kept
from workbook.loaded import Loaded
from workbook.loading import Unloadable, load
from workbook.models import Snapshot, Upload
from workbook.rounds import held_round
from workbook.talent_loading import talent_file
from workbook.undoing import INSTEAD, why_not, work_since

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

log = logging.getLogger(__name__)


NOT_YET = "Berkas ini belum dapat diterapkan. Tidak ada yang disimpan."
MOVED_ON = "Putaran berubah sejak berkas diperiksa. Tidak ada yang disimpan. Unggah berkas lagi."
NOT_EXACT = (
    "Isi putaran sebelum impor tidak dapat dikembalikan dengan tepat. Tidak ada yang berubah. "
    "Untuk memperbaiki isi putaran, unggah berkas yang benar."
)


class NotApplicable(Exception):
    """The upload has faults, was applied, was cancelled, or would do what nobody was shown."""


class NotUndoable(Exception):
    """The import was taken back, is too old, or something was built on it."""


@transaction.atomic
def receive(
    file: "UploadedFile[Any]", agency: Agency, *, by: User, as_of: date | None = None
) -> Upload:
    """Keep the bytes with their SHA-256 and order their check; nothing has opened the file yet.

    With the day of its data (`as_of`) the file is an export of the talent pool.
    """
    content = file.read()
    upload = Upload(
        kind=Upload.Kind.ROUND if as_of is None else Upload.Kind.TALENT,
        as_of=as_of,
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
    """Load what the worker read and staff saw, in one transaction; the file stays closed.

    Raises NotApplicable.
    """
    locked = _lock(upload)
    _require_faultless(locked, Upload.Kind.ROUND)
    try:
        book = kept(locked, Snapshot.Kind.READ)
        before = _before(locked, book)
        loaded = load(book, by=by, agencies=[locked.agency])
    except NotKept as lost:
        raise NotApplicable(NOT_YET) from lost
    except Unloadable as refusal:
        raise NotApplicable(MOVED_ON) from refusal
    if loaded.digest != locked.findings.get("digest"):
        raise NotApplicable(MOVED_ON)
    _settle(locked, loaded, before, by=by)
    record("workbook.applied", locked, by=by, scope=locked.agency.scope, sha256=locked.sha256)
    return loaded


@transaction.atomic
def apply_talent(upload: Upload, *, by: User) -> tuple[TalentImport, bool]:
    """Put the checked export into the pool. True where it is new. Raises NotApplicable and
    candidates.talent_pool.NotImportable.
    """
    locked = _lock(upload)
    _require_faultless(locked, Upload.Kind.TALENT)
    saved, is_new = put_talent(locked.agency, talent_file(locked), by=by)
    locked.status, locked.talent_import = Upload.Status.APPLIED, saved
    locked.applied_at, locked.applied_by = timezone.now(), by
    locked.save(update_fields=["status", "talent_import", "applied_at", "applied_by"])
    record("workbook.applied", locked, by=by, scope=locked.agency.scope, sha256=locked.sha256)
    return saved, is_new


@transaction.atomic
def undo(upload: Upload, *, by: User) -> Round:
    """Make the round say again what it said before the import. Raises NotUndoable.

    A round that the import made is withdrawn with all its rows; nothing is deleted.
    """
    locked = _lock(upload)
    _require_undoable(why_not(locked))
    assert locked.round is not None, "what was applied has a round"
    round_ = Round.objects.locked().get(pk=locked.round.pk)
    begun = record("workbook.undone", locked, by=by, scope=round_.scope, sha256=locked.sha256)
    begun.refresh_from_db(fields=["seq"])  # from here on nobody else writes into this trail
    _require_undoable(work_since(locked, before=begun.seq))
    _take_back(locked, round_, by=by)
    locked.status = Upload.Status.UNDONE
    locked.undone_at, locked.undone_by = timezone.now(), by
    locked.save(update_fields=["status", "undone_at", "undone_by"])
    record("workbook.undone", locked, by=by, scope=locked.agency.scope, sha256=locked.sha256)
    return Round.objects.get(pk=round_.pk)


@transaction.atomic
def cancel(upload: Upload, *, by: User) -> None:
    """Set the upload aside; it can no longer be applied."""
    locked = _lock(upload)
    if locked.status not in (Upload.Status.RECEIVED, Upload.Status.CHECKED):
        raise NotApplicable("Impor ini sudah selesai dan tidak dapat dibatalkan.")
    locked.status = Upload.Status.CANCELLED
    locked.save(update_fields=["status"])
    record("workbook.cancelled", locked, by=by, scope=locked.agency.scope)


@transaction.atomic
def note_gate(round_: Round, lines: Sequence[Line], ticks: Mapping[str, str], *, by: Actor) -> None:
    """Keep in the trail what the gate of a scoring day found, and who said what they saw."""
    failed = [line.title for line in lines if not line.passes]
    facts = {"passed": len(lines) - len(failed), "failed": failed, "ticks": dict(ticks)}
    record("workbook.day_checked", round_, by=by, scope=round_.scope, **facts)


def _require_faultless(upload: Upload, kind: Upload.Kind) -> None:
    checked = upload.kind == kind and upload.status == Upload.Status.CHECKED
    if not checked or upload.findings.get("fault_count"):
        raise NotApplicable(NOT_YET)


def _before(upload: Upload, book: Book) -> Book | None:
    """What the round says now, if there is one that an import may change."""
    round_ = held_round(book, upload.agency)
    return book_of(round_) if round_ and round_.is_draft else None


def _settle(upload: Upload, loaded: Loaded, before: Book | None, *, by: User) -> None:
    round_ = loaded.round
    assert round_ is not None, "this was no rehearsal"
    upload.status, upload.round = Upload.Status.APPLIED, round_
    upload.applied_at, upload.applied_by = timezone.now(), by
    if loaded.changed_anything:
        upload.left_at_seq = Event.objects.filter(scope=round_.scope).aggregate(n=Max("seq"))["n"]
    upload.save(update_fields=["status", "round", "applied_at", "applied_by", "left_at_seq"])
    if before is not None:
        keep(upload, Snapshot.Kind.BEFORE, before)


def _require_undoable(reason: str) -> None:
    if reason:
        raise NotUndoable(f"{reason} {INSTEAD}")


def _take_back(upload: Upload, round_: Round, *, by: User) -> None:
    if not upload.snapshots.filter(kind=Snapshot.Kind.BEFORE).exists():  # the import made it
        load(Book(round=book_of(round_).round), by=by, agencies=[upload.agency])
        withdraw_round(round_, by=by)
        return
    try:
        before = kept(upload, Snapshot.Kind.BEFORE)
        load(before, by=by, agencies=[upload.agency])
    except (NotKept, Unloadable) as lost:
        raise NotUndoable(NOT_EXACT) from lost
    if book_of(Round.objects.get(pk=round_.pk)) != before:
        raise NotUndoable(NOT_EXACT)


def _lock(upload: Upload) -> Upload:
    locked = Upload.objects.select_for_update(of=("self",)).select_related("agency", "round")
    return locked.get(pk=upload.pk)


def _send(upload_pk: int) -> None:
    """Ring the worker's bell. Without Redis the order stands; the scheduler sends it again."""
    try:
        tasks.check.delay(upload_pk)
    except OperationalError:
        log.warning("No broker; upload %s waits for the scheduler", upload_pk)
