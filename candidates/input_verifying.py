"""What the verifier does with public input: steps with reasons, replies, identities opened."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.input_actions import scope_of
from candidates.input_secrecy import Identity, unlock, unlock_identity
from candidates.input_states import NEXT
from candidates.models import InputState, InputStep, PublicInput, ReportingChannel


class CannotStep(Exception):
    """The step does not follow from the state; nothing changed."""


class Erased(Exception):
    """What was asked for was erased when its time had come."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the verifier decides, as the form gave it."""

    state: InputState
    reason: str
    reply: str = ""
    summary: str = ""
    due_on: date | None = None
    channel: ReportingChannel | None = None


@transaction.atomic
def take_step(input_: PublicInput, step: Step, *, by: User) -> InputStep:
    """Raises CannotStep."""
    locked = PublicInput.objects.select_for_update(of=("self",)).get(pk=input_.pk)
    _require_possible(locked, step)
    number = locked.steps.aggregate(last=Max("number"))["last"] or 0
    taken = InputStep.objects.create(
        input=locked,
        number=number + 1,
        state=step.state,
        reason=step.reason.strip(),
        reply=step.reply.strip() if step.state == InputState.REPLIED else "",
        summary=step.summary.strip() if step.state == InputState.VERIFIED else "",
        due_on=step.due_on if step.state == InputState.ASKED else None,
        channel=step.channel if step.state == InputState.REFERRED else None,
        taken_by=by,
        taken_at=timezone.now(),
    )
    facts = {"state": taken.state, "reason": taken.reason}
    scope = scope_of(locked.subject.window.round)
    record("candidates.input_step_taken", locked, by=by, scope=scope, **facts)
    return taken


@transaction.atomic
def open_identity(input_: PublicInput, reason: str, *, by: User) -> Identity:
    """Who sent it; the opening stands in the trail. Raises CannotStep and Erased."""
    if not reason.strip():
        raise CannotStep("Tuliskan alasan membuka identitas. Identitas tetap tertutup.")
    if input_.erased_at:
        raise Erased("Identitas ini sudah dihapus karena masa simpannya habis.")
    identity = unlock_identity(input_.identity)
    scope = scope_of(input_.subject.window.round)
    record("candidates.identity_opened", input_, by=by, scope=scope, reason=reason.strip())
    return identity


@transaction.atomic
def open_file(input_: PublicInput, *, by: User) -> bytes:
    """The bytes as they were looked into; the reading stands in the trail. Raises Erased."""
    if not input_.file:
        raise Erased("Berkas ini sudah dihapus karena masa simpannya habis.")
    try:
        with input_.file.open("rb") as file:
            content = unlock(file.read())
    except OSError as error:
        raise Erased("Berkas ini tidak ditemukan di penyimpanan.") from error
    if hashlib.sha256(content).hexdigest() != input_.file_sha256:
        raise Erased("Isi berkas ini berbeda dari sidik jarinya, sehingga tidak dikirim.")
    scope = scope_of(input_.subject.window.round)
    record("candidates.input_file_read", input_, by=by, scope=scope)
    return content


def last_step(input_: PublicInput) -> InputStep | None:
    return input_.steps.order_by("-number").first()


def _require_possible(input_: PublicInput, step: Step) -> None:
    last = last_step(input_)
    was = InputState(last.state) if last else InputState.RECEIVED
    if step.state not in NEXT[was]:
        raise CannotStep(
            f"Masukan ini sudah berkeadaan “{was.label}”; langkah itu tidak dapat diambil dari"
            " sana. Tidak ada yang berubah."
        )
    if not step.reason.strip():
        raise CannotStep("Tuliskan alasan langkah ini. Tidak ada yang berubah.")
    asked_until = last.due_on if last and was == InputState.ASKED else None
    if step.state == InputState.VERIFIED and asked_until and timezone.localdate() <= asked_until:
        raise CannotStep(
            "Pejabat masih dapat menjawab sampai batas waktunya. Catat jawabannya, atau tunggu"
            " batas itu lewat. Tidak ada yang berubah."
        )
    _require_whole(step)


def _require_whole(step: Step) -> None:
    needed = {
        InputState.ASKED: (step.due_on, "Isi batas waktu jawaban pejabat."),
        InputState.REPLIED: (step.reply.strip(), "Tuliskan jawaban pejabat."),
        InputState.VERIFIED: (
            step.summary.strip(),
            "Tuliskan ringkasan yang dibaca Wali Kota.",
        ),
        InputState.REFERRED: (step.channel, "Pilih lembaga tujuan."),
    }
    value, missing = needed.get(step.state, (True, ""))
    if not value:
        raise CannotStep(f"{missing} Tidak ada yang berubah.")
    if step.state == InputState.ASKED and step.due_on and step.due_on <= timezone.localdate():
        raise CannotStep("Batas waktu jawaban harus sesudah hari ini. Tidak ada yang berubah.")
