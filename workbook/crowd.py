"""A hall full of members who save, over HTTP to the running copy; what it was told is looked up.

Each has a session and a sheet of the live sample round of his own, and speaks as the page does
(docs/save-protocol.md): one request in flight, a new mutation id for every state.
"""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import uuid4

from django.urls import reverse

from scoring.models import ScoreEvent, Sheet
from workbook import figures
from workbook.figures import Figure
from workbook.pgbench import NoRival, inserts_per_second
from workbook.visiting import JSON, Visitor
from workbook.walking_in import signed_in

MEMBERS, EVERY, LENGTH = 60, 5, 60  # seconds
HURRIED, SPRINT = 8, 10  # as many as the two web processes have threads; seconds
NUMBERS = {f"n{place}": str(76 + place) for place in range(1, 7)}


@dataclass
class Member:
    """One member at one sheet: `journal` holds what the server said was saved."""

    visitor: Visitor
    address: str
    fields: dict[str, str]
    journal: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    def save(self) -> None:
        """A new state of the whole sheet, made from the version that was answered last."""
        mutation = str(uuid4())
        data = {**self.fields, **NUMBERS, "c1": f"Catatan {mutation}", "mutation_id": mutation}
        answer = self.visitor.post(f"{self.address}simpan/", data, JSON)
        self.seconds.append(answer.seconds)
        if answer.status != HTTPStatus.OK:
            self.refused += 1
            return
        said = answer.json
        self.journal.append(said["mutation_id"])
        self.fields["base_version"] = str(said["version"])


def figures_of(address: str, sheets: Sequence[Sheet]) -> Iterator[Figure]:
    """The hall at its pace, then a few without a pause, beside what PostgreSQL inserts."""
    members = [_seated(address, sheet) for sheet in sheets[:MEMBERS]]
    _together(members, _at_their_pace)
    yield from _hall(members)
    hurried = members[:HURRIED]
    before = _acknowledged(hurried)
    _together(hurried, _without_a_pause)
    saves = (_acknowledged(hurried) - before) / SPRINT
    yield Figure(f"Simpan per detik, {len(hurried)} penilai tanpa jeda", figures.comma(saves, 1))
    yield _lost(hurried)
    yield from _beside_the_rival(saves)


def _hall(members: Sequence[Member]) -> Iterator[Figure]:
    seconds = [second for member in members for second in member.seconds]
    name = f"{len(members)} penilai menyimpan tiap {EVERY} s selama {LENGTH} s"
    yield figures.time(f"{name}, median", statistics.median(seconds))
    yield figures.time(f"{name}, p95", figures.p95(seconds), 100)
    yield figures.time(f"{name}, terlama", max(seconds))
    yield Figure(f"{name}, terkirim", str(len(seconds)))
    refused = sum(member.refused for member in members)
    yield figures.count(f"{name}, tidak diakui", refused, 0)
    yield _lost(members)


def _lost(members: Sequence[Member]) -> Figure:
    """What was acknowledged and is no event, among all that these members were told so far."""
    told = {mutation for member in members for mutation in member.journal}
    kept = ScoreEvent.objects.filter(mutation_id__in=told).count()
    return figures.count(f"Hilang dari {len(told)} yang diakui", len(told) - kept, 0)


def _beside_the_rival(saves: float) -> Iterator[Figure]:
    try:
        inserts = inserts_per_second(HURRIED)
    except NoRival as missing:
        yield Figure(f"pgbench: {missing}", "—")
        return
    name = f"INSERT per detik menurut pgbench, {HURRIED} sambungan, server yang sama"
    yield Figure(name, figures.comma(inserts, 0))
    yield Figure("Simpan dibanding INSERT pgbench", f"1 : {figures.comma(inserts / saves, 1)}")


def _seated(address: str, sheet: Sheet) -> Member:
    visitor = signed_in(address, sheet.seat.user)
    place = reverse("scoring:sheet", args=[sheet.public_id])
    return Member(visitor, place, visitor.hidden(visitor.get(place).text))


def _together(members: Sequence[Member], act: Callable[[Member, float], None]) -> None:
    """All at once, each beginning a little after the one before, as people do."""
    started = threading.Barrier(len(members))

    def run(place: int) -> None:
        started.wait()
        act(members[place], time.monotonic() + EVERY * place / len(members))

    with ThreadPoolExecutor(len(members)) as hall:
        list(hall.map(run, range(len(members))))


def _at_their_pace(member: Member, first: float) -> None:
    for turn in range(LENGTH // EVERY):
        time.sleep(max(0, first + turn * EVERY - time.monotonic()))
        member.save()


def _without_a_pause(member: Member, _: float) -> None:
    ending = time.monotonic() + SPRINT
    while time.monotonic() < ending:
        member.save()


def _acknowledged(members: Sequence[Member]) -> int:
    return sum(len(member.journal) for member in members)
