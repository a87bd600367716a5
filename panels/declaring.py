"""A member declares conflicts of interest and signs; nobody else can."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.posting import Letter, post, recipient_of, reminder
from accounts.wording import at_moment
from audit.actions import record
from candidates.models import Candidate
from panels.models import Conflict, Declaration, Reminder, Seat
from panels.receipts import new_receipt
from panels.standing import Question, Standing, standing_of, standings_of
from selection.models import Round

STATEMENT = (
    "Saya menyatakan tidak memiliki hubungan keluarga, usaha, atau atasan-bawahan langsung dengan"
    " kandidat, kecuali yang saya sebutkan."
)
PAUSE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the member says about one candidate. `kind`: a value of Conflict.Kind."""

    kind: str
    still_scores: bool
    note: str = ""


class NotYours(Exception):
    """Only the member signs the member's declaration."""


class Unanswered(Exception):
    """A relation that the data or the workbook name has no answer."""


class NotNow(Exception):
    """The round is past the point where this can be declared here."""


class NobodyToRemind(Exception):
    """Every declaration is signed."""


class RemindedLately(Exception):
    """Everybody whose declaration is due was reminded less than PAUSE ago."""


@transaction.atomic
def declare(seat: Seat, answers: Mapping[int, Answer], *, by: User) -> Declaration:
    """Keep the member's answers (candidate's primary key -> answer) and sign them, in person.

    A relation that the member named before and names no longer is withdrawn. Raises NotYours,
    NotNow, Unanswered.
    """
    locked = (
        Seat.objects.select_for_update(of=("self",)).select_related("round__agency").get(pk=seat.pk)
    )
    standing = standing_of(locked)
    _refuse(standing, answers, by)
    conflicts = [_settle(locked, question, answers, by) for question in standing.questions]
    number = standing.declaration.number + 1 if standing.declaration else 1
    declaration = Declaration.objects.create(
        seat=locked,
        number=number,
        text=text_of(standing, [conflict for conflict in conflicts if conflict]),
        candidates=[question.candidate.number for question in standing.questions],
        receipt=new_receipt(),
        signed_by=by,
        signed_at=timezone.now(),
    )
    record(
        "panels.declared",
        declaration,
        by=by,
        scope=locked.round.scope,
        receipt=declaration.receipt,
        number=number,
        recused=[c.candidate.number for c in conflicts if c and not c.still_scores],
        still_scores=[c.candidate.number for c in conflicts if c and c.still_scores],
    )
    return declaration


@transaction.atomic
def remind(round_: Round, *, by: User) -> list[Seat]:
    """Ask whoever's declaration is due to sign it, unless asked less than PAUSE ago.

    Returns who is reminded. Raises NobodyToRemind, RemindedLately.
    """
    Round.objects.locked().get(pk=round_.pk)
    now = timezone.now()
    due = _to_remind([each for each in standings_of(round_) if each.is_due], now)
    rows = [Reminder(seat=seat, asked_by=by, asked_at=now) for seat in due]
    letters = [_letter(each, round_) for each in Reminder.objects.bulk_create(rows)]
    post(letters, agency=round_.agency, scope=round_.scope, by=by)
    numbers = [seat.number for seat in due]
    record("panels.reminded", round_, by=by, scope=round_.scope, members=numbers)
    return due


def text_of(standing: Standing, conflicts: Sequence[Conflict]) -> str:
    """The declaration as it is signed: who, about whom, and every relation with its outcome.

    Candidates by name and post, never by number: a number is all that a blind reader may know.
    """
    seat = standing.seat
    who = ", ".join(filter(None, (seat.name, seat.post, seat.institution)))
    lines = [f"{who}, Penilai {seat.number} pada {seat.round.title}.", "", STATEMENT, ""]
    lines += list(_sentences(conflicts)) or ["Tidak ada yang saya sebutkan."]
    lines += ["", f"Kandidat yang saya baca ({len(standing.questions)} orang):"]
    lines += [_who(question.candidate) for question in standing.questions]
    return "\n".join(lines)


def _letter(asked: Reminder, round_: Round) -> Letter:
    return reminder(
        recipient_of(asked.seat.user, asked.seat.name),
        matter="pernyataan benturan kepentingan yang belum ditandatangani",
        path=reverse("panels:declaration", args=[round_.code]),
        occasion=f"pernyataan:{round_.code}:{asked.asked_at.isoformat()}",
    )


def _to_remind(due: Sequence[Standing], now: datetime) -> list[Seat]:
    if not due:
        raise NobodyToRemind("Semua pernyataan sudah ditandatangani. Tidak ada yang diingatkan.")
    asked = {s.seat.pk: s.reminder.asked_at for s in due if s.reminder}
    lately = {key: at for key, at in asked.items() if now - at < PAUSE}
    seats = [standing.seat for standing in due if standing.seat.pk not in lately]
    if not seats:
        last = timezone.localtime(max(lately.values()))
        again = timezone.localtime(min(lately.values()) + PAUSE)
        raise RemindedLately(
            f"Pengingat terakhir dicatat {at_moment(last)} dan tetap tampil di halaman penilai."
            f" Tidak ada pengingat baru. Ingatkan lagi sesudah {at_moment(again)}."
        )
    return seats


def _refuse(standing: Standing, answers: Mapping[int, Answer], by: User) -> None:
    seat = standing.seat
    if seat.user_id != by.pk or seat.withdrawn_at:
        raise NotYours("Pernyataan hanya dapat ditandatangani oleh penilai yang bersangkutan.")
    round_ = seat.round
    if round_.is_unsealed or not (round_.is_draft or standing.declaration is None):
        raise NotNow(
            "Aturan putaran sudah dibekukan, sehingga pernyataan Anda tidak dapat diubah di sini."
            " Pernyataan yang sudah Anda tandatangani aman. Bila ada benturan baru, sampaikan"
            " kepada sekretariat: perubahan memerlukan persetujuan ketua dan Kepala BKPSDM."
        )
    known = [question.candidate for question in standing.questions if question.is_known]
    silent = [candidate.full_name for candidate in known if candidate.pk not in answers]
    if silent:
        raise Unanswered(
            f"Pernyataan belum ditandatangani: hubungan dengan {'; '.join(silent)} belum Anda"
            " jawab. Pilih “tetap menilai” atau “berhalangan”."
        )


def _settle(
    seat: Seat, question: Question, answers: Mapping[int, Answer], by: User
) -> Conflict | None:
    """The conflict as the member now states it; None where there is none (any more)."""
    answer = answers.get(question.candidate.pk)
    if answer is None:
        if question.conflict:
            question.conflict.withdrawn_at = timezone.now()
            question.conflict.save(update_fields=["withdrawn_at"])
        return None
    conflict = question.conflict or _held(seat, question.candidate)
    if not question.conflict:
        origin = Conflict.Origin.DATA if question.proposal else Conflict.Origin.DECLARED
        conflict.origin = origin
    if not question.conflict or _differs(conflict, answer):
        conflict.kind, conflict.note = answer.kind, answer.note
        conflict.still_scores, conflict.withdrawn_at = answer.still_scores, None
        conflict.decided_by, conflict.decided_at = by, timezone.now()
        conflict.save()
    return conflict


def _held(seat: Seat, candidate: Candidate) -> Conflict:
    """A conflict of this pair that was withdrawn earlier, or a new one."""
    held = Conflict.objects.filter(seat=seat, candidate=candidate).first()
    return held or Conflict(seat=seat, candidate=candidate)


def _differs(conflict: Conflict, answer: Answer) -> bool:
    said = (conflict.kind, conflict.note, conflict.still_scores)
    return not conflict.is_settled or said != (answer.kind, answer.note, answer.still_scores)


def _sentences(conflicts: Iterable[Conflict]) -> Iterable[str]:
    for number, conflict in enumerate(conflicts, start=1):
        candidate = conflict.candidate
        outcome = (
            "Hubungan ini saya nyatakan dan saya tetap menilai."
            if conflict.still_scores
            else "Saya berhalangan menilai kandidat ini."
        )
        kind = Conflict.Kind(conflict.kind).label
        note = f" Keterangan: {conflict.note}" if conflict.note else ""
        yield f"{number}. {_who(candidate)}: {kind}.{note} {outcome}"


def _who(candidate: Candidate) -> str:
    return f"{candidate.full_name} ({candidate.place})"
