"""A talent placement in sentences. Pure text; numbers as `accounts.wording` writes them."""

from collections.abc import Iterable
from fractions import Fraction

from accounts.wording import percent, with_comma
from candidates.talent import AxisResult, Crossing, Placement, Status
from candidates.talent_rules import Axis, Level, Measure
from selection.enumeration import listed

PLACES = 2


def written(axis: Axis, value: Fraction) -> str:
    """A value of the axis with two decimals, or more where two would show it in another class.

    79,996 rounds to 80,00, which looks like the class above: so it stays 79,996.
    """
    boundaries, places = axis.boundaries, PLACES
    while True:
        text = with_comma(value, places)
        if boundaries.level_of(Fraction(text.replace(",", "."))) is boundaries.level_of(value):
            return text
        places += 1


def verdict(result: AxisResult) -> str:
    """The last line of an axis: `Kinerja 79,29: di bawah batas 80, sesuai ekspektasi.`"""
    axis = result.axis
    if result.value is None or result.level is None:
        least, most = with_comma(result.at_least, PLACES), with_comma(result.at_most, PLACES)
        return (
            f"{axis.label} belum lengkap, antara {least} dan {most}. Belum ada data: "
            f"{_labels(result.missing)}."
        )
    level = axis.levels[result.level].lower()
    text = f"{axis.label} {written(axis, result.value)}: {_standing(axis, result.level)}, {level}."
    if result.status is Status.FILLED:
        text += f" Tanpa data, dinilai menurut skema: {_labels(result.assumed)}."
    return text


def near_boundary(crossing: Crossing) -> str:
    """`0,71 poin dari batas kotak 9`"""
    beyond = f"batas kotak {crossing.beyond.number}"
    if crossing.distance == 0:
        return f"tepat di {beyond}"
    distance = with_comma(crossing.distance, PLACES)
    if not distance.strip("0,"):
        return f"kurang dari 0,01 poin dari {beyond}"
    return f"{distance} poin dari {beyond}"


def why_unplaced(placement: Placement) -> str:
    """Which data keep the person off the grid; empty for somebody who has a box."""
    if placement.box is not None:
        return ""
    return f"Belum dapat ditempatkan. Belum ada data: {_labels(placement.missing)}."


def completeness(placement: Placement) -> str:
    """`Data 85% lengkap`, rounded down so that nothing incomplete reads as 100%."""
    return f"Data {percent(Fraction(placement.completeness // 1))} lengkap"


def _standing(axis: Axis, level: Level) -> str:
    boundaries = axis.boundaries
    mark = boundaries.middle if level is Level.LOW else boundaries.high
    if level is Level.HIGH:
        word = "mencapai" if boundaries.inclusive else "melebihi"
    else:
        word = "di bawah" if boundaries.inclusive else "tidak melebihi"
    return f"{word} batas {percent(mark).removesuffix('%')}"


def _labels(measures: Iterable[Measure]) -> str:
    return listed(measure.label for measure in measures)
