"""Opening a time in which the public may send input: asked for by staff, opened by the head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.sameness import same_person
from audit.actions import record
from candidates.input_secrecy import is_ready
from candidates.models import InputSubject, InputWindow, Nomination
from selection.models import Round

LONGEST = timedelta(days=60)


class CannotOpen(Exception):
    """The window cannot be asked for, opened, returned or ended; nothing changed."""


@dataclass(frozen=True, slots=True)
class WantedWindow:
    """What staff ask for."""

    opens_at: datetime
    closes_at: datetime
    announcement: str
    nominations: Sequence[Nomination]


@transaction.atomic
def request_window(round_: Round, wanted: WantedWindow, *, by: User) -> InputWindow:
    """Ask the head to open it. Raises CannotOpen."""
    locked = Round.objects.locked().get(pk=round_.pk)
    _require_sensible(locked, wanted)
    window = InputWindow.objects.create(
        round=locked,
        opens_at=wanted.opens_at,
        closes_at=wanted.closes_at,
        announcement=wanted.announcement,
        requested_by=by,
        requested_at=timezone.now(),
    )
    for nomination in wanted.nominations:
        InputSubject.objects.create(window=window, nomination=nomination)
    facts = {
        "opens_at": wanted.opens_at,
        "closes_at": wanted.closes_at,
        "announcement": wanted.announcement,
        "named": [nomination.pk for nomination in wanted.nominations],
    }
    record("candidates.input_window_requested", window, by=by, scope=locked.scope, **facts)
    return window


@transaction.atomic
def open_window(window: InputWindow, *, by: User) -> InputWindow:
    """From its first moment on it is public. Raises CannotOpen."""
    window, now = _lock(window), timezone.now()
    _require_waiting(window)
    if same_person(window.requested_by, by):
        raise CannotOpen("Yang meminta tidak dapat membukanya sendiri. Belum ada yang dibuka.")
    if window.closes_at <= now:
        raise CannotOpen("Batas akhirnya sudah lewat. Kembalikan permintaan ini kepada staf.")
    if not is_ready():
        raise CannotOpen(
            "Kunci penyandi identitas (PRATAMA_INPUT_KEY) belum dipasang, sehingga masukan tidak"
            " dapat diterima dengan aman. Hubungi administrator sistem. Belum ada yang dibuka."
        )
    if not _has_verifier(window.round):
        raise CannotOpen(
            "Belum ada pemeriksa yang akan memverifikasi masukan. Angkat pemeriksa dari"
            " Inspektorat lebih dahulu. Belum ada yang dibuka."
        )
    window.opened_by, window.opened_at = by, now
    window.save(update_fields=["opened_by", "opened_at"])
    record("candidates.input_window_opened", window, by=by, scope=window.round.scope)
    return window


@transaction.atomic
def return_window(window: InputWindow, reason: str, *, by: User) -> None:
    """It stays closed. Raises CannotOpen."""
    window = _lock(window)
    _require_waiting(window)
    if not reason.strip():
        raise CannotOpen("Tuliskan alasan mengembalikan permintaan ini. Belum ada yang berubah.")
    window.returned_by, window.returned_at = by, timezone.now()
    window.reason = reason.strip()
    window.save(update_fields=["returned_by", "returned_at", "reason"])
    facts = {"reason": window.reason}
    record("candidates.input_window_returned", window, by=by, scope=window.round.scope, **facts)


@transaction.atomic
def end_window(window: InputWindow, reason: str, *, by: User) -> None:
    """Take no more input from now on, before its time. Raises CannotOpen."""
    window, now = _lock(window), timezone.now()
    if window.opened_at is None or window.ends_at <= now:
        raise CannotOpen("Masa masukan ini tidak sedang berjalan. Tidak ada yang berubah.")
    if not reason.strip():
        raise CannotOpen("Tuliskan alasan mengakhirinya lebih awal. Masa masukan tetap berjalan.")
    window.ended_by, window.ended_at, window.reason = by, now, reason.strip()
    window.save(update_fields=["ended_by", "ended_at", "reason"])
    facts = {"reason": window.reason}
    record("candidates.input_window_ended", window, by=by, scope=window.round.scope, **facts)


def windows_of(round_: Round) -> list[InputWindow]:
    """All of them, the newest first."""
    people = ("requested_by", "opened_by", "returned_by", "ended_by")
    return list(InputWindow.objects.filter(round=round_).select_related(*people).order_by("-pk"))


def _lock(window: InputWindow) -> InputWindow:
    windows = InputWindow.objects.select_for_update(of=("self",)).select_related("round")
    return windows.get(pk=window.pk)


def _require_waiting(window: InputWindow) -> None:
    if window.opened_at or window.returned_at:
        raise CannotOpen("Permintaan ini sudah dijawab. Tidak ada yang berubah.")


def _require_sensible(round_: Round, wanted: WantedWindow) -> None:
    now = timezone.now()
    if round_.is_draft:
        raise CannotOpen("Aturan putaran belum dibekukan, sehingga nama kandidat masih berubah.")
    if wanted.closes_at <= max(wanted.opens_at, now):
        raise CannotOpen("Waktu tutup harus sesudah waktu buka, dan belum lewat.")
    if wanted.closes_at - wanted.opens_at > LONGEST:
        raise CannotOpen(f"Masa masukan paling lama {LONGEST.days} hari.")
    if not wanted.nominations:
        raise CannotOpen("Pilih paling sedikit satu nama yang dapat diberi masukan.")
    held = InputWindow.objects.filter(round=round_, returned_at=None, ended_at=None)
    if held.filter(closes_at__gt=now).exists() or held.waiting().exists():
        raise CannotOpen("Sudah ada masa masukan yang berjalan atau menunggu Kepala BKPSDM.")


def _has_verifier(round_: Round) -> bool:
    return Membership.objects.filter(
        agency=round_.agency_id, role=Membership.Role.AUDITOR, ended_at=None
    ).exists()
