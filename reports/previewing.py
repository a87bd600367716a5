"""What a document would say if it were ordered now, for a screen; no number, nothing stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest

from reports import builders, gathering, paperwork, recommendation
from reports.dossier import TITLE
from reports.gathering import Missing
from reports.models import Document
from reports.paperwork import Paperwork
from reports.whole_round import title_of

PIECES = "<!-- pieces -->"
_BODY = re.compile(r'<body class="(\w+)">(.*)</body>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the dossier: `document` where it is there, else it would be made first."""

    title: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a dossier that is ordered now would hold."""

    entries: Sequence[Entry]
    missing: Sequence[Missing]


def preview_of(request: HttpRequest, draft: Document, order: Mapping[str, str]) -> str:
    """The page under a bar that sends `order`. Raises what builders.write raises."""
    if draft.kind == Document.Kind.RECOMMENDATION:
        return _bound(request, draft, order)
    is_dossier = draft.kind == Document.Kind.DOSSIER
    written = _contents(draft) if is_dossier else builders.write(draft)
    return paperwork.preview_of(request, draft, written, order)


def _bound(request: HttpRequest, draft: Document, order: Mapping[str, str]) -> str:
    """The pieces of the report one below the other, in the frame of all previews."""
    wanted = recommendation.Order(
        draft.round, draft.vacancy, draft.paper, number="", at=draft.ordered_at
    )
    report = replace(recommendation.build(wanted), mark=paperwork.PREVIEW)
    bodies = (_BODY.search(piece.html) for piece in recommendation.pieces_of(report))
    pieces = "".join(f'<div class="{body[1]}">{body[2]}</div>' for body in bodies if body)
    frame = Paperwork("reports/pdf/pieces.html", recommendation.TITLE, None, drawn_from="")
    return paperwork.preview_of(request, draft, frame, order).replace(
        PIECES, paperwork.on_screen(pieces)
    )


def _contents(draft: Document) -> Paperwork:
    there = gathering.documents_of(draft)
    new = gathering.to_make(draft)
    entries = [
        Entry(title_of(document), document if document.pk else None)
        for document in sorted([*there, *new], key=gathering.place_of)
    ]
    missing = gathering.missing_from(draft, [*there, *new])
    return Paperwork(
        template="reports/pdf/contents.html",
        title=TITLE,
        content=Contents(entries, missing),
        drawn_from="\n".join(f"{entry.title} {entry.document}" for entry in entries),
    )
