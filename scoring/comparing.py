"""One sheet in two tabs: what was typed in the one, beside what the other has stored since."""

from dataclasses import dataclass

from scoring.models import ScoreEvent, Sheet
from scoring.rules import Entries, Entry


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in a criterion's two fields, or would."""

    score: str
    note: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One criterion: `shown` in the fields, `held` by the server, and who changed what.

    `is_choice` where both places changed a field, differently. `taken` names the fields that
    nobody touched here and that show what the server holds by now: `nilai dan catatan`.
    """

    shown: Text
    held: Text
    is_choice: bool
    taken: str


def entries_at(sheet: Sheet, version: int) -> Entries:
    """What the sheet said at that version; nothing for one it never had."""
    event = ScoreEvent.objects.filter(sheet=sheet, version=version).first()
    entries: Entries = event.payload["entries"] if event else {}
    return entries


def text_of(entry: Entry) -> Text:
    return Text(str(entry.get("score", "")), entry.get("note", ""))


def meet(base: Text, mine: Text, held: Text) -> Meeting:
    """Bring together what was typed from `base` on and what the server holds since."""
    fields = {
        "nilai": (base.score, mine.score, held.score),
        "catatan": (base.note, mine.note, held.note),
    }
    taken = [name for name, (old, ours, theirs) in fields.items() if old == ours != theirs]
    return Meeting(
        shown=Text(*(theirs if ours == old else ours for old, ours, theirs in fields.values())),
        held=held,
        is_choice=any(len(set(field)) == len(field) for field in fields.values()),
        taken=" dan ".join(taken),
    )
