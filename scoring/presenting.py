"""What the score sheet's pages show, computed here so that templates only state it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.comparing import Meeting, meet, text_of
from scoring.forms import SheetForm
from scoring.models import Sheet
from scoring.rules import (
    Entries,
    Level,
    indicators_of,
    level_at,
    levels_of,
    needs_note,
    note_rule,
    ordinary,
)
from selection.models import Indicator, Instrument


@dataclass(frozen=True, slots=True)
class Criterion:
    """One indicator on the page: `typed` and `note` as they stand in the fields."""

    number: int
    indicator: Indicator
    levels: Sequence[Level]
    typed: str
    note: str
    error: str
    note_error: str
    score: int | None
    meeting: Meeting | None  # with what another tab saved, where one did

    @property
    def level(self) -> Level | None:
        return None if self.score is None else level_at(self.levels, self.score)

    @property
    def wants_note(self) -> bool:
        return self.score is not None and needs_note(self.levels, self.score)

    @property
    def lacks_note(self) -> bool:
        return self.wants_note and not self.note.strip()

    @property
    def ordinary(self) -> tuple[int, int]:
        """The lowest and the highest score without a reason."""
        return ordinary(self.levels)

    @property
    def note_rule(self) -> str:
        return note_rule(self.levels)

    @property
    def state(self) -> str:
        if self.error:
            return "error"
        return "empty" if self.score is None else "done"


def guided(criteria: Sequence[Criterion]) -> list[Criterion]:
    """Those to which guiding questions belong."""
    return [criterion for criterion in criteria if criterion.indicator.questions]


def criteria_of(
    sheet: Sheet, form: SheetForm | None = None, base: Entries | None = None
) -> list[Criterion]:
    """The sheet's criteria: as saved, or as just typed where `form` is given.

    `base`, what the typing began with, is given where another tab saved the sheet in between.
    """
    indicators = form.indicators if form else indicators_of(sheet.instrument)
    return [
        _saved(number, indicator, sheet)
        if form is None
        else _typed(number, indicator, sheet, form, base)
        for number, indicator in enumerate(indicators, start=1)
    ]


def _saved(number: int, indicator: Indicator, sheet: Sheet) -> Criterion:
    entry = sheet.entries.get(indicator.code, {})
    text = text_of(entry)
    return Criterion(
        number=number,
        indicator=indicator,
        levels=levels_of(sheet.instrument, indicator),
        typed=text.score,
        note=text.note,
        error="",
        note_error="",
        score=entry.get("score"),
        meeting=None,
    )


def _typed(
    number: int, indicator: Indicator, sheet: Sheet, form: SheetForm, base: Entries | None
) -> Criterion:
    held, meeting = text_of(sheet.entries.get(indicator.code, {})), None
    shown = form.typed(number) or held
    if base is not None:
        began = text_of(base.get(indicator.code, {}))
        meeting = meet(began, form.typed(number) or began, held)
        shown = meeting.shown
    error, note_error = form.complaint(f"n{number}"), form.complaint(f"c{number}")
    return Criterion(
        number=number,
        indicator=indicator,
        levels=levels_of(sheet.instrument, indicator),
        typed=shown.score[:12],
        note=shown.note,
        error=error,
        note_error=note_error,
        score=None if error or not shown.score else int(shown.score),
        meeting=meeting,
    )


def scale_text(instrument: Instrument) -> str:
    """`0–100`"""
    return f"{instrument.lowest}–{instrument.highest}"
