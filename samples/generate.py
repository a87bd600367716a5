"""The sample workbooks, written from the CSV files beside this module.

    python -m samples.generate

`pekalongan-2025` is a live round ready to be scored, `pekalongan-2025-arsip` the same round with
every score sheet, `kecil-uji` a small live round. All people in them are invented.
"""

import random
from decimal import Decimal
from pathlib import Path

from samples.panel_scores import score_rows
from samples.sheets import HERE, Book, Table, read_folder, write_book
from samples.sittings import timetable

SEED = 20251203
SHEETS = (
    "Seleksi",
    "Jabatan",
    "Peserta",
    "Riwayat_Jabatan",
    "Pansel",
    "Instrumen",
    "Indikator",
    "Benturan",
    "Jadwal",
    "Nilai_Data",
    "Nilai_Pansel",
)


def main(target: Path = HERE) -> None:
    books = {
        "pekalongan-2025": live_round(),
        "pekalongan-2025-arsip": archive_round(),
        "kecil-uji": small_round(),
    }
    for name, book in books.items():
        write_book(book, target / f"{name}.xlsx")


def live_round() -> Book:
    book = _pekalongan()
    history = [_without(row, "terkait_kemudian") for row in book["Riwayat_Jabatan"]]
    return _in_order(book | {"Riwayat_Jabatan": history})


def archive_round() -> Book:
    """The live round after the fact: staff judged all experience, the panel signed all sheets."""
    book = _pekalongan()
    changed = {"kode": "pekalongan-2025-arsip", "arsip": "Ya"}
    settings = [row | {"isi": changed.get(row["kunci"], row["isi"])} for row in book["Seleksi"]]
    history = [
        _without(row, "terkait_kemudian") | {"terkait": row["terkait"] or row["terkait_kemudian"]}
        for row in book["Riwayat_Jabatan"]
    ]
    scores = score_rows(book, random.Random(SEED))
    return _in_order(
        book | {"Seleksi": settings, "Riwayat_Jabatan": history, "Nilai_Pansel": scores}
    )


def small_round() -> Book:
    book = read_folder("kecil")
    return _in_order(book | {"Nilai_Data": _talent_values(book["Peserta"])})


def _pekalongan() -> Book:
    book = read_folder("pekalongan")
    nips = [row["nip"] for row in book["Peserta"]]
    return book | {
        "Jadwal": timetable(nips, random.Random(SEED)),
        "Nilai_Data": _talent_values(book["Peserta"]),
    }


def _talent_values(people: Table) -> Table:
    """Half performance, half potential, unrounded."""
    return [
        {
            "nip": row["nip"],
            "instrumen": "TALENTA",
            "jabatan": "",
            "nilai": str((Decimal(row["nilai_kinerja"]) + Decimal(row["nilai_potensial"])) / 2),
        }
        for row in people
    ]


def _without(row: dict[str, str], column: str) -> dict[str, str]:
    return {title: value for title, value in row.items() if title != column}


def _in_order(book: Book) -> Book:
    return {name: book[name] for name in SHEETS if name in book}


if __name__ == "__main__":
    main()
