from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from accounts.models import Membership, User
from audit.terminal import PlainCommand
from scoring.hours import is_closed, is_early, with_hours
from scoring.models import Sheet
from selection.models import Round
from workbook import crowd, long_chain, measuring, papers_bench, stability_figures, viewers
from workbook.figures import Figure
from workbook.measuring import DONE, LIVE
from workbook.samples import PEOPLE

CLOSED = (
    "Lembar putaran contoh belum terbuka. Mulai salinan baru dengan SAMPLE_FIRST_DAY kemarin,"
    " misalnya SAMPLE_FIRST_DAY=2025-12-02 script/run."
)


def _watching(address: str, _: Sequence[Sheet]) -> Iterator[Figure]:
    viewer = User.objects.get(email=PEOPLE[Membership.Role.STAFF][0])
    return viewers.figures_of(address, Round.objects.get(code=LIVE), viewer)


def _verifying(_: str, __: Sequence[Sheet]) -> Iterator[Figure]:
    return long_chain.figures_of(Round.objects.get(code=DONE))


def _testing(_: str, __: Sequence[Sheet]) -> Iterator[Figure]:
    return stability_figures.figures_of(Round.objects.get(code=DONE))


def _printing(_: str, __: Sequence[Sheet]) -> Iterator[Figure]:
    return papers_bench.figures_of(Round.objects.select_related("agency").get(code=DONE))


PARTS: Mapping[str, Callable[[str, Sequence[Sheet]], Iterator[Figure]]] = {
    "satu": measuring.figures_of,
    "aula": crowd.figures_of,
    "rantai": _verifying,
    "papan": _watching,
    "kestabilan": _testing,
    "dokumen": _printing,
}
UNTOUCHED = {"rantai", "kestabilan", "dokumen"}  # parts that fill in no sheet


class Command(PlainCommand):
    help = (
        "Mengukur kecepatan dan ukuran pada putaran contoh (hanya percobaan; menulis nilai contoh)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "parts",
            metavar="BAGIAN",
            nargs="*",
            help=f"hanya bagian ini: {', '.join(PARTS)}; tanpa ini semuanya",
        )

    def handle(self, *_: Any, parts: list[str], **__: Any) -> None:
        if not settings.LOCAL or not Round.objects.filter(code=DONE).exists():
            raise CommandError("Hanya untuk pemasangan percobaan dengan putaran contoh.")
        if unknown := sorted({*parts} - PARTS.keys()):
            said = f"{', '.join(unknown)} tidak dikenal; yang ada: {', '.join(PARTS)}."
            raise CommandError(said, returncode=2)
        sheets = _open_sheets()
        if {*(parts or PARTS)} - UNTOUCHED and len(sheets) < crowd.MEMBERS:
            raise CommandError(CLOSED)
        self.stdout.write(f"{'Ukuran':<72} {'Hasil':>10}  {'Batas':<9} Tercapai")
        for part in parts or PARTS:
            for figure in PARTS[part](settings.BASE_URL, sheets):
                holds = ("ya" if figure.holds else "TIDAK") if figure.limit else ""
                line = f"{figure.name:<72} {figure.value:>10}  {figure.limit:<9} {holds}"
                self.stdout.write(line.rstrip())


def _open_sheets() -> list[Sheet]:
    """The sheets of the live sample round that can be filled in now, the members by turns."""
    sheets = Sheet.objects.in_force().filter(seat__round__code=LIVE, signed_at=None)
    held = with_hours(sheets).select_related("seat__user", "seat__round")
    ordered = held.order_by("candidate", "instrument", "seat__number", "pk")
    return [sheet for sheet in ordered if not is_closed(sheet) and not is_early(sheet)]
