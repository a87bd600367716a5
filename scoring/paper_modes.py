"""Scoring on paper, where screens fail: the chair says so, and staff may type what was written."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from scoring.models import PaperMode, Transcription
from selection.models import Round


class CannotUsePaper(Exception):
    """Paper is not used now; the message says why."""


def mode_of(round_: Round) -> PaperMode | None:
    """The word of the chair that paper is used, while it holds."""
    modes = PaperMode.objects.filter(round=round_, closed_at=None)
    return modes.select_related("opened_by").first()


def open_paper(round_: Round, reason: str, *, by: User) -> PaperMode:
    """Let staff type what members wrote on paper; said twice, it holds once.

    Raises CannotUsePaper.
    """
    if not round_.is_scoring:
        raise CannotUsePaper("Penilaian tidak sedang dibuka, jadi kertas tidak dapat dipakai.")
    if not reason.strip():
        raise CannotUsePaper(
            "Tulis alasan memakai kertas, lalu kirim lagi. Belum ada yang berubah."
        )
    try:
        with transaction.atomic():
            mode = PaperMode.objects.create(
                round=round_, reason=reason.strip(), opened_by=by, opened_at=timezone.now()
            )
            record("scoring.paper_opened", mode, by=by, scope=round_.scope, reason=mode.reason)
    except IntegrityError:
        return PaperMode.objects.get(round=round_, closed_at=None)
    return mode


@transaction.atomic
def close_paper(round_: Round, *, by: User) -> int:
    """End it. Copies that no member has confirmed are withdrawn; answers how many.

    Raises CannotUsePaper.
    """
    mode = PaperMode.objects.select_for_update().filter(round=round_, closed_at=None).first()
    if mode is None:
        raise CannotUsePaper("Penilaian di kertas sudah diakhiri. Tidak ada yang berubah.")
    mode.closed_by, mode.closed_at = by, timezone.now()
    mode.save(update_fields=["closed_by", "closed_at"])
    copies = Transcription.objects.in_force().filter(mode__round=round_)
    held = list(copies.select_for_update().order_by("pk").values_list("pk", flat=True))
    loose = Transcription.objects.filter(pk__in=held, sheet__version=0)
    withdrawn = loose.update(withdrawn_at=timezone.now())
    record("scoring.paper_closed", mode, by=by, scope=round_.scope, withdrawn=withdrawn)
    return withdrawn
