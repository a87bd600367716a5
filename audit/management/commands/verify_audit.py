from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.models import Event, Head
from audit.terminal import PlainCommand
from audit.verification import broken_chains


class Command(PlainCommand):
    help = "Menghitung ulang rantai catatan. Keluar 0 bila utuh, 1 bila terputus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scope", help="hanya satu rantai, misalnya round:pekalongan-2025")

    def handle(self, *_: Any, scope: str | None, **__: Any) -> None:
        if scope and not Head.objects.filter(scope=scope).exists():
            raise CommandError(f"Tidak ada rantai bernama {scope}.", returncode=2)
        broken = list(broken_chains(scope))
        for name, link in broken:
            self.stderr.write(f"Rantai {name} terputus pada catatan {link.number}: {link.reason}.")
        if broken:
            raise CommandError(
                "Rantai catatan tidak utuh. Hubungi Inspektorat; jangan ubah apa pun."
            )
        events = Event.objects.filter(scope=scope) if scope else Event.objects.all()
        self.stdout.write(f"Rantai utuh: {events.count()} catatan.")
