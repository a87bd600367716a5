"""One candidate in a member's list, and the sheets that are filled in about him."""

from dataclasses import dataclass, field

from candidates.models import Candidate
from scoring.models import Sheet
from scoring.reading import is_masked
from scoring.slots import Hours

CLOSED = ("signed", "excused")


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a sitting: what is scored, and how far it is (scoring.states)."""

    sheet: Sheet
    state: str
    is_open: bool

    @property
    def title(self) -> str:
        vacancy = self.sheet.vacancy
        return (
            f"{self.sheet.instrument.title} · {vacancy.title}"
            if vacancy
            else str(self.sheet.instrument)
        )


@dataclass(slots=True)
class Sitting:
    """One candidate on one day; `parts` empty where the member is recused."""

    candidate: Candidate
    hours: Hours | None
    parts: list[Part] = field(default_factory=list)
    is_now: bool = False
    is_next: bool = False

    @property
    def is_recused(self) -> bool:
        return not self.parts

    @property
    def is_done(self) -> bool:
        return bool(self.parts) and all(part.state in CLOSED for part in self.parts)

    @property
    def is_shut(self) -> bool:
        """Whether there is something to fill in, but nothing of it yet."""
        return bool(self.parts) and not any(part.is_open for part in self.parts)

    @property
    def shown(self) -> list[Part]:
        """The sheets with a line of their own: none before the first of them opens."""
        return [] if self.is_shut else self.parts

    @property
    def readable(self) -> Sheet | None:
        """The sheet beside which the candidate's file may be read; None where it is read blind."""
        sheets = [part.sheet for part in self.parts]
        return None if is_masked(sheets) else next(iter(sheets), None)
