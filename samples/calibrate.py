"""How often the questions of scoring.signals are asked of honest panels, and of others.

    python -m samples.calibrate [panels]

Prints the table of docs/clarification.md: the same on every machine. Needs no database.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from samples import simulated_panels as simulated
from samples.simulated_panels import FIVE_LEVELS, FIVES, WEIGHTS, WHOLE, Panel, Paper
from scoring.residuals import standings_of
from scoring.sightings import Kind, Sighting
from scoring.signals import from_hours, from_scores, from_sheets

SEED = 20251203
PANELS = 400
SIZES = (5, 7)
PAPERS = (WHOLE, FIVES, FIVE_LEVELS)

FROM_SCORES = (Kind.PUSH, Kind.SIMILAR, Kind.SEVERITY)
FROM_SHEETS = (Kind.SAME, Kind.FLAT, Kind.COPIED)
FROM_HOURS = (Kind.EARLY, Kind.QUICK)

Do = Callable[[Panel, random.Random], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a member may do, and the signal that should ask about it."""

    kind: Kind
    words: str
    do: Do


DEEDS = (
    Deed(Kind.PUSH, "one candidate +10, rivals -5", lambda p, r: simulated.push(p, r, 10, 5)),
    Deed(Kind.PUSH, "one candidate +15, rivals -8", lambda p, r: simulated.push(p, r, 15, 8)),
    Deed(Kind.PUSH, "one candidate +20, rivals -10", lambda p, r: simulated.push(p, r, 20, 10)),
    Deed(Kind.SIMILAR, "all sheets copied, ±1", lambda p, r: simulated.copy(p, r, 1.0)),
    Deed(Kind.SIMILAR, "nine in ten sheets copied", lambda p, r: simulated.copy(p, r, 0.9)),
    Deed(Kind.SIMILAR, "six in ten sheets copied", lambda p, r: simulated.copy(p, r, 0.6)),
    Deed(Kind.SEVERITY, "everybody -10", lambda p, _: simulated.severity(p, -10)),
    Deed(Kind.SEVERITY, "everybody -15", lambda p, _: simulated.severity(p, -15)),
    Deed(Kind.SAME, "one sheet for three in ten", lambda p, r: simulated.same(p, r, 0.3)),
    Deed(Kind.FLAT, "three in ten sheets flat", lambda p, r: simulated.flat(p, r, 0.3)),
    Deed(Kind.COPIED, "half of the notes copied", lambda p, r: simulated.notes(p, r, 0.5)),
    Deed(
        Kind.EARLY,
        "signed 20 min before the end",
        lambda p, _: simulated.hours(p, before=timedelta(minutes=20)),
    ),
    Deed(
        Kind.QUICK,
        "signed 30 s after the first save",
        lambda p, _: simulated.hours(p, after=timedelta(seconds=30)),
    ),
)


def seen(panel: Panel, kind: Kind | None = None) -> list[Sighting]:
    """All that would be asked about this panel, or at least all of this kind."""
    found: list[Sighting] = []
    if kind in (None, *FROM_SCORES):
        found += from_scores(standings_of(panel.marks, WEIGHTS, panel.posts))
    if kind in (None, *FROM_SHEETS):
        found += from_sheets(panel.marks)
    if kind in (None, *FROM_HOURS):
        found += from_hours(panel.signings, [])
    return [sighting for sighting in found if kind in (None, sighting.kind)]


def false_alarms(panels: int, members: int, paper: Paper) -> dict[Kind, tuple[int, int]]:
    """By signal: honest panels that are asked anything, and questions altogether."""
    asked: Counter[Kind] = Counter()
    questions: Counter[Kind] = Counter()
    for number in range(panels):
        found = seen(simulated.honest(members, paper, random.Random(SEED + number)))
        asked.update({sighting.kind for sighting in found})
        questions.update(sighting.kind for sighting in found)
    return {kind: (asked[kind], questions[kind]) for kind in Kind}


def detected(panels: int, members: int, paper: Paper, deed: Deed) -> int:
    """Of so many panels of which one member did this, those where the signal names him."""
    found = 0
    for number in range(panels):
        rng = random.Random(SEED + number)
        panel = simulated.honest(members, paper, rng)
        deed.do(panel, rng)
        found += any("P1" in sighting.members for sighting in seen(panel, deed.kind))
    return found


def main(panels: int) -> None:
    settings = [(size, paper) for paper in PAPERS for size in SIZES]
    heads = [f"{paper.name}, {size} members" for size, paper in settings]
    print(f"Honest panels asked at least once ({panels} panels for each column, seed {SEED})\n")
    alarms = [false_alarms(panels, size, paper) for size, paper in settings]
    rows = [
        [kind, *(f"{100 * one[kind][0] / panels:.1f}%" for one in alarms)]
        for kind in Kind
        if kind != Kind.REOPENED
    ]
    _table(["signal", *heads], rows)
    few = max(1, panels // 16)
    print(f"\nPanels with one member at fault, where he is asked ({few} panels, seed {SEED})\n")
    rows = [
        [
            deed.kind,
            deed.words,
            *(f"{100 * detected(few, size, paper, deed) / few:.0f}%" for size, paper in settings),
        ]
        for deed in DEEDS
    ]
    _table(["signal", "what he did", *heads], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for cells in (head, ["---"] * len(head), *rows):
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PANELS)
