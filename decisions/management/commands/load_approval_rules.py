from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from audit.actions import SYSTEM
from audit.terminal import PlainCommand
from decisions.rule_loading import SAFE, RulesRefused, load_rules


class Command(PlainCommand):
    help = "Memuat versi baru aturan persetujuan dari berkas JSON, setelah bagian hukum memastikan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="bentuknya seperti approval_rules.json")

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        try:
            added = load_rules(file.read_text(), by=SYSTEM)
        except (OSError, RulesRefused) as refusal:
            raise CommandError(str(refusal)) from refusal
        except (DatabaseError, ValueError, TypeError) as fault:
            raise CommandError(f"Isi aturan tidak dapat disimpan: {fault}. {SAFE}") from fault
        for rule in added:
            self.stdout.write(f"{rule.code} berlaku sejak {rule.valid_from}: {rule.title}")
