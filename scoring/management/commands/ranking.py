from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand
from scoring.outcome import NothingToRank, StillSealed
from scoring.printing import FORMATS, printout_of
from selection.models import Round, Vacancy


class Command(PlainCommand):
    help = "Mencetak peringkat putaran. Keluar 1 bila tersegel, tidak dikenal, atau tanpa kandidat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="kode putaran, misalnya pekalongan-2025")
        parser.add_argument("--vacancy", help="kode jabatan; tanpa ini seluruh putaran")
        parser.add_argument("--format", choices=list(FORMATS), default="json", help="bawaan: json")

    def handle(self, *_: Any, code: str, vacancy: str | None, **options: Any) -> None:
        round_ = Round.objects.named(code).first()
        if round_ is None:
            raise CommandError(f"Putaran {code} tidak ada. Periksa kodenya.")
        try:
            printout = printout_of(round_, _vacancy(round_, vacancy))
        except (StillSealed, NothingToRank) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(FORMATS[options["format"]](printout))


def _vacancy(round_: Round, code: str | None) -> Vacancy | None:
    if code is None:
        return None
    held = Vacancy.objects.in_force().filter(round=round_, code=code.strip().upper())
    found: Vacancy | None = held.first()
    if found is None:
        raise CommandError(
            f"Jabatan {code} tidak ada dalam putaran {round_.code}. Periksa kodenya."
        )
    return found
