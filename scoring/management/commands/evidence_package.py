import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand, write_file
from scoring.evidence_package import package_of
from scoring.outcome import StillSealed
from selection.terminal import round_named


class Command(PlainCommand):
    help = "Menulis paket bukti (ZIP) berikut pemeriksanya. Keluar 1 bila tersegel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--to", type=Path, metavar="FILE.zip", required=True)
        parser.add_argument(
            "--names", action="store_true", help="sebut nama penilai di samping P1, P2, …"
        )

    def handle(self, *_: Any, code: str, to: Path, names: bool, **__: Any) -> None:
        round_ = round_named(code)
        try:
            content = package_of(round_, with_names=names)
        except StillSealed as refusal:
            raise CommandError(str(refusal)) from refusal
        write_file(to, content)
        self.stdout.write(f"Paket bukti {round_.code}: {to.name}")
        self.stdout.write(f"SHA-256 {hashlib.sha256(content).hexdigest()}")
