from getpass import getpass
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from audit.terminal import PlainCommand
from reports.certifying import certify
from reports.signing import Secret
from reports.signing_certificates import CannotMake


class Command(PlainCommand):
    help = "Membuat sertifikat lokal (bukan BSrE) bagi seseorang; ia sendiri mengetik frasa sandi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--renew", action="store_true", help="ganti yang sudah ada")

    def handle(self, *_: Any, email: str, renew: bool, **__: Any) -> None:
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Tidak ada akun aktif dengan alamat {email}.")
        typed = getpass("Frasa sandi sertifikat (diketik pemiliknya): ")
        if typed != getpass("Sekali lagi: "):
            raise CommandError("Kedua frasa sandi berbeda. Tidak ada yang dibuat.")
        try:
            path = certify(user, Secret(typed), renew=renew)
        except CannotMake as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Sertifikat {user.name} dibuat: {path}")
        self.stdout.write("Sertifikat ini dari pemasangan ini sendiri, bukan dari BSrE.")
