"""What the pages show of a paper sheet while it is typed and while its member compares it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.copies import Apart
from scoring.forms import SheetForm
from scoring.rules import Entries, Level, level_at, levels_of, needs_note, note_rule
from selection.models import Indicator, Instrument


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a copy: `typed` and `note` as in the fields, and how the other differs.

    `other_note` is the other copy's wording, None where it is the same or not to be told.
    """

    number: int
    indicator: Indicator
    levels: Sequence[Level]
    typed: str
    note: str
    error: str
    note_error: str
    score_differs: bool
    note_differs: bool
    other_note: str | None

    @property
    def level(self) -> Level | None:
        """The level of what was typed, where that is a score."""
        known = not self.error and self.typed.isdigit()
        return level_at(self.levels, int(self.typed)) if known else None

    @property
    def differs(self) -> bool:
        return self.score_differs or self.note_differs

    @property
    def note_rule(self) -> str:
        return note_rule(self.levels)


class CopyForm(SheetForm):
    """A whole sheet as it stands on paper: nothing that a signed sheet has may be missing."""

    def clean(self) -> None:
        """Every criterion has a score, and a note where the score asks for one."""
        super().clean()
        for number, indicator in enumerate(self.indicators, start=1):
            score = self.cleaned_data.get(f"n{number}")
            levels = levels_of(self.instrument, indicator)
            if f"n{number}" in self.errors:
                continue
            if score is None:
                self.add_error(f"n{number}", f"Nilai {indicator.title} belum diketik.")
            elif needs_note(levels, score) and not self.cleaned_data.get(f"c{number}"):
                self.add_error(f"c{number}", f"Catatan {indicator.title}: {note_rule(levels)}.")


def lines_of(
    instrument: Instrument,
    indicators: Sequence[Indicator],
    said: Entries | CopyForm,
    apart: Apart,
) -> list[Line]:
    """The criteria in order: as kept, or as just typed where `said` is a form."""
    return [
        _line(number, indicator, instrument, said, apart)
        for number, indicator in enumerate(indicators, start=1)
    ]


def _line(
    number: int,
    indicator: Indicator,
    instrument: Instrument,
    said: Entries | CopyForm,
    apart: Apart,
) -> Line:
    code = indicator.code
    typed, note, error, note_error = _fields(number, code, said)
    return Line(
        number=number,
        indicator=indicator,
        levels=levels_of(instrument, indicator),
        typed=typed,
        note=note,
        error=error,
        note_error=note_error,
        score_differs=code in apart.scores,
        note_differs=code in apart.worded,
        other_note=apart.notes.get(code),
    )


def _fields(number: int, code: str, said: Entries | CopyForm) -> tuple[str, str, str, str]:
    if isinstance(said, CopyForm):
        text = said.typed(number)
        score, note = (text.score, text.note) if text else ("", "")
        return score[:12], note, said.complaint(f"n{number}"), said.complaint(f"c{number}")
    entry = said.get(code, {})
    return str(entry.get("score", "")), entry.get("note", ""), "", ""
