"""What checking an upload found, as plain values that are kept with it and shown on its page."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from workbook.book import Book, Fault
from workbook.columns import SHEETS
from workbook.comparing import RowState, State, compare
from workbook.contract import Sheet
from workbook.tally import Tally, place_of

SHOWN = 500  # faults kept with an upload; the counts are always whole
SHOWN_ROWS = 200  # of one sheet and state
LONGEST_TEXT = 600
LISTED = "Lihat daftar masalah."
WORDS = {
    State.NEW: "baru",
    State.CHANGED: "berubah",
    State.SAME: "sama",
    State.WITHDRAWN: "ditarik",
    State.READ: "terbaca",
    State.BAD: "bermasalah",
}

TABS = {  # state -> as the address calls it, as the page does
    State.NEW.value: ("baru", "Baru"),
    State.CHANGED.value: ("berubah", "Berubah"),
    State.SAME.value: ("sama", "Sama"),
    State.WITHDRAWN.value: ("ditarik", "Ditarik"),
    State.READ.value: ("terbaca", "Terbaca"),
    State.BAD.value: ("bermasalah", "Bermasalah"),
}


class Row(TypedDict):
    """One row that the page shows: Excel row (0: not in the file), its key, state and words."""

    row: int
    name: str
    state: str
    text: str


class SheetFindings(TypedDict):
    """`counts` by state; `rows` the first of each state, in the order of the file."""

    name: str
    total: int
    counts: dict[str, int]
    faults: int
    words: str
    rows: list[Row]


class Findings(TypedDict):
    """`sheets` in the order of the contract; `faults` and `warnings` at most SHOWN each.

    `counts`: rows of all sheets by state; `ready`: those that can be applied once nothing is bad.
    """

    code: str
    title: str
    is_new: bool
    is_archive: bool
    changes: bool
    digest: str
    counts: dict[str, int]
    total: int
    ready: int
    sheets: list[SheetFindings]
    faults: list[dict[str, str]]
    fault_count: int
    warnings: list[dict[str, str]]
    warning_count: int


def findings_of(
    book: Book, held: Book | None, refused: Sequence[Fault] = (), *, digest: str = ""
) -> Findings:
    """What the rows of a book would do to what the round holds, and what stands against it.

    `refused`: why a book without faults cannot be loaded; `digest`: what loading it would do.
    """
    faults = book.faults or tuple(refused)
    tally = Tally(refused)
    counted = book.extent.faults or tally.counts
    at_fault = book.extent.rows or {name: frozenset(rows) for name, rows in tally.rows.items()}
    said = _by_row(faults)
    sheets = [
        _sheet(
            name=sheet.name,
            states=list(compare(sheet, book, held, _bad(sheet, book, at_fault, said))),
            total=len(book.rows_of(sheet.rows)),
            faults=counted.get(sheet.name, 0),
        )
        for sheet in SHEETS
    ]
    counts = {state.value: sum(sheet["counts"][state] for sheet in sheets) for state in State}
    total = sum(sheet["total"] for sheet in sheets)
    head = book.round
    return {
        "code": head.code or "" if head else "",
        "title": head.title or "" if head else "",
        "is_new": held is None,
        "is_archive": bool(head and head.is_archive),
        "changes": any(counts[state] for state in ("new", "changed", "withdrawn")),
        "digest": digest,
        "counts": counts,
        "total": total,
        "ready": total - counts["bad"],
        "sheets": sheets,
        "faults": [_fault(fault) for fault in faults[:SHOWN]],
        "fault_count": sum(counted.values()),
        "warnings": [_fault(warning) for warning in book.warnings[:SHOWN]],
        "warning_count": book.extent.warnings,
    }


def filtered(findings: Mapping[str, Any], chosen: str) -> dict[str, Any]:
    """Kept findings with the rows of one state only, and what there is to choose from."""
    counts = findings.get("counts", {})
    states = [state for state, (slug, _) in TABS.items() if slug == chosen and counts.get(state)]
    tabs = [{"slug": "", "label": "Semua", "count": sum(counts.values()), "is_on": not states}]
    tabs += [
        {"slug": slug, "label": label, "count": counts[state], "is_on": state in states}
        for state, (slug, label) in TABS.items()
        if counts.get(state)
    ]
    sheets = [
        {
            **sheet,
            "rows": [row for row in sheet["rows"] if not states or row["state"] in states],
            "left_out": _left_out(sheet, states),
        }
        for sheet in findings.get("sheets", [])
    ]
    return {**findings, "sheets": sheets, "tabs": tabs, "chosen": states[0] if states else ""}


def _left_out(sheet: SheetFindings, states: Sequence[str]) -> int:
    """Rows that were counted but not kept."""
    shown = states or list(sheet["counts"])
    return sum(max(0, sheet["counts"][state] - SHOWN_ROWS) for state in shown)


def _by_row(faults: Sequence[Fault]) -> Mapping[tuple[str, int], str]:
    """What is wrong with each row: `C7: Nama wajib diisi.`"""
    said: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for fault in faults:
        row, _ = place_of(fault.cell)
        said[fault.sheet, row].append(f"{fault.cell}: {fault.message}")
    return {place: " ".join(messages)[:LONGEST_TEXT] for place, messages in said.items()}


def _bad(
    sheet: Sheet,
    book: Book,
    rows: Mapping[str, frozenset[int]],
    said: Mapping[tuple[str, int], str],
) -> dict[int, str]:
    """What is wrong, by row. `Seleksi` is one row, in whichever of its lines the faults stand."""
    numbers = sorted(rows.get(sheet.name, ()))
    words = {number: said.get((sheet.name, number), LISTED) for number in numbers}
    if sheet.by_key and words and book.round is not None:
        return {book.round.number: " ".join(words.values())}
    return words


def _sheet(name: str, states: list[RowState], total: int, faults: int) -> SheetFindings:
    counted = Counter(state.state for state in states)
    kept: Counter[State] = Counter()
    rows: list[Row] = []
    for each in states:
        kept[each.state] += 1
        if kept[each.state] <= SHOWN_ROWS:
            text = each.text[:LONGEST_TEXT]
            rows.append(
                {"row": each.number, "name": each.name, "state": each.state.value, "text": text}
            )
    return {
        "name": name,
        "total": total,
        "counts": {state.value: counted[state] for state in State},
        "faults": faults,
        "words": _words(counted),
        "rows": rows,
    }


def _words(states: Mapping[State, int]) -> str:
    """`3 baru · 1 berubah · 22 sama`"""
    return " · ".join(f"{states[s]} {word}" for s, word in WORDS.items() if states[s]) or "–"


def _fault(fault: Fault) -> dict[str, str]:
    return {"sheet": fault.sheet, "cell": fault.cell, "message": fault.message}
