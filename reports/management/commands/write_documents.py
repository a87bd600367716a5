from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from audit.terminal import PlainCommand, write_file
from decisions.models import Announcement
from reports import builders
from reports.models import Document
from reports.pdf import CannotRender
from reports.whole_round import papers_of
from scoring.models import Closing
from scoring.outcome import NothingToRank, StillSealed
from selection.models import Round
from selection.terminal import round_named


class Command(PlainCommand):
    help = "Menulis satu contoh setiap jenis dokumen putaran ke folder, tanpa nomor dan arsip."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="kode putaran, misalnya pekalongan-2025")
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def handle(self, *_: Any, code: str, folder: Path, **__: Any) -> None:
        refused = []
        for document in _samples(round_named(code)):
            path = folder / f"{document.kind}.{document.format}"
            try:
                made = builders.make(document, lambda _percent, _step: None)
            except (StillSealed, NothingToRank, CannotRender) as refusal:
                refused.append(f"{document.kind}: {refusal}")
                continue
            write_file(path, made.content)
            self.stdout.write(f"{path}: {made.pages} halaman, {len(made.content)} byte.")
        if refused:
            raise CommandError("\n".join(refused))


def _samples(round_: Round) -> Iterator[Document]:
    """The first of each kind, the blank forms of a day, a dossier, and what was announced."""
    seen = set()
    for document in papers_of(round_):
        if document.kind not in seen:
            seen.add(document.kind)
            yield _ordered(document)
    closing = Closing.objects.filter(round=round_).order_by("number").first()
    day = closing.day if closing else None
    yield _ordered(Document(round=round_, kind=Document.Kind.FORMS, day=day))
    yield _ordered(Document(round=round_, kind=Document.Kind.DOSSIER))
    told = Announcement.objects.published().filter(round=round_).order_by("-pk").first()
    if told:
        kind, paper = Document.Kind.ANNOUNCEMENT, Document.Paper.A4
        yield _ordered(Document(round=round_, kind=kind, announcement=told, paper=paper))


def _ordered(document: Document) -> Document:
    document.number = f"000/{document.kind.upper()}/CONTOH"
    document.ordered_at = timezone.now()
    return document
