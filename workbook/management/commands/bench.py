from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from audit.terminal import PlainCommand
from selection.models import Round
from workbook.measuring import DONE, figures


class Command(PlainCommand):
    help = (
        "Mengukur kecepatan dan ukuran pada putaran contoh (hanya percobaan; menulis nilai contoh)."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.LOCAL or not Round.objects.filter(code=DONE).exists():
            raise CommandError("Hanya untuk pemasangan percobaan dengan putaran contoh.")
        self.stdout.write(f"{'Ukuran':<72} {'Hasil':>10}  {'Batas':<9} Tercapai")
        for figure in figures(settings.BASE_URL):
            holds = ("ya" if figure.holds else "TIDAK") if figure.limit else ""
            self.stdout.write(f"{figure.name:<72} {figure.value:>10}  {figure.limit:<9} {holds}")
