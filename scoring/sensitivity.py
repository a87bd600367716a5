"""How firmly a vacancy's names stand when weights, members and the way of counting change.

Information only: nothing here changes a rank. Tried are all shifts of the weights by one step (or
a fixed draw of them), each member left out once, and the ways of aggregation that the scheme does
not use. A test says "the same" when the same people are put forward and the same people await the
plenary as in the ranking itself; their order may differ.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoring.counting import Aggregation, Entrant, Scheme
from scoring.recounting import Count, Recounter
from scoring.weight_shifts import Shift, shifts_of


class Kind(StrEnum):
    WEIGHTS = "weights"
    MEMBERS = "members"
    AGGREGATION = "aggregation"


class Label(StrEnum):
    STRONG = "strong"
    NARROW = "narrow"
    UNSTABLE = "unstable"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the labels mean: shares of the tests in percent, the gap and the step in points.

    Raises `ValueError` unless 0 < fair <= strong <= 100, 0 < step and 0 <= gap.
    """

    strong: Fraction = Fraction(95)
    fair: Fraction = Fraction(80)
    gap: Fraction = Fraction(1, 2)
    step: Fraction = Fraction(5)

    def __post_init__(self) -> None:
        if not 0 < self.fair <= self.strong <= 100:
            raise ValueError("The shares do not rise from above zero to at most 100.")
        if self.step <= 0 or self.gap < 0:
            raise ValueError("The step or the gap is too small.")

    def label(self, tally: "Tally", gap: Decimal | None) -> Label | None:
        """By the share of tests with the same outcome; a gap below the limit is never strong.

        `None` where nothing could be tested.
        """
        if not tally.runs:
            return None
        if tally.same * 100 < self.fair * tally.runs:
            return Label.UNSTABLE
        is_close = gap is not None and gap < self.gap
        if is_close or tally.same * 100 < self.strong * tally.runs:
            return Label.NARROW
        return Label.STRONG


@dataclass(frozen=True, slots=True)
class Tally:
    """So many tests, and in how many of them the outcome is that of the ranking."""

    runs: int
    same: int


@dataclass(frozen=True, slots=True)
class Change:
    """Who is put forward instead of whom, and who would share a rank across the cut."""

    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One member left out, or one other way of aggregation: what changed, if anything.

    `leaders` are the first names with their totals, as many as are put forward; `lost` have no
    sheet left without the member.
    """

    of: str
    leaders: Sequence[tuple[str, Decimal]]
    change: Change | None
    same_order: bool
    lost: Sequence[str]


@dataclass(frozen=True, slots=True)
class Swing:
    """A change that shifted weights bring, how often, and the shift that is most behind it.

    Of the `of` tests in which the instrument's weight goes `up` (or down), `within` bring it.
    """

    change: Change
    runs: int
    instrument: str
    up: bool
    within: int
    of: int


@dataclass(frozen=True, slots=True)
class Tested:
    """A ranked candidate: the tests in which he stays in, out or with the plenary as he is.

    `distance` lies between his total and the nearest beyond the cut.
    """

    nip: str
    total: Decimal
    lowest: Decimal
    highest: Decimal
    tally: Tally
    distance: Decimal | None
    label: Label | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """All tests of one vacancy. Without anybody ranked there is none, and no label.

    `gap` lies between the last name put forward and the next, and is 0 where a shared rank
    straddles the cut; `possible` counts the ways to shift the weights, more than were tried where
    they were drawn.
    """

    tallies: Mapping[Kind, Tally]
    possible: int
    label: Label | None
    gap: Decimal | None
    people: Sequence[Tested]
    swings: Sequence[Swing]
    members: Sequence[Trial]
    aggregations: Sequence[Trial]

    @property
    def together(self) -> Tally:
        counted = self.tallies.values()
        return Tally(sum(t.runs for t in counted), sum(t.same for t in counted))

    @property
    def is_drawn(self) -> bool:
        return self.tallies[Kind.WEIGHTS].runs < self.possible


def sensitivity(scheme: Scheme, entrants: Iterable[Entrant], thresholds: Thresholds) -> Sensitivity:
    """Test one vacancy. The order of the input never matters.

    Raises `ValueError` for an incomplete sheet or a NIP that comes twice.
    """
    recounter = Recounter(scheme, entrants, thresholds.step)
    scores = recounter.scores(scheme.aggregation)
    found = recounter.count(scores)
    if not found.totals:
        return NOTHING
    shifts = shifts_of(tuple(i.weight for i in scheme.instruments), thresholds.step)
    ranked = recounter.reaching(scores)
    members = recounter.members
    ways = [way for way in Aggregation if way is not scheme.aggregation and members]
    shifted = [recounter.shifted(ranked, shift) for shift in shifts.tried]
    without = [recounter.count(recounter.scores(scheme.aggregation, m)) for m in members]
    otherwise = [recounter.count(recounter.scores(way)) for way in ways]
    counts = [*shifted, *without, *otherwise]
    report = _Report(recounter, found)
    gap = report.gap()
    return Sensitivity(
        tallies={
            kind: _tally(count.names_as_in(found) for count in those)
            for kind, those in zip(Kind, (shifted, without, otherwise), strict=True)
        },
        possible=shifts.possible,
        label=thresholds.label(_tally(count.names_as_in(found) for count in counts), gap),
        gap=gap,
        people=[report.tested(nip, counts, thresholds) for nip in found.order],
        swings=report.swings(shifts.tried, shifted),
        members=[report.trial(*pair) for pair in zip(members, without, strict=True)],
        aggregations=[report.trial(*pair) for pair in zip(ways, otherwise, strict=True)],
    )


NOTHING = Sensitivity(dict.fromkeys(Kind, Tally(0, 0)), 0, None, None, (), (), (), ())


def _tally(outcomes: Iterable[bool]) -> Tally:
    said = list(outcomes)
    return Tally(len(said), sum(said))


class _Report:
    """What tests of one vacancy say beside its own count."""

    def __init__(self, recounter: Recounter, found: Count) -> None:
        self.recounter = recounter
        self.found = found
        self.codes = [instrument.code for instrument in recounter.scheme.instruments]

    def gap(self) -> Decimal | None:
        """Nothing where nobody stands below the cut."""
        if self.found.waiting:
            return self.recounter.decimal(0)
        below = [t for nip, t in self.found.totals.items() if nip not in self.found.forward]
        above = [t for nip, t in self.found.totals.items() if nip in self.found.forward]
        return self.recounter.decimal(min(above) - max(below)) if above and below else None

    def tested(self, nip: str, counts: Sequence[Count], thresholds: Thresholds) -> Tested:
        standing = self.found.standing_of(nip)
        total = self.found.totals[nip]
        totals = [total, *(count.totals[nip] for count in counts if nip in count.totals)]
        tally = _tally(count.standing_of(nip) is standing for count in counts)
        distance = self._distance(nip)
        return Tested(
            nip=nip,
            total=self.recounter.decimal(total),
            lowest=self.recounter.decimal(min(totals)),
            highest=self.recounter.decimal(max(totals)),
            tally=tally,
            distance=distance,
            label=thresholds.label(tally, distance),
        )

    def trial(self, of: str, count: Count) -> Trial:
        names = self.recounter.scheme.names_put_forward
        return Trial(
            of=of,
            leaders=[
                (nip, self.recounter.decimal(count.totals[nip])) for nip in count.order[:names]
            ],
            change=None if count.names_as_in(self.found) else self._change(count),
            same_order=count.places == self.found.places,
            lost=count.lost,
        )

    def swings(self, shifts: Sequence[Shift], counts: Sequence[Count]) -> list[Swing]:
        """The changes, the most frequent first, each with the shift that brings it most surely."""
        brought: dict[Change, list[Shift]] = {}
        for shift, count in zip(shifts, counts, strict=True):
            if not count.names_as_in(self.found):
                brought.setdefault(self._change(count), []).append(shift)
        moves = Counter(move for shift in shifts for move in _moves(shift))
        swings = [self._swing(change, those, moves) for change, those in brought.items()]
        return sorted(swings, key=lambda swing: (-swing.runs, swing.change.entering))

    def _swing(
        self, change: Change, shifts: Sequence[Shift], moves: Counter[tuple[int, int]]
    ) -> Swing:
        within = Counter(move for shift in shifts for move in _moves(shift))
        place, step = min(
            within, key=lambda move: (-Fraction(within[move], moves[move]), -within[move], move)
        )
        return Swing(
            change=change,
            runs=len(shifts),
            instrument=self.codes[place],
            up=step > 0,
            within=within[place, step],
            of=moves[place, step],
        )

    def _change(self, count: Count) -> Change:
        """In NIP order, but whoever leaves in the order of the ranking."""
        forward = self.found.forward | self.found.waiting
        stays = count.forward | count.waiting
        return Change(
            entering=tuple(sorted(count.forward - self.found.forward)),
            leaving=tuple(nip for nip in self.found.order if nip in forward - stays),
            waiting=tuple(sorted(count.waiting)),
        )

    def _distance(self, nip: str) -> Decimal | None:
        total, standing = self.found.totals[nip], self.found.standing_of(nip)
        if standing is None:
            return self.recounter.decimal(0)
        beyond = [
            abs(total - other)
            for who, other in self.found.totals.items()
            if self.found.standing_of(who) is not standing
        ]
        return self.recounter.decimal(min(beyond)) if beyond else None


def _moves(shift: Shift) -> list[tuple[int, int]]:
    """The instruments whose weight moves, by their place, and the step."""
    return [(place, step) for place, step in enumerate(shift) if step]
