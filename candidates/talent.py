"""Where one person stands on the talent grid, exactly, with every term written out.

Golden numbers: domain.md 3.5. Missing evidence is never zero by silence. An axis that lacks a
score has no value, no class and no box; what is known of it is a range. The one exception is a
measure for which the scheme itself says what absence counts for (`Measure.if_missing`): then the
person is placed, and the axis says that it was filled in.
Classes are decided on unrounded values; whoever shows a value takes care that it does not seem to
stand on the other side of a boundary (`candidates.talent_wording.written`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from candidates.talent_evidence import (
    Counted,
    Given,
    ImpossibleEvidence,
    Named,
    Reading,
    Scored,
    read,
)
from candidates.talent_rules import Axis, Box, Level, Measure, Scheme, in_force

__all__ = [
    "AxisResult",
    "Counted",
    "Crossing",
    "Given",
    "ImpossibleEvidence",
    "Named",
    "Placement",
    "Reading",
    "Scored",
    "Status",
    "Term",
    "in_force",
    "place",
    "with_technical",
]


ZERO = Fraction(0)


class Status(StrEnum):
    """How much of an axis rests on evidence."""

    COMPLETE = "complete"
    FILLED = "filled"  # something was missing, and the scheme says what that counts for
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Term:
    """One line of "Mengapa di sini?": score x `weight` (percent) / 100 = `product`."""

    component: str
    weight: Fraction
    reading: Reading

    @property
    def product(self) -> Fraction | None:
        score = self.reading.score
        return None if score is None else score * self.weight / 100


@dataclass(frozen=True, slots=True)
class AxisResult:
    """One axis of one person.

    `value` is the exact sum of the products, `None` when the axis is incomplete; `at_least` and
    `at_most` enclose it, with every missing score at 0 and at 100. `completeness` is the percent
    of the weight that rests on evidence.
    """

    axis: Axis
    terms: tuple[Term, ...]
    value: Fraction | None
    at_least: Fraction
    at_most: Fraction
    completeness: Fraction

    @property
    def status(self) -> Status:
        if self.value is None:
            return Status.INCOMPLETE
        return Status.FILLED if self.assumed else Status.COMPLETE

    @property
    def level(self) -> Level | None:
        return None if self.value is None else self.axis.boundaries.level_of(self.value)

    @property
    def missing(self) -> tuple[Measure, ...]:
        """What has no score: the part, where an indicator is known in part."""
        return tuple(r.measure for r in _ends(self.terms) if r.score is None)

    @property
    def assumed(self) -> tuple[Measure, ...]:
        """What has no evidence, but a score by the scheme's own word."""
        return tuple(r.measure for r in _ends(self.terms) if r.assumed)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A boundary beside the person: `distance` points of the axis away lies the box `beyond`.

    At distance 0 the person stands exactly on it, on this side by the scheme's inclusiveness.
    """

    axis: Axis
    boundary: Fraction
    distance: Fraction
    beyond: Box


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a person stands. `box` and `talent` (0-100) are `None` unless both axes have a value.

    `crossings` are the boundaries around the person's box, the nearest first; of equally near
    ones performance stands before potential, and the upper boundary before the lower.
    `completeness` is in percent of the talent score.
    """

    performance: AxisResult
    potential: AxisResult
    talent: Fraction | None
    box: Box | None
    crossings: tuple[Crossing, ...]
    completeness: Fraction

    @property
    def nearest(self) -> Crossing | None:
        return self.crossings[0] if self.crossings else None

    @property
    def is_succession(self) -> bool | None:
        """Whether the box feeds the succession group (KRS); `None` without a box."""
        return None if self.box is None else self.box.succession

    @property
    def missing(self) -> tuple[Measure, ...]:
        return (*self.performance.missing, *self.potential.missing)


def place(scheme: Scheme, evidence: Mapping[str, Given]) -> Placement:
    """Place one person by the evidence on file, by measure code.

    A code that is absent is missing evidence. Raises `ImpossibleEvidence` for a code, category or
    value that the scheme does not know, and where a mean and its parts are both given.
    """
    if unknown := sorted(evidence.keys() - {*scheme.codes}):
        raise ImpossibleEvidence(f"Skema {scheme.name} tidak mengenal unsur {', '.join(unknown)}.")
    performance = _on_axis(scheme.performance, evidence)
    potential = _on_axis(scheme.potential, evidence)
    shares = (scheme.performance_share, scheme.potential_share)
    covered = shares[0] * performance.completeness + shares[1] * potential.completeness
    if performance.value is None or potential.value is None:
        return Placement(performance, potential, None, None, (), covered / 100)
    return Placement(
        performance,
        potential,
        talent=(shares[0] * performance.value + shares[1] * potential.value) / 100,
        box=scheme.box_at(*_cell(scheme, performance.value, potential.value)),
        crossings=_crossings(scheme, performance.value, potential.value),
        completeness=covered / 100,
    )


def with_technical(scheme: Scheme, level: str, talent: Fraction, technical: Fraction) -> Fraction:
    """Talent score and technical competence (both 0-100) in the shares of a post's level, exact.

    Raises `ValueError` when the scheme has no shares for this level.
    """
    for share in scheme.technical:
        if share.level == level:
            return (share.talent * talent + (100 - share.talent) * technical) / 100
    raise ValueError(f"{scheme.code} has no technical share for {level}.")


def _on_axis(axis: Axis, evidence: Mapping[str, Given]) -> AxisResult:
    terms = tuple(
        Term(component.label, indicator.weight, read(indicator.measure, evidence))
        for component in axis.components
        for indicator in component.indicators
    )
    products = [term.product for term in terms]
    known = [product for product in products if product is not None]
    covered = sum((t.weight * t.reading.evidenced for t in terms if t.reading.evidenced), ZERO)
    if len(known) == len(products):  # the usual case, so no sum is done twice
        value = sum(known, ZERO)
        return AxisResult(axis, terms, value, value, value, covered)
    return AxisResult(
        axis,
        terms,
        value=None,
        at_least=sum((t.weight * t.reading.at_least for t in terms), ZERO) / 100,
        at_most=sum((t.weight * t.reading.at_most for t in terms), ZERO) / 100,
        completeness=covered,
    )


def _ends(terms: Iterable[Term]) -> Iterable[Reading]:
    """The readings that have no parts of their own."""
    return (end for term in terms for end in (term.reading.parts or (term.reading,)))


def _cell(scheme: Scheme, performance: Fraction, potential: Fraction) -> tuple[Level, Level]:
    rows, columns = scheme.performance.boundaries, scheme.potential.boundaries
    return rows.level_of(performance), columns.level_of(potential)


def _crossings(scheme: Scheme, performance: Fraction, potential: Fraction) -> tuple[Crossing, ...]:
    row, column = _cell(scheme, performance, potential)
    vertical = [
        Crossing(scheme.performance, mark, abs(performance - mark), scheme.box_at(level, column))
        for mark, level in scheme.performance.boundaries.beside(performance)
    ]
    horizontal = [
        Crossing(scheme.potential, mark, abs(potential - mark), scheme.box_at(row, level))
        for mark, level in scheme.potential.boundaries.beside(potential)
    ]
    return tuple(sorted([*vertical, *horizontal], key=lambda crossing: crossing.distance))
