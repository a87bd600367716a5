"""Opening the seal: the chair asks, another member witnesses with the signed paper in hand."""

import re
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from scoring.confirming import unconfirmed
from scoring.evidence import ChainBroken, require_evidence
from scoring.hours import open_sheets
from scoring.ledger import tip_of, wait_for_writers
from scoring.models import Closing, Reopening, Unsealing
from selection.actions import advance
from selection.models import Round
from selection.phases import Phase

TYPED = 16  # hexadecimal digits of a root that a witness types: 64 of its 256 bits
SEAL = "Segel tidak dapat dibuka"
UNCONFIRMED = (
    "Ada penilai yang belum mengonfirmasi berita acara. Tunggu, atau tulis mengapa segel tetap"
    " dibuka tanpa konfirmasinya."
)


class CannotUnseal(Exception):
    """The seal stays; the message says what is missing and that nothing has changed."""


@transaction.atomic
def request_unsealing(round_: Round, *, unconfirmed_reason: str = "", by: User) -> Unsealing:
    """Ask for the seal to be opened, once minutes cover everything. Raises CannotUnseal,
    evidence.ChainBroken."""
    wait_for_writers(round_)
    locked = _lock(round_)
    if Unsealing.objects.pending().filter(round=locked).exists():
        raise CannotUnseal("Pembukaan segel sudah diminta dan menunggu saksi.")
    if missing := missing_for_unsealing(locked):
        raise CannotUnseal(f"{SEAL}: {'; '.join(missing)}. Tidak ada yang berubah.")
    if silent_members(locked) and not unconfirmed_reason.strip():
        raise CannotUnseal(UNCONFIRMED)
    require_evidence(locked, SEAL)
    unsealing = Unsealing.objects.create(
        round=locked,
        requested_by=by,
        requested_at=timezone.now(),
        unconfirmed=unconfirmed_reason.strip(),
    )
    record("scoring.unsealing_requested", unsealing, by=by, scope=locked.scope)
    return unsealing


@transaction.atomic
def witness_unsealing(round_: Round, typed: Mapping[int, str], *, by: User) -> Round:
    """Open the seal. `typed`: number of each minutes -> the start of its root, off the paper.

    Raises CannotUnseal, and evidence.ChainBroken where the record does not agree with itself or
    with the paper.
    """
    wait_for_writers(round_)
    locked = _lock(round_)
    pending = _pending(locked)
    if by.pk == pending.requested_by_id:
        raise CannotUnseal("Segel dibuka oleh dua orang. Saksi harus penilai lain.")
    if faults := off_the_paper(_typed_closings(locked, typed), typed):
        raise ChainBroken(SEAL, faults)
    require_evidence(locked, SEAL)
    pending.witness, pending.witnessed_at = by, timezone.now()
    pending.save(update_fields=["witness", "witnessed_at"])
    chain_no, root = tip_of(locked)
    asked_by = pending.requested_by_id
    return advance(
        locked, to=Phase.UNSEALED, by=by, requested_by=asked_by, chain_no=chain_no, root=root
    )


@transaction.atomic
def return_unsealing(round_: Round, reason: str, *, by: User) -> Unsealing:
    """Give the request back, by the chair or a witness; scoring goes on. Raises CannotUnseal."""
    pending = _pending(_lock(round_))
    if not reason.strip():
        raise CannotUnseal("Tulis alasan pengembalian, lalu kirim lagi. Permintaan belum berubah.")
    pending.returned_by, pending.returned_at = by, timezone.now()
    pending.reason = reason.strip()
    pending.save(update_fields=["returned_by", "returned_at", "reason"])
    record("scoring.unsealing_returned", pending, by=by, scope=round_.scope, reason=pending.reason)
    return pending


def missing_for_unsealing(round_: Round) -> list[str]:
    """What minutes do not cover yet, in words."""
    last = Closing.objects.filter(round=round_).order_by("-number").first()
    open_ = open_sheets(round_)
    waiting = Reopening.objects.pending().filter(sheet__seat__round=round_).count()
    missing = {
        "belum ada hari yang ditutup": last is None,
        f"{open_} lembar nilai belum ditandatangani dan belum dijelaskan": open_ > 0,
        f"{waiting} permintaan buka kembali belum dijawab": waiting > 0,
        "ada nilai yang masuk sesudah hari terakhir ditutup": (
            last is not None and last.chain_no != tip_of(round_)[0]
        ),
    }
    return [words for words, is_so in missing.items() if is_so]


def silent_members(round_: Round) -> dict[int, list[str]]:
    """Number of the minutes -> names of members who have not confirmed them; without empty ones."""
    closings = Closing.objects.filter(round=round_).order_by("number")
    names = {c.number: [seat.name for seat in unconfirmed(c)] for c in closings}
    return {number: silent for number, silent in names.items() if silent}


def off_the_paper(closings: Iterable[Closing], typed: Mapping[int, str]) -> list[str]:
    """Minutes whose printed root, as typed, is not what is kept, in words. Raises CannotUnseal."""
    return [
        f"akar yang tercetak pada berita acara nomor {closing.number} tidak sama dengan catatan"
        for closing in closings
        if not closing.root.startswith(root_typed(typed[closing.number]))
    ]


def root_typed(text: str) -> str:
    """The digits that were typed, without spaces and dashes. Raises CannotUnseal where too few."""
    digits = re.sub(r"[\s.\-–]", "", text).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{TYPED},64}}", digits):
        raise CannotUnseal(
            f"Ketik {TYPED} angka atau huruf pertama akar dari berita acara yang tercetak, misalnya"
            " 3f9a 07c2 …. Segel belum dibuka."
        )
    return digits


def _typed_closings(round_: Round, typed: Mapping[int, str]) -> list[Closing]:
    closings = Closing.objects.filter(round=round_).exclude(chain_no=0).order_by("number")
    if {closing.number for closing in closings} - typed.keys():
        raise CannotUnseal("Ketik akar dari setiap berita acara. Segel belum dibuka.")
    return list(closings)


def _lock(round_: Round) -> Round:
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_scoring:
        raise CannotUnseal("Penilaian tidak sedang dibuka. Tidak ada yang berubah.")
    return locked


def _pending(round_: Round) -> Unsealing:
    pending = Unsealing.objects.pending().select_for_update().filter(round=round_).first()
    if pending is None:
        raise CannotUnseal("Tidak ada permintaan pembukaan segel. Muat ulang halaman ini.")
    return pending
