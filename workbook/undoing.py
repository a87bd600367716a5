"""Whether an applied import may still be taken back: for a day, while nothing depends on it."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from audit.models import Event
from selection.models import Round
from workbook.models import Upload

WINDOW = timedelta(hours=24)
READINGS = Q(verb__endswith="read") | Q(verb__endswith="_exported")  # change nothing

NOT_APPLIED = "Impor ini tidak sedang diterapkan, jadi tidak ada yang dibatalkan."
TOO_LATE = "Impor hanya dapat dibatalkan dalam 24 jam sejak diterapkan."
NO_CHANGE = "Impor ini tidak mengubah apa pun, jadi tidak ada yang dibatalkan."
FIXED = "Putaran ini sudah dibekukan atau berupa arsip. Isinya tidak dapat dikembalikan lagi."
FOLLOWED = "Sesudah impor ini, berkas {name} sudah diterapkan pada putaran yang sama."
WORKED_ON = (
    "Putaran ini sudah dikerjakan lagi sesudah impor, terakhir {day} pukul {time} WIB oleh {actor}."
)
INSTEAD = "Tidak ada yang berubah. Untuk memperbaiki isi putaran, unggah berkas yang benar."


def why_not(upload: Upload) -> str:
    """What stands against taking the import back; "" where nothing does."""
    if upload.status != Upload.Status.APPLIED or upload.applied_at is None or not upload.round:
        return NOT_APPLIED
    if timezone.now() - upload.applied_at > WINDOW:
        return TOO_LATE
    if upload.left_at_seq is None:
        return NO_CHANGE
    return _what_came_after(upload, upload.round)


def _what_came_after(upload: Upload, round_: Round) -> str:
    if not round_.is_draft:
        return FIXED
    return _follower(upload) or work_since(upload)


def _follower(upload: Upload) -> str:
    later = Upload.objects.filter(
        round=upload.round, status=Upload.Status.APPLIED, left_at_seq__gt=upload.left_at_seq
    )
    found = later.order_by("left_at_seq", "pk").first()
    return FOLLOWED.format(name=found.name) if found else ""


def work_since(upload: Upload, *, before: int | None = None) -> str:
    """The round's own trail knows: every action of every app is recorded there."""
    assert upload.round is not None
    since = Event.objects.filter(scope=upload.round.scope, seq__gt=upload.left_at_seq)
    if before is not None:
        since = since.filter(seq__lt=before)
    last = since.exclude(READINGS).order_by("-seq").first()
    if last is None:
        return ""
    at = timezone.localtime(last.at)
    return WORKED_ON.format(day=f"{at:%d-%m-%Y}", time=f"{at:%H.%M}", actor=last.actor_name)
