"""When a sheet is complete, and what levels its numbers have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NotRequired, TypedDict

from scoring.models import Sheet
from selection.models import Indicator, Instrument

LEVELS = ("Kurang", "Cukup", "Cukup baik", "Baik", "Sangat baik")


class Entry(TypedDict):
    """What a member wrote for one indicator; `score` is missing until it is given."""

    score: NotRequired[int]
    note: NotRequired[str]


Entries = Mapping[str, Entry]


class SheetIncomplete(Exception):
    """Some indicator has no score yet."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of an indicator: its name, whole numbers from `lowest` to `highest`, its anchor."""

    number: int
    name: str
    lowest: int
    highest: int
    anchor: str

    @property
    def middle(self) -> int:
        """What choosing the level fills in."""
        return (self.lowest + self.highest + 1) // 2


def indicators_of(instrument: Instrument) -> list[Indicator]:
    """The instrument's indicators in the order in which they are shown and printed."""
    return list(Indicator.objects.in_force().filter(instrument=instrument).order_by("code", "pk"))


def levels_of(instrument: Instrument, indicator: Indicator | None = None) -> tuple[Level, ...]:
    """The levels of the scale. Bands are percent of the highest score, lower limit inclusive."""
    lowest, highest = instrument.lowest, instrument.highest
    starts = [lowest]
    for band in instrument.bands:
        exact = Decimal(str(band)) * highest / 100
        starts.append(max(lowest, int(exact) if exact == int(exact) else int(exact) + 1))
    ends = [start - 1 for start in starts[1:]] + [highest]
    names = (
        LEVELS if len(starts) == len(LEVELS) else [f"Tingkat {n + 1}" for n in range(len(starts))]
    )
    anchors = _anchors(indicator.anchors if indicator else [], len(starts))
    return tuple(
        Level(number, names[number - 1], start, end, anchors[number - 1])
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
        if start <= end
    )


def level_at(levels: Sequence[Level], score: int) -> Level:
    """The level a score belongs to. Raises StopIteration for a score outside the scale."""
    return next(level for level in levels if level.lowest <= score <= level.highest)


def needs_note(levels: Sequence[Level], score: int) -> bool:
    """Whether a score is so low or so high that the member says why."""
    low, high = ordinary(levels)
    return not low <= score <= high


def note_rule(levels: Sequence[Level]) -> str:
    """The rule in words: `Wajib untuk nilai di bawah 60 atau di atas 90`."""
    low, high = ordinary(levels)
    return f"Wajib untuk nilai di bawah {low} atau di atas {high}"


def require_complete(sheet: Sheet) -> None:
    """Raise SheetIncomplete, naming what is missing: scores, or notes at the extremes."""
    require_all(sheet, indicators_of(sheet.instrument))


def require_all(sheet: Sheet, indicators: Sequence[Indicator]) -> None:
    """The same for a sheet whose criteria are at hand."""
    scores, notes = sheet.scores, sheet.notes
    missing = [i.title for i in indicators if i.code not in scores]
    if missing:
        raise SheetIncomplete(
            f"{len(missing)} kriteria belum dinilai: {'; '.join(missing)}. Isian lain aman."
        )
    levels = levels_of(sheet.instrument)
    silent = [
        i.title for i in indicators if needs_note(levels, scores[i.code]) and i.code not in notes
    ]
    if silent:
        raise SheetIncomplete(
            f"{len(silent)} catatan wajib belum diisi: {'; '.join(silent)}. {note_rule(levels)}."
        )


def ordinary(levels: Sequence[Level]) -> tuple[int, int]:
    """The lowest and the highest score that need no note; on a single level none does."""
    if len(levels) == 1:
        return levels[0].lowest, levels[0].highest
    return levels[1].lowest, levels[-1].lowest


def _anchors(given: Sequence[str], levels: int) -> list[str]:
    """One text a level; three texts stand for the lowest, the middle and the highest level."""
    if len(given) == levels:
        return list(given)
    texts = [""] * levels
    if len(given) == 3:
        texts[0], texts[levels // 2], texts[-1] = given
    return texts
