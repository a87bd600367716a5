from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from audit.terminal import PlainCommand, write_file
from candidates.models import Nomination
from reports import builders
from reports.models import Document
from reports.pdf import CannotRender
from scoring.models import Closing, Result
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
    """One of each kind that can be made of the round, as it would be ordered now."""
    kind = Document.Kind
    nomination = Nomination.objects.in_force().filter(candidate__round=round_).earliest("pk")
    closings = Closing.objects.select_related("round__agency", "closed_by")
    closing = closings.filter(round=round_).order_by("number").first()
    needed: dict[Document.Kind, dict[str, Any]] = {
        kind.MINUTES: {"closing": closing},
        kind.FORMS: {"day": closing.day if closing else None},
        kind.PLENARY: {"result": Result.objects.in_force().filter(round=round_).first()},
        kind.DECISION: {"vacancy": nomination.vacancy},
        kind.CANDIDATE: {"candidate": nomination.candidate},
    }
    for made in builders.BUILDERS:
        about = needed.get(made, {})
        if None not in about.values():
            number = f"000/{made.value.upper()}/CONTOH"
            yield Document(
                round=round_, kind=made, number=number, ordered_at=timezone.now(), **about
            )
