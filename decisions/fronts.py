"""Who has the ball, since when and until when, in words (ux.md, screen l)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.wording import in_words
from decisions.models import ApprovalEvent, Choice, What
from decisions.routes import Step
from decisions.standings import Standing
from selection.working_days import Calendar, after_working_days, deadline_words, working_days

Kind = ApprovalEvent.Kind
AT_HOME = "BKPSDM"
AUTHORITY = "Wali Kota"


TOLD: Mapping[str, tuple[str, str]] = {
    Kind.PREPARED: (AT_HOME, "Usulan kepada {body} lengkap sejak {day}, belum dikirim."),
    Kind.SENT: ("", "Menunggu {body} sejak {day} ({count})."),
    Kind.RETURNED: (AT_HOME, "Dikembalikan {body} {day}: {reason}. Perbaiki lalu kirim ulang."),
    Kind.REFUSED: (AUTHORITY, "Ditolak {body} {day}: {reason}. Tetapkan lain atau kirim ulang."),
    Kind.EXPIRED: (AT_HOME, "Persetujuan {body} tidak berlaku sejak {day}: {reason}. Kirim ulang."),
    Kind.ALLOWED: (
        AT_HOME,
        "Masa berlaku persetujuan {body} habis {until}. Catat lalu kirim ulang.",
    ),
}
"""By state: who has the ball (empty: the body itself), and the sentence."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The day it is, and the days on which people work."""

    today: date
    calendar: Calendar

    def since(self, day: date) -> str:
        """`3 hari kerja`, or `hari ini`"""
        if day >= self.today:
            return "hari ini"
        return str(working_days(day, self.today, self.calendar))

    def until(self, day: date) -> str:
        """`9 hari kerja lagi`, `hari ini`"""
        told = deadline_words(self.today, day, self.calendar)
        return f"{told[0].lower()}{told[1:]}"

    def after(self, day: date, count: int) -> date:
        return after_working_days(day, count, self.calendar).day

    def due_words(self, due: date | None) -> str:
        """`Batas internal 24 Desember 2025 (9 hari kerja lagi).`, or by how much it has passed."""
        if due is None:
            return ""
        if due < self.today:
            return f"Melewati batas internal {self.since(due)}. Catat tindak lanjut."
        return f"Batas internal {in_words(due)} ({self.until(due)})."


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Something that is waited for; `due_on` is the city's own deadline, not one of the law."""

    holder: str
    words: str
    since: date
    due_on: date | None = None
    due_words: str = ""
    is_late: bool = False
    legal_due_on: date | None = None
    owner: User | None = None
    is_stuck: bool = False  # refused: nothing goes on until somebody decides anew
    is_back: bool = False  # refused or returned
    is_done: bool = False

    @property
    def urgency(self) -> date:
        """By which open fronts are sorted: what is stuck goes before every deadline."""
        return date.min if self.is_stuck else self.due_on or date.max

    @property
    def tone(self) -> str:
        if self.is_done:
            return "ok"
        return "err" if self.is_back or self.is_late else "warn"

    @property
    def icon(self) -> str:
        return {"ok": "cek", "err": "seru", "warn": "jam"}[self.tone]


def waiting(choice: Choice, step: Step, standing: Standing | None, clock: Clock) -> Front:
    """What one approval that is not there yet waits for."""
    if standing is None:
        return _unprepared(choice, step, clock)
    event, due = standing.latest, standing.due_on
    holder, sentence = TOLD[standing.state]
    words = sentence.format(
        body=step.rule.body,
        day=in_words(event.happened_on),
        reason=event.reason.rstrip(". "),
        count=clock.since(event.happened_on),
        until=in_words(event.valid_until or clock.today),
    )
    return Front(
        holder=holder or step.rule.body,
        words=words,
        since=event.happened_on,
        due_on=due,
        due_words=clock.due_words(due),
        is_late=due is not None and due < clock.today,
        legal_due_on=standing.events[-1].legal_due_on,
        owner=standing.owner,
        is_stuck=standing.state == Kind.REFUSED,
        is_back=standing.state in (Kind.REFUSED, Kind.RETURNED),
    )


def _unprepared(choice: Choice, step: Step, clock: Clock) -> Front:
    since = choice.determination.set_on
    due = clock.after(since, step.rule.prepare_days)
    return Front(
        holder=AT_HOME,
        words=f"Menunggu {AT_HOME} menyiapkan usulan kepada {step.rule.body}.",
        since=since,
        due_on=due,
        due_words=clock.due_words(due),
        is_late=due < clock.today,
    )


def front_of(choice: Choice, fronts: Sequence[Front], clock: Clock) -> Front:
    """What the whole choice waits for: its most urgent front, or what comes after all of them."""
    over = _over(choice)
    if over or fronts:
        return over or min(fronts, key=lambda front: front.urgency)
    if choice.what == What.NAMES:
        words = "Semua nama sudah disetujui; satu nama belum ditetapkan."
        return Front(holder=AUTHORITY, words=words, since=choice.determination.set_on)
    return _closing(choice, clock)


def unbacked(choice: Choice, why: str) -> Front:
    """That nothing goes on until the authority decides anew."""
    who = choice.candidate.full_name if choice.candidate else ""
    words = f"{who} {why}. Perlu keputusan baru."
    since = choice.determination.set_on
    return Front(holder=AUTHORITY, words=words, since=since, is_stuck=True, is_back=True)


def _over(choice: Choice) -> Front | None:
    """How the choice came to its end, where it has."""
    if held := choice.held_inauguration:
        words, since = f"Dilantik {in_words(held.on)}.", held.on
    elif hasattr(choice, "end"):
        since = timezone.localdate(choice.end.ended_at)
        words = f"Diakhiri tanpa pelantikan {in_words(since)}: {choice.end.reason}"
    elif choice.what == What.NOBODY:
        words, since = "Tidak ada yang dipilih.", choice.determination.set_on
    else:
        return None
    return Front(holder="", words=words, since=since, is_done=True)


def _closing(choice: Choice, clock: Clock) -> Front:
    """All approvals are there: the decree, then the inauguration."""
    if not hasattr(choice, "decree"):
        words = "Semua persetujuan ada; SK pengangkatan belum dicatat."
        return Front(holder=AUTHORITY, words=words, since=choice.determination.set_on)
    planned = choice.newest_inauguration
    since = choice.decree.dated
    if planned is None:
        return Front(holder=AT_HOME, words="SK ada; pelantikan belum dijadwalkan.", since=since)
    return Front(
        holder=AT_HOME,
        words=f"Menunggu pelantikan, rencana {in_words(planned.on)}.",
        since=since,
        due_on=planned.on,
        due_words=f"Rencana pelantikan: {clock.until(planned.on)}.",
        is_late=planned.on < clock.today,
    )
