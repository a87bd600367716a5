import os
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from audit.terminal import PlainCommand
from workbook.sample_signing import certify_everybody
from workbook.samples import NotEmpty, NotLocal, load_samples


def first_day() -> date:
    """The day on which the sample round's tests begin: SAMPLE_FIRST_DAY, or else today."""
    wanted = os.environ.get("SAMPLE_FIRST_DAY", "")
    try:
        return date.fromisoformat(wanted) if wanted else timezone.localdate()
    except ValueError:
        raise CommandError("SAMPLE_FIRST_DAY harus berbentuk 2025-12-03.") from None


class Command(PlainCommand):
    help = "Memuat empat putaran contoh ke basis data yang masih kosong (hanya percobaan)."

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            rounds = load_samples(settings.BASE_DIR / "samples", first_day())
        except NotEmpty as refusal:
            self.stdout.write(str(refusal))
        except NotLocal as refusal:
            raise CommandError(str(refusal)) from None
        else:
            for round_ in rounds:
                self.stdout.write(f"Dimuat: {round_.code}")
            certified = certify_everybody()
            self.stdout.write(f"Sertifikat tanda tangan lokal (bukan BSrE): {certified} orang")
