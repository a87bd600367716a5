from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from audit.terminal import PlainCommand
from candidates.input_erasing import due_inputs, erase_due


class Command(PlainCommand):
    help = "Menghapus isi, identitas, dan berkas masukan masyarakat yang masa simpannya habis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hitung", action="store_true", help="hanya menghitung")

    def handle(self, *_: Any, hitung: bool, **__: Any) -> None:
        if hitung:
            number = len(due_inputs(timezone.now()))
            self.stdout.write(f"{number} masukan habis masa simpannya. Tidak ada yang dihapus.")
            return
        self.stdout.write(f"{erase_due()} masukan dihapus isinya, identitasnya, dan berkasnya.")
