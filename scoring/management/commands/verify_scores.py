from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand
from scoring.evidence import faults_of
from scoring.models import ScoreEvent
from selection.models import Round
from selection.terminal import round_named


class Command(PlainCommand):
    help = "Mencocokkan nilai dengan rantai catatannya. Keluar 0 bila utuh, 1 bila tidak."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", nargs="?", help="satu putaran saja")

    def handle(self, *_: Any, code: str | None, **__: Any) -> None:
        found = [round_named(code)] if code else list(Round.objects.order_by("code"))
        faults = [f"{round_.code}: {fault}" for round_ in found for fault in faults_of(round_)]
        if faults:
            raise CommandError("\n".join([*faults, "Hubungi Inspektorat; jangan ubah apa pun."]))
        events = ScoreEvent.objects.filter(round__in=found).count()
        self.stdout.write(f"Nilai utuh: {events} catatan, {len(found)} putaran.")
