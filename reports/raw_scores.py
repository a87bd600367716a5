"""The scores that members gave, as lines of a typewriter: a table of them would cost far more.

WeasyPrint takes about a millisecond of CPU for a table cell; a line of preformatted text of any
length costs as much.
"""

import textwrap
from collections.abc import Iterator, Sequence

from reports.panel_scores import Line, PanelScores

TITLE, GIVEN = 72, 5  # letters to a criterion's title and to one member's score


def raw_scores(tables: Sequence[PanelScores]) -> list[str]:
    """One block of lines for each candidate and instrument of a vacancy, criteria × members."""
    return ["\n".join(_block(table, line)) for table in tables for line in table.lines]


def _block(table: PanelScores, line: Line) -> Iterator[str]:
    members = "".join(f"{seat.label:>{GIVEN}}" for seat in table.seats)
    yield f"{line.candidate.label} · {line.candidate.full_name}"
    yield f"{table.instrument.title:{TITLE}}{members}"
    for criterion in line.criteria:
        *above, last = textwrap.wrap(criterion.indicator.title, TITLE - 2) or [""]
        yield from (f"  {part}" for part in above)
        given = "".join(f"{score:>{GIVEN}}" for score in criterion.given)
        yield f"  {last:{TITLE - 2}}{given}"
