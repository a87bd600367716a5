"""Idea papers: until when they are handed in, and handing them in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.models import IdeaPaper, Nomination, PaperDeadline
from selection.attachments import attach
from selection.models import Attachment, Round

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class DeadlineFixed(Exception):
    """The deadline cannot be set like this, or no longer."""


class PapersClosed(Exception):
    """No paper can be handed in for this nomination now."""


@transaction.atomic
def set_deadline(round_: Round, due_at: datetime, *, reason: str = "", by: User) -> PaperDeadline:
    """From now on papers are handed in until `due_at`. Raises DeadlineFixed.

    What was handed in before keeps the mark that it had. The same deadline again changes nothing.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise DeadlineFixed(
            "Aturan sudah dibekukan, sehingga batas waktu makalah tidak dapat diubah lagi."
            " Batas waktu yang berlaku tetap."
        )
    held = deadline_of(locked)
    if held and held.due_at == due_at:
        return held
    if held and not reason.strip():
        raise DeadlineFixed(
            "Tuliskan alasan mengubah batas waktu. Batas waktu yang berlaku belum berubah."
        )
    deadline = PaperDeadline.objects.create(
        round=locked,
        due_at=due_at,
        reason=reason.strip() if held else "",
        set_by=by,
        set_at=timezone.now(),
    )
    facts = {"due_at": due_at, "before": held.due_at if held else None, "reason": deadline.reason}
    record("candidates.paper_deadline_set", deadline, by=by, scope=locked.scope, **facts)
    return deadline


@transaction.atomic
def hand_in(nomination: Nomination, upload: "UploadedFile[Any]", *, by: User) -> IdeaPaper:
    """Keep a paper for the nomination, beside those that it already has.

    Raises PapersClosed and BadFile; then nothing of it is kept.
    """
    round_ = nomination.candidate.round
    _require_open(nomination, round_)
    attachment = attach(round_, Attachment.Kind.IDEA_PAPER, upload, by=by)
    locked = Nomination.objects.select_for_update(of=("self",), no_key=True).get(pk=nomination.pk)
    latest = IdeaPaper.objects.filter(nomination=locked).order_by("-version").first()
    deadline = deadline_of(round_)
    due_at = deadline.due_at if deadline else None
    paper = IdeaPaper.objects.create(
        nomination=locked,
        version=latest.version + 1 if latest else 1,
        attachment=attachment,
        handed_in_at=attachment.uploaded_at,
        due_at=due_at,
        is_late=due_at is not None and attachment.uploaded_at > due_at,
    )
    facts = {"version": paper.version, "late": paper.is_late, "sha256": attachment.sha256}
    record("candidates.paper_handed_in", paper, by=by, scope=round_.scope, **facts)
    return paper


def deadline_of(round_: Round) -> PaperDeadline | None:
    """The deadline that holds now."""
    return PaperDeadline.objects.filter(round=round_).order_by("-pk").first()


def why_closed(round_: Round, *, has_paper: bool) -> str:
    """Why no paper is taken any more, for whoever would hand one in; empty while one is."""
    if round_.is_unsealed:
        return (
            "Penilaian sudah selesai, sehingga makalah tidak diterima lagi. Makalah yang sudah ada"
            " tetap tersimpan."
        )
    if round_.is_scoring and has_paper:
        return (
            "Penilaian sudah dibuka dan penilai sudah dapat membaca makalah ini, sehingga tidak"
            " dapat diganti. Makalah yang sudah ada tetap tersimpan."
        )
    return ""


def _require_open(nomination: Nomination, round_: Round) -> None:
    has_paper = IdeaPaper.objects.filter(nomination=nomination).exists()
    if why := why_closed(round_, has_paper=has_paper):
        raise PapersClosed(why)
    if nomination.withdrawn_at or nomination.candidate.withdrawn_at:
        raise PapersClosed(
            "Pencalonan ini sudah dicabut, sehingga makalahnya tidak diterima. Tidak ada yang"
            " berubah."
        )
