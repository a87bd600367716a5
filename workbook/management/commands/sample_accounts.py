from typing import Any

from django.conf import settings

from audit.terminal import PlainCommand
from selection.models import Round
from workbook.samples import PASSWORD, SUFFIX, accounts


class Command(PlainCommand):
    help = "Menampilkan akun contoh (hanya percobaan di komputer ini)."

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.LOCAL or not Round.objects.filter(code__endswith=SUFFIX).exists():
            return
        self.stdout.write(f"Akun contoh, semuanya dengan kata sandi: {PASSWORD}")
        self.stdout.write("(juga frasa sandi sertifikat tanda tangan lokalnya)")
        for role, address, name in accounts():
            self.stdout.write(f"  {role:<24} {address:<40} {name}")
