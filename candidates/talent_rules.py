"""What a talent scheme is: two axes of weighted evidence, boundaries, and nine boxes.

Weights differ from city to city and from year to year (domain.md 3.5-3.7), so nothing here is a
number of the law: a scheme is data, and these classes only refuse one that cannot be counted.
Scores stand on a scale of 0 to 100; weights and shares are in percent. Everything is exact.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from accounts.wording import in_words, percent


class ImpossibleScheme(ValueError):
    """These rules cannot be counted with; the message is for whoever entered them."""


class NoSingleScheme(ValueError):
    """Not exactly one scheme is in force on the day asked for."""


class Level(StrEnum):
    """The three classes of an axis, lowest first."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Category:
    """One row of a category table: what is written on file, and the score it earns."""

    code: str
    label: str
    score: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """Amounts from `at_least` (included) up to the next band earn this score."""

    at_least: Fraction
    label: str
    score: Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """Something on file about a person that becomes a score.

    A measure with `parts` is their plain mean, unless it is given as a score itself. Else its
    evidence is a score, one of the `categories`, or an amount to look up in the `bands`.

    `if_missing` is what the scheme itself lets no evidence count for. `None`, the usual case,
    means that missing evidence is no score at all: never a silent zero. `source` says where the
    table was read and how sure that is, in the tags of domain.md 0.1.

    Raises `ImpossibleScheme` for a score outside 0-100, a category twice, bands that do not rise
    from zero, or parts together with anything else.
    """

    code: str
    label: str
    categories: tuple[Category, ...] = ()
    bands: tuple[Band, ...] = ()
    parts: tuple["Measure", ...] = ()
    if_missing: Fraction | None = None
    source: str = ""

    def __post_init__(self) -> None:
        scores = [row.score for row in self.categories] + [band.score for band in self.bands]
        scores += [] if self.if_missing is None else [self.if_missing]
        if not all(0 <= score <= 100 for score in scores):
            raise ImpossibleScheme(f"{self.label}: nilai harus 0 sampai 100.")
        if len({row.code for row in self.categories}) != len(self.categories):
            raise ImpossibleScheme(f"{self.label}: satu kategori disebut dua kali.")
        starts = [band.at_least for band in self.bands]
        if starts and (
            starts[0] != 0 or any(after <= before for before, after in pairwise(starts))
        ):
            raise ImpossibleScheme(f"{self.label}: jenjang harus mulai dari 0 dan terus naik.")
        if self.parts and (scores or any(part.parts for part in self.parts)):
            raise ImpossibleScheme(
                f"{self.label}: unsur yang dirata-ratakan tidak boleh punya tabel nilai sendiri, "
                "dan bagiannya tidak boleh terbagi lagi."
            )

    @property
    def leaves(self) -> tuple["Measure", ...]:
        return self.parts or (self,)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure and its weight on the axis, in percent."""

    measure: Measure
    weight: Fraction

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise ImpossibleScheme(f"{self.measure.label}: bobot harus lebih dari 0%.")


@dataclass(frozen=True, slots=True)
class Component:
    """Indicators under one heading; `weight` is in percent of the axis.

    Raises `ImpossibleScheme` unless the indicators' weights sum to exactly this weight.
    """

    label: str
    weight: Fraction
    indicators: tuple[Indicator, ...]

    def __post_init__(self) -> None:
        total = sum((indicator.weight for indicator in self.indicators), Fraction(0))
        if total != self.weight:
            raise ImpossibleScheme(
                f"{self.label}: bobot unsurnya berjumlah {percent(total)}, seharusnya tepat "
                f"{percent(self.weight)}."
            )


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Where the middle and the high class begin; `inclusive` says whether exactly there counts.

    The lowest class has no lower end: nobody falls off the grid. (Domain.md 3.7 tells of a
    program with strict boundaries that gives no box at all at the lowest value.)
    """

    middle: Fraction
    high: Fraction
    inclusive: bool

    def __post_init__(self) -> None:
        if not 0 <= self.middle < self.high <= 100:
            raise ImpossibleScheme("Batas kelas harus naik dan berada di antara 0 dan 100.")

    def level_of(self, value: Fraction) -> Level:
        return LEVELS[self._reached(value)]

    def beside(self, value: Fraction) -> Iterator[tuple[Fraction, Level]]:
        """The boundaries of the value's own class and the class beyond each, the upper first."""
        marks, here = (self.middle, self.high), self._reached(value)
        if here < len(marks):
            yield marks[here], LEVELS[here + 1]
        if here:
            yield marks[here - 1], LEVELS[here - 1]

    def _reached(self, value: Fraction) -> int:
        marks = (self.middle, self.high)
        return sum(value > mark or (self.inclusive and value == mark) for mark in marks)


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of the grid. `levels` names its three classes.

    Raises `ImpossibleScheme` unless the components sum to exactly 100 and every class has a name.
    """

    label: str
    components: tuple[Component, ...]
    boundaries: Boundaries
    levels: Mapping[Level, str]

    def __post_init__(self) -> None:
        total = sum((component.weight for component in self.components), Fraction(0))
        if total != 100:
            raise ImpossibleScheme(
                f"Bobot sumbu {self.label} berjumlah {percent(total)}, seharusnya tepat 100%."
            )
        if self.levels.keys() != {*Level}:
            raise ImpossibleScheme(f"Sumbu {self.label} harus punya nama untuk ketiga kelasnya.")

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that carry a weight, in order of print; not their parts."""
        return tuple(i.measure for component in self.components for i in component.indicators)


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of the grid, looked up and never computed. `succession`: it feeds the KRS."""

    number: int
    performance: Level
    potential: Level
    description: str
    action: str
    succession: bool


@dataclass(frozen=True, slots=True)
class TechnicalShare:
    """For posts of one level: the share of the talent score; technical competence has the rest."""

    level: str
    label: str
    talent: Fraction

    @property
    def technical(self) -> Fraction:
        return 100 - self.talent

    def __post_init__(self) -> None:
        if not 0 <= self.talent <= 100:
            raise ImpossibleScheme(f"{self.label}: bagian nilai talenta harus 0% sampai 100%.")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of the rules. It is in force from `valid_from` to `valid_until`, both included.

    `performance_share` is the share of the performance axis in the talent score, the potential
    axis has the rest. `source` is for maintainers (tags of domain.md 0.1), `caveat` for everybody
    who relies on the scheme. Raises `ImpossibleScheme` when a code stands twice, a level has two
    technical shares, the grid is not nine boxes on nine cells, or the dates are reversed.
    """

    code: str
    name: str
    legal_basis: str
    source: str
    caveat: str
    valid_from: date
    valid_until: date | None
    performance: Axis
    potential: Axis
    performance_share: Fraction
    technical: tuple[TechnicalShare, ...]
    boxes: tuple[Box, ...]

    def __post_init__(self) -> None:
        if len(set(self.codes)) != len(self.codes):
            raise ImpossibleScheme("Satu kode unsur dipakai dua kali.")
        if not 0 <= self.performance_share <= 100:
            raise ImpossibleScheme("Bagian sumbu kinerja harus 0% sampai 100%.")
        if len({share.level for share in self.technical}) != len(self.technical):
            raise ImpossibleScheme("Satu jenjang jabatan punya dua pembagian nilai teknis.")
        cells = {(box.performance, box.potential) for box in self.boxes}
        if len(cells) != 9 or sorted(box.number for box in self.boxes) != [*range(1, 10)]:
            raise ImpossibleScheme("Matriks harus berisi kotak 1 sampai 9, masing-masing sekali.")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ImpossibleScheme("Skema berakhir sebelum mulai berlaku.")

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code under which evidence may be given."""
        measures = (*self.performance.measures, *self.potential.measures)
        return tuple(code for m in measures for code in (m.code, *(part.code for part in m.parts)))

    @property
    def potential_share(self) -> Fraction:
        return 100 - self.performance_share

    def box_at(self, performance: Level, potential: Level) -> Box:
        cell = (performance, potential)
        return next(box for box in self.boxes if (box.performance, box.potential) == cell)


def in_force(schemes: Iterable[Scheme], day: date) -> Scheme:
    """The one scheme in force on that day. Raises `NoSingleScheme` for none or several."""
    found = [scheme for scheme in schemes if scheme.holds_on(day)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(scheme.name for scheme in found))
    what = f"ada {len(found)} skema talenta berlaku ({names})" if found else "tidak ada skema"
    raise NoSingleScheme(
        f"Pada {in_words(day)} {what}. Belum ada yang dihitung. "
        "Perbaiki masa berlaku skema agar tepat satu yang berlaku pada tanggal itu."
    )
