"""Rows and cells: typed, numbered as in Excel, and no fault hides another."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.workbook import making
from tests.workbook.making import ANDI, SITI
from workbook.rows import CandidateRow, InstrumentRow, PostRow, RoundRow
from workbook.tables import Line, Mark, Table


def read(sheets):
    return making.read_tables(sheets)


def with_table(sheets, name, **changes):
    """The tables of these sheets, with something about one of them changed."""
    return [
        replace(table, **changes) if table.name == name else table
        for table in making.tables(sheets)
    ]


def test_the_round_is_read_from_its_keys_with_defaults_where_nothing_stands():
    sheets = making.a_round(Seleksi_B9=None)  # agregasi
    sheets["Seleksi"] = [line for line in sheets["Seleksi"] if line[0] != "presisi"]

    assert read(sheets).round == RoundRow(
        number=2,
        code="kota-2025",
        title="Pengisian jabatan",
        kind="TALENTA",
        agency="Pemerintah Kota Contoh",
        legal_basis=("UU 20/2023", "PP 11/2017"),
        reference_date=date(2026, 1, 8),
        location="Balai Kota",
        aggregation="RATA_RATA",
        quorum=2,
        plenary_quorum=None,
        precision=2,
        tie_breaks=("WAWANCARA", "USIA"),
        names_put_forward=3,
        max_nominations=2,
        is_archive=False,
    )


def test_rows_carry_their_number_in_excel_and_python_values():
    book = read(making.a_round())

    assert book.candidates[0] == CandidateRow(
        number=2,
        nip=ANDI,
        front_title="",
        name="Andi Prasetyo",
        back_title="",
        grade="IV/b",
        grade_since=None,
        post="Sekretaris Dinas",
        post_kind="ADMINISTRATOR",
        echelon="",
        post_since=date(2020, 1, 2),
        unit="Dinas Kesehatan",
        education="S-2",
        education_field="",
        rating_1="",
        rating_2="",
        performance=Decimal("83.5"),
        potential=None,
        sanction="",
        email="",
        nominations=("DINKES", "DLH"),
    )
    assert book.instruments[1] == InstrumentRow(
        number=3,
        code="WAWANCARA",
        title="Wawancara",
        source="PANSEL",
        coverage="PESERTA",
        scale_min=Decimal(1),
        scale_max=Decimal(5),
        weight=Decimal("36.5"),
        pass_mark=None,
        bands=(Decimal(60), Decimal(70), Decimal(80), Decimal(90)),
    )


def test_experience_judged_related_to_none_differs_from_not_judged():
    posts = read(making.a_round()).posts

    assert [post.related_to for post in posts] == [("DINKES",), ("-",), ()]
    assert posts[1] == PostRow(
        number=3,
        nip=ANDI,
        post="Camat",
        post_kind="ADMINISTRATOR",
        unit="Kecamatan",
        began=date(2015, 1, 2),
        ended=None,
        related_to=("-",),
    )


def test_vacancies_have_the_defaults_of_the_contract():
    vacancy = read(making.a_round()).vacancies[1]

    assert (
        vacancy.education_min,
        vacancy.grade_min,
        vacancy.experience_min_years,
        vacancy.age_max,
    ) == ("S-1", "IV/a", 5, 56)


def test_empty_rows_in_the_middle_and_notes_beside_the_table_make_no_rows():
    sheets = making.a_round()
    sheets["Seleksi"].insert(2, [" ", None])
    sheets["Peserta"].insert(2, ["  ", None, "\u00a0"])
    sheets["Peserta"].append([*[None] * 12, "dicetak tanggal 3"])

    book = read(sheets)

    assert [row.number for row in book.candidates] == [2, 4]
    assert book.faults == ()


def test_one_bad_cell_is_one_fault_and_leaves_the_other_fields():
    book = read(making.a_round(Peserta_C2="IV/z", Peserta_F2="kemarin"))

    assert [str(fault) for fault in book.faults] == [
        "Peserta!C2: “IV/z” tidak dikenal. Pilihan: III/a, III/b, III/c, III/d, IV/a, IV/b, IV/c, "
        "IV/d, IV/e.",
        "Peserta!F2: Isi dengan tanggal, misalnya 2025-12-03 atau 03-12-2025.",
    ]
    assert (book.candidates[0].name, book.candidates[0].grade) == ("Andi Prasetyo", None)
    assert book.candidates[0].post_since is None


def test_an_empty_required_cell_is_a_fault_but_jabatan_dituju_may_be_empty():
    sheets = making.a_round(Peserta_B3=" ", Peserta_J3=None, Seleksi_B4="UJIKOM")

    assert making.faults(sheets) == ["Peserta!B3: Nama wajib diisi."]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Seleksi_B2": None}, "Seleksi!B2: Kode wajib diisi."),
        ({"Seleksi_A2": "kodee"}, "Seleksi!A1: Kunci kode tidak ada. Tambahkan barisnya."),
        ({"Seleksi_A8": "Kode"}, "Seleksi!A8: Kunci kode sudah ada di baris 2. Hapus salah satu."),
        ({"Seleksi_B15": "Mungkin"}, "Seleksi!B15: Arsip harus diisi Ya atau Tidak."),
        ({"Seleksi_B11": 7}, "Seleksi!B11: Presisi harus 0 sampai 6."),
        (
            {"Seleksi_B1": "nilai"},
            "Seleksi!A1: Kolom isi tidak ada. Tambahkan kolom itu pada baris 1.",
        ),
    ],
)
def test_a_fault_in_the_round_stands_at_its_key_or_value(cells, fault):
    assert fault in making.faults(making.a_round(**cells))


def test_formulas_are_faults_wherever_they_stand_and_only_once_each():
    sheets = making.a_round(Peserta_B2=Mark.FORMULA)
    sheets["Rekap"] = [["x"]]
    tables = with_table(sheets, "Peserta", formulas=("B2",), formula_count=1)
    tables[-1] = replace(tables[-1], formulas=("A1", "A2"), formula_count=60)

    found = [str(fault) for fault in making.assemble(tables).faults]

    advice = "Rumus tidak diterima. Ganti dengan nilainya (Salin, lalu Tempel Khusus: Nilai)."
    assert found == [
        f"Peserta!B2: {advice}",
        f"Rekap!A1: {advice}",
        "Rekap!A1: Lembar ini memuat 60 rumus; yang disebut hanya 2 yang pertama.",
        f"Rekap!A2: {advice}",
    ]


def test_faults_stand_in_the_order_of_sheets_rows_and_columns():
    sheets = making.a_round(
        Pansel_E3="?", Jabatan_D10="?", Jabatan_D2="?", Jabatan_B2=None, Seleksi_B4="?"
    )
    cells = [fault.split(":")[0] for fault in making.faults(sheets)]

    assert cells == [
        "Seleksi!B4",
        "Jabatan!B2",
        "Jabatan!D2",
        "Jabatan!A10",
        "Jabatan!B10",
        "Jabatan!C10",
        "Jabatan!D10",
        "Pansel!E3",
    ]


def test_a_book_names_the_cell_of_any_field():
    book = read(making.a_round())

    assert book.cell(book.candidates[1], "nominations") == "J3"
    assert book.cell(book.candidates[1], "email") == "A3"  # no such column in this file
    assert book.cell(book.round, "is_archive") == "B15"
    assert str(book.fault(book.seats[0], "name", "Periksa.")) == "Pansel!B2: Periksa."


def test_a_workbook_of_nothing_has_only_faults_of_missing_sheets():
    book = making.assemble([Table("Lembar1", (Line(1, ("x",)),))])

    assert (book.round, book.candidates, len(book.faults)) == (None, (), 6)


def test_people_are_named_apart_by_nip_and_not_by_name():
    sheets = making.a_round(Peserta_B3="Andi Prasetyo")

    assert [row.nip for row in read(sheets).candidates] == [ANDI, SITI]
    assert making.faults(sheets) == []
