from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.terminal import PlainCommand
from scoring.evidence import faults_of
from scoring.models import Closing, ScoreEvent
from scoring.unsealing import CannotUnseal, off_the_paper
from selection.models import Round
from selection.terminal import round_named


class Command(PlainCommand):
    help = "Mencocokkan nilai dengan rantai catatannya. Keluar 0 bila utuh, 1 bila tidak."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", nargs="?", help="satu putaran saja")
        parser.add_argument(
            "--printed",
            metavar="N=AKAR",
            action="append",
            default=[],
            help="akar pada berita acara nomor N yang tercetak; boleh berulang",
        )

    def handle(self, *_: Any, code: str | None, printed: list[str], **__: Any) -> None:
        found = [round_named(code)] if code else list(Round.objects.order_by("code"))
        if printed and not code:
            raise CommandError("Sebut kode putaran yang berita acaranya dibandingkan.")
        faults = [f"{round_.code}: {fault}" for round_ in found for fault in faults_of(round_)]
        faults += [fault for said in printed for fault in self._off_the_paper(found[0], said)]
        if faults:
            raise CommandError("\n".join([*faults, "Hubungi Inspektorat; jangan ubah apa pun."]))
        events = ScoreEvent.objects.filter(round__in=found).count()
        self.stdout.write(f"Nilai utuh: {events} catatan, {len(found)} putaran.")

    def _off_the_paper(self, round_: Round, said: str) -> list[str]:
        number, _, root = said.partition("=")
        closing = Closing.objects.filter(round=round_, number=number if number.isdigit() else 0)
        found = closing.first()
        if found is None:
            raise CommandError(f"Tidak ada berita acara nomor {number} pada putaran ini.")
        try:
            return off_the_paper([found], {found.number: root})
        except CannotUnseal as refusal:
            raise CommandError(str(refusal)) from refusal
