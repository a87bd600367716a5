from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.appointing import Appointment, Unappointable, appoint_person
from accounts.cards import address_of
from accounts.models import Membership
from audit.actions import SYSTEM
from audit.terminal import PlainCommand

ROLES = {
    "staf": Membership.Role.STAFF,
    "kepala": Membership.Role.HEAD,
    "wali-kota": Membership.Role.AUTHORITY,
    "pemeriksa": Membership.Role.AUDITOR,
    "admin": Membership.Role.SYSADMIN,
}


class Command(PlainCommand):
    help = "Mengangkat seseorang dalam sebuah instansi; mencetak kartu aktivasi bila belum aktif."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("name", metavar="NAMA", help="nama lengkap dengan gelar")
        parser.add_argument("agency", metavar="INSTANSI", help="dibuat bila belum ada")
        parser.add_argument("role", metavar="PERAN", help=", ".join(ROLES))

    def handle(self, *_: Any, email: str, name: str, agency: str, role: str, **__: Any) -> None:
        if role not in ROLES:
            said = f"Peran {role} tidak dikenal. Pilih salah satu: {', '.join(ROLES)}."
            raise CommandError(said, returncode=2)
        try:
            done = appoint_person(email, name, agency, ROLES[role], by=SYSTEM)
        except Unappointable as refusal:
            raise CommandError(str(refusal)) from None
        self._report(done, ROLES[role].label)

    def _report(self, done: Appointment, role: str) -> None:
        person = f"{done.user.name} ({done.user.email})"
        if done.is_new_agency:
            self.stdout.write(f"Instansi baru: {done.agency.name}")
        if done.is_new_user:
            self.stdout.write(f"Akun baru: {person}")
        if done.is_new_role:
            self.stdout.write(f"Diangkat: {person} sebagai {role}, {done.agency.name}")
        else:
            self.stdout.write(f"Tidak ada yang berubah: {person} sudah {role}, {done.agency.name}")
        if done.no_card_because:
            self.stdout.write(f"Tanpa kartu aktivasi: {done.no_card_because}")
        if done.card:
            until = timezone.localtime(done.card.expires_at)
            self.stdout.write("Kartu aktivasi, hanya tampil sekali; serahkan kepada pemiliknya:")
            self.stdout.write(f"  Alamat          {address_of(done.card)}")
            self.stdout.write(f"  Kode            {done.card.code[:4]} {done.card.code[4:]}")
            self.stdout.write(f"  Berlaku sampai  {until:%d-%m-%Y pukul %H.%M}")
