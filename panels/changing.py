"""A change of the panel after it was set: staff ask, chair and head of BKPSDM approve."""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.actions import ensure_user
from accounts.models import Membership, User
from audit.actions import record
from candidates.models import Candidate
from panels.changed_panel import refuse_unlawful
from panels.composing import Person, SeatTaken, leave, place, refuse_officer, require_free
from panels.models import Conflict, PanelChange, Seat
from selection.attachments import attach
from selection.models import Attachment, Round

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True, slots=True)
class Wanted:
    """What staff ask for. `successor`: who replaces; `candidate`, `conflict_kind`: a recusal."""

    kind: str
    seat: Seat
    reason: str
    successor: Person | None = None
    candidate: Candidate | None = None
    conflict_kind: str = ""


class NotNow(Exception):
    """The panel is not set yet, or the scores are open."""


class AlreadyAsked(Exception):
    """A change of this member waits for approval, or would change nothing."""


class NotYourPart(Exception):
    """Only the chair and the head of BKPSDM approve, each once, and never their own request."""


class Settled(Exception):
    """The change was carried out or refused."""


@transaction.atomic
def request_change(
    round_: Round, wanted: Wanted, letter: "UploadedFile[Any]", *, by: User
) -> PanelChange:
    """Ask for a change, with its letter; whoever replaces the chair becomes the chair.

    Raises NotNow, AlreadyAsked, SeatTaken, NotEligible, panels.changed_panel.WouldNotHold and
    selection.attachments.BadFile.
    """
    locked = _lock_round(round_)
    if wanted.successor and wanted.seat.is_chair:
        successor = replace(wanted.successor, part=Seat.Part.CHAIR.value)
        wanted = replace(wanted, successor=successor)
    _refuse(locked, wanted)
    change = PanelChange.objects.create(
        round=locked,
        kind=wanted.kind,
        seat=wanted.seat,
        candidate=wanted.candidate,
        conflict_kind=wanted.conflict_kind,
        successor=asdict(wanted.successor) if wanted.successor else {},
        reason=wanted.reason,
        letter=attach(locked, Attachment.Kind.ASSIGNMENT_LETTER, letter, by=by),
        requested_by=by,
        requested_at=timezone.now(),
    )
    facts = {"kind": change.kind, "member": wanted.seat.number, "letter": change.letter.sha256}
    record("panels.change_requested", change, by=by, scope=locked.scope, **facts)
    return change


def approve_as(change: PanelChange, *, by: User) -> PanelChange:
    """Add the approval of the chair or of the head. Inside the caller's transaction.

    Raises Settled, NotYourPart.
    """
    locked = _lock(change)
    part = _part_of(locked, by)
    setattr(locked, f"{part}_by", by)
    setattr(locked, f"{part}_at", timezone.now())
    locked.save(update_fields=[f"{part}_by", f"{part}_at"])
    record("panels.change_approved", locked, by=by, scope=locked.round.scope, part=part)
    return locked


@transaction.atomic
def refuse_change(change: PanelChange, reason: str, *, by: User) -> PanelChange:
    """End the request; nothing was changed. Raises Settled, NotYourPart."""
    locked = _lock(change)
    _part_of(locked, by)
    locked.refused_by, locked.refused_at, locked.refusal = by, timezone.now(), reason
    locked.save(update_fields=["refused_by", "refused_at", "refusal"])
    record("panels.change_refused", locked, by=by, scope=locked.round.scope)
    return locked


def carry_out(change: PanelChange, *, by: User) -> Seat:
    """Do what both approved. Inside the caller's transaction, which owns the sheets.

    Returns the seat that the change is about: the successor's where one replaces. The database
    lets the panel move only in the transaction in which the change is marked as carried out. What
    the request was asked is asked again, of the panel as it is by now. Raises NotNow, SeatTaken,
    NotEligible, panels.changed_panel.WouldNotHold.
    """
    locked = _lock_round(change.round)
    person = successor_of(change) if change.successor else None
    if person:
        _refuse_successor(locked, person, change.seat)
    refuse_unlawful(
        locked, change.kind, change.seat, candidate=change.candidate_id, successor=person
    )
    change.executed_at = timezone.now()
    change.save(update_fields=["executed_at"])
    if change.kind == PanelChange.Kind.RECUSE:
        _recuse(change)
        return change.seat
    leave(change.seat)
    if person is None:
        return change.seat
    return place(change.round, ensure_user(person.email, person.name, by=by), person)


def successor_of(change: PanelChange) -> Person:
    return Person(**change.successor)


def _refuse(round_: Round, wanted: Wanted) -> None:
    open_ones = PanelChange.objects.filter(
        round=round_, seat=wanted.seat, candidate=wanted.candidate, executed_at=None
    )
    if open_ones.filter(refused_at=None).exists():
        raise AlreadyAsked("Perubahan untuk penilai ini sudah diajukan dan menunggu persetujuan.")
    if wanted.successor:
        _refuse_successor(round_, wanted.successor, wanted.seat)
    recused = Conflict.objects.in_force().filter(
        seat=wanted.seat, candidate=wanted.candidate, still_scores=False
    )
    if wanted.candidate and recused.exists():
        raise AlreadyAsked("Penilai ini sudah berhalangan untuk kandidat itu.")
    about = wanted.candidate.pk if wanted.candidate else None
    refuse_unlawful(round_, wanted.kind, wanted.seat, candidate=about, successor=wanted.successor)


def _refuse_successor(round_: Round, person: Person, leaving: Seat) -> None:
    """Raises NotEligible, SeatTaken; asked again when it is carried out."""
    if person.email == leaving.user.email:
        raise SeatTaken(f"{leaving.name} tidak dapat menggantikan dirinya sendiri.")
    refuse_officer(round_, person.email)
    require_free(round_, person, leaving=leaving)


def _lock_round(round_: Round) -> Round:
    """One change after the other, each judged by what the one before it left. Raises NotNow."""
    locked = Round.objects.locked().get(pk=round_.pk)
    if locked.is_draft or locked.is_unsealed:
        raise NotNow(
            "Susunan panitia berubah dengan cara ini hanya setelah ditetapkan dan sebelum segel"
            " dibuka. Tidak ada yang berubah."
        )
    return locked


def _lock(change: PanelChange) -> PanelChange:
    rows = PanelChange.objects.select_for_update(of=("self",))
    locked = rows.select_related("round__agency", "seat__user", "candidate").get(pk=change.pk)
    if not locked.is_open:
        raise Settled("Perubahan ini sudah dilaksanakan atau ditolak.")
    return locked


def _part_of(change: PanelChange, by: User) -> str:
    """`chair` or `head`: as what the person decides. Raises NotYourPart."""
    chairs = Seat.objects.in_force().filter(round=change.round, part=Seat.Part.CHAIR, user=by)
    heads = Membership.objects.filter(
        user=by, agency=change.round.agency, role=Membership.Role.HEAD, ended_at=None
    )
    part = "chair" if chairs.exists() else "head" if heads.exists() else ""
    if not part or by.pk in (change.requested_by_id, change.chair_by_id, change.head_by_id):
        raise NotYourPart(
            "Perubahan disetujui oleh ketua dan Kepala BKPSDM, masing-masing satu kali, dan bukan"
            " oleh yang mengajukan."
        )
    return part


def _recuse(change: PanelChange) -> None:
    conflict = Conflict.objects.filter(seat=change.seat, candidate=change.candidate).first()
    conflict = conflict or Conflict(seat=change.seat, candidate=change.candidate)
    if conflict.withdrawn_at or conflict.pk is None:
        conflict.origin, conflict.withdrawn_at = Conflict.Origin.DECLARED, None
    conflict.kind, conflict.still_scores = change.conflict_kind, False
    conflict.decided_by, conflict.decided_at = change.chair_by, change.executed_at
    conflict.save()
