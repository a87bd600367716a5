"""One test a rule: what contradicts what, at which cell, in which words."""

import pytest

from tests.workbook import making
from tests.workbook.making import ANDI, CHAIR, SITI


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        # duplicates
        (
            {"Peserta_A3": ANDI, "Riwayat_Jabatan_A4": ANDI, "Benturan_B2": ANDI},
            "Peserta!A3: NIP ini sudah ada di baris 2. Satu NIP hanya boleh satu kali.",
        ),
        (
            {"Jabatan_A3": "dinkes"},
            "Jabatan!A3: Kode ini sudah ada di baris 2. Satu kode hanya boleh satu kali.",
        ),
        (
            {"Pansel_A4": CHAIR.upper()},
            "Pansel!A4: Email ini sudah ada di baris 2. Satu email hanya boleh satu kali.",
        ),
        (
            {"Indikator_B3": "UG1"},
            "Indikator!A3: Baris ini mengulang baris 2: instrumen, kode sama. Hapus salah satu.",
        ),
        (
            {"Benturan_B3": SITI},
            "Benturan!A3: Baris ini mengulang baris 2: email, nip sama. Hapus salah satu.",
        ),
        (
            {"Nilai_Data_A3": ANDI},
            "Nilai_Data!A3: Baris ini mengulang baris 2: nip, instrumen, jabatan sama. "
            "Hapus salah satu.",
        ),
        # references
        ({"Peserta_J3": "DLH;DPU"}, "Peserta!J3: Kode “DPU” tidak ada di lembar Jabatan."),
        (
            {"Riwayat_Jabatan_A2": "198612122010012003"},
            "Riwayat_Jabatan!A2: NIP ini tidak ada di lembar Peserta.",
        ),
        (
            {"Riwayat_Jabatan_G2": "DPU;DLH;BKD"},
            "Riwayat_Jabatan!G2: Kode “DPU”, “BKD” tidak ada di lembar Jabatan.",
        ),
        (
            {"Indikator_A4": "LAIN"},
            "Indikator!A4: Kode “LAIN” tidak ada di lembar Instrumen.",
        ),
        (
            {"Benturan_A2": "siapa@kota.example"},
            "Benturan!A2: Email ini tidak ada di lembar Pansel.",
        ),
        (
            {"Benturan_B2": "198612122010012003"},
            "Benturan!B2: NIP ini tidak ada di lembar Peserta.",
        ),
        ({"Jadwal_E3": "LAIN"}, "Jadwal!E3: Kode “LAIN” tidak ada di lembar Instrumen."),
        ({"Jadwal_F3": "198612122010012003"}, "Jadwal!F3: NIP ini tidak ada di lembar Peserta."),
        ({"Jadwal_G2": "DPU"}, "Jadwal!G2: Kode “DPU” tidak ada di lembar Jabatan."),
        ({"Nilai_Data_B3": "LAIN"}, "Nilai_Data!B3: Kode “LAIN” tidak ada di lembar Instrumen."),
        # the round
        (
            {"Seleksi_B10": 4},
            "Seleksi!B10: Kuorum harus 1 sampai 3, sebanyak penilai di lembar Pansel.",
        ),
        ({"Seleksi_B10": 0}, "Seleksi!B10: Kuorum harus 1 sampai 99."),
        (
            {"Seleksi_B12": "USIA;TINGGI_BADAN"},
            "Seleksi!B12: “TINGGI_BADAN” bukan kode instrumen dan bukan KINERJA, PANGKAT, "
            "MASA_JABATAN, USIA.",
        ),
        ({"Seleksi_B12": "USIA;usia"}, "Seleksi!B12: Kode “USIA” disebut dua kali."),
        (
            {"Seleksi_B14": 1},
            "Peserta!J2: Kandidat ini menuju 2 jabatan; paling banyak 1 (maks_pilihan di lembar "
            "Seleksi).",
        ),
        # instruments and indicators
        (
            {"Instrumen_A4": "USIA", "Nilai_Data_B2": "USIA", "Nilai_Data_B3": "USIA"},
            "Instrumen!A4: Kode ini dipakai untuk urutan seri. Pilih kode lain.",
        ),
        (
            {"Instrumen_E3": 5},
            "Instrumen!F3: Skala maks harus lebih besar daripada skala min.",
        ),
        ({"Instrumen_E2": "0,5"}, "Instrumen!E2: Skala instrumen PANSEL harus bilangan bulat."),
        ({"Instrumen_F2": 99.5}, "Instrumen!F2: Skala instrumen PANSEL harus bilangan bulat."),
        ({"Instrumen_E2": -1}, "Instrumen!E2: Skala min harus 0 sampai 10000."),
        (
            {"Instrumen_G4": 29.99},
            "Instrumen!G2: Jumlah bobot seluruh instrumen 99,99; harus tepat 100.",
        ),
        (
            {"Instrumen_G2": 0.335, "Instrumen_G3": 0.365, "Instrumen_G4": 0.3},
            "Instrumen!G2: Jumlah bobot seluruh instrumen 1; harus tepat 100. Tulis 20, bukan 20%.",
        ),
        (
            {"Indikator_D3": 40.5},
            "Indikator!D2: Jumlah bobot kriteria instrumen UJI_GAGASAN 100,5; harus tepat 100.",
        ),
        (
            {"Indikator_A4": "TALENTA"},
            "Indikator!A4: Kriteria hanya untuk instrumen dengan sumber PANSEL.",
        ),
        (
            {"Indikator_A4": "TALENTA"},
            "Instrumen!A3: Instrumen PANSEL memerlukan paling sedikit satu kriteria di lembar "
            "Indikator.",
        ),
        (
            {"Indikator_E4": "satu;dua"},
            "Indikator!E4: Jangkar memuat 2 teks; harus 5 (satu tiap tingkat) atau 3 (rendah, "
            "sedang, tinggi).",
        ),
        # people
        (
            {"Pansel_F2": "ANGGOTA"},
            "Pansel!F2: Panitia belum memiliki KETUA. Isi KETUA pada tepat satu baris.",
        ),
        (
            {"Pansel_F4": "KETUA"},
            "Pansel!F4: KETUA sudah ada di baris 2. Hanya boleh satu KETUA.",
        ),
        (
            {"Pansel_B4": "Prof. Dr. KETUA, M.Si."},
            "Pansel!B4: “Prof. Dr. KETUA, M.Si.” tampaknya orang yang sama dengan “Dr. Ketua” di "
            "baris 2, dengan email lain. Satu orang hanya satu kursi. Hapus salah satu dari baris "
            "2 dan baris 4.",
        ),
        (
            {"Peserta_J3": None},
            "Peserta!J3: Jabatan dituju wajib diisi untuk putaran berjenis TALENTA.",
        ),
        (
            {"Seleksi_B7": "1995-02-28"},
            "Peserta!A2: Menurut NIP ini, TMT CPNS jatuh sesudah tanggal acuan putaran.",
        ),
        (
            {"Riwayat_Jabatan_F2": "2011-12-31"},
            "Riwayat_Jabatan!F2: Tanggal selesai lebih awal daripada tanggal mulai.",
        ),
        # timetable and given values
        ({"Jadwal_C2": "08:00"}, "Jadwal!C2: Jam selesai harus sesudah jam mulai."),
        (
            {"Jadwal_G2": None},
            "Jadwal!G2: Jabatan wajib diisi karena lingkup instrumen ini JABATAN.",
        ),
        (
            {"Jadwal_G3": "DLH"},
            "Jadwal!G3: Jabatan harus kosong karena lingkup instrumen ini PESERTA.",
        ),
        ({"Jadwal_F2": SITI}, "Jadwal!G2: Kandidat ini tidak menuju jabatan itu."),
        (
            {"Nilai_Data_B2": "WAWANCARA", "Nilai_Data_D2": 4},
            "Nilai_Data!B2: Nilai data hanya untuk instrumen dengan sumber DATA.",
        ),
        ({"Nilai_Data_D2": 100.5}, "Nilai_Data!D2: Nilai harus 0 sampai 100."),
        (
            {"Nilai_Data_C2": "DINKES"},
            "Nilai_Data!C2: Jabatan harus kosong karena lingkup instrumen ini PESERTA.",
        ),
    ],
)
def test_a_round_that_contradicts_itself_is_told_where_and_why(cells, fault):
    assert fault in making.faults(making.a_round(**cells))


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"Seleksi_B10": None},
        {"Seleksi_B10": 3},
        {"Seleksi_B12": "KINERJA;PANGKAT;MASA_JABATAN;USIA;TALENTA"},
        {"Seleksi_B4": "UJIKOM", "Peserta_J3": None},
        {"Jabatan_F2": ANDI},
        {"Jabatan_F2": "198612122010012003"},  # who holds the post need not be a candidate
        {"Riwayat_Jabatan_F2": "2012-01-01"},
        {"Indikator_E3": "rendah;sedang;tinggi"},
        {"Instrumen_E4": "0,5"},
        {"Jadwal_F2": SITI, "Peserta_J3": "DLH;DINKES"},
        {"Nilai_Data_D2": 100},
    ],
)
def test_a_round_that_agrees_with_itself_has_no_faults(cells):
    assert making.faults(making.a_round(**cells)) == []


@pytest.mark.parametrize("bands", ["60;60", "70;60", "60;70;80;80"])
def test_bands_must_rise(bands):
    sheets = making.a_round()
    making.add_column(sheets, "Instrumen", "pita", None, None, bands)

    assert making.faults(sheets) == [
        "Instrumen!I4: Batas pita harus naik dari yang terendah ke yang tertinggi."
    ]


def test_bands_lie_within_the_scale_in_percent():
    sheets = making.a_round()
    making.add_column(sheets, "Instrumen", "pita", None, None, "60;101")

    assert making.faults(sheets) == ["Instrumen!I4: Pita harus 0 sampai 100."]


def test_anchors_follow_the_number_of_bands():
    sheets = making.a_round(Indikator_E4="gagal;lulus")
    making.add_column(sheets, "Instrumen", "pita", None, "60", None)

    assert making.faults(sheets) == []


@pytest.mark.parametrize("sheet", ["Jabatan", "Peserta", "Pansel", "Instrumen"])
def test_a_sheet_without_rows_does_not_make_every_reference_to_it_a_fault(sheet):
    sheets = making.an_archive()
    sheets[sheet] = sheets[sheet][:1]

    assert [f for f in making.faults(sheets) if f"tidak ada di lembar {sheet}" in f] == []


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"Instrumen_G2": "?"}, ["Instrumen!G2: Isi dengan bilangan, misalnya 83,51."]),
        ({"Instrumen_H2": "?"}, ["Instrumen!H2: Isi dengan bilangan, misalnya 83,51."]),
        (
            {"Seleksi_B7": "?"},
            ["Seleksi!B7: Isi dengan tanggal, misalnya 2025-12-03 atau 03-12-2025."],
        ),
        ({"Seleksi_B12": ";USIA"}, ["Seleksi!B12: Ada isian kosong di antara dua titik koma."]),
        (
            {"Pansel_F2": "?"},
            ["Pansel!F2: “?” tidak dikenal. Pilihan: KETUA, SEKRETARIS, ANGGOTA."],
        ),
        (
            {"Peserta_J2": "?"},
            [
                "Peserta!J2: Kode hanya boleh memuat huruf, angka, garis bawah, tanda hubung, "
                "dan titik."
            ],
        ),
        (
            {"Indikator_A4": "?"},
            [
                "Indikator!A4: Kode hanya boleh memuat huruf, angka, garis bawah, tanda hubung, "
                "dan titik."
            ],
        ),
        ({"Jadwal_B2": "?"}, ["Jadwal!B2: Isi dengan jam dan menit, misalnya 08:30."]),
    ],
)
def test_a_cell_that_could_not_be_read_is_reported_once_and_not_again_by_a_rule(cells, found):
    assert making.faults(making.a_round(**cells)) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (
            {"Peserta_F3": "2026-01-09"},
            ["Peserta!F3: TMT ini jatuh sesudah tanggal acuan putaran."],
        ),
        (
            {
                "Peserta_A3": "197203152000032000",
                "Riwayat_Jabatan_A4": "197203152000032000",
                "Benturan_B2": "197203152000032000",
                "Jadwal_F3": "197203152000032000",
                "Nilai_Data_A3": "197203152000032000",
            },
            [
                "Peserta!A3: Tiga angka terakhir NIP ini 000. Pastikan tidak berubah oleh Excel.",
            ],
        ),
    ],
)
def test_what_may_be_right_but_is_odd_is_a_warning(cells, found):
    book = making.read_tables(making.a_round(**cells))

    assert [str(warning) for warning in book.warnings] == found
    assert book.faults == ()


def test_odd_times_of_a_career_are_said_and_refuse_nothing():
    career = making.a_round(Riwayat_Jabatan_E2="2026-03-01", Riwayat_Jabatan_F2="")

    book = making.read_tables(career)

    assert book.faults == ()
    assert any("dimulai sesudah tanggal acuan" in str(warning) for warning in book.warnings)


def test_every_fault_of_every_sheet_is_reported_at_once():
    cells = {
        "Seleksi_B4": "LELANG",
        "Jabatan_D2": "V.a",
        "Peserta_A2": "123",
        "Pansel_A2": "ketua",
        "Instrumen_C2": "JURI",
        "Indikator_D2": "banyak",
        "Jadwal_A2": "besok",
    }

    sheets = {fault.split("!")[0] for fault in making.faults(making.a_round(**cells))}

    assert sheets >= {place.rpartition("_")[0] for place in cells}
