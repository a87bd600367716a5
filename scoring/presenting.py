"""What the score sheet's pages show, computed here so that templates only state it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.forms import SheetForm
from scoring.models import Sheet
from scoring.rules import Level, indicators_of, level_at, levels_of, needs_note, note_rule
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
    held: str  # what the server holds, where another tab saved something else

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
    def note_rule(self) -> str:
        return note_rule(self.levels)

    @property
    def state(self) -> str:
        if self.error:
            return "error"
        return "empty" if self.score is None else "done"


def criteria_of(sheet: Sheet, form: SheetForm | None = None) -> list[Criterion]:
    """The sheet's criteria: as saved, or as just typed where `form` is given."""
    indicators = form.indicators if form else indicators_of(sheet.instrument)
    return [
        _criterion(number, indicator, sheet, form)
        for number, indicator in enumerate(indicators, start=1)
    ]


def _criterion(
    number: int, indicator: Indicator, sheet: Sheet, form: SheetForm | None
) -> Criterion:
    saved = sheet.entries.get(indicator.code, {})
    held = str(saved.get("score", ""))
    typed, note, score = held, saved.get("note", ""), saved.get("score")
    error = note_error = ""
    if form is not None:
        typed, note = form.data.get(f"n{number}", ""), form.data.get(f"c{number}", "")
        error, note_error = form.complaint(f"n{number}"), form.complaint(f"c{number}")
        score = None if error else form.cleaned_data.get(f"n{number}")
    return Criterion(
        number=number,
        indicator=indicator,
        levels=levels_of(sheet.instrument, indicator),
        typed=typed[:12],
        note=note,
        error=error,
        note_error=note_error,
        score=score,
        held=held,
    )


def scale_text(instrument: Instrument) -> str:
    """`0–100`"""
    return f"{instrument.lowest}–{instrument.highest}"
