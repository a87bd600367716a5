"""What is noted about a question to the panel."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from scoring.clarifying import clarification_of
from scoring.models import ClarificationNote
from selection.models import Round


class NotAsked(Exception):
    """No such question is asked about this round."""


@transaction.atomic
def note_answer(round_: Round, key: str, text: str, *, by: User) -> ClarificationNote:
    """Keep what was said to the question of this key, for good. Raises NotAsked, StillSealed.

    The trail tells that a note was written, and not what about whom: more people read it.
    """
    if key not in {sighting.key for sighting in clarification_of(round_).sightings}:
        raise NotAsked(
            "Pertanyaan ini tidak ada pada putaran ini. Catatan belum disimpan; muat ulang halaman,"
            " lalu catat pada pertanyaan yang benar."
        )
    note = ClarificationNote.objects.create(
        round=round_, key=key, text=text, written_by=by, written_at=timezone.now()
    )
    record("scoring.clarification_noted", note, by=by, scope=round_.scope)
    return note
