from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand
from scoring.evidence import ChainBroken, strayed_sheets
from scoring.models import Sheet
from scoring.rebuilding import rebuild
from selection.models import Round
from selection.terminal import round_named


class Command(PlainCommand):
    help = "Membangun ulang lembar nilai dari catatannya. Keluar 1 bila ada yang tidak cocok."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", nargs="?", help="satu putaran saja")
        parser.add_argument("--check", action="store_true", help="hanya memeriksa")

    def handle(self, *_: Any, code: str | None, check: bool, **__: Any) -> None:
        found = [round_named(code)] if code else list(Round.objects.order_by("code"))
        if check:
            self._check(found)
            return
        try:
            mended = [sheet.pk for round_ in found for sheet in rebuild(round_)]
        except ChainBroken as broken:
            raise CommandError(str(broken)) from broken
        named = f": {', '.join(map(str, mended))}" if mended else ""
        self.stdout.write(f"{len(mended)} lembar dibangun ulang dari catatannya{named}.")

    def _check(self, rounds: list[Round]) -> None:
        strayed = [
            f"{round_.code}: lembar {sheet.pk}"
            for round_ in rounds
            for sheet in strayed_sheets(round_)
        ]
        if strayed:
            raise CommandError("\n".join(["Tidak sama dengan catatannya:", *strayed]))
        sheets = Sheet.objects.filter(seat__round__in=rounds).count()
        self.stdout.write(f"{sheets} lembar sama dengan catatannya.")
