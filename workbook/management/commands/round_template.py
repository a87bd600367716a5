from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from audit.terminal import PlainCommand, write_file
from workbook.writing import write_template


class Command(PlainCommand):
    help = "Menulis buku kerja kosong: semua lembar, kolom, pilihan, dan penjelasan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="OUT.xlsx")

    def handle(self, *_: Any, path: Path, **__: Any) -> None:
        content = BytesIO()
        write_template(content)
        write_file(path, content.getvalue())
        self.stdout.write(f"Buku kerja kosong ditulis: {path.name}")
