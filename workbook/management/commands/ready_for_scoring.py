import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from audit.actions import SYSTEM
from audit.terminal import PlainCommand
from selection.models import Round
from selection.terminal import round_named
from workbook.actions import note_gate
from workbook.gate import TICKS, lines_of
from workbook.gate_facts import NoCertificate, facts_of
from workbook.gate_page import page
from workbook.wording import enumeration, shown


class Command(PlainCommand):
    help = (
        "Gerbang sebelum tiap hari penilaian, satu halaman: LULUS atau GAGAL tiap baris."
        " Keluar 0 bila semuanya LULUS, 1 bila ada yang GAGAL, 2 bila perintahnya keliru."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="kode putaran")
        parser.add_argument("--rules-hash", default="", help="sidik jari aturan yang tercetak")
        parser.add_argument("--certificate", type=Path, help="berkas sertifikat situs (PEM)")
        parser.add_argument(
            "--tick",
            metavar="NAMA=SIAPA",
            action="append",
            type=_tick,
            default=[],
            help=f"yang dilihat sendiri oleh SIAPA; boleh berulang: {enumeration(TICKS)}",
        )

    def handle(
        self, *_: Any, code: str, tick: list[tuple[str, str]], rules_hash: str, **options: Any
    ) -> None:
        round_ = round_named(code)
        _require_days_ahead(round_)
        try:
            facts = facts_of(
                round_,
                ticks=dict(tick),
                printed_hash=rules_hash,
                certificate=options["certificate"],
            )
        except NoCertificate as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        lines = lines_of(facts)
        note_gate(round_, lines, facts.ticks, by=SYSTEM)
        self.stdout.write(page(round_.title, lines, facts.now))
        if not all(line.passes for line in lines):
            raise SystemExit(1)


def _tick(text: str) -> tuple[str, str]:
    name, _, who = text.partition("=")
    who = shown(who).strip("“”\"' ")
    if name not in TICKS:
        raise argparse.ArgumentTypeError(f"{name} tidak dikenal; yang ada: {enumeration(TICKS)}")
    if not who:
        raise argparse.ArgumentTypeError(f"sebut siapa yang melihatnya: {name}=“Nama”")
    return name, who


def _require_days_ahead(round_: Round) -> None:
    if round_.is_archive or round_.is_unsealed:
        raise CommandError(f"Penilaian putaran {round_.code} sudah selesai.", returncode=2)
