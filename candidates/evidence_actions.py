"""Documents that answer a requirement: recorded by staff, compared with the original."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.drafting import lock_draft
from candidates.eligibility import Rule
from candidates.models import Candidate, Evidence
from candidates.records import Documented
from selection.attachments import attach
from selection.models import Attachment, Round

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class EvidenceRefused(Exception):
    """The document cannot be recorded so; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a document says. `dated`: the date on it. `compared`: with the original, by whoever
    records it. `upload`: its PDF, where there is one."""

    name: str
    dated: date
    favourable: bool
    valid_until: date | None = None
    compared: bool = False
    upload: "UploadedFile[Any] | None" = None


@transaction.atomic
def record_evidence(
    candidate: Candidate, codes: Mapping[str, Paper], *, by: User
) -> list[Evidence]:
    """Record documents, by the codes of the requirements; one upload may answer several codes.

    Raises RoundFrozen, EvidenceRefused, BadFile.
    """
    round_ = lock_draft(candidate.round)
    for paper in codes.values():
        _require(paper)
    files = _attached(round_, codes.values(), by)
    now = timezone.now()
    rows = Evidence.objects.bulk_create(
        Evidence(
            candidate=candidate,
            code=code,
            favourable=paper.favourable,
            document=paper.name.strip(),
            dated=paper.dated,
            valid_until=paper.valid_until,
            file=files.get(id(paper.upload)),
            recorded_by=by,
            recorded_at=now,
            checked_by=by if paper.compared else None,
            checked_at=now if paper.compared else None,
        )
        for code, paper in codes.items()
    )
    record("candidates.evidence_recorded", candidate, by=by, scope=round_.scope, codes=list(codes))
    return rows


@transaction.atomic
def check_evidence(evidence: Evidence, *, by: User) -> Evidence:
    """Vouch that a recorded document agrees with its original.

    Raises RoundFrozen, EvidenceRefused where it was replaced meanwhile or checked already.
    """
    round_ = lock_draft(evidence.candidate.round)
    locked = Evidence.objects.select_for_update(no_key=True, of=("self",)).get(pk=evidence.pk)
    newer = Evidence.objects.filter(
        candidate=locked.candidate_id, code=locked.code, pk__gt=locked.pk
    )
    if newer.exists():
        raise EvidenceRefused(
            "Dokumen ini sudah diganti dengan yang lebih baru. Yang lama tidak berubah. Periksa"
            " dokumen terbaru."
        )
    if locked.checked_by_id:
        raise EvidenceRefused("Dokumen ini sudah diperiksa. Tidak ada yang perlu dilakukan.")
    locked.checked_by, locked.checked_at = by, timezone.now()
    locked.save(update_fields=["checked_by", "checked_at"])
    record("candidates.evidence_checked", locked, by=by, scope=round_.scope, code=locked.code)
    return locked


def documents_asked(rules: Iterable[Rule]) -> dict[str, str]:
    """The codes of the documents which the rules ask for, each with what it is called."""
    checks = [rule.check for rule in rules if isinstance(rule.check, Documented)]
    return {code: name for check in checks for code, name in check.documents}


def _attached(round_: Round, papers: Iterable[Paper], by: User) -> dict[int, Attachment]:
    """Every upload kept once, by its identity in memory."""
    uploads = {id(paper.upload): paper.upload for paper in papers if paper.upload is not None}
    kind = Attachment.Kind.EVIDENCE
    return {key: attach(round_, kind, upload, by=by) for key, upload in uploads.items()}


def _require(paper: Paper) -> None:
    if not paper.name.strip():
        raise EvidenceRefused(
            "Nama dan nomor dokumen belum diisi. Belum ada yang disimpan. Isi seperti tertulis pada"
            " dokumennya."
        )
    if paper.dated > timezone.localdate():
        raise EvidenceRefused(
            "Tanggal dokumen belum tiba. Belum ada yang disimpan. Periksa tanggalnya."
        )
    if paper.valid_until and paper.valid_until < paper.dated:
        raise EvidenceRefused(
            "Masa berlaku mendahului tanggal dokumen. Belum ada yang disimpan. Periksa keduanya."
        )
