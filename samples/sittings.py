"""The timetable of two days: the whole panel hears one candidate at a time, in one room."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

from samples.sheets import Table

DAYS = ("2025-12-03", "2025-12-04")
ROOM = "Ruang Jlamprang"
# Thirteen sittings of half an hour; the gaps are for coffee, for prayer and for the meal.
MORNING = ("08:00", "08:30", "09:00", "09:30", "10:15", "10:45", "11:15")
AFTERNOON = ("13:00", "13:30", "14:00", "14:30", "15:30", "16:00")
PARTS = ("UJI_GAGASAN", "WAWANCARA")
PART = timedelta(minutes=15)


def timetable(nips: list[str], rng: random.Random) -> Table:
    """Draw the order of the candidates and give each the idea test and then the interview."""
    drawn = sorted(nips, key=lambda _nip: rng.random())
    sittings = product(DAYS, MORNING + AFTERNOON)
    return [row for nip, at in zip(drawn, sittings, strict=True) for row in _sitting(nip, *at)]


def _sitting(nip: str, day: str, start: str) -> Iterator[dict[str, str]]:
    begin = datetime.fromisoformat(f"{day}T{start}")
    for number, instrument in enumerate(PARTS):
        yield {
            "tanggal": day,
            "mulai": f"{begin + number * PART:%H:%M}",
            "selesai": f"{begin + (number + 1) * PART:%H:%M}",
            "ruang": ROOM,
            "instrumen": instrument,
            "nip": nip,
            "jabatan": "",
        }
