"""How fast documents are made: a large report, one changed score, the sample round and its dossier.

The large report is the sample round's with other people in it, in memory only. The worker of the
running copy takes a share of the pieces where two workers are measured.
"""

import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from django.contrib.staticfiles import finders
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.wording import with_comma
from candidates.models import Candidate
from reports import dossier, issuing
from reports.binding import Binding, bound
from reports.chunking import Piece
from reports.merging import lying
from reports.models import Chunk, Document
from reports.payload import data_of
from reports.recommendation import Order, Report, binding_of, build, pieces_of
from reports.standings import Row
from reports.whole_round import papers_of
from scoring.printing import printout_of
from selection.models import Round
from workbook import papers_memory
from workbook.figures import Figure, comma

PEOPLE = 26
PATIENCE = 120  # seconds for Chromium to print


@dataclass(frozen=True, slots=True)
class Spent:
    cpu: float
    clock: float


def figures_of(round_: Round) -> Iterator[Figure]:
    """Everything that the issue asks of documents. A worker must run on this database."""
    before = set(Chunk.objects.values_list("pk", flat=True))
    try:
        yield from papers_memory.figures_of(round_)
        yield from _large(round_)
        yield from _sample(round_)
        yield from _dossier(round_)
    finally:
        Chunk.objects.exclude(pk__in=before).delete()


def _large(round_: Round) -> Iterator[Figure]:
    report = _enlarged(_report(round_))
    binding = binding_of(report, data_of(printout_of(round_)))
    _bind(_fresh(pieces_of(report)[:2]), binding, shared=True)  # both workers are warm now
    pieces = _fresh(pieces_of(report))
    pages, one = _bind(pieces, binding, shared=False)
    name = f"Laporan 10 × {PEOPLE} kandidat ({pages} halaman)"
    yield _seconds(f"{name}, CPU satu pekerja", one.cpu, 15)
    _, two = _bind(_fresh(pieces_of(report)), binding, shared=True)
    ratio = one.clock / two.clock
    yield Figure(
        f"{name}, jam dinding 1 dan 2 pekerja",
        f"{comma(one.clock, 1)} / {comma(two.clock, 1)} s = {comma(ratio, 2)} ×",
        "≥ 1,8 ×",
        ratio >= 1.8,
    )
    yield _after_a_change(report, binding)
    yield from _beside_chromium(pieces, one, pages)


def _after_a_change(report: Report, binding: Binding) -> Figure:
    _bind(pieces_of(report), binding, shared=False)
    first, *others = report.standings
    changed = replace(first, rows=[replace(first.rows[0], total="99,99"), *first.rows[1:]])
    known = Chunk.objects.count()
    began = time.process_time()
    pieces = pieces_of(replace(report, standings=[changed, *others]))
    _bind(pieces, binding, shared=False)
    seconds = time.process_time() - began
    made = Chunk.objects.count() - known
    return _seconds(
        f"Sesudah satu nilai berubah: {made} dari {len(pieces)} bagian, CPU", seconds, 3
    )


def _beside_chromium(pieces: Sequence[Piece], spent: Spent, pages: int) -> Iterator[Figure]:
    yield Figure("CPU tiap halaman, dokumen ini", f"{comma(spent.cpu / pages, 2)} s")
    chromium = os.environ.get("PRATAMA_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        return
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_text(_with_style("".join(piece.html for piece in pieces)), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        command = [chromium, *options, f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        printed = len(lying(target.read_bytes()))
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    yield Figure("CPU tiap halaman, Chromium tanpa tag", f"{comma(cpu / printed, 2)} s")


def _sample(round_: Round) -> Iterator[Figure]:
    report = _report(round_)
    binding = binding_of(report, data_of(printout_of(round_)))
    pages, spent = _bind(_fresh(pieces_of(report)), binding, shared=False)
    yield _seconds(f"Laporan putaran contoh ({pages} halaman), CPU", spent.cpu, 5)


def _dossier(round_: Round) -> Iterator[Figure]:
    """Every document of the round is made and bound; neither rows nor files remain."""
    by = User.objects.earliest("pk")
    kept: list[Document] = []
    cpu = time.process_time()
    try:
        with transaction.atomic():
            for number, document in enumerate(papers_of(round_)):
                document.number, document.ordered_by = f"BENCH/{number}", by
                document.ordered_at = timezone.now()
                document.save(force_insert=True)
                issuing.produce(document.pk)
                document.refresh_from_db()
                kept.append(document)
            making, began = time.process_time() - cpu, time.perf_counter()
            order = Document(round=round_, kind=Document.Kind.DOSSIER, number="BENCH")
            order.ordered_at, order.result = timezone.now(), kept[-1].result
            made = dossier.make(order, _quiet)
            seconds = time.perf_counter() - began
            transaction.set_rollback(True)
    finally:
        for document in kept:
            if document.file:
                Path(document.file.path).unlink(missing_ok=True)
    name = f"Berkas lengkap dari {len(kept)} dokumen ({made.pages} halaman)"
    yield _seconds(f"{name}, jam dinding", seconds, 30)
    yield Figure(f"{name}, CPU untuk dokumen-dokumennya", f"{comma(making, 1)} s")


def _report(round_: Round) -> Report:
    return build(Order(round_, vacancy=None, paper="f4", number="BENCH", at=timezone.now()))


def _enlarged(report: Report) -> Report:
    """With as many invented people in every vacancy, all of them ranked."""
    model = next(row for standing in report.standings for row in standing.rows)
    people = [
        [_person(place * PEOPLE + rank, model, rank) for rank in range(1, PEOPLE + 1)]
        for place, _ in enumerate(report.standings)
    ]
    standings = [
        replace(standing, rows=rows, outsiders=[])
        for standing, rows in zip(report.standings, people, strict=True)
    ]
    return replace(report, standings=standings)


def _person(number: int, model: Row, rank: int) -> Row:
    candidate = Candidate(pk=-number, number=number, name=f"Nama Karangan Nomor {number}")
    scores = [with_comma(f"{95 - rank - place / 8:.4f}") for place, _ in enumerate(model.scores)]
    return replace(
        model,
        rank=rank,
        candidate=candidate,
        scores=scores,
        brief=[score[:5] for score in scores],
        total=scores[0][:5],
        put_forward=rank <= 3,
        marks=["Diusulkan"] if rank <= 3 else [],
        cut=rank == 3,
    )


def _fresh(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, as if nobody had ever made them."""
    return [replace(piece, html=f"{piece.html}<!-- {uuid4()} -->") for piece in pieces]


def _bind(pieces: Sequence[Piece], binding: Binding, *, shared: bool) -> tuple[int, Spent]:
    cpu, clock = time.process_time(), time.perf_counter()
    made = bound(pieces, binding, _quiet, shared=shared)
    return made.pages, Spent(time.process_time() - cpu, time.perf_counter() - clock)


def _quiet(_percent: int, _step: str) -> None:
    """Nobody watches."""


def _with_style(html: str) -> str:
    sheets = [finders.find(f"css/{name}.css") for name in ("print", "paper-f4")]
    style = "".join(Path(sheet).read_text(encoding="utf-8") for sheet in sheets if sheet)
    return f"<style>{style}</style>{html}"


def _seconds(name: str, found: float, limit: int) -> Figure:
    return Figure(name, f"{comma(found, 2)} s", f"< {limit} s", found < limit)
