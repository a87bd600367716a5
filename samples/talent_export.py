"""Two invented SIMATA exports: the candidates of the sample round and other officials around them.

    python -m samples.talent_export

The axes of the candidates are those of the sample round, to the digit; the components are chosen
with a seed so that they add up to them by KepKBKN 411/2025 as in domain.md 3.5. Some rows are
flawed on purpose: components missing, sums that SIMATA did otherwise, and nothing said of a grade
or of the day since when a post is held.
"""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path

from candidates.simata_career import CAREER
from samples.sheets import HERE, Table, read_folder, write_book

SEED = 411
SERVED = ("tmt_jabatan", "pendidikan")
EARLIER, LATEST = "simata-2025-11", "simata-mutakhir"
SHEET = "Data Talenta"
RATING = {"SANGAT_BAIK": 100, "BAIK": 80, "BUTUH_PERBAIKAN": 60}
EDUCATION = {"S-3": 100, "S-2": 90, "S-1": 80, "D-IV": 80}
BOXES = ((1, 3, 6), (2, 5, 8), (4, 7, 9))  # rows: performance, columns: potential, lowest first
WHO = ("NIP", "Nama", "Unit Organisasi", "Jabatan", *CAREER)
Row = dict[str, str]


def main(target: Path = HERE) -> None:
    for name, rows in ((EARLIER, earlier()), (LATEST, latest())):
        write_book({SHEET: rows}, target / f"{name}.xlsx")


def latest() -> Table:
    """Everybody, with two who cannot be placed and three sums that differ."""
    rows = list(_rows(Decimal(0)))
    _without(rows[-3], "Y - Penghargaan", total="Nilai Y", weight=Decimal("0.15"))
    _without(rows[-8], "X - Penilaian Potensi", total="Nilai X", weight=Decimal("0.25"))
    rows[-12]["Box"] = "7" if rows[-12]["Box"] != "7" else "8"
    return rows


def earlier() -> Table:
    """A year before: other officials a little lower, some without feedback yet."""
    rows = list(_rows(Decimal("-1.5")))
    for row in rows[-6:]:
        _without(row, "Y - Umpan Balik Kinerja 360", total="Nilai Y", weight=Decimal("0.10"))
    return rows


def _rows(shift: Decimal) -> Iterator[Row]:
    """Candidates as in the round; the others with their performance shifted."""
    dice = random.Random(SEED)
    for person in read_folder("pekalongan")["Peserta"]:
        axes = Decimal(person["nilai_kinerja"]), Decimal(person["nilai_potensial"])
        ratings = (RATING[person["predikat_kinerja_1"]],)
        names = ("nip", "nama", "perangkat_daerah", "jabatan", "eselon", "pangkat", *SERVED)
        who = tuple(person[name] for name in names)
        yield _row(who, axes, ratings, EDUCATION[person["pendidikan"]], dice)
    for person in read_folder("talenta")["Pejabat"]:
        axes = Decimal(person["kinerja"]) + shift, Decimal(person["potensial"])
        names = ("nip", "nama", "unit", "jabatan", "eselon", "golongan", *SERVED)
        who = tuple(person[name] for name in names)
        yield _row(who, axes, (80, 60, 100, 40), EDUCATION[person["pendidikan"]], dice)


def _row(
    who: tuple[str, ...],
    axes: tuple[Decimal, Decimal],
    ratings: tuple[int, ...],
    education: int,
    dice: random.Random,
) -> Row:
    performance, potential = axes
    box = BOXES[_level(performance)][_level(potential)]
    return {
        **dict(zip(WHO, who, strict=True)),
        "Nilai X": f"{potential}",
        "Nilai Y": f"{performance}",
        "Box": f"{box}",
        **_potential(potential, education, dice),
        **_performance(performance, ratings, dice),
    }


def _performance(total: Decimal, ratings: tuple[int, ...], dice: random.Random) -> Row:
    """The first shuffled choice whose remainder is a believable feedback score."""
    choices = list(product(ratings, (0, 50, 70, 85, 100), (0, 50, 70, 85, 100)))
    dice.shuffle(choices)
    for rating, awards, team in choices:
        feedback = (total - rating * Decimal("0.6") - (awards + team) * Decimal("0.15")) * 10
        if 40 <= feedback <= 100:
            return {
                "Y - Penilaian Kinerja": f"{rating}",
                "Y - Penghargaan": f"{awards}",
                "Y - Penugasan dalam Tim Kerja": f"{team}",
                "Y - Umpan Balik Kinerja 360": _plain(feedback),
            }
    raise ValueError(f"No components add up to {total}.")


def _potential(total: Decimal, education: int, dice: random.Random) -> Row:
    """The first shuffled choice whose remainder is a believable competence score."""
    tenths = product((0, 40, 60, 80, 100), (60, 80, 100), (50, 75, 100))
    choices = list(product(tenths, range(30, 100, 5), (100, 75, 50)))
    dice.shuffle(choices)
    for (training, experience, fit), aptitude, discipline in choices:
        known = (training + experience + fit + education) * Decimal("0.1")
        known += aptitude * Decimal("0.25") + discipline * Decimal("0.15")
        competence = (total - known) * 5
        if 40 <= competence <= 98 and (discipline == 100 or total < 60):
            return {
                "X - Penilaian Kompetensi": _plain(competence),
                "X - Pengembangan Kompetensi": f"{training}",
                "X - Pengalaman Jabatan": f"{experience}",
                "X - Penilaian Potensi": f"{aptitude}",
                "X - Tingkat Pendidikan Formal": f"{education}",
                "X - Kesesuaian Bidang Ilmu": f"{fit}",
                "X - Verifikasi Rekam Jejak Disiplin": f"{discipline}",
            }
    raise ValueError(f"No components add up to {total}.")


def _without(row: Row, column: str, *, total: str, weight: Decimal) -> None:
    """SIMATA counts what is missing as nought, so its sum and its box are too low."""
    row[total] = _plain(Decimal(row[total]) - Decimal(row[column]) * weight)
    row[column] = ""
    levels = _level(Decimal(row["Nilai Y"])), _level(Decimal(row["Nilai X"]))
    row["Box"] = f"{BOXES[levels[0]][levels[1]]}"


def _level(value: Decimal) -> int:
    return (value >= 60) + (value >= 80)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


if __name__ == "__main__":
    main()
