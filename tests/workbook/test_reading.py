"""From the bytes of a file to a book, through the guard and the child process."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from tests.workbook import making
from tests.workbook.making import ANDI
from workbook.guard import MACRO
from workbook.reading import Refused, read

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PLAIN = making.xlsx(making.a_round())


def edited(change):
    """The small round as a file, changed through the other library."""
    file = making.BytesIO(PLAIN)
    book = load_workbook(file)
    change(book)
    return making.saved(book)


def faults(data):
    return [str(fault) for fault in read(data).faults]


def test_a_file_says_what_its_cells_say():
    assert read(PLAIN) == making.read_tables(making.a_round())


def test_an_archive_brings_its_scores():
    book = read(making.xlsx(making.an_archive()))

    assert (book.faults, [score.value for score in book.scores]) == ((), [80, 85, 4])


def test_a_numeric_nip_is_a_fault_that_explains_what_excel_did():
    def change(book):
        book["Peserta"]["A2"] = int(ANDI)

    assert faults(edited(change))[0] == (
        "Peserta!A2: NIP berubah menjadi angka oleh Excel. Ubah kolom NIP menjadi Teks, lalu isi "
        "ulang 3 angka terakhir. (Excel hanya menyimpan 15 angka; NIP harus 18 digit dan disimpan "
        "sebagai teks.)"
    )


def test_a_short_nip_is_reported_in_the_words_of_the_contract():
    def change(book):
        book["Benturan"]["B2"] = "19720315200003200"

    assert faults(edited(change)) == ["Benturan!B2: NIP harus 18 digit dan disimpan sebagai teks"]


def test_formulas_are_faults_with_their_address_on_known_and_unknown_sheets():
    def change(book):
        book["Peserta"]["B3"] = '=HYPERLINK("http://jahat.example","klik")'
        book["Nilai_Data"]["D3"] = "=40+39"
        book.create_sheet("Rekap")["C4"] = "=SUM(A1:A3)"

    advice = "Rumus tidak diterima. Ganti dengan nilainya (Salin, lalu Tempel Khusus: Nilai)."
    assert faults(edited(change)) == [
        f"Peserta!B3: {advice}",
        f"Nilai_Data!D3: {advice}",
        f"Rekap!C4: {advice}",
    ]


def test_a_text_that_looks_like_a_formula_is_a_text():
    poison = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3"]

    def change(book):
        for row, text in zip((2, 3), poison[:2], strict=True):
            book["Peserta"].cell(row, 2, text).data_type = "s"
        for row, text in zip((2, 3), poison[2:], strict=True):
            book["Jabatan"].cell(row, 2, text).data_type = "s"

    book = read(edited(change))

    assert [row.name for row in book.candidates] == poison[:2]
    assert [row.title for row in book.vacancies] == poison[2:]
    assert book.faults == ()


def test_errors_booleans_dates_and_merged_cells_in_the_wrong_place_are_all_reported():
    def change(book):
        book["Peserta"]["B2"] = "#REF!"
        book["Peserta"]["D2"] = True
        book["Peserta"]["I2"] = date(2025, 5, 3)
        book["Benturan"].merge_cells("A2:A3")

    assert [fault.split(": ")[0] for fault in faults(edited(change))] == [
        "Peserta!B2",
        "Peserta!D2",
        "Peserta!I2",
        "Benturan!A2",
        "Benturan!A3",
    ]


def test_numbers_of_excel_keep_the_digits_that_people_see():
    def change(book):
        book["Nilai_Data"]["D2"] = 33.5
        book["Nilai_Data"]["D3"] = 0.1

    values = [row.value for row in read(edited(change)).given_values]

    assert values == [Decimal("33.5"), Decimal("0.1")]


def test_notes_and_unknown_columns_are_left_aside_and_named():
    def change(book):
        book["Peserta"]["K1"] = "NIK"
        book["Peserta"]["K2"] = "3375010101010001"

    book = read(edited(change))

    assert [str(warning) for warning in book.warnings] == [
        "Peserta!K1: Kolom NIK tidak dipakai dan tidak disimpan."
    ]
    assert "3375010101010001" not in repr(book)


def test_another_workbook_of_excel_is_read_and_told_what_is_missing():
    book = Workbook()
    book.active.append(["Nomor", "Nama"])

    assert [fault.split(": ")[0] for fault in faults(making.saved(book))] == [
        "Seleksi!A1",
        "Jabatan!A1",
        "Peserta!A1",
        "Pansel!A1",
        "Instrumen!A1",
        "Indikator!A1",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (making.with_parts(PLAIN, **{"xl/vbaProject.bin": b"x"}), MACRO),
        (
            making.with_worksheet(
                PLAIN,
                f'<worksheet xmlns="{NAMESPACE}"><dimension ref="A1:XFD1048576"/><sheetData>'
                '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
                "</sheetData></worksheet>",
            ),
            "Lembar Seleksi berisi data di sel XFD1048576, di luar batas 60 kolom dan 20.000 "
            "baris. Tidak ada yang disimpan. Hapus isi di luar tabel, lalu unggah lagi.",
        ),
        (
            making.with_worksheet(PLAIN, b"<a>" + b"A" * (60 * 1024 * 1024)),
            "Berkas tidak wajar: isinya 60 MB setelah dibuka. Unggah berkas asli dari Excel.",
        ),
    ],
    ids=["macro", "far cell", "bomb"],
)
def test_a_hostile_file_is_refused_in_clear_words_and_soon(data, message):
    started = making.processor_seconds()

    with pytest.raises(Refused) as refused:
        read(data)

    assert str(refused.value) == message
    assert making.processor_seconds() - started < 5


def test_reading_costs_little_for_a_round_of_26_candidates():
    sheets = making.an_archive()
    line, post, value = (sheets[name][1] for name in ("Peserta", "Riwayat_Jabatan", "Nilai_Data"))
    for number in range(100, 124):
        nip = f"197003121995031{number}"
        sheets["Peserta"].append([nip, *line[1:]])
        sheets["Riwayat_Jabatan"].extend([nip, *post[1:4], date(2010, 1, day)] for day in (1, 2, 3))
        sheets["Nilai_Data"].append([nip, *value[1:]])
    data = making.xlsx(sheets)

    started = making.processor_seconds()
    book = read(data)

    assert making.processor_seconds() - started < 4  # half a second on an idle machine
    assert (len(book.candidates), book.faults) == (26, ())
