from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from audit.terminal import PlainCommand, write_file
from reports.models import Document
from reports.pdf import CannotRender
from reports.recommendation import Order, make
from scoring.outcome import NothingToRank, StillSealed
from selection.terminal import round_named, vacancy_named


class Command(PlainCommand):
    help = "Menulis laporan rekomendasi berperingkat. Waktu dan nomor yang sama: byte yang sama."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="kode putaran, misalnya pekalongan-2025")
        parser.add_argument("path", metavar="OUT.pdf", type=Path)
        parser.add_argument("--vacancy", metavar="KODE", help="satu jabatan saja")
        parser.add_argument("--paper", choices=Document.Paper.values, default=Document.Paper.F4)
        parser.add_argument(
            "--number", type=_number, help="nomor dokumen; tanpa nomor: salinan kerja"
        )
        parser.add_argument(
            "--time", type=_moment, help="waktu yang dicetak, misalnya 2025-12-05T10:42"
        )

    def handle(self, *_: Any, code: str, path: Path, **options: Any) -> None:
        round_ = round_named(code)
        order = Order(
            round=round_,
            vacancy=vacancy_named(round_, options["vacancy"]),
            paper=options["paper"],
            number=options["number"] or "",
            at=options["time"] or timezone.now(),
        )
        try:
            rendered = make(order)
        except (StillSealed, NothingToRank, CannotRender) as refusal:
            raise CommandError(str(refusal)) from refusal
        write_file(path, rendered.content)
        self.stdout.write(f"{path}: {rendered.pages} halaman, {len(rendered.content)} byte.")


def _number(text: str) -> str:
    if not text.strip() or len(text) > 100:
        raise ArgumentTypeError("nomor dokumen harus 1 sampai 100 karakter")
    return text.strip()


def _moment(text: str) -> datetime:
    """ISO 8601; without a zone it is local time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"bukan waktu ISO 8601: {text}") from None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
