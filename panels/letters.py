"""Decree and assignment letters of a panel, filed while the round is a draft."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from panels.composing import FIXED, PanelFixed
from panels.models import AssignmentLetter, Seat
from selection.attachments import attach
from selection.models import Attachment, Round

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True, slots=True)
class Particulars:
    """What stands on a letter. `seat`: whom it sends; None for the decree of the whole panel."""

    number: str
    date: date
    seat: Seat | None = None


@transaction.atomic
def file_letter(
    round_: Round, said: Particulars, upload: "UploadedFile[Any]", *, by: User
) -> AssignmentLetter:
    """File the letter; one filed before for the same member is withdrawn.

    Raises PanelFixed, selection.attachments.BadFile.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_draft:
        raise PanelFixed(FIXED)
    held = AssignmentLetter.objects.in_force().filter(round=locked, seat=said.seat)
    kind = AssignmentLetter.Kind.LETTER if said.seat else AssignmentLetter.Kind.DECREE
    held.filter(kind=kind).update(withdrawn_at=timezone.now())
    letter = AssignmentLetter.objects.create(
        round=locked,
        kind=kind,
        seat=said.seat,
        number=said.number,
        date=said.date,
        attachment=attach(locked, Attachment.Kind.ASSIGNMENT_LETTER, upload, by=by),
    )
    record(
        "panels.letter_filed",
        letter,
        by=by,
        scope=locked.scope,
        kind=kind.value,
        number=said.number,
        sha256=letter.attachment.sha256,
    )
    return letter


def letters_of(round_: Round) -> dict[int | None, AssignmentLetter]:
    """The letters in force by the seat they are about; the decree under None."""
    letters = AssignmentLetter.objects.in_force().filter(round=round_).select_related("attachment")
    return {letter.seat_id: letter for letter in letters}
