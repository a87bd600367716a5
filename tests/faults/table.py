"""The table that script/faults ends with: one line a fault, and why a fault was not tried."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

PASSED, FAILED, NOT_RUN = "lulus", "GAGAL", "TIDAK DIJALANKAN"
WIDTH = 72  # no title is longer


@dataclass
class Row:
    """One run of one fault."""

    code: str
    title: str
    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    seconds: float | None = None
    result: str = PASSED
    why: str = field(default="")

    def packed(self) -> dict[str, Any]:
        return asdict(self)


def rows_of(stats: Mapping[str, Iterable[Any]]) -> list[Row]:
    """What pytest's reports carry from each run, and how each ended."""
    reports = {kind: [r for r in found if hasattr(r, "when")] for kind, found in stats.items()}
    told: dict[str, list[dict[str, Any]]] = {}
    for report in (report for found in reports.values() for report in found):
        facts = [packed for name, packed in report.user_properties if name == "fault"]
        told[report.nodeid] = max(told.get(report.nodeid, []), facts, key=len)
    rows = {nodeid: Row(**facts[-1]) for nodeid, facts in told.items() if facts}
    for report in (*reports.get("failed", []), *reports.get("error", [])):
        if row := rows.get(report.nodeid):
            row.result = FAILED
    for report in reports.get("skipped", []):
        if row := rows.get(report.nodeid):
            row.result, row.why = NOT_RUN, report.longrepr[2].removeprefix("Skipped: ")
    return list(rows.values())


def lines(rows: Iterable[Row]) -> Iterable[str]:
    """The runs of a fault together: sums, and the slowest recovery."""
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    numbers = f"{'kali':>5}{'diakui':>8}{'hilang':>8}{'ganda':>7}{'pulih':>9}"
    yield f"{'':<5}{'gangguan':<{WIDTH}}{numbers}"
    for code in sorted(by_code, key=lambda code: int(code[1:])):
        yield from _together(code, by_code[code])


def _together(code: str, runs: list[Row]) -> Iterable[str]:
    tried = [run for run in runs if run.result != NOT_RUN]
    heading = f"{code:<5}{runs[0].title:<{WIDTH}}"
    if not tried:
        yield f"{heading}  {NOT_RUN}: {runs[0].why}"
        return
    seconds = [run.seconds for run in tried if run.seconds is not None]
    slowest = f"{max(seconds):.1f} s".replace(".", ",") if seconds else "–"
    sums = [
        sum(getattr(run, name) for run in tried) for name in ("acknowledged", "lost", "duplicated")
    ]
    failed = f"  {FAILED}" if any(run.result == FAILED for run in tried) else ""
    yield f"{heading}{len(tried):>5}{sums[0]:>8}{sums[1]:>8}{sums[2]:>7}{slowest:>9}{failed}"
