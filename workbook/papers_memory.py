"""How much memory a worker takes at most for each kind of document: a fresh process for each."""

import resource
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection

from django.db import connections
from django.utils import timezone

from reports import builders
from reports.models import Document
from reports.pdf import CannotRender
from reports.whole_round import papers_of
from scoring.outcome import NothingToRank, StillSealed
from selection.models import Round
from workbook.figures import Figure

LIMIT = 250  # megabytes


def figures_of(round_: Round) -> Iterator[Figure]:
    """A row for each kind, and one for all of them in one process."""
    kinds: dict[str, list[Document]] = defaultdict(list)
    for paper in papers_of(round_):
        paper.number, paper.ordered_at = "BENCH", timezone.now()
        kinds[paper.get_kind_display()].append(paper)
    everything = [paper for papers in kinds.values() for paper in papers]
    for kind, papers in (*kinds.items(), ("semua jenis", everything)):
        memory = _peak_of(_making(papers))
        name = f"{len(papers)} dokumen, {kind.lower()}: memori puncak pekerjanya"
        yield Figure(name, f"{memory:.0f} MB", f"< {LIMIT} MB", memory < LIMIT)


def _making(papers: Sequence[Document]) -> Callable[[], None]:
    def make() -> None:
        for paper in papers:
            try:
                builders.make(paper, lambda _percent, _step: None)
            except (StillSealed, NothingToRank, CannotRender):
                continue  # there is nothing that it could say

    return make


def _peak_of(work: Callable[[], None]) -> float:
    """Megabytes that a process of its own took at most for the work."""
    connections.close_all()  # a connection belongs to one process
    context = get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_weighed, args=(work, theirs))
    child.start()
    theirs.close()
    memory: float = ours.recv()
    child.join()
    return memory


def _weighed(work: Callable[[], None], answer: Connection) -> None:
    work()
    answer.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
