"""What may be told about an approval, and why it is not taken: days, letters, reasons."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models import User
from accounts.wording import in_words
from decisions.models import ApprovalEvent, Choice, Letter
from decisions.reasons import NOTHING
from decisions.routes import Step
from decisions.standings import Standing
from selection.attachments import attach
from selection.models import Attachment

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Kind = ApprovalEvent.Kind
BY_LETTER = (Kind.SENT, Kind.ALLOWED, Kind.REFUSED)
WITH_REASON = (Kind.REFUSED, Kind.RETURNED, Kind.EXPIRED, Kind.DEADLINE)


class ApprovalRefused(Exception):
    """What the steps, the days or the letters do not allow; the message is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The letter that carries an event: a new one with its file, or one `known` already."""

    number: str = ""
    dated: date | None = None
    upload: "UploadedFile[Any] | None" = None
    known: Letter | None = None

    @property
    def is_given(self) -> bool:
        return self.known is not None or bool(self.number.strip() or self.dated or self.upload)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened to an approval, on which day, by which letter or for which reason."""

    kind: str
    on: date
    paper: Paper | None = None
    reason: str = ""
    conditions: str = ""
    valid_until: date | None = None
    due_on: date | None = None


def refuse_days(choice: Choice, standing: Standing | None, happening: Happening) -> None:
    today = timezone.localdate()
    set_on = choice.determination.set_on
    if happening.on > today:
        raise ApprovalRefused(f"Tanggal {in_words(happening.on)} belum tiba. {NOTHING}")
    if happening.on < set_on:
        raise ApprovalRefused(
            f"Tanggal {in_words(happening.on)} mendahului penetapan pilihan"
            f" ({in_words(set_on)}). {NOTHING}"
        )
    before = max(event.happened_on for event in standing.events) if standing else set_on
    if happening.on < before:
        raise ApprovalRefused(
            f"Tanggal {in_words(happening.on)} mendahului langkah sebelumnya"
            f" ({in_words(before)}). {NOTHING}"
        )
    if happening.valid_until and happening.valid_until < happening.on:
        raise ApprovalRefused(f"Masa berlaku habis sebelum persetujuannya. {NOTHING}")
    if happening.due_on and happening.due_on < happening.on:
        raise ApprovalRefused(f"Batas internal mendahului tanggal langkahnya. {NOTHING}")


def refuse_incomplete(happening: Happening) -> None:
    kind, paper = happening.kind, happening.paper
    has_letter = paper is not None and paper.is_given
    if kind in BY_LETTER and not has_letter:
        raise ApprovalRefused(
            f"Keadaan ini memerlukan surat: nomor, tanggal, dan berkas PDF. {NOTHING}"
        )
    if kind in WITH_REASON and not happening.reason.strip():
        raise ApprovalRefused(f"Tuliskan alasannya. {NOTHING}")
    if kind == Kind.DEADLINE and happening.due_on is None:
        raise ApprovalRefused(f"Isi batas internal yang baru. {NOTHING}")
    if kind != Kind.ALLOWED and (happening.conditions.strip() or happening.valid_until):
        raise ApprovalRefused(f"Syarat dan masa berlaku hanya ada pada persetujuan. {NOTHING}")


def letter_of(
    choice: Choice, step: Step, standing: Standing | None, happening: Happening, by: User
) -> Letter | None:
    """The letter of an event: known already, or kept now with its file; None where none is given.

    Raises ApprovalRefused where it is not whole or its date is impossible, and BadFile.
    """
    paper = happening.paper
    if paper is None or not paper.is_given:
        return None
    dated = paper.known.dated if paper.known else paper.dated
    if dated is None:
        raise ApprovalRefused(f"Surat belum lengkap: isi tanggalnya. {NOTHING}")
    sends = happening.kind == Kind.SENT
    _refuse_date(choice, standing, happening, dated)
    direction = Letter.Direction.OUT if sends else Letter.Direction.IN
    if known := paper.known:
        told = (known.round_id, known.direction, known.body)
        if told != (choice.vacancy.round_id, direction, step.rule.body):
            raise ApprovalRefused(f"Surat itu tidak cocok untuk langkah ini. {NOTHING}")
        return known
    draft = Letter(
        round=choice.vacancy.round, direction=direction, body=step.rule.body, dated=dated
    )
    return _kept(draft, paper, by)


def _refuse_date(
    choice: Choice, standing: Standing | None, happening: Happening, dated: date
) -> None:
    if dated > happening.on:
        raise ApprovalRefused(
            f"Surat bertanggal {in_words(dated)}, sesudah tanggal langkahnya"
            f" ({in_words(happening.on)}). {NOTHING}"
        )
    set_on = choice.determination.set_on
    if dated < set_on:
        raise ApprovalRefused(
            f"Surat bertanggal {in_words(dated)} mendahului penetapan pilihan"
            f" ({in_words(set_on)}). {NOTHING}"
        )
    sent = standing.last(Kind.SENT) if standing else None
    if happening.kind != Kind.SENT and sent and dated < sent.happened_on:
        raise ApprovalRefused(
            f"Balasan bertanggal {in_words(dated)} mendahului pengiriman"
            f" ({in_words(sent.happened_on)}). {NOTHING}"
        )


def _kept(letter: Letter, paper: Paper, by: User) -> Letter:
    if not paper.number.strip() or paper.upload is None:
        raise ApprovalRefused(f"Surat belum lengkap: isi nomor dan pilih berkas PDF-nya. {NOTHING}")
    letter.number = paper.number.strip()
    letter.file = attach(letter.round, Attachment.Kind.LETTER, paper.upload, by=by)
    letter.recorded_by, letter.recorded_at = by, timezone.now()
    letter.save()
    return letter
