"""How a choice comes to its end, and the round with all of them: decree, inauguration, archive."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.wording import in_words
from audit.actions import record
from candidates.models import InputWindow, OfficialPost, PostKind
from decisions.approving import lock_open
from decisions.backing import refuse_unbacked
from decisions.handing_over import correction_of, correction_words
from decisions.happenings import ApprovalRefused
from decisions.models import (
    Choice,
    ChoiceEnd,
    Decree,
    Inauguration,
    RoundClosure,
    What,
    Withdrawal,
)
from decisions.reasons import NOTHING
from decisions.shortlist import ranked_vacancies
from decisions.tracking import Track, choices_in_force, is_over, tracks_of
from selection.attachments import attach
from selection.models import Attachment, Round
from selection.phases import WrongPhase

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


PUBLIC_INPUT = "masa masukan masyarakat belum berakhir"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreePaper:
    """The decree as it is told: number as written, date, file."""

    number: str
    dated: date
    upload: "UploadedFile[Any]"


@transaction.atomic
def record_decree(choice: Choice, paper: DecreePaper, *, by: User) -> Decree:
    """Raises ApprovalRefused while an approval is missing or the date cannot be, and BadFile."""
    round_ = lock_open(choice)
    _refuse_gone(choice)
    _refuse_corrected(round_)
    track = _track(choice)
    if track.decree:
        raise ApprovalRefused(f"SK untuk pilihan ini sudah dicatat. {NOTHING}")
    if not track.is_ready:
        raise ApprovalRefused(f"SK belum dapat dicatat: {_missing(track)}. {NOTHING}")
    _refuse_alone(choice, by)
    set_on = choice.determination.set_on
    if not paper.number.strip():
        raise ApprovalRefused(f"Isi nomor SK. {NOTHING}")
    if not set_on <= paper.dated <= timezone.localdate():
        raise ApprovalRefused(
            f"Tanggal SK harus antara penetapan pilihan ({in_words(set_on)}) dan hari ini."
            f" {NOTHING}"
        )
    last = _last_approval(track)
    if last and paper.dated < last:
        raise ApprovalRefused(
            f"SK bertanggal {in_words(paper.dated)} mendahului persetujuan terakhir"
            f" ({in_words(last)}). {NOTHING}"
        )
    decree = Decree.objects.create(
        choice=choice,
        number=paper.number.strip(),
        dated=paper.dated,
        file=attach(round_, Attachment.Kind.DECREE, paper.upload, by=by),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    facts = {"number": decree.number, "dated": decree.dated, "sha256": decree.file.sha256}
    record("decisions.decreed", decree, by=by, scope=round_.scope, **facts)
    return decree


@transaction.atomic
def plan_inauguration(choice: Choice, on: date, *, by: User) -> Inauguration:
    """Set the day, or another one. Raises ApprovalRefused for the past and once it was held."""
    round_ = lock_open(choice)
    _refuse_over(choice)
    _refuse_gone(choice)
    if choice.what != What.PERSON:
        raise ApprovalRefused(f"Pelantikan dijadwalkan untuk satu orang. {NOTHING}")
    if on < timezone.localdate():
        raise ApprovalRefused(f"Rencana pelantikan {in_words(on)} sudah lewat. {NOTHING}")
    planned = _inauguration(choice, on, held=False, by=by)
    record("decisions.inauguration_planned", planned, by=by, scope=round_.scope, on=on)
    return planned


@transaction.atomic
def inaugurate(choice: Choice, on: date, *, by: User) -> OfficialPost:
    """Record that the chosen person took office, and with it the new post of the official.

    Raises ApprovalRefused without a decree, before its date, and for a day that has not come.
    """
    round_ = lock_open(choice)
    _refuse_over(choice)
    _refuse_gone(choice)
    decree = Decree.objects.filter(choice=choice).first()
    candidate = choice.candidate
    if decree is None or candidate is None:
        raise ApprovalRefused(f"Pelantikan memerlukan SK. Catat SK lebih dahulu. {NOTHING}")
    if not decree.dated <= on <= timezone.localdate():
        raise ApprovalRefused(
            f"Tanggal pelantikan harus antara tanggal SK ({in_words(decree.dated)}) dan hari ini."
            f" {NOTHING}"
        )
    track = _track(choice, on)
    if not track.is_ready:
        raise ApprovalRefused(f"Pelantikan belum dapat dicatat: {_missing(track)}. {NOTHING}")
    if OfficialPost.objects.filter(official=candidate.official, since=on).exists():
        raise ApprovalRefused(f"Jabatan baru pegawai ini pada tanggal itu sudah dicatat. {NOTHING}")
    held = _inauguration(choice, on, held=True, by=by)
    post = OfficialPost.objects.create(
        official=candidate.official,
        post=choice.vacancy.title,
        post_kind=PostKind.SENIOR,
        unit=choice.vacancy.unit,
        since=on,
        source=f"SK {decree.number} tanggal {in_words(decree.dated)}",
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    facts = {"on": on, "decree": decree.number, "vacancy": choice.vacancy.code}
    record("decisions.inaugurated", held, by=by, scope=round_.scope, **facts)
    return post


@transaction.atomic
def end_choice(choice: Choice, reason: str, *, by: User) -> ChoiceEnd:
    """Let a choice end without inauguration. Raises ApprovalRefused where no reason is given."""
    round_ = lock_open(choice)
    _refuse_over(choice)
    if not reason.strip():
        raise ApprovalRefused(f"Tuliskan alasannya. {NOTHING}")
    end = ChoiceEnd.objects.create(
        choice=choice, reason=reason.strip(), ended_by=by, ended_at=timezone.now()
    )
    facts = {"vacancy": choice.vacancy.code, "reason": end.reason}
    record("decisions.choice_ended", end, by=by, scope=round_.scope, **facts)
    return end


@transaction.atomic
def close_round(round_: Round, *, by: User) -> RoundClosure:
    """Put a round into the archive. Raises WrongPhase while a post has not come to its end."""
    rounds = Round.objects.locked()
    locked = rounds.get(pk=round_.pk)
    if RoundClosure.objects.filter(round=locked).exists():
        raise WrongPhase("Putaran ini sudah ditutup ke arsip. Tidak ada yang berubah.")
    choices = choices_in_force(locked)
    left = still_open(locked, choices)
    if left or not choices:
        names = "; ".join(left) or "belum ada pilihan"
        raise WrongPhase(f"Putaran belum dapat ditutup: {names}. Tidak ada yang berubah.")
    held = sum(choice.held_inauguration is not None for choice in choices)
    closure = RoundClosure.objects.create(
        round=locked,
        inaugurated=held,
        ended=len(choices) - held,
        closed_by=by,
        closed_at=timezone.now(),
    )
    facts = {"inaugurated": closure.inaugurated, "ended": closure.ended}
    record("decisions.round_closed", closure, by=by, scope=locked.scope, **facts)
    return closure


def still_open(round_: Round, choices: list[Choice]) -> list[str]:
    """What keeps a round out of the archive.

    Posts for which nothing was chosen, or whose choice has not come to its end, and a time in which
    the public is promised that its input will be read.
    """
    chosen = {choice.vacancy_id for choice in choices}
    undecided = [v.title for v in ranked_vacancies(round_) if v.pk not in chosen]
    unfinished = [choice.vacancy.title for choice in choices if not is_over(choice)]
    windows = InputWindow.objects.filter(round=round_, returned_at=None)
    taking = any(window.ends_at > timezone.now() for window in windows)
    return [*undecided, *unfinished, *([PUBLIC_INPUT] if taking else [])]


def _track(choice: Choice, on: date | None = None) -> Track:
    tracks = tracks_of(choice.vacancy.round, on)
    return next(track for track in tracks if track.choice.pk == choice.pk)


def _last_approval(track: Track) -> date | None:
    """The day of the latest approval that a decree rests on."""
    given = [
        line.standing.latest.happened_on
        for line in track.lines
        if line.standing and line.step.is_required
    ]
    return max(given, default=None)


def _missing(track: Track) -> str:
    if track.choice.what != What.PERSON:
        return "satu orang belum ditetapkan"
    lines = [line for line in track.lines if line.step.is_required and not line.is_given]
    return "; ".join(f"{line.step.rule.title} belum ada" for line in lines)


def _refuse_over(choice: Choice) -> None:
    if is_over(Choice.objects.get(pk=choice.pk)):
        raise ApprovalRefused(f"Pilihan ini sudah selesai. {NOTHING}")


def _refuse_gone(choice: Choice) -> None:
    """Whoever withdrew or is put forward no longer is neither appointed nor inaugurated."""
    refuse_unbacked(choice)
    gone = Withdrawal.objects.filter(candidate=choice.candidate_id).first()
    if gone and choice.candidate:
        raise ApprovalRefused(
            f"{choice.candidate.full_name} mengundurkan diri ({gone.letter}). {NOTHING} Akhiri"
            " pilihan ini, atau tunggu penetapan baru."
        )


def _refuse_corrected(round_: Round) -> None:
    """What a decree rests on is not being corrected."""
    if correction := correction_of(round_):
        raise ApprovalRefused(f"{correction_words(correction)} {NOTHING}")


def _refuse_alone(choice: Choice, by: User) -> None:
    """Whoever records a decree did not take an approval away by facts that he recorded himself."""
    tracks = tracks_of(choice.vacancy.round, without=by)
    others = next(track for track in tracks if track.choice.pk == choice.pk)
    if not others.is_ready:
        raise ApprovalRefused(
            "Data kepala daerah atau pemilihan yang Anda catat atau tarik sendiri menghapus satu"
            f" persetujuan (tanpa data itu: {_missing(others)}). SK dicatat orang lain. {NOTHING}"
        )


def _inauguration(choice: Choice, on: date, *, held: bool, by: User) -> Inauguration:
    return Inauguration.objects.create(
        choice=choice,
        number=choice.inaugurations.count() + 1,
        on=on,
        held=held,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
