"""Score sheets: only an archive brings them, whole and by members who may score."""

import pytest

from tests.workbook import making
from tests.workbook.making import ANDI, MEMBER


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, []),
        ({"Nilai_Pansel_F2": 101}, ["Nilai_Pansel!F2: Nilai harus 0 sampai 100."]),
        ({"Nilai_Pansel_F4": 0}, ["Nilai_Pansel!F4: Nilai harus 1 sampai 5."]),
        ({"Nilai_Pansel_F2": 80.5}, ["Nilai_Pansel!F2: Isi dengan bilangan bulat."]),
        (
            {"Nilai_Pansel_A4": MEMBER},
            [
                "Nilai_Pansel!A4: Penilai ini mengundurkan diri dari menilai kandidat ini "
                "(lembar Benturan)."
            ],
        ),
        (
            {"Nilai_Pansel_E3": "UG1"},
            [
                "Nilai_Pansel!E2: Lembar nilai ini belum memuat kriteria UG2.",
                "Nilai_Pansel!A3: Baris ini mengulang baris 2: email, nip, instrumen, jabatan, "
                "indikator sama. Hapus salah satu.",
            ],
        ),
        (
            {"Nilai_Pansel_E4": "UG1"},
            [
                "Nilai_Pansel!E4: Kriteria “UG1” tidak ada pada instrumen WAWANCARA.",
                "Nilai_Pansel!E4: Lembar nilai ini belum memuat kriteria WW1.",
            ],
        ),
        (
            {"Nilai_Pansel_C4": "TALENTA"},
            ["Nilai_Pansel!C4: Nilai penilai hanya untuk instrumen dengan sumber PANSEL."],
        ),
        (
            {"Nilai_Pansel_C4": "LAIN"},
            ["Nilai_Pansel!C4: Kode “LAIN” tidak ada di lembar Instrumen."],
        ),
        (
            {"Nilai_Pansel_D4": "DLH"},
            ["Nilai_Pansel!D4: Jabatan harus kosong karena lingkup instrumen ini PESERTA."],
        ),
        (
            {"Nilai_Pansel_A4": "siapa@kota.example"},
            ["Nilai_Pansel!A4: Email ini tidak ada di lembar Pansel."],
        ),
        (
            {"Nilai_Pansel_B4": "198612122010012003"},
            ["Nilai_Pansel!B4: NIP ini tidak ada di lembar Peserta."],
        ),
        (
            {"Nilai_Pansel_E4": "?"},
            [
                "Nilai_Pansel!E4: Kode hanya boleh memuat huruf, angka, garis "
                "bawah, tanda hubung, dan titik."
            ],
        ),
    ],
)
def test_score_sheets_of_an_archive_are_whole_within_the_scale_and_by_who_may_score(cells, found):
    assert making.faults(making.an_archive(**cells)) == found


def test_a_member_who_declared_a_conflict_but_still_scores_may_score():
    sheets = making.an_archive()
    sheets["Nilai_Pansel"].append([MEMBER, ANDI, "WAWANCARA", None, "WW1", 3, None])

    assert making.faults(sheets) == []


@pytest.mark.parametrize("is_archive", ["Tidak", None])
def test_scores_in_a_live_round_are_one_fault_a_row_and_nothing_else(is_archive):
    sheets = making.an_archive(Seleksi_B15=is_archive, Nilai_Pansel_B2="198612122010012003")

    message = (
        "Nilai penilai tidak diterima dari buku kerja karena putaran ini bukan arsip. "
        "Hapus baris ini; hanya penilai sendiri yang mengisi nilainya."
    )
    assert making.faults(sheets) == [f"Nilai_Pansel!A{row}: {message}" for row in (2, 3, 4)]


def test_scores_are_not_judged_while_it_is_unknown_whether_the_round_is_an_archive():
    sheets = making.an_archive(Seleksi_B15="Mungkin", Nilai_Pansel_F2=101)

    assert making.faults(sheets) == ["Seleksi!B15: Arsip harus diisi Ya atau Tidak."]
