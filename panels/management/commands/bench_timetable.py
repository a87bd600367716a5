import time
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand

from panels.sittings import Request, Room, Venue
from panels.slots import Stretch, at_minute
from panels.timetable import generate
from panels.timetable_checks import check
from panels.timetable_defaults import usual_breaks

MONDAY = date(2025, 12, 1)
OPEN = Stretch(at_minute(8 * 60), at_minute(16 * 60))
RUNS = 3


class Command(BaseCommand):
    help = "Measures how long generating and checking a timetable takes; writes nothing."

    def handle(self, *_: Any, **__: Any) -> None:
        for title, request in requests():
            print(f"{title}:")
            for what, work in (
                ("generate", lambda asked=request: generate(asked)),
                ("check", lambda asked=request: check(generate(asked), asked)),
            ):
                spent = []
                for _run in range(RUNS):
                    began, cpu = time.perf_counter(), time.process_time()
                    work()
                    ended, used = time.perf_counter(), time.process_time()
                    spent.append(f"{used - cpu:.3f} s CPU, {ended - began:.3f} s")
                print(f"  {what}: {'; '.join(spent)}")


def requests() -> Iterator[tuple[str, Request]]:
    """The two sizes of the issue, and the larger one with rooms that share a member."""
    apart = [frozenset(f"{room}-{seat}" for seat in range(5)) for room in range(4)]
    shared = [panel | {f"{(room + 1) % 4}-0"} for room, panel in enumerate(apart)]
    yield "26 kandidat, 2 hari, 2 ruang", _request(26, 2, apart[:2], 40, 10)
    yield "200 kandidat, 5 hari, 4 ruang", _request(200, 5, apart, 30, 5)
    yield "200 kandidat, 5 hari, 4 ruang berbagi penilai", _request(200, 5, shared, 15, 0)


def _request(
    candidates: int, days: int, panels: list[frozenset[str]], length: int, gap: int
) -> Request:
    dates = [MONDAY + timedelta(days=n) for n in range(days)]
    venues = [
        Venue(day, Room(f"Ruang {number}", 12), OPEN, panel)
        for day in dates
        for number, panel in enumerate(panels, start=1)
    ]
    return Request(
        candidates=tuple(f"{number:02}" for number in range(1, candidates + 1)),
        venues=tuple(venues),
        length=length,
        gap=gap,
        breaks=usual_breaks(dates),
        recusals=frozenset(("0-1", f"{number:02}") for number in range(1, candidates, 9)),
        least_members=4,
        reserve=Fraction(1, 10),
    )
