"""Columns of career beside SIMATA's own: what they take, what they refuse."""

from datetime import date
from decimal import Decimal

import pytest

from candidates import simata_career
from candidates.simata_career import (
    CAREER,
    Career,
    read_day,
    read_echelon,
    read_education,
    read_grade,
)
from candidates.simata_cells import BadCell
from selection.models import Vacancy
from tests.candidates.exports import person, talent_file

FULL = {
    "Eselon": "III.b",
    "Golongan": "IV/a",
    "TMT Jabatan": "2021-01-04 00:00:00",
    "Pendidikan": "S-2",
}


def only(**cells):
    return talent_file({**person(1), **cells}).export


def test_echelons_are_those_of_the_vacancies():
    assert list(simata_career.Echelon) == list(Vacancy.Echelon.values)


def test_a_person_brings_what_the_columns_say():
    (record,) = only(**FULL).records

    assert record.career == Career("III.b", "IV/a", date(2021, 1, 4), "S-2")


def test_a_file_without_the_columns_is_as_good_as_before():
    bare = [column for column in person(1) if column not in CAREER]
    export = talent_file(person(1), columns=bare).export

    assert [record.career for record in export.records] == [Career()]
    assert export.problems == ()
    assert export.absent == CAREER


@pytest.mark.parametrize("empty", [None, "", "  ", "-", "–"])
def test_an_empty_cell_says_nothing(empty):
    (record,) = only(**dict.fromkeys(CAREER, empty)).records

    assert record.career == Career()


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (read_grade, "IVa", "IV/a"),
        (read_grade, "iv.a", "IV/a"),
        (read_grade, "3d", "III/d"),
        (read_grade, "Pembina Tk. I (IV/b)", "IV/b"),
        (read_echelon, "IIIb", "III.b"),
        (read_echelon, "4A", "IV.a"),
        (read_education, "S2", "S-2"),
        (read_education, "d.iv", "D-IV"),
        (read_education, "D3", "D-III"),
        (read_day, "04-01-2021", date(2021, 1, 4)),
        (read_day, "4/1/2021", date(2021, 1, 4)),
        (read_day, "2021-01-04", date(2021, 1, 4)),
    ],
)
def test_values_are_taken_as_people_write_them(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("Golongan", "IV/f", "golongan ruang III/a sampai IV/e"),
        ("Golongan", "II/d", "golongan ruang III/a sampai IV/e"),
        ("Golongan", Decimal(4), "golongan ruang III/a sampai IV/e"),
        ("Eselon", "V.a", "eselon II.a sampai IV.b"),
        ("Pendidikan", "Sarjana", "tingkat pendidikan"),
        ("TMT Jabatan", "Januari 2021", "Isi dengan tanggal"),
        ("TMT Jabatan", "2021-01-04 07:30:00", "Isi dengan tanggal"),
        ("TMT Jabatan", "31-02-2021", "tidak ada dalam kalender"),
        ("TMT Jabatan", "01-01-1921", "Tahun paling awal 1960"),
        ("TMT Jabatan", Decimal(44200), "Sel ini angka, bukan tanggal"),
    ],
)
def test_what_is_no_value_is_a_fault_of_its_cell(column, cell, words):
    export = only(**{column: cell})

    (problem,) = export.problems
    assert (problem.row, problem.column, export.records) == (2, column, ())
    assert words in problem.message


def test_a_number_where_a_date_belongs_is_said():
    with pytest.raises(BadCell, match="Ubah format sel menjadi Tanggal"):
        read_day(Decimal("44200.5"))
