"""Sheets and headings: what is known, what is missing, what is left aside and named."""

from dataclasses import replace

import pytest

from tests.workbook import making

HEADING = making.ROUND["Jabatan"][0]


def read(sheets):
    return making.read_tables(sheets)


def warnings(sheets):
    return [str(warning) for warning in read(sheets).warnings]


def test_order_of_sheets_and_columns_is_free():
    sheets = making.a_round()
    shuffled = {
        name: [line[::-1] for line in _rectangular(sheets[name])] for name in reversed(sheets)
    }

    assert read(shuffled) == read(sheets)


def test_names_of_sheets_columns_and_keys_are_known_in_any_case_and_with_spaces():
    sheets = making.a_round(Seleksi_A2=" KODE ", Peserta_A1="NIP\u00a0", Seleksi_B1="ISI")
    sheets[" PESERTA"] = sheets.pop("Peserta")

    assert read(sheets) == read(making.a_round())


@pytest.mark.parametrize(
    "sheet", ["Seleksi", "Jabatan", "Peserta", "Pansel", "Instrumen", "Indikator"]
)
def test_a_missing_required_sheet_is_one_fault(sheet):
    sheets = making.a_round()
    del sheets[sheet]

    found = [fault for fault in making.faults(sheets) if fault.startswith(f"{sheet}!")]

    assert found == [
        f"{sheet}!A1: Lembar {sheet} tidak ada. Tambahkan lembar itu seperti pada templat."
    ]


@pytest.mark.parametrize("sheet", ["Riwayat_Jabatan", "Benturan", "Jadwal", "Nilai_Data"])
@pytest.mark.parametrize("how", ["missing", "empty", "heading only"])
def test_an_optional_sheet_may_be_missing_or_empty(sheet, how):
    sheets = making.a_round()
    sheets[sheet] = sheets[sheet][:1] if how == "heading only" else []
    if how == "missing":
        del sheets[sheet]

    assert making.faults(sheets) == []


def test_a_required_sheet_without_rows_is_a_fault():
    sheets = making.a_round()
    sheets["Pansel"] = sheets["Pansel"][:1]

    assert [f for f in making.faults(sheets) if f.startswith("Pansel")] == [
        "Pansel!A2: Lembar ini belum berisi data. Isi paling sedikit satu baris."
    ]


@pytest.mark.parametrize("lines", [[], [[], HEADING], [["Daftar jabatan lowong"], HEADING]])
def test_a_heading_that_is_not_in_the_first_row_is_one_fault(lines):
    sheets = making.a_round()
    sheets["Jabatan"] = lines

    assert [f for f in making.faults(sheets) if f.startswith("Jabatan")] == [
        "Jabatan!A1: Baris 1 harus memuat judul kolom: kode, nama, perangkat_daerah, eselon."
    ]


def test_a_missing_required_column_is_a_fault_and_the_rest_is_still_read():
    sheets = making.a_round(Pansel_B1="nama lengkap", Pansel_F2="KETUAA")

    assert making.faults(sheets) == [
        "Pansel!A1: Kolom nama tidak ada. Tambahkan kolom itu pada baris 1.",
        "Pansel!F2: “KETUAA” tidak dikenal. Pilihan: KETUA, SEKRETARIS, ANGGOTA.",
    ]
    assert [seat.name for seat in read(sheets).seats] == [None, None, None]


def test_a_column_that_stands_twice_is_a_fault_and_the_first_one_counts():
    sheets = making.a_round()
    making.add_column(sheets, "Pansel", "Nama", "lain", "lain", "lain")

    assert making.faults(sheets) == [
        "Pansel!G1: Kolom nama sudah ada di kolom B. Hapus salah satu."
    ]
    assert read(sheets).seats[0].name == "Dr. Ketua"


def test_unknown_columns_sheets_and_keys_are_left_aside_and_named():
    sheets = making.a_round(Seleksi_A16="catatan", Seleksi_B16="x")
    making.add_column(sheets, "Peserta", "NIK", "3375010101010001")
    making.add_column(sheets, "Peserta", "", "bebas")
    sheets["Lembar\n1"] = [["x"]]

    assert making.faults(sheets) == []
    assert warnings(sheets) == [
        "Seleksi!A16: Kunci “catatan” tidak dipakai dan tidak disimpan.",
        "Peserta!K1: Kolom NIK tidak dipakai dan tidak disimpan.",
        "Peserta!L2: Kolom L tidak berjudul; isinya tidak dipakai dan tidak disimpan.",
        "Lembar 1!A1: Lembar ini tidak dikenal; isinya tidak dipakai dan tidak disimpan.",
    ]


def test_a_sheet_that_stands_twice_is_a_fault():
    sheets = making.a_round()
    sheets["pansel "] = sheets["Pansel"]

    assert making.faults(sheets) == ["Pansel!A1: Lembar ini ada dua. Hapus salah satu."]


@pytest.mark.parametrize(
    ("merged", "found"),
    [
        ("B2:B3", ["Peserta!B2: Sel B2:B3 digabung. Pisahkan sel itu, lalu isi masing-masing."]),
        ("Z9:AB9", []),
        ("nonsense", []),
    ],
)
def test_merged_cells_are_a_fault_where_a_column_is_read(merged, found):
    tables = [
        replace(table, merged=(merged,) if table.name == "Peserta" else ())
        for table in making.tables(making.a_round())
    ]

    assert [str(fault) for fault in making.assemble(tables).faults] == found


def _rectangular(lines):
    width = max(map(len, lines))
    return [[*line, *[None] * (width - len(line))] for line in lines]
