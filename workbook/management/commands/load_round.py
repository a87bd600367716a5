from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.actions import SYSTEM
from audit.terminal import PlainCommand
from workbook.loaded import Loaded
from workbook.loading import Unloadable, load
from workbook.reading import Refused, read


class Command(PlainCommand):
    help = "Memuat buku kerja seleksi: seluruhnya atau tidak sama sekali."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan")

    def handle(self, *_: Any, path: Path, dry_run: bool, **__: Any) -> None:
        try:
            book = read(path.read_bytes())
            for warning in book.warnings:
                self.stdout.write(f"Catatan: {warning.sheet}!{warning.cell}: {warning.message}")
            loaded = load(book, by=SYSTEM, dry_run=dry_run)
        except FileNotFoundError:
            raise CommandError(f"Berkas tidak ditemukan: {path}", returncode=2) from None
        except OSError as error:
            raise CommandError(
                f"Berkas tidak dapat dibaca: {error.strerror}", returncode=2
            ) from None
        except (Refused, Unloadable) as refusal:
            raise CommandError(str(refusal)) from None
        self._report(loaded, dry_run=dry_run)

    def _report(self, loaded: Loaded, *, dry_run: bool) -> None:
        for part in loaded.parts:
            changes = part.changes
            if changes:
                self.stdout.write(
                    f"{part.title}: {len(changes.new)} baru, {len(changes.changed)} berubah,"
                    f" {len(changes.withdrawn)} ditarik, {len(changes.same)} sama"
                )
        if not loaded.changed_anything:
            self.stdout.write(f"Tidak ada yang berubah: {loaded.code} sudah sama dengan berkas.")
        elif dry_run:
            self.stdout.write(
                f"Diperiksa saja: {loaded.code} dapat dimuat. Tidak ada yang disimpan."
            )
        else:
            self.stdout.write(f"Dimuat: {loaded.code}.")
