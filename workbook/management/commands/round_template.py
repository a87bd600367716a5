from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand
from workbook.writing import write_template


class Command(PlainCommand):
    help = "Menulis buku kerja kosong: semua lembar, kolom, pilihan, dan penjelasan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="OUT.xlsx")

    def handle(self, *_: Any, path: Path, **__: Any) -> None:
        content = BytesIO()
        write_template(content)
        try:
            path.write_bytes(content.getvalue())
        except OSError as error:
            raise CommandError(
                f"Berkas {path} tidak dapat ditulis: {error.strerror}.", returncode=2
            ) from None
        self.stdout.write(f"Buku kerja kosong ditulis: {path.name}")
