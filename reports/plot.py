"""The picture of one vacancy: totals, their range under the tests, and the cut.

Only geometry and words; `templates/reports/plot.svg` draws it, on a page and in a document alike.
Colours stand in attributes of the drawing, since neither a page's policy nor the PDF engine would
take them from elsewhere. Nothing rests on colour: who is put forward has a filled mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from accounts.wording import with_comma
from candidates.models import Candidate
from scoring.outcome import VacancyOutcome
from scoring.ranking import Placed
from scoring.sensitivity import Tested

WIDTH, LEFT, RIGHT = 720, 256, 656  # of the drawing, and of its scale
TOP, ROW, FOOT = 34, 30, 30
LONGEST = 30  # letters that fit left of the scale; a longer name gives way to the label
STEPS = [Decimal(step) for step in ("0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50")]
FEWEST_TICKS, MOST_TICKS = 3, 7


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One candidate: `x` of the total, `start` and `width` of its range, `y` of its line."""

    placed: Placed
    name: str
    total: str
    lowest: str
    highest: str
    x: str
    start: str
    width: str
    y: int

    @property
    def text_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Plot:
    """`key` makes the ids of the drawing its own where a page holds several."""

    key: str
    title: str
    description: str
    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    cut: Tick | None
    rule: int | None
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT

    @property
    def bottom(self) -> int:
        """Where the scale stands."""
        return self.height - FOOT

    @property
    def words_y(self) -> int:
        return self.height - 10


def plot_of(found: VacancyOutcome, tested: Sequence[Tested]) -> Plot | None:
    """The picture of a vacancy; None where nobody is ranked."""
    if not tested:
        return None
    ranked = {placed.nip: placed for placed in found.ranking.ranked}
    scale = _scale(tested)
    bars = [
        _bar(scale, ranked[person.nip], found.candidates[person.nip], person, place)
        for place, person in enumerate(tested)
    ]
    forward = [bar for bar in bars if bar.placed.put_forward]
    has_cut = 0 < len(forward) < len(bars)
    return Plot(
        key=found.vacancy.code,
        title=f"Nilai akhir {found.vacancy.title} dan rentangnya pada uji kepekaan",
        description=_description(bars),
        bars=bars,
        ticks=[Tick(_x(scale, tick), with_comma(tick)) for tick in scale.ticks],
        cut=Tick(forward[-1].x, f"batas {forward[-1].total}") if has_cut else None,
        rule=TOP + ROW * len(forward) if has_cut else None,
        height=TOP + ROW * len(bars) + FOOT,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    lowest: Decimal
    highest: Decimal
    ticks: Sequence[Decimal]


def _scale(tested: Sequence[Tested]) -> _Scale:
    """From a round number below all totals to one above them."""
    lowest = min(person.lowest for person in tested)
    highest = max(person.highest for person in tested)
    spread = max(highest - lowest, Decimal(1))
    step = next((step for step in STEPS if spread / step <= MOST_TICKS - 2), STEPS[-1])
    first = (lowest / step).to_integral_value(ROUND_FLOOR)
    last = max((highest / step).to_integral_value(ROUND_CEILING), first + FEWEST_TICKS - 1)
    ticks = [step * number for number in range(int(first), int(last) + 1)]
    return _Scale(ticks[0], ticks[-1], ticks)


def _x(scale: _Scale, value: Decimal) -> str:
    share = (value - scale.lowest) / (scale.highest - scale.lowest)
    return str((LEFT + share * (RIGHT - LEFT)).quantize(Decimal("0.1")))


def _bar(scale: _Scale, placed: Placed, candidate: Candidate, person: Tested, place: int) -> Bar:
    start, end = _x(scale, person.lowest), _x(scale, person.highest)
    return Bar(
        placed=placed,
        name=candidate.name if len(candidate.name) <= LONGEST else candidate.label,
        total=with_comma(person.total),
        lowest=with_comma(person.lowest),
        highest=with_comma(person.highest),
        x=_x(scale, person.total),
        start=start,
        width=str(Decimal(end) - Decimal(start)),
        y=TOP + ROW * place + ROW // 2,
    )


def _description(bars: Sequence[Bar]) -> str:
    said = [
        f"Peringkat {bar.placed.rank} {bar.name}: {bar.total}, pada uji {bar.lowest} sampai "
        f"{bar.highest}"
        for bar in bars
    ]
    return f"{'; '.join(said)}."
