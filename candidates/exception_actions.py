"""Setting a requirement aside: asked for by staff, decided by the head of BKPSDM."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.sameness import same_person
from audit.actions import record
from candidates.cells import Cell
from candidates.drafting import lock_draft
from candidates.eligibility import ExceptionRefused
from candidates.judging import judged_of
from candidates.models import Nomination, RequirementException
from selection.attachments import attach
from selection.models import Attachment

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SAME_PERSON = (
    "Pengecualian harus disetujui orang lain. Anda yang mengajukan. Pengajuan tetap tersimpan."
)


@dataclass(frozen=True, slots=True)
class Request:
    """Why a requirement should not count, and the document (a PDF) that carries it."""

    reason: str
    document_name: str
    upload: "UploadedFile[Any]"


@transaction.atomic
def request_exception(
    nomination: Nomination, code: str, request: Request, *, by: User
) -> RequirementException:
    """Ask that a requirement be set aside for one nomination.

    Raises RoundFrozen, BadFile, ExceptionRefused where something is missing or there is nothing
    to except.
    """
    round_ = lock_draft(nomination.candidate.round)
    reason, document = request.reason.strip(), request.document_name.strip()
    if not reason or not document:
        raise ExceptionRefused(
            "Pengecualian belum lengkap dan belum diajukan. Isi alasan dan dokumennya."
        )
    cell = _cell(nomination, code)
    if not cell.may_be_excepted:
        raise ExceptionRefused(
            "Syarat ini sudah terpenuhi, atau pengecualiannya sudah diajukan. Tidak ada yang"
            " berubah."
        )
    asked = RequirementException.objects.create(
        nomination=nomination,
        code=code,
        title=cell.title,
        reason=reason,
        document_name=document,
        document=attach(round_, Attachment.Kind.EXCEPTION, request.upload, by=by),
        requested_by=by,
        requested_at=timezone.now(),
    )
    facts = {"code": code, "vacancy": nomination.vacancy.code}
    record("candidates.exception_requested", asked, by=by, scope=round_.scope, **facts)
    return asked


def approve_exception(asked: RequirementException, *, note: str, by: User) -> RequirementException:
    """Let the requirement count as met, visibly, for ever.

    Raises RoundFrozen, ExceptionRefused for whoever asked, or when it was decided already.
    """
    return _decide(asked, RequirementException.Decision.APPROVED, note, by)


def return_exception(asked: RequirementException, *, note: str, by: User) -> RequirementException:
    """Send the request back; it may be asked for again.

    Raises RoundFrozen, ExceptionRefused without a note, for whoever asked, or when decided.
    """
    if not note.strip():
        raise ExceptionRefused(
            "Pengembalian memerlukan catatan. Pengajuan belum berubah. Tuliskan apa yang kurang."
        )
    return _decide(asked, RequirementException.Decision.RETURNED, note, by)


@transaction.atomic
def _decide(
    asked: RequirementException, decision: str, note: str, by: User
) -> RequirementException:
    round_ = lock_draft(asked.nomination.candidate.round)
    rows = RequirementException.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.select_related("requested_by", "nomination__candidate").get(pk=asked.pk)
    if same_person(locked.requested_by, by):
        raise ExceptionRefused(SAME_PERSON)
    if not locked.is_open:
        raise ExceptionRefused("Pengajuan ini sudah diputuskan. Keputusan itu tidak berubah.")
    locked.decision, locked.note = decision, note.strip()
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save(update_fields=["decision", "note", "decided_by", "decided_at"])
    facts = {"code": locked.code, "note": locked.note}
    record(f"candidates.exception_{decision}", locked, by=by, scope=round_.scope, **facts)
    return locked


def _cell(nomination: Nomination, code: str) -> Cell:
    round_, candidate = nomination.candidate.round, nomination.candidate
    judged = judged_of(round_, vacancy=nomination.vacancy, candidate=candidate)
    found = [cell for one in judged for cell in one.cells if cell.code == code]
    if not found:
        raise ExceptionRefused(
            "Syarat ini tidak berlaku untuk jabatan ini. Tidak ada yang berubah."
        )
    return found[0]
