"""The nine boxes as a drawing to scale (ux.md d). Whole numbers of the drawing's own unit.

Each class has a third of its axis, whatever the scheme's boundaries. A dot always lies in the box
of its person; dots that would cover each other are moved a little apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from candidates.talent_rules import LEVELS, Axis, Box, Level, Scheme
from candidates.talent_standing import Standing

WIDTH, HEIGHT = 640, 600
LEFT, TOP = 58, 8
CELL_WIDTH, CELL_HEIGHT = 192, 178
HEAD, EDGE = 44, 15  # kept free for the box's name, and at the other sides
APART = 27  # between the middles of two numbered dots
MOST_NUMBERED = 60
STEPS = range(-96, 97, 8)
NEARBY = sorted(((dx, dy) for dx in STEPS for dy in STEPS), key=lambda d: d[0] ** 2 + d[1] ** 2)


@dataclass(frozen=True, slots=True)
class Dot:
    """`title` names the person for whoever points at it; without a `label` it is anonymous."""

    x: int
    y: int
    label: str = ""
    title: str = ""
    url: str = ""
    is_near: bool = False

    @property
    def label_y(self) -> int:
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of the drawing; `tone` is its class in the stylesheet."""

    box: Box
    people: int
    x: int
    y: int
    tone: str

    @property
    def left(self) -> int:
        return self.x + 10

    @property
    def right(self) -> int:
        return self.x + CELL_WIDTH - 10

    @property
    def line(self) -> int:
        return self.y + 22


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or number beside an axis."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Map:
    cells: Sequence[Cell]
    dots: Sequence[Dot]
    columns: Sequence[Mark]
    rows: Sequence[Mark]
    column_marks: Sequence[Mark]
    row_marks: Sequence[Mark]
    across: str
    up: str

    @property
    def succession(self) -> int:
        return sum(cell.people for cell in self.cells if cell.box.succession)

    @property
    def people(self) -> int:
        return sum(cell.people for cell in self.cells)

    @property
    def in_order(self) -> list[Cell]:
        """The boxes from 9 to 1, for the list that stands in for the drawing."""
        return sorted(self.cells, key=lambda cell: -cell.box.number)


@dataclass(frozen=True, slots=True)
class Shown:
    """A person to draw: numbered and linked, or (without a label) one of the others."""

    standing: Standing
    label: str = ""
    title: str = ""
    url: str = ""


def draw(scheme: Scheme, people: Iterable[Shown]) -> Map:
    """The drawing of everybody who has a box; the anonymous lie beneath the numbered."""
    placed = sorted((p for p in people if p.standing.box), key=lambda p: bool(p.label))
    counts: dict[int, int] = {}
    for person in placed:
        number = person.standing.box or 0
        counts[number] = counts.get(number, 0) + 1
    return Map(
        cells=[_cell(box, counts.get(box.number, 0)) for box in scheme.boxes],
        dots=list(_dots(placed)),
        columns=[_middle(LEFT, CELL_WIDTH, n, scheme.potential) for n in range(3)],
        rows=[_middle(TOP, CELL_HEIGHT, n, scheme.performance, up=True) for n in range(3)],
        column_marks=list(_marks(LEFT, CELL_WIDTH, scheme.potential)),
        row_marks=list(_marks(TOP, CELL_HEIGHT, scheme.performance, up=True)),
        across=scheme.potential.label,
        up=scheme.performance.label,
    )


def _corner(box: Box) -> tuple[int, int]:
    column, row = LEVELS.index(box.potential), 2 - LEVELS.index(box.performance)
    return LEFT + column * CELL_WIDTH, TOP + row * CELL_HEIGHT


def _cell(box: Box, people: int) -> Cell:
    x, y = _corner(box)
    both_high = box.performance is box.potential is Level.HIGH
    checkered = (LEVELS.index(box.performance) + LEVELS.index(box.potential)) % 2 == 0
    plain = "z2" if checkered else ""
    return Cell(box, people, x, y, ("krs9" if both_high else "krs") if box.succession else plain)


def _dots(people: Sequence[Shown]) -> Iterator[Dot]:
    numbered = sum(bool(person.label) for person in people) <= MOST_NUMBERED
    taken: list[tuple[int, int]] = []
    for person in people:
        at = _place(person.standing)
        label = person.label if numbered else ""
        if label:
            at = _moved_apart(at, person.standing, taken)
            taken.append(at)
        near = person.standing.near is not None
        yield Dot(*at, label, person.title, person.url, is_near=near)


def _place(standing: Standing) -> tuple[int, int]:
    placement = standing.placement
    assert placement
    assert placement.box
    assert placement.performance.level
    left, right, top, bottom = _inside(placement.box)
    across = _share(placement.potential.axis, placement.potential.value)
    up = _share(placement.performance.axis, placement.performance.value)
    return left + int(across * (right - left)), bottom - int(up * (bottom - top))


def _inside(box: Box) -> tuple[int, int, int, int]:
    """Where a dot's middle may lie: left, right, top, bottom."""
    x, y = _corner(box)
    return x + EDGE, x + CELL_WIDTH - EDGE, y + HEAD, y + CELL_HEIGHT - EDGE


def _share(axis: Axis, value: Fraction | None) -> Fraction:
    """How far the value stands within its class, 0 to 1. The lowest class shows its upper end."""
    assert value is not None
    middle, high = axis.boundaries.middle, axis.boundaries.high
    starts = (max(Fraction(0), 2 * middle - high), middle, high, Fraction(100))
    level = LEVELS.index(axis.boundaries.level_of(value))
    start, end = starts[level], starts[level + 1]
    if start == end:  # a class that holds one value only
        return Fraction(0)
    return min(max((value - start) / (end - start), Fraction(0)), Fraction(1))


def _moved_apart(
    at: tuple[int, int], standing: Standing, taken: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """The nearest free place in the same box; where none is free, the true one."""
    assert standing.placement
    assert standing.placement.box
    left, right, top, bottom = _inside(standing.placement.box)
    for dx, dy in NEARBY:
        x, y = at[0] + dx, at[1] + dy
        if left <= x <= right and top <= y <= bottom and _is_free((x, y), taken):
            return x, y
    return at


def _is_free(at: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return all((at[0] - x) ** 2 + (at[1] - y) ** 2 >= APART**2 for x, y in taken)


def _middle(start: int, size: int, number: int, axis: Axis, *, up: bool = False) -> Mark:
    level = LEVELS[2 - number if up else number]
    return Mark(start + size * number + size // 2, axis.levels[level])


def _marks(start: int, size: int, axis: Axis, *, up: bool = False) -> Iterator[Mark]:
    marks = (axis.boundaries.middle, axis.boundaries.high)
    for number, value in enumerate(reversed(marks) if up else marks, 1):
        text = f"{value.numerator}" if value.denominator == 1 else f"{value}"
        yield Mark(start + size * number, text)
