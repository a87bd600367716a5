from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand
from scoring.outcome import NothingToRank, StillSealed
from scoring.printing import FORMATS, printout_of
from selection.terminal import round_named, vacancy_named


class Command(PlainCommand):
    help = "Mencetak peringkat putaran. Keluar 1 bila tersegel, tidak dikenal, atau tanpa kandidat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="kode putaran, misalnya pekalongan-2025")
        parser.add_argument("--vacancy", help="kode jabatan; tanpa ini seluruh putaran")
        parser.add_argument("--format", choices=list(FORMATS), default="json", help="bawaan: json")

    def handle(self, *_: Any, code: str, vacancy: str | None, **options: Any) -> None:
        round_ = round_named(code)
        try:
            printout = printout_of(round_, vacancy_named(round_, vacancy))
        except (StillSealed, NothingToRank) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(FORMATS[options["format"]](printout))
