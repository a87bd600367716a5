"""The score sheets of an archive: from its workbook, and compared with what the round holds."""

from scoring import duties
from scoring.duties import SheetKey
from scoring.models import Sheet
from scoring.rules import Entries, Entry
from selection.models import Round
from selection.registry import Changes, Difference
from workbook.book import Book
from workbook.rows import ScoreRow


def sheets_of(book: Book) -> dict[SheetKey, Entries]:
    """What each member wrote, by sheet, in the order of the file."""
    sheets: dict[SheetKey, dict[str, Entry]] = {}
    for row in book.scores:
        entry: Entry = {"score": row.value}
        if row.note:
            entry["note"] = row.note
        sheets.setdefault(key_of(row), {})[row.indicator] = entry
    return dict(sheets)


def compare(round_: Round, wanted: dict[SheetKey, Entries]) -> Changes[Sheet]:
    """How the file differs from the round; a file without the sheet says nothing about scores."""
    changes: Changes[Sheet] = Changes()
    if not wanted:
        return changes
    held = _held(round_)
    for key, entries in wanted.items():
        if key not in held:
            changes.new.append(key)
        elif held[key] == entries:
            changes.same.append(key)
        else:
            changes.changed[key] = _differences(held[key], entries)
    changes.withdrawn.extend(key for key in held if key not in wanted)
    return changes


def key_of(row: ScoreRow) -> SheetKey:
    return row.email, row.nip, row.instrument, row.vacancy


def _held(round_: Round) -> dict[SheetKey, Entries]:
    sheets = Sheet.objects.signed().filter(seat__round=round_).order_by("pk")
    related = sheets.select_related("seat__user", "candidate", "instrument", "vacancy")
    return {duties.key_of(sheet): sheet.entries for sheet in related}


def _differences(held: Entries, wanted: Entries) -> tuple[Difference, ...]:
    codes = sorted(held.keys() | wanted.keys())
    said = [(code, _said(held.get(code, {})), _said(wanted.get(code, {}))) for code in codes]
    return tuple(Difference(code, old, new) for code, old, new in said if old != new)


def _said(entry: Entry) -> str:
    note = entry.get("note", "")
    return f"{entry.get('score', '(kosong)')}{f' ({note})' if note else ''}"
