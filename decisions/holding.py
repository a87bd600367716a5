"""Holding a plenary: opened by the chair, who notes who is there; members say what they think."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from decisions.models import Dissent, Plenary, PlenaryAttendance, PlenaryDecision
from decisions.reasons import NOTHING
from decisions.standing import attendance_of, members_of, present_at
from panels.models import Seat
from scoring.models import Result
from scoring.outcome import NothingToRank, outcome_of
from selection.models import Round


class CannotHold(Exception):
    """The plenary cannot do this now; the message says why, and that nothing has changed."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a member is there, and why not."""

    is_present: bool
    reason: str = ""


@transaction.atomic
def open_plenary(
    round_: Round, *, held_on: date, place: str, reason: str = "", by: User
) -> Plenary:
    """Open the plenary of an unsealed round. Raises CannotHold.

    `reason`: why the frozen result is to be corrected, where there is one.
    """
    locked = _lock(round_)
    is_frozen = Result.objects.filter(round=locked).exists()
    _refuse_opening(locked, held_on, needs_reason=is_frozen and not reason.strip())
    plenary = Plenary.objects.create(
        round=locked,
        number=Plenary.objects.filter(round=locked).count() + 1,
        held_on=held_on,
        place=place.strip(),
        reason=reason.strip() if is_frozen else "",
        chair=_chair(locked, by),
        opened_by=by,
        opened_at=timezone.now(),
    )
    facts = {"number": plenary.number, "held_on": held_on, "reason": plenary.reason}
    record("decisions.plenary_opened", plenary, by=by, scope=locked.scope, **facts)
    return plenary


@transaction.atomic
def note_attendance(plenary: Plenary, noted: Mapping[int, Presence], *, by: User) -> Plenary:
    """Note who is there, by key of the seat; what was noted before is kept. Raises CannotHold."""
    locked = lock(plenary)
    seats = {seat.pk: seat for seat in members_of(locked.round)}
    if noted.keys() != seats.keys():
        raise CannotHold(f"Catat kehadiran setiap penilai. {NOTHING}")
    if silent := [seats[pk].name for pk, p in noted.items() if _lacks_reason(p)]:
        raise CannotHold(f"Tulis alasan tidak hadir: {'; '.join(silent)}. {NOTHING}")
    before = attendance_of(locked)
    changed = {pk: p for pk, p in noted.items() if _said(before.get(pk)) != _kept(p)}
    now = timezone.now()
    PlenaryAttendance.objects.bulk_create(
        PlenaryAttendance(
            plenary=locked,
            seat=seats[pk],
            is_present=presence.is_present,
            reason=_kept(presence)[1],
            noted_by=by,
            noted_at=now,
        )
        for pk, presence in changed.items()
    )
    facts = {
        "present": sorted(seats[pk].number for pk, p in noted.items() if p.is_present),
        "changed": sorted(seats[pk].number for pk in changed),
    }
    record("decisions.attendance_noted", locked, by=by, scope=locked.round.scope, **facts)
    return locked


@transaction.atomic
def dissent(
    plenary: Plenary, seat: Seat, text: str, *, decision: PlenaryDecision | None = None
) -> Dissent:
    """Keep a present member's differing opinion, in that member's own words. Raises CannotHold."""
    locked = lock(plenary)
    if seat.pk not in {present.pk for present in present_at(locked)}:
        raise CannotHold(
            "Pendapat berbeda disampaikan oleh penilai yang tercatat hadir. Minta ketua mencatat"
            f" kehadiran Anda. {NOTHING}"
        )
    if not text.strip():
        raise CannotHold(f"Tulis pendapat Anda. {NOTHING}")
    said = Dissent.objects.create(
        plenary=locked, seat=seat, decision=decision, text=text.strip(), at=timezone.now()
    )
    facts = {"member": seat.number, "decision": decision.number if decision else None}
    record("decisions.dissented", said, by=seat.user, scope=locked.round.scope, **facts)
    return said


@transaction.atomic
def adjourn(plenary: Plenary, *, reason: str, by: User) -> Plenary:
    """End a plenary without a result; another one can be opened. Raises CannotHold."""
    locked = lock(plenary)
    if not reason.strip():
        raise CannotHold(f"Tulis mengapa rapat ditunda. {NOTHING}")
    locked.adjourned_at, locked.adjourned_reason = timezone.now(), reason.strip()
    locked.save(update_fields=["adjourned_at", "adjourned_reason"])
    facts = {"number": locked.number, "reason": locked.adjourned_reason}
    record("decisions.plenary_adjourned", locked, by=by, scope=locked.round.scope, **facts)
    return locked


def lock(plenary: Plenary) -> Plenary:
    """The plenary, locked with its round, if it is still open. Raises CannotHold."""
    round_ = _lock(plenary.round)
    held = Plenary.objects.select_for_update(of=("self",)).get(pk=plenary.pk)
    held.round = round_
    if not held.is_open:
        raise CannotHold(f"Rapat pleno ini sudah berakhir. {NOTHING} Muat ulang halaman ini.")
    return held


def _lock(round_: Round) -> Round:
    return Round.objects.locked().get(pk=round_.pk)


def _chair(round_: Round, user: User) -> Seat:
    seats = Seat.objects.in_force().filter(round=round_, user=user, part=Seat.Part.CHAIR)
    if found := seats.first():
        return found
    raise CannotHold(f"Pleno dibuka oleh ketua panitia. {NOTHING}")


def _refuse_opening(round_: Round, held_on: date, *, needs_reason: bool) -> None:
    if not round_.is_unsealed:
        raise CannotHold(f"Pleno dibuka sesudah segel dibuka. {NOTHING}")
    if Plenary.objects.open().filter(round=round_).exists():
        raise CannotHold("Rapat pleno sudah dibuka. Muat ulang halaman ini.")
    if needs_reason:
        raise CannotHold(
            "Hasil sudah ditetapkan. Tulis mengapa hasil itu dikoreksi; hasil yang lama tetap"
            f" tersimpan. {NOTHING}"
        )
    if held_on > timezone.localdate():
        raise CannotHold(f"Hari rapat belum tiba. {NOTHING}")
    try:
        outcome_of(round_)
    except NothingToRank as nothing:
        raise CannotHold(f"{nothing} {NOTHING}") from nothing


def _lacks_reason(presence: Presence) -> bool:
    return not presence.is_present and not presence.reason.strip()


def _kept(presence: Presence) -> tuple[bool, str]:
    return presence.is_present, "" if presence.is_present else presence.reason.strip()


def _said(row: PlenaryAttendance | None) -> tuple[bool, str] | None:
    return (row.is_present, row.reason) if row else None
