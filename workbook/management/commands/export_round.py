from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand, write_file
from selection.terminal import round_named
from workbook.exporting import SealedScores, book_of
from workbook.writing import Unwritable, write_book


class Command(PlainCommand):
    help = "Menulis putaran sebagai buku kerja yang dapat dimuat kembali."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("path", type=Path, metavar="OUT.xlsx")
        parser.add_argument("--with-scores", action="store_true", help="sertakan lembar nilai")

    def handle(self, *_: Any, code: str, path: Path, with_scores: bool, **__: Any) -> None:
        round_ = round_named(code)
        try:
            book = book_of(round_, with_scores=with_scores)
        except SealedScores as refusal:
            raise CommandError(str(refusal)) from None
        content = BytesIO()
        try:
            write_book(book, content)
        except Unwritable as refusal:
            raise CommandError(str(refusal)) from None
        write_file(path, content.getvalue())
        self.stdout.write(f"Putaran {round_.code} ditulis: {path.name}")
