"""Pieces of long documents, kept by their content and made by as many workers as are free.

Who needs pieces writes a row for each that nobody has made yet, offers them to the other workers,
last first, and makes them itself, first first. A piece has one maker at a time; where a worker is
killed its turn falls free, and who waits for the piece makes it. So nothing ever waits for a
message, and nobody for a worker that is not there.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from celery import current_app, group
from django.utils import timezone
from kombu.exceptions import OperationalError

from audit.turns import Turn, alone
from reports import pdf
from reports.models import Chunk

TASK = "reports.tasks.make_chunk"
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # a piece is of no day; the whole says when it was made
PAUSE = 0.05  # seconds between two looks at a piece that another worker makes
KEPT = timedelta(days=7)  # since it was last needed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is laid out by itself. `depth`: see reports.merging.Part."""

    title: str
    html: str
    depth: int = 0


def made(
    pieces: Sequence[Piece],
    paper: str,
    on_piece: Callable[[int], None],
    *,
    shared: bool = True,
) -> list[pdf.Rendered]:
    """Every piece as a PDF, in their order; `on_piece` hears of each. Raises pdf.CannotRender.

    `shared`: other workers are asked to take some of them.
    """
    rows = [_row(piece, paper) for piece in pieces]
    missing = list(dict.fromkeys(row.pk for row in rows if row.made_at is None))
    if shared and len(missing) > 1:
        _offer(missing[:0:-1])
    found = []
    for number, row in enumerate(rows, start=1):
        on_piece(number)
        found.append(_settled(row))
    return found


def make(chunk_pk: int) -> None:
    """Make the piece, unless it is made, another worker makes it, or nobody needs it any more."""
    with alone(Turn.CHUNK, chunk_pk) as got:
        chunk = Chunk.objects.filter(pk=chunk_pk, made_at=None).first() if got else None
        if chunk:
            about = pdf.About(title=chunk.title, author="", subject="", at=ALWAYS)
            rendered = pdf.render(chunk.html, paper=chunk.paper, about=about)
            chunk.content, chunk.pages = rendered.content, rendered.pages
            chunk.html, chunk.made_at = "", timezone.now()
            chunk.save()


def sweep() -> None:
    """Forget pieces that nobody has needed for a week."""
    Chunk.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()


def _row(piece: Piece, paper: str) -> Chunk:
    now = timezone.now()
    row, is_new = Chunk.objects.get_or_create(
        key=pdf.fingerprint(piece.html, paper=paper),
        defaults={
            "title": piece.title[:200],
            "paper": paper,
            "html": piece.html,
            "asked_at": now,
        },
    )
    if not is_new:
        Chunk.objects.filter(pk=row.pk).update(asked_at=now)
    return row


def _offer(chunk_pks: Sequence[int]) -> None:
    """To whoever is free. Without Redis the pieces are made all the same, one after the other."""
    offers = [current_app.signature(TASK, args=(pk,)) for pk in chunk_pks]
    try:
        group(offers, app=current_app).apply_async()
    except OperationalError:
        log.warning("No broker; %s pieces are made by one worker", len(chunk_pks))


def _settled(row: Chunk) -> pdf.Rendered:
    while row.made_at is None:
        make(row.pk)
        row.refresh_from_db()
        if row.made_at is None:
            time.sleep(PAUSE)
    if row.content is None:
        raise ValueError("A piece that is made has its content.")
    return pdf.Rendered(bytes(row.content), row.pages)
