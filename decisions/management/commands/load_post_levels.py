from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from audit.actions import SYSTEM
from audit.terminal import PlainCommand
from decisions.level_loading import SAFE, LevelsRefused, load_levels


class Command(PlainCommand):
    help = "Memuat versi baru tingkat jabatan dari berkas JSON, misalnya sesudah perubahan SOTK."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="bentuknya seperti post_levels.json")

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        try:
            added = load_levels(file.read_text(), by=SYSTEM)
        except (OSError, LevelsRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as fault:
            raise CommandError(f"Isi tingkat tidak dapat disimpan: {fault}. {SAFE}") from fault
        for level in added:
            self.stdout.write(f"eselon {level.echelon} berlaku sejak {level.valid_from}")
