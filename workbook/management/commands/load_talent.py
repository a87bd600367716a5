from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import Agency
from accounts.wording import in_words
from audit.actions import SYSTEM
from audit.terminal import PlainCommand
from candidates.simata import NotAnExport
from candidates.talent_pool import TalentFile, put_talent
from workbook.guard import Refused
from workbook.talent_loading import faults_of, findings_of, lines_of
from workbook.talent_reading import read_export


class Command(PlainCommand):
    help = "Memuat ekspor SIMATA ke data talenta: seluruhnya atau tidak sama sekali."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--agency", required=True, metavar="NAMA", help="nama instansi")
        parser.add_argument(
            "--as-of", required=True, metavar="TTTT-BB-HH", help="tanggal keadaan data"
        )
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan")

    def handle(
        self, *_: Any, path: Path, agency: str, as_of: str, dry_run: bool, **__: Any
    ) -> None:
        owner = self._agency(agency)
        file = self._file(path, self._day(as_of))
        findings = findings_of(owner, file)
        for note in findings["notes"]:
            self.stdout.write(f"Catatan: {note}")
        if faults := faults_of(owner, file):
            raise CommandError(lines_of(faults))
        for row in findings["differences"]:
            self.stdout.write(f"Baris {row['row']}: {row['text']}")
        words = f"{findings['people']} orang, data per {in_words(file.as_of)}"
        if dry_run:
            self.stdout.write(f"Diperiksa saja: {words} dapat dimuat. Tidak ada yang disimpan.")
            return
        is_new = put_talent(owner, file, by=SYSTEM)[1]
        done = f"Dimuat: {words}." if is_new else "Tidak ada yang berubah: berkas ini sudah ada."
        self.stdout.write(done)

    def _agency(self, name: str) -> Agency:
        found = Agency.objects.filter(name__iexact=name.strip()).first()
        if found is None:
            raise CommandError(f"Instansi {name} tidak ada.", returncode=2)
        return found

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            said = f"Tanggal {text} tidak ada. Tulis seperti 2025-11-01."
            raise CommandError(said, returncode=2) from None

    def _file(self, path: Path, day: date) -> TalentFile:
        try:
            content = path.read_bytes()
            return TalentFile(path.name, content, read_export(content), day)
        except FileNotFoundError:
            raise CommandError(f"Berkas tidak ditemukan: {path}", returncode=2) from None
        except OSError as error:
            raise CommandError(
                f"Berkas tidak dapat dibaca: {error.strerror}", returncode=2
            ) from None
        except (Refused, NotAnExport) as refusal:
            raise CommandError(str(refusal)) from None
