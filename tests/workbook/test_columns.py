"""The contract in the code says what the contract on paper says."""

from dataclasses import fields

import pytest

from workbook.columns import SHEETS, sheet_named
from workbook.contract import Kind

ON_PAPER = {
    "Seleksi": (
        "*kode *nama *jenis *instansi dasar_hukum *tanggal_acuan lokasi agregasi kuorum "
        "kuorum_pleno presisi "
        "urutan_seri jumlah_terbaik maks_pilihan arsip"
    ),
    "Jabatan": (
        "*kode *nama *perangkat_daerah *eselon lowong_sejak plt pendidikan_min bidang_pendidikan "
        "pangkat_min pengalaman_min_tahun usia_maks persetujuan_khusus pemangku_nip"
    ),
    "Peserta": (
        "*nip gelar_depan *nama gelar_belakang *pangkat tmt_pangkat *jabatan *jenis_jabatan eselon "
        "*tmt_jabatan *perangkat_daerah *pendidikan bidang_pendidikan predikat_kinerja_1 "
        "predikat_kinerja_2 nilai_kinerja nilai_potensial hukuman_disiplin email *jabatan_dituju"
    ),
    "Riwayat_Jabatan": "*nip *jabatan *jenis_jabatan *perangkat_daerah *mulai selesai terkait",
    "Pansel": "*email *nama jabatan *instansi *unsur *internal *peran",
    "Instrumen": ("*kode *nama *sumber *lingkup *skala_min *skala_maks *bobot nilai_minimum pita"),
    "Indikator": "*instrumen *kode *nama *bobot jangkar pertanyaan",
    "Benturan": "*email *nip *jenis keterangan *menilai",
    "Jadwal": "*tanggal *mulai *selesai *ruang *instrumen *nip jabatan",
    "Nilai_Data": "*nip *instrumen jabatan *nilai",
    "Nilai_Pansel": "*email *nip *instrumen jabatan *indikator *nilai catatan",
}
REQUIRED_SHEETS = ["Seleksi", "Jabatan", "Peserta", "Pansel", "Instrumen", "Indikator"]


def test_sheets_and_columns_are_those_of_the_contract():
    in_code = {
        sheet.name: " ".join("*" * column.required + column.name for column in sheet.columns)
        for sheet in SHEETS
    }

    assert in_code == ON_PAPER


def test_required_sheets_are_those_of_the_contract():
    assert [sheet.name for sheet in SHEETS if sheet.required] == REQUIRED_SHEETS


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_fills_one_field_of_its_row_in_the_same_order(sheet):
    in_row = [field.name for field in fields(sheet.row)]

    assert in_row == ["number", *(column.field for column in sheet.columns)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_natural_key_of_a_sheet_is_made_of_its_fields(sheet):
    known = {column.field for column in sheet.columns}

    assert [field for field in sheet.key if field not in known] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_says_in_a_sentence_what_goes_in_it(sheet):
    assert [column.name for column in sheet.columns if len(column.comment) < 10] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_coded_columns_and_only_they_have_choices(sheet):
    coded = {column.name for column in sheet.columns if column.kind in {Kind.CHOICE, Kind.GRADE}}
    with_choices = {column.name for column in sheet.columns if column.choices} - {"terkait"}

    assert with_choices == coded


@pytest.mark.parametrize(
    ("name", "found"), [("Peserta", "Peserta"), (" PESERTA ", "Peserta"), ("Lembar1", None)]
)
def test_a_sheet_is_known_by_its_name_in_any_case(name, found):
    sheet = sheet_named(name)

    assert (sheet and sheet.name) == found
