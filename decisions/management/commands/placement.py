import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.wording import with_comma
from audit.terminal import PlainCommand
from decisions.proposing import RoundProposal, proposal_for
from scoring.outcome import NothingToRank, StillSealed
from scoring.printing import aligned
from selection.terminal import round_named


class Command(PlainCommand):
    help = "Mengusulkan penempatan. Keluar 1 bila tersegel, tidak dikenal, atau tanpa kandidat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="kode putaran, misalnya pekalongan-2025")
        parser.add_argument("--format", choices=list(FORMATS), default="json", help="bawaan: json")
        parser.add_argument(
            "--only-put-forward", action="store_true", help="hanya nama yang diajukan"
        )

    def handle(self, *_: Any, code: str, only_put_forward: bool, **options: Any) -> None:
        round_ = round_named(code)
        try:
            proposed = proposal_for(round_, only_put_forward=only_put_forward)
        except (StillSealed, NothingToRank) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(FORMATS[options["format"]](proposed))


def _as_json(proposed: RoundProposal) -> str:
    proposal = proposed.proposal
    return json.dumps(
        {
            "round": proposed.round.code,
            "assignments": [
                {
                    "vacancy": option.vacancy,
                    "nip": option.nip,
                    "total": f"{proposed.rounded(option.total):f}",
                }
                for option in proposal.assignments
            ],
            "unfilled": list(proposal.unfilled),
            "sum": f"{proposed.rounded(proposal.total):f}",
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_table(proposed: RoundProposal) -> str:
    proposal = proposed.proposal
    rows = [
        [
            f"{option.vacancy} · {proposed.vacancies[option.vacancy].title}",
            option.nip,
            proposed.candidates[option.nip].name,
            with_comma(proposed.rounded(option.total)),
        ]
        for option in proposal.assignments
    ]
    unfilled = [f"{code} · {proposed.vacancies[code].title}" for code in proposal.unfilled]
    rows += [[title, "–", "belum terisi", "–"] for title in unfilled]
    rows.append(["Jumlah", "", "", with_comma(proposed.rounded(proposal.total))])
    head = ["Jabatan", "NIP", "Nama", "Nilai akhir"]
    round_ = proposed.round
    archive = "Putaran arsip: nilai berasal dari buku kerja.\n\n" if round_.is_archive else ""
    title = f"{round_.title} ({round_.code})\n\n"
    return f"{title}{archive}{aligned([head, *rows], left={0, 1, 2})}"


FORMATS: Mapping[str, Callable[[RoundProposal], str]] = {"json": _as_json, "table": _as_table}
