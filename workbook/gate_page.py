"""The gate's page: 80 columns, 60 lines, to be printed and signed where something fails."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime

from accounts.wording import at_moment
from workbook.gate import Line
from workbook.wording import shown

WIDTH = 80
MARGIN = 7
SIGNING = "Ketua panitia: ____________________   Kepala BKPSDM: ____________________"


def page(title: str, lines: Sequence[Line], at: datetime) -> str:
    """The whole page; `at` in local time."""
    failing = sum(not line.passes for line in lines)
    return "\n".join(
        [
            "GERBANG HARI PENILAIAN",
            shown(title, WIDTH - 1),
            at_moment(at),
            "-" * WIDTH,
            *(text for line in lines for text in _line(line)),
            "-" * WIDTH,
            *_verdict(failing, len(lines)),
        ]
    )


def _line(line: Line) -> Iterator[str]:
    """At most three lines: two of what was found, one of what to do."""
    said = f"{line.title}: {shown(line.reason, 2 * WIDTH)}"
    first, *second = textwrap.wrap(said, WIDTH - MARGIN, max_lines=2, placeholder=" …")
    yield f"{'LULUS' if line.passes else 'GAGAL':<{MARGIN}}{first}"
    yield from (" " * MARGIN + text for text in second)
    if not line.passes:
        yield (
            " " * MARGIN
            + "> "
            + textwrap.shorten(line.advice, WIDTH - MARGIN - 2, placeholder=" …")
        )


def _verdict(failing: int, count: int) -> Iterator[str]:
    if not failing:
        yield f"LULUS {count} dari {count}. Hari penilaian dapat dimulai."
        return
    yield f"GAGAL {failing} dari {count}. Jangan mulai sebelum semuanya LULUS."
    yield "Dimulai juga hanya dengan tanda tangan keduanya di sini, disertai alasan:"
    yield SIGNING
