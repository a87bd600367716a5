from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.making import ANDI
from workbook.cells import read_cell
from workbook.columns import SHEETS
from workbook.contract import BadCell, Column, Kind
from workbook.tables import Mark

GRADES = ("III/d", "IV/a", "IV/b")
CHOICES = {Kind.CHOICE: ("SANGAT_BAIK", "BAIK"), Kind.GRADE: GRADES}


def column(kind, **options):
    return Column("nilai", "value", kind, "…", choices=CHOICES.get(kind, ()), **options)


def read(kind, value, **options):
    return read_cell(column(kind, **options), value)


def fault(kind, value, **options):
    with pytest.raises(BadCell) as bad:
        read(kind, value, **options)
    return str(bad.value)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.TEXT, "  Andi \u00a0", "Andi"),
        (Kind.TEXT, "Andi\u00a0Prasetyo", "Andi Prasetyo"),
        (Kind.TEXT, "Dinas\u00adKesehatan\u200b", "DinasKesehatan"),
        (Kind.TEXT, "satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        (Kind.TEXT, "=1+1", "=1+1"),
        (Kind.TEXT, Decimal("3.0"), "3"),
        (Kind.TEXT, Decimal("3.50"), "3.5"),
        (Kind.TEXT, Decimal(100), "100"),
        (Kind.CODE, "dinkes-2.a_b", "DINKES-2.A_B"),
        (Kind.CODE, Decimal("101.0"), "101"),
        (Kind.SLUG, "Pekalongan-2025", "pekalongan-2025"),
        (Kind.EMAIL, "Andi.P+1@Kota.Go.ID", "andi.p+1@kota.go.id"),
        (Kind.NIP, "19700312 199503 1 001", ANDI),
        (Kind.GRADE, "IV/b", "IV/b"),
        (Kind.GRADE, "ivb", "IV/b"),
        (Kind.GRADE, "IV.B", "IV/b"),
        (Kind.GRADE, "4b", "IV/b"),
        (Kind.CHOICE, "sangat_baik", "SANGAT_BAIK"),
        (Kind.YES_NO, "YA", True),
        (Kind.YES_NO, "tidak", False),
        (Kind.DATE, date(2025, 12, 3), date(2025, 12, 3)),
        (Kind.DATE, datetime(2025, 12, 3), date(2025, 12, 3)),
        (Kind.DATE, "2025-12-03", date(2025, 12, 3)),
        (Kind.DATE, "03-12-2025", date(2025, 12, 3)),
        (Kind.DATE, "1900-01-01", date(1900, 1, 1)),
        (Kind.DATE, "31-12-2100", date(2100, 12, 31)),
        (Kind.TIME, "08:30", time(8, 30)),
        (Kind.TIME, "00:00", time(0, 0)),
        (Kind.TIME, time(8, 30), time(8, 30)),
        (Kind.TIME, time(8, 29, 59, 999_600), time(8, 30)),
        (Kind.TIME, timedelta(hours=8, minutes=30), time(8, 30)),
        (Kind.INTEGER, Decimal("7.0"), 7),
        (Kind.INTEGER, "7", 7),
        (Kind.INTEGER, "7,0", 7),
        (Kind.DECIMAL, "83,51", Decimal("83.51")),
        (Kind.DECIMAL, "83.51", Decimal("83.51")),
        (Kind.DECIMAL, "-0,5", Decimal("-0.5")),
        (Kind.DECIMAL, "007", Decimal(7)),
        (Kind.DECIMAL, "0.12345678900000000", Decimal("0.123456789")),
        (Kind.DECIMAL, Decimal("1E+5"), Decimal(100_000)),
        (Kind.DECIMAL, Decimal("1E-7"), Decimal("0.0000001")),
        (Kind.CODES, " dinkes ; dlh ;", ("DINKES", "DLH")),
        (Kind.TEXTS, "satu;dua tiga", ("satu", "dua tiga")),
        (Kind.DECIMALS, "60;70,5;80.5", (Decimal(60), Decimal("70.5"), Decimal("80.5"))),
        (Kind.DECIMALS, Decimal("60.0"), (Decimal(60),)),
    ],
)
def test_a_cell_is_read_as_its_kind(kind, value, expected):
    found = read(kind, value)

    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Kind.TEXT, True, "Excel membaca sel ini sebagai tanggal"),
        (Kind.TEXT, date(2025, 1, 2), "Excel membaca sel ini sebagai tanggal"),
        (Kind.TEXT, time(1, 2), "Excel membaca sel ini sebagai tanggal"),
        (Kind.TEXT, Decimal("1.98609262015051E+17"), "Angka sepanjang ini dibulatkan oleh Excel"),
        (Kind.TEXT, Decimal("NaN"), "Angka sepanjang ini dibulatkan oleh Excel"),
        (Kind.TEXT, "a\x00b", "Teks memuat karakter yang tidak dapat dicetak"),
        (Kind.TEXT, "Andi\u202e", "Teks memuat karakter yang tidak dapat dicetak"),
        (Kind.TEXT, "Andi\ud800", "Teks memuat karakter yang tidak dapat dicetak"),
        (Kind.TEXT, "x" * 2001, "Isi sel lebih dari 2.000 karakter"),
        (Kind.CODE, "DINAS KESEHATAN", "Kode hanya boleh memuat huruf"),
        (Kind.CODE, "-", "Kode hanya boleh memuat huruf"),
        (Kind.CODE, "A;B", "Kode hanya boleh memuat huruf"),
        (Kind.CODE, "X" * 41, "Kode paling banyak 40 karakter"),
        (Kind.SLUG, "kota 2025", "Kode hanya boleh memuat huruf kecil"),
        (Kind.SLUG, "a" * 61, "Kode hanya boleh memuat huruf kecil"),
        (Kind.EMAIL, "andi", "Alamat email tidak lengkap"),
        (Kind.EMAIL, "andi@kota", "Alamat email tidak lengkap"),
        (Kind.EMAIL, "andi @kota.id", "Alamat email tidak lengkap"),
        (Kind.EMAIL, "andi..p@kota.id", "Alamat email tidak lengkap"),
        (Kind.EMAIL, f"{'a' * 250}@kota.id", "Alamat email tidak lengkap"),
        (Kind.NIP, "123", "NIP harus 18 digit dan disimpan sebagai teks"),
        (Kind.NIP, True, "NIP harus 18 digit dan disimpan sebagai teks"),
        (Kind.NIP, "1,98609E+17", "NIP berubah menjadi angka oleh Excel"),
        (Kind.GRADE, "II/a", "“II/a” tidak dikenal. Pilihan: III/d, IV/a, IV/b."),
        (Kind.GRADE, "Pembina", "“Pembina” tidak dikenal. Pilihan: III/d, IV/a, IV/b."),
        (Kind.CHOICE, "Bagus", "“Bagus” tidak dikenal. Pilihan: SANGAT_BAIK, BAIK."),
        (Kind.CHOICE, "B\n\nA" * 30, "“B AB AB AB"),
        (Kind.YES_NO, "1", "Nilai harus diisi Ya atau Tidak."),
        (Kind.YES_NO, True, "Nilai harus diisi Ya atau Tidak."),
        (Kind.DATE, "3-12-2025", "Isi dengan tanggal, misalnya 2025-12-03 atau 03-12-2025."),
        (Kind.DATE, "03/12/2025", "Isi dengan tanggal"),
        (Kind.DATE, "20251203", "Isi dengan tanggal"),
        (Kind.DATE, "٢٠٢٥-١٢-٠٣", "Isi dengan tanggal"),
        (Kind.DATE, "2025-02-29", "Tanggal ini tidak ada dalam kalender."),
        (Kind.DATE, "0000-01-01", "Tanggal ini tidak ada dalam kalender."),
        (Kind.DATE, "1899-12-31", "Tahun harus 1900 sampai 2100."),
        (Kind.DATE, date(2101, 1, 1), "Tahun harus 1900 sampai 2100."),
        (Kind.DATE, Decimal("45994.0"), "Sel ini angka, bukan tanggal"),
        (Kind.DATE, datetime(2025, 12, 3, 8), "Sel ini memuat tanggal dan jam"),
        (Kind.DATE, time(8, 30), "Isi dengan tanggal"),
        (Kind.DATE, True, "Isi dengan tanggal"),
        (Kind.TIME, "8:30", "Isi dengan jam dan menit, misalnya 08:30."),
        (Kind.TIME, "08.30", "Isi dengan jam dan menit"),
        (Kind.TIME, "24:00", "Isi dengan jam dan menit"),
        (Kind.TIME, "08:60", "Isi dengan jam dan menit"),
        (Kind.TIME, time(8, 30, 15), "Isi dengan jam dan menit"),
        (Kind.TIME, time(23, 59, 59, 999_999), "Isi dengan jam dan menit"),
        (Kind.TIME, timedelta(hours=25), "Isi dengan jam dan menit"),
        (Kind.TIME, Decimal("0.354"), "Isi dengan jam dan menit"),
        (Kind.TIME, date(2025, 1, 2), "Isi dengan jam dan menit"),
        (Kind.INTEGER, "7,5", "Isi dengan bilangan bulat."),
        (Kind.DECIMAL, "1.234,5", "Tulis bilangan tanpa pemisah ribuan, misalnya 1234,5."),
        (Kind.DECIMAL, "1,234.5", "Tulis bilangan tanpa pemisah ribuan"),
        (Kind.DECIMAL, "1 234", "Tulis bilangan tanpa pemisah ribuan"),
        (Kind.DECIMAL, "1.234.567", "Tulis bilangan tanpa pemisah ribuan"),
        (Kind.DECIMAL, "20%", "Tulis bilangan tanpa tanda persen"),
        (Kind.DECIMAL, "1e5", "Isi dengan bilangan, misalnya 83,51."),
        (Kind.DECIMAL, "NaN", "Isi dengan bilangan, misalnya 83,51."),
        (Kind.DECIMAL, "Infinity", "Isi dengan bilangan, misalnya 83,51."),
        (Kind.DECIMAL, ".5", "Isi dengan bilangan, misalnya 83,51."),
        (Kind.DECIMAL, "١٢", "Isi dengan bilangan, misalnya 83,51."),
        (
            Kind.DECIMAL,
            "9" * 1990,
            "Bilangan paling banyak 10 desimal dan 15 angka. Bulatkan dulu.",
        ),
        (Kind.DECIMAL, "1 " * 990, "Isi dengan bilangan, misalnya 83,51."),
        (Kind.DECIMAL, "0,12345678901", "Bilangan paling banyak 10 desimal"),
        (Kind.DECIMAL, "1234567890123456", "Bilangan paling banyak 10 desimal"),
        (Kind.DECIMAL, Decimal("83.33333333333333"), "Bilangan paling banyak 10 desimal"),
        (Kind.DECIMAL, Decimal("1E-11"), "Bilangan paling banyak 10 desimal"),
        (Kind.DECIMAL, Decimal("1E+300"), "Bilangan paling banyak 10 desimal"),
        (Kind.DECIMAL, Decimal("NaN"), "Isi dengan bilangan"),
        (Kind.DECIMAL, Decimal("-Infinity"), "Isi dengan bilangan"),
        (Kind.DECIMAL, True, "Isi dengan bilangan"),
        (Kind.DECIMAL, date(2025, 5, 3), "Excel membaca sel ini sebagai tanggal atau jam"),
        (Kind.CODES, "DINKES;dinkes", "Kode “DINKES” disebut dua kali."),
        (
            Kind.CODES,
            ";".join(f"K{n}" for n in range(51)),
            "Satu sel paling banyak memuat 50 isian yang dipisahkan titik koma; sel ini memuat 51.",
        ),
        (Kind.CODES, "DINKES;;DLH", "Ada isian kosong di antara dua titik koma."),
        (Kind.CODES, "-", "Kode hanya boleh memuat huruf"),
        (Kind.TEXTS, ";satu", "Ada isian kosong di antara dua titik koma."),
        (Kind.DECIMALS, "60;tujuh", "Isi dengan bilangan"),
    ],
)
def test_a_cell_that_is_not_of_its_kind_is_a_fault_that_says_what_to_write(kind, value, message):
    assert fault(kind, value).startswith(message)


def test_a_numeric_nip_is_a_fault_that_says_why():
    assert fault(Kind.NIP, Decimal("1.98609262015051E+17")) == (
        "NIP berubah menjadi angka oleh Excel. Ubah kolom NIP menjadi Teks, lalu isi ulang 3 angka "
        "terakhir. (Excel hanya menyimpan 15 angka; NIP harus 18 digit dan disimpan sebagai teks.)"
    )


@pytest.mark.parametrize("value", [None, "", "  ", "\u00a0", "\u200b"])
def test_an_empty_cell_is_the_default_and_a_fault_only_where_it_must_be_filled(value):
    assert read(Kind.INTEGER, value, default=3) == 3
    assert read(Kind.INTEGER, value) is None
    assert read(Kind.TEXT, value) == ""
    assert read(Kind.CODES, value, required=True, blank=True) == ()
    assert fault(Kind.TEXT, value, required=True) == "Nilai wajib diisi."


def test_an_error_of_excel_is_a_fault_and_a_formula_is_reported_elsewhere():
    assert fault(Kind.TEXT, Mark.ERROR).startswith("Sel ini berisi galat Excel")
    assert read(Kind.TEXT, Mark.FORMULA, required=True) is None


@pytest.mark.parametrize("value", ["-1", "101", Decimal("100.01")])
def test_a_number_out_of_its_range_is_a_fault(value):
    assert fault(Kind.DECIMAL, value, least=0, most=100) == "Nilai harus 0 sampai 100."


def test_a_text_longer_than_its_column_is_a_fault():
    assert fault(Kind.TEXT, "x" * 9, longest=8) == "Nilai paling banyak 8 karakter."


@pytest.mark.parametrize(
    ("value", "expected"), [("-", ("-",)), ("dlh", ("DLH",)), ("", ()), ("A;B", ("A", "B"))]
)
def test_experience_may_be_judged_related_to_none(value, expected):
    sheet = next(sheet for sheet in SHEETS if sheet.name == "Riwayat_Jabatan")

    assert read_cell(sheet.column_of("related_to"), value) == expected


@given(st.text(), st.sampled_from(Kind))
def test_any_text_is_read_or_is_a_fault(text, kind):
    try:
        found = read(kind, text, required=True)
    except BadCell as bad:
        found = str(bad)

    assert found not in (None, "", ())


@given(st.decimals(-(10**5), 10**5, places=10))
def test_a_number_reads_the_same_with_comma_or_point_or_from_excel(number):
    number = number.quantize(Decimal("0.0000000001"))
    text = f"{number:f}"

    assert read(Kind.DECIMAL, text) == read(Kind.DECIMAL, text.replace(".", ",")) == number
    assert read(Kind.DECIMAL, number) == number


@given(st.floats(-1e14, 1e14).map(lambda value: round(value, 2)))
def test_a_double_of_excel_keeps_every_digit_that_people_see(value):
    shown = Decimal(repr(value))

    try:
        assert read(Kind.DECIMAL, shown) == shown
    except BadCell:
        assert len(shown.as_tuple().digits) > 15


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_reads_the_same_in_all_its_three_forms(day):
    forms = [day, day.isoformat(), f"{day:%d-%m-%Y}"]

    assert [read(Kind.DATE, form) for form in forms] == [day] * 3
