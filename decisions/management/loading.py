"""What the two commands that load versions have in common."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from audit.actions import SYSTEM
from audit.terminal import PlainCommand
from decisions.version_loading import Sort, VersionsRefused, load_versions


class LoadingCommand(PlainCommand):
    """Loads versions of one sort out of a JSON file, as the owner of the tables."""

    sort: ClassVar[Sort]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="bentuknya seperti berkas bawaan (.json)")

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        try:
            added = load_versions(self.sort, file.read_text(), by=SYSTEM)
        except (OSError, VersionsRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        except (DatabaseError, ValueError, TypeError) as fault:
            said = f"Isi {self.sort.plural} tidak dapat disimpan: {fault}. {self.sort.safe}"
            raise CommandError(said) from fault
        for row in added:
            self.stdout.write(f"{row} berlaku sejak {row.valid_from}")
