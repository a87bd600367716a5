import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import Agency
from accounts.wording import in_words
from audit.actions import SYSTEM
from audit.terminal import PlainCommand
from candidates.talent_definitions import scheme_in
from candidates.talent_pool import RoundIsFixed, SchemesOverlap, add_scheme
from candidates.talent_rules import ImpossibleScheme


class Command(PlainCommand):
    help = "Menambahkan satu versi skema talenta dari berkas JSON; yang lama tidak berubah."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="SKEMA.json")
        parser.add_argument("--agency", metavar="NAMA", help="hanya untuk instansi ini")

    def handle(self, *_: Any, path: Path, agency: str | None, **__: Any) -> None:
        owner = self._agency(agency) if agency else None
        try:
            scheme = scheme_in(json.loads(path.read_text(encoding="utf-8")))
            row = add_scheme(scheme, owner, by=SYSTEM)
        except FileNotFoundError:
            raise CommandError(f"Berkas tidak ditemukan: {path}", returncode=2) from None
        except OSError as error:
            raise CommandError(
                f"Berkas tidak dapat dibaca: {error.strerror}", returncode=2
            ) from None
        except ValueError as error:
            raise CommandError(_complaint(error)) from None
        except (SchemesOverlap, RoundIsFixed) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Ditambahkan: {row.name}, berlaku mulai {in_words(row.valid_from)}.")

    def _agency(self, name: str) -> Agency:
        found = Agency.objects.filter(name__iexact=name.strip()).first()
        if found is None:
            raise CommandError(f"Instansi {name} tidak ada.", returncode=2)
        return found


def _complaint(error: ValueError) -> str:
    if isinstance(error, ImpossibleScheme):
        return str(error)
    return f"Berkas ini bukan JSON yang utuh: {error}"
