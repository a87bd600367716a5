from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from audit.terminal import PlainCommand
from workbook.samples import NotEmpty, NotLocal, load_samples


class Command(PlainCommand):
    help = "Memuat tiga putaran contoh ke basis data yang masih kosong (hanya percobaan)."

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            rounds = load_samples(settings.BASE_DIR / "samples", timezone.localdate())
        except NotEmpty as refusal:
            self.stdout.write(str(refusal))
        except NotLocal as refusal:
            raise CommandError(str(refusal)) from None
        else:
            for round_ in rounds:
                self.stdout.write(f"Dimuat: {round_.code}")
