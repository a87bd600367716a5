"""Faults as they are met: every one is counted, but only so many are kept with their words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workbook.book import Fault
from workbook.markup import REFERENCE, column_number

MOST_KEPT = 500  # of one sheet


class Tally:
    """Of each sheet the first MOST_KEPT faults, the number of all, and the rows they stand in."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self.rows: defaultdict[str, set[int]] = defaultdict(set)
        self._kept: defaultdict[str, dict[Fault, None]] = defaultdict(dict)
        self.extend(faults)

    def __iter__(self) -> Iterator[Fault]:
        for kept in self._kept.values():
            yield from kept

    def add(self, fault: Fault) -> None:
        kept = self._kept[fault.sheet]
        if fault in kept:
            return
        self.counts[fault.sheet] += 1
        row, _ = place_of(fault.cell)
        if row > 1:
            self.rows[fault.sheet].add(row)
        if len(kept) < MOST_KEPT:
            kept[fault] = None

    def extend(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.add(fault)


@dataclass(frozen=True, slots=True)
class Notes:
    """What reading has to say: what is wrong, and what is only to be known."""

    faults: Tally = field(default_factory=Tally)
    warnings: Tally = field(default_factory=Tally)


def place_of(cell: str) -> tuple[int, int]:
    """Row and column of an address, from 1; zeros for what is no address."""
    match = REFERENCE.fullmatch(cell)
    return (int(match[2]), column_number(match[1])) if match else (0, 0)
