"""What checking an upload found, as plain values that are kept with it and shown on its page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypedDict

from workbook.book import Book, Fault
from workbook.columns import SHEETS
from workbook.loading import Loaded, Part, in_words

GONE = "Tidak ada lagi di berkas; akan ditarik, tidak dihapus"
SHOWN = 500  # rows and faults kept with an upload; the counts are always whole


class Row(TypedDict):
    """One row that the page shows: Excel row (0: not in the file), its key, state and words."""

    row: int
    name: str
    state: str
    text: str


class SheetFindings(TypedDict):
    name: str
    total: int
    new: int
    changed: int
    same: int
    withdrawn: int
    faults: int
    words: str
    rows: list[Row]


class Findings(TypedDict):
    """`sheets` in the order of the contract; `faults` and `warnings` at most SHOWN each."""

    code: str
    title: str
    is_new: bool
    is_archive: bool
    changes: bool
    sheets: list[SheetFindings]
    faults: list[dict[str, str]]
    fault_count: int
    warnings: list[dict[str, str]]


def findings_of(book: Book, loaded: Loaded | None, faults: Sequence[Fault]) -> Findings:
    """Of a rehearsed load, or of the faults that stand against one."""
    head = book.round
    counts = Counter(fault.sheet for fault in faults)
    return {
        "code": head.code or "" if head else "",
        "title": head.title or "" if head else "",
        "is_new": loaded.is_new if loaded else False,
        "is_archive": bool(head and head.is_archive),
        "changes": bool(loaded and loaded.changed_anything),
        "sheets": [
            _sheet(sheet.name, _size(book, sheet.rows), counts[sheet.name], loaded)
            for sheet in SHEETS
        ],
        "faults": [_fault(fault) for fault in faults[:SHOWN]],
        "fault_count": len(faults),
        "warnings": [_fault(warning) for warning in book.warnings[:SHOWN]],
    }


def _size(book: Book, name: str) -> int:
    rows = getattr(book, name)
    return len(rows) if isinstance(rows, tuple) else int(rows is not None)


def _sheet(name: str, total: int, faults: int, loaded: Loaded | None) -> SheetFindings:
    parts = [part for part in loaded.parts if part.sheet == name] if loaded else []
    rows = _folded(row for part in parts for row in _rows(part))
    states = Counter(row["state"] for row in rows)
    return {
        "name": name,
        "total": total,
        "new": states["new"],
        "changed": states["changed"],
        "same": max(0, total - states["new"] - states["changed"]) if loaded else 0,
        "withdrawn": states["withdrawn"],
        "faults": faults,
        "words": _words(states, total),
        "rows": rows[:SHOWN],
    }


def _words(states: Counter[str], total: int) -> str:
    """`3 baru · 1 berubah · 22 sama`"""
    same = max(0, total - states["new"] - states["changed"])
    said = {"baru": states["new"], "berubah": states["changed"], "ditarik": states["withdrawn"]}
    return " · ".join(f"{n} {word}" for word, n in {**said, "sama": same}.items() if n) or "–"


def _folded(rows: Iterable[Row]) -> list[Row]:
    """One entry a row of the file: what nominations add is said with their candidate."""
    by_place: dict[object, Row] = {}
    for row in rows:
        held = by_place.setdefault(row["row"] or row["name"], row)
        if held is not row and held["state"] == "changed":
            held["text"] = f"{held['text']}; {row['text']}"
    return sorted(by_place.values(), key=lambda row: row["row"])


def _rows(part: Part) -> Iterator[Row]:
    changes = part.changes
    for key in changes.new:
        if part.what:
            yield _row(part, key, "changed", f"{part.what} baru: {key[-1]}")
        else:
            yield _row(part, key, "new", "Baris baru")
    for key, found in changes.changed.items():
        yield _row(part, key, "changed", in_words(found))
    for key in changes.withdrawn:
        text = f"{part.what} {key[-1]} ditarik" if part.what else GONE
        yield _row(part, key, "withdrawn", text)


def _row(part: Part, key: tuple[Any, ...], state: str, text: str) -> Row:
    name = " · ".join(str(value) for value in key if value != "")
    return {"row": part.numbers.get(key, 0), "name": name, "state": state, "text": text}


def _fault(fault: Fault) -> dict[str, str]:
    return {"sheet": fault.sheet, "cell": fault.cell, "message": fault.message}
