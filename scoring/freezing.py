"""Fixing the rules of a round by three people: staff ask, the head of BKPSDM and the chair agree.

What is agreed to is a text, a panel and what the requirements come to; when the tables say
something else by then, or something that blocks is open again, nothing is fixed.
"""

from enum import Enum

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.judging import settle_verdicts, verdicts_of
from panels.roster import roster_of
from scoring.models import Freeze
from scoring.panel_changes import fix_panel
from scoring.readiness import gaps_of
from scoring.rulebook import rulebook_of
from selection.actions import advance
from selection.enumeration import listed
from selection.models import Round
from selection.phases import Phase
from selection.scheme import fingerprint

NO_REASON = "Tulis alasan pengembalian, lalu kirim lagi. Permintaan belum berubah."


class Side(Enum):
    """Whose agreement it is; the value names the column."""

    HEAD = "head"
    CHAIR = "chair"


class FreezeRefused(Exception):
    """The rules cannot be fixed now; the message says why, and that nothing has changed."""


@transaction.atomic
def request_freeze(round_: Round, *, by: User) -> Freeze:
    """Ask for the rules to be fixed as they stand. Raises FreezeRefused."""
    locked = _lock(round_)
    if Freeze.objects.pending().filter(round=locked).exists():
        raise FreezeRefused(
            "Pembekuan sudah diminta dan menunggu persetujuan. Kembalikan permintaan itu lebih"
            " dahulu bila aturannya akan diperbaiki."
        )
    _require_nothing_open(locked, "Pembekuan belum dapat diminta.")
    text = rulebook_of(locked)
    freeze = Freeze.objects.create(
        round=locked,
        text=text,
        sha256=fingerprint(text),
        panel_sha256=fingerprint(roster_of(locked)),
        verdicts=verdicts_of(locked),
        requested_by=by,
        requested_at=timezone.now(),
    )
    record("scoring.freeze_requested", locked, by=by, scope=locked.scope, sha256=freeze.sha256)
    return freeze


@transaction.atomic
def approve_freeze(round_: Round, *, side: Side, sha256: str, by: User) -> Freeze:
    """Agree to the pending request; the second agreement fixes the rules.

    `sha256`: the fingerprint that the person saw. Raises FreezeRefused, and where rules are at odds
    candidates.requirement_rows.RequirementUnreadable and candidates.eligibility.RulesContradict.
    """
    locked = _lock(round_)
    freeze = _pending(locked)
    _require_nothing_open(locked, "Belum ada yang dibekukan dan persetujuan belum dicatat.")
    _require_same(freeze, locked, sha256)
    _require_another(freeze, side, by)
    if getattr(freeze, side.value) is None:
        setattr(freeze, side.value, by)
        setattr(freeze, f"{side.value}_at", timezone.now())
    if freeze.head and freeze.chair:
        freeze.settled_at = timezone.now()
    freeze.save(update_fields=["head", "head_at", "chair", "chair_at", "settled_at"])
    record(
        "scoring.freeze_approved",
        locked,
        by=by,
        scope=locked.scope,
        side=side.value,
        sha256=freeze.sha256,
    )
    if freeze.settled_at:
        settle_verdicts(locked, by=by)
        freeze.round = advance(locked, to=Phase.FROZEN, by=by, rules=freeze.text)
        fix_panel(freeze.round, by=by)
    return freeze


@transaction.atomic
def return_freeze(round_: Round, *, reason: str, by: User) -> Freeze:
    """Give the pending request back; the rules may be changed again. Raises FreezeRefused."""
    locked = _lock(round_)
    freeze = _pending(locked)
    if not reason.strip():
        raise FreezeRefused(NO_REASON)
    freeze.returned_by, freeze.returned_at = by, timezone.now()
    freeze.reason = reason.strip()
    freeze.save(update_fields=["returned_by", "returned_at", "reason"])
    record("scoring.freeze_returned", locked, by=by, scope=locked.scope, reason=freeze.reason)
    return freeze


def changed_since(freeze: Freeze, round_: Round) -> list[str]:
    """What the tables say otherwise than at the request, in words; empty where all is as it was.

    Raises what `approve_freeze` raises where rules are at odds.
    """
    now = {
        "aturan": rulebook_of(round_) == freeze.text,
        "panitia": fingerprint(roster_of(round_)) == freeze.panel_sha256,
        "hasil pemeriksaan syarat": verdicts_of(round_) == freeze.verdicts,
    }
    return [words for words, is_same in now.items() if not is_same]


def _require_nothing_open(round_: Round, what: str) -> None:
    blocking = [gap.words for gap in gaps_of(round_) if gap.blocks_freeze]
    if blocking:
        raise FreezeRefused(f"{what} Selesaikan lebih dahulu: {'; '.join(blocking)}.")


def _lock(round_: Round) -> Round:
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise FreezeRefused("Aturan putaran ini sudah dibekukan. Tidak ada yang berubah.")
    return locked


def _pending(round_: Round) -> Freeze:
    freeze = Freeze.objects.pending().select_for_update().filter(round=round_).first()
    if freeze is None:
        raise FreezeRefused(
            "Tidak ada permintaan pembekuan yang menunggu persetujuan. Muat ulang halaman ini."
        )
    return freeze


def _require_same(freeze: Freeze, round_: Round, sha256: str) -> None:
    if changed := changed_since(freeze, round_):
        raise FreezeRefused(
            f"Isi putaran berubah sejak pembekuan diminta ({listed(changed)}), jadi belum ada yang"
            " dibekukan. Kembalikan permintaan ini; staf meminta lagi dengan isi yang baru."
        )
    if sha256 != freeze.sha256:
        raise FreezeRefused(
            "Permintaan ini bukan yang Anda baca. Muat ulang halaman, periksa aturannya, lalu"
            " setujui lagi."
        )


def _require_another(freeze: Freeze, side: Side, by: User) -> None:
    other = {Side.HEAD: freeze.chair_id, Side.CHAIR: freeze.head_id}[side]
    if by.pk in (freeze.requested_by_id, other):
        raise FreezeRefused(
            "Pembekuan perlu tiga orang yang berbeda: staf yang meminta, Kepala BKPSDM, dan ketua"
            " panitia. Anda sudah memegang salah satu bagian itu."
        )
