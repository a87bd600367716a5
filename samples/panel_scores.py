"""Invented score sheets of a whole panel: believable, independent, and the same on every run.

A candidate has a level, a member a severity, a sheet a mood; what is left is chance. Their sizes
are chosen so that the panel as a whole is reliable (about 0.8) and one member alone is not.
"""

import random
from collections.abc import Iterator
from itertools import product

from samples.sheets import Book, Table

MEAN, LOWEST, HIGHEST = 79, 40, 98
ABILITY, ASPECT, INDICATOR, SEVERITY, SHEET, CHANCE = 4.2, 1.5, 2.0, 2.5, 4.2, 3.0
NOTE_BELOW, NOTE_ABOVE = 60, 90
Sheet = tuple[str, str, str]  # e-mail, NIP, instrument


def score_rows(book: Book, rng: random.Random) -> Table:
    """Every sheet of every member who is not recused, indicator by indicator, in key order."""
    members = [row["email"] for row in book["Pansel"]]
    nips = [row["nip"] for row in book["Peserta"]]
    indicators = [(row["instrumen"], row["kode"]) for row in book["Indikator"]]
    instruments = sorted({instrument for instrument, _ in indicators})
    severity = {member: SEVERITY * _normal(rng) for member in members}
    ability = {nip: MEAN + ABILITY * _normal(rng) for nip in nips}
    aspect = {key: ASPECT * _normal(rng) for key in product(nips, instruments)}
    strength = {key: INDICATOR * _normal(rng) for key in product(nips, indicators)}

    rows: Table = []
    for member, nip, instrument in _sheets(book, members, nips, instruments):
        level = ability[nip] + aspect[nip, instrument] + severity[member] + SHEET * _normal(rng)
        for owner, code in indicators:
            if owner != instrument:
                continue
            exact = level + strength[nip, (owner, code)] + CHANCE * _normal(rng)
            value = max(LOWEST, min(HIGHEST, round(exact)))
            rows.append(
                {
                    "email": member,
                    "nip": nip,
                    "instrumen": instrument,
                    "jabatan": "",
                    "indikator": code,
                    "nilai": str(value),
                    "catatan": _note(book["Catatan"], code, value, rng),
                }
            )
    return rows


def _sheets(
    book: Book, members: list[str], nips: list[str], instruments: list[str]
) -> Iterator[Sheet]:
    recused = {(row["email"], row["nip"]) for row in book["Benturan"] if row["menilai"] == "Tidak"}
    for member, nip, instrument in product(members, nips, instruments):
        if (member, nip) not in recused:
            yield member, nip, instrument


def _note(notes: Table, indicator: str, value: int, rng: random.Random) -> str:
    """The evidence that an extreme score must name; nothing for the others."""
    if NOTE_BELOW <= value <= NOTE_ABOVE:
        return ""
    level = "RENDAH" if value < NOTE_BELOW else "TINGGI"
    fitting = [
        row["catatan"] for row in notes if (row["indikator"], row["tingkat"]) == (indicator, level)
    ]
    return fitting[int(rng.random() * len(fitting))]


def _normal(rng: random.Random) -> float:
    """Sum of twelve uniforms less six: near enough to normal, and exact on every machine."""
    return sum(rng.random() for _ in range(12)) - 6
