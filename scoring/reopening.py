"""Opening a closed sheet again: its member asks, the chair (or a second member) answers."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from panels.models import Seat
from scoring.hours import with_hours
from scoring.ledger import Said, append
from scoring.models import Excuse, Reopening, ScoreEvent, Sheet, Unsealing
from selection.models import Round


class CannotReopen(Exception):
    """The sheet stays as it is; the message says why."""


@transaction.atomic
def request_reopening(sheet: Sheet, reason: str, *, by: User) -> Reopening:
    """Ask for a signed or excused sheet to be opened again. Raises CannotReopen.

    Asked twice, it is one request.
    """
    locked = _lock(sheet)
    pending = Reopening.objects.pending().filter(sheet=locked).first()
    if pending:
        return pending
    _require_closed(locked)
    if not reason.strip():
        raise CannotReopen("Tulis alasan membuka kembali, lalu kirim lagi. Nilai Anda tetap.")
    reopening = Reopening.objects.create(
        sheet=locked,
        version=locked.version,
        receipt=locked.receipt,
        reason=reason.strip(),
        requested_by=by,
        requested_at=timezone.now(),
    )
    _record("scoring.reopening_requested", reopening, by=by)
    return reopening


@transaction.atomic
def grant_reopening(reopening: Reopening, *, by: User) -> Sheet:
    """Open the sheet again; what was signed stays in the record. Raises CannotReopen."""
    locked = _lock(reopening.sheet)
    pending = _answer(reopening, locked, by=by, is_granted=True)
    if locked.is_signed:
        said = Said(ScoreEvent.Kind.REOPEN, locked.entries, facts={"reason": pending.reason})
        append(locked, said, uuid4(), actor=by)
    else:
        Excuse.objects.filter(sheet=locked, lifted_at=None).update(lifted_at=timezone.now())
    _record("scoring.reopening_granted", pending, by=by)
    return locked


@transaction.atomic
def refuse_reopening(reopening: Reopening, answer: str, *, by: User) -> None:
    """Leave the sheet closed, with a reason. Raises CannotReopen."""
    if not answer.strip():
        raise CannotReopen("Tulis alasan penolakan, lalu kirim lagi. Permintaan belum dijawab.")
    pending = _answer(
        reopening, _lock(reopening.sheet), by=by, is_granted=False, answer=answer.strip()
    )
    _record("scoring.reopening_refused", pending, by=by)


def granted_reopening(sheet: Sheet) -> Reopening | None:
    """The request by which the sheet was opened again last."""
    granted = Reopening.objects.filter(sheet=sheet, is_granted=True).order_by("-decided_at")
    return granted.select_related("decided_by").first()


def reopenings_for(round_: Round, user: User) -> QuerySet[Reopening]:
    """The requests that wait for this person's answer: the chair's, or a member's for the chair."""
    mine = reopenings_waiting_for(user).filter(sheet__seat__round=round_)
    sheets = ("sheet__seat", "sheet__candidate", "sheet__instrument", "sheet__vacancy")
    return mine.select_related(*sheets).order_by("requested_at", "pk")


def reopenings_waiting_for(user: User) -> QuerySet[Reopening]:
    """The same of all rounds in which the user has a seat."""
    seats = Seat.objects.in_force().filter(round=OuterRef("sheet__seat__round"), user=user)
    waiting = Reopening.objects.pending().filter(sheet__withdrawn_at=None)
    of_chair = Q(sheet__seat__part=Seat.Part.CHAIR)
    return waiting.exclude(requested_by=user).filter(
        Exists(seats.filter(part=Seat.Part.CHAIR)) | Exists(seats) & of_chair
    )


def _lock(sheet: Sheet) -> Sheet:
    locked = with_hours(Sheet.objects.select_for_update(of=("self",)))
    return locked.select_related("seat__round").get(pk=sheet.pk)


def _require_closed(sheet: Sheet) -> None:
    round_ = sheet.seat.round
    if not round_.is_scoring or sheet.withdrawn_at:
        raise CannotReopen("Penilaian tidak sedang dibuka. Lembar nilai tetap seperti semula.")
    if Unsealing.objects.pending().filter(round=round_).exists():
        raise CannotReopen(
            "Ketua sudah meminta pembukaan segel, jadi lembar tidak dapat dibuka kembali sekarang."
            " Sampaikan kepada ketua agar permintaan itu dikembalikan dahulu."
        )
    if not sheet.is_signed and not getattr(sheet, "is_excused", False):
        raise CannotReopen("Lembar nilai ini masih terbuka. Anda dapat langsung mengubahnya.")


def _answer(
    reopening: Reopening, sheet: Sheet, *, by: User, is_granted: bool, answer: str = ""
) -> Reopening:
    locked = Reopening.objects.select_for_update(of=("self",)).get(pk=reopening.pk)
    if locked.decided_at:
        raise CannotReopen("Permintaan ini sudah dijawab. Tidak ada yang berubah.")
    if by.pk == locked.requested_by_id:
        raise CannotReopen("Permintaan dijawab oleh orang lain, bukan oleh yang memintanya.")
    _require_closed(sheet)
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.is_granted, locked.answer = is_granted, answer
    locked.save(update_fields=["decided_by", "decided_at", "is_granted", "answer"])
    locked.sheet = sheet
    return locked


def _record(verb: str, reopening: Reopening, *, by: User) -> None:
    facts = {"sheet": reopening.sheet_id, "version": reopening.version}
    record(verb, reopening, by=by, scope=reopening.sheet.seat.round.scope, **facts)
