"""A warning about the panel stands only with a note that says why it is accepted."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from panels.checking import composition_of
from panels.composing import FIXED, PanelFixed
from panels.models import CompositionNote
from selection.models import Round


class NothingToNote(Exception):
    """The rule does not warn (any more)."""


@transaction.atomic
def note_warning(round_: Round, code: str, text: str, *, by: User) -> CompositionNote:
    """Keep why the warning of this rule is accepted, about the facts as they stand now.

    Raises PanelFixed, NothingToNote.
    """
    locked = Round.objects.locked().select_related("agency")
    here = locked.get(pk=round_.pk)
    if not here.is_draft:
        raise PanelFixed(FIXED)
    warnings = {check.code: check for check in composition_of(here).checks if check.warns}
    if code not in warnings:
        raise NothingToNote(
            "Aturan ini tidak lagi memberi peringatan, sehingga catatan tidak diperlukan."
        )
    note = CompositionNote.objects.create(
        round=here,
        code=code,
        found=warnings[code].words,
        text=text,
        written_by=by,
        written_at=timezone.now(),
    )
    record("panels.warning_noted", note, by=by, scope=here.scope, rule=code, found=note.found)
    return note
