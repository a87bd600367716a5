"""A small, faultless round as plain cells, and ways to turn cells into tables and files."""

import os
import zipfile
from copy import deepcopy
from datetime import date, time
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from openpyxl import Workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

from workbook.book import Book
from workbook.reading import assemble
from workbook.tables import Line, Table

ANDI, SITI = "197003121995031001", "197203152000032002"
CHAIR, MEMBER, SCHOLAR = "ketua@kota.example", "anggota@kota.example", "dosen@kampus.example"

ROUND = {
    "Seleksi": [
        ["kunci", "isi"],
        ["kode", "kota-2025"],
        ["nama", "Pengisian jabatan"],
        ["jenis", "TALENTA"],
        ["instansi", "Pemerintah Kota Contoh"],
        ["dasar_hukum", "UU 20/2023;PP 11/2017"],
        ["tanggal_acuan", date(2026, 1, 8)],
        ["lokasi", "Balai Kota"],
        ["agregasi", "MEDIAN"],
        ["kuorum", 2],
        ["presisi", 2],
        ["urutan_seri", "WAWANCARA;USIA"],
        ["jumlah_terbaik", 3],
        ["maks_pilihan", 2],
        ["arsip", "Tidak"],
    ],
    "Jabatan": [
        ["kode", "nama", "perangkat_daerah", "eselon", "lowong_sejak", "pemangku_nip"],
        ["DINKES", "Kepala Dinas Kesehatan", "Dinas Kesehatan", "II.b", date(2025, 2, 1), None],
        ["DLH", "Kepala Dinas Lingkungan Hidup", "Dinas LH", "II.b", None, None],
    ],
    "Peserta": [
        [
            "nip",
            "nama",
            "pangkat",
            "jabatan",
            "jenis_jabatan",
            "tmt_jabatan",
            "perangkat_daerah",
            "pendidikan",
            "nilai_kinerja",
            "jabatan_dituju",
        ],
        [
            ANDI,
            "Andi Prasetyo",
            "IV/b",
            "Sekretaris Dinas",
            "ADMINISTRATOR",
            date(2020, 1, 2),
            "Dinas Kesehatan",
            "S-2",
            83.5,
            "DINKES;DLH",
        ],
        [
            SITI,
            "Siti Aminah",
            "IV/a",
            "Kepala Bidang",
            "ADMINISTRATOR",
            date(2021, 3, 4),
            "Dinas LH",
            "S-1",
            None,
            "DLH",
        ],
    ],
    "Riwayat_Jabatan": [
        ["nip", "jabatan", "jenis_jabatan", "perangkat_daerah", "mulai", "selesai", "terkait"],
        [
            ANDI,
            "Kepala Seksi",
            "PENGAWAS",
            "Dinas Kesehatan",
            date(2012, 1, 1),
            date(2015, 1, 1),
            "DINKES",
        ],
        [ANDI, "Camat", "ADMINISTRATOR", "Kecamatan", date(2015, 1, 2), None, "-"],
        [SITI, "Kepala Seksi", "PENGAWAS", "Dinas LH", date(2014, 1, 1), None, None],
    ],
    "Pansel": [
        ["email", "nama", "instansi", "unsur", "internal", "peran"],
        [CHAIR, "Dr. Ketua", "Provinsi", "PROVINSI", "Tidak", "KETUA"],
        [MEMBER, "Drs. Anggota", "Pemerintah Kota Contoh", "SEKDA", "Ya", "ANGGOTA"],
        [SCHOLAR, "Prof. Dosen", "Universitas", "AKADEMISI", "Tidak", "ANGGOTA"],
    ],
    "Instrumen": [
        ["kode", "nama", "sumber", "lingkup", "skala_min", "skala_maks", "bobot", "nilai_minimum"],
        ["UJI_GAGASAN", "Uji gagasan", "PANSEL", "JABATAN", 0, 100, 33.5, 60],
        ["WAWANCARA", "Wawancara", "PANSEL", "PESERTA", 1, 5, 36.5, None],
        ["TALENTA", "Nilai talenta", "DATA", "PESERTA", 0, 100, 30, None],
    ],
    "Indikator": [
        ["instrumen", "kode", "nama", "bobot", "jangkar"],
        ["UJI_GAGASAN", "UG1", "Kebaruan", 60, "rendah;sedang;tinggi"],
        ["UJI_GAGASAN", "UG2", "Kelayakan", 40, None],
        ["WAWANCARA", "WW1", "Wawasan", 100, "satu;dua;tiga;empat;lima"],
    ],
    "Benturan": [
        ["email", "nip", "jenis", "keterangan", "menilai"],
        [MEMBER, SITI, "KELUARGA", "Sepupu", "Tidak"],
        [MEMBER, ANDI, "ATASAN_LANGSUNG", None, "Ya"],
    ],
    "Jadwal": [
        ["tanggal", "mulai", "selesai", "ruang", "instrumen", "nip", "jabatan"],
        [date(2025, 12, 3), time(8, 0), time(8, 30), "A", "UJI_GAGASAN", ANDI, "DINKES"],
        [date(2025, 12, 3), time(9, 0), time(9, 30), "A", "WAWANCARA", SITI, None],
    ],
    "Nilai_Data": [
        ["nip", "instrumen", "jabatan", "nilai"],
        [ANDI, "TALENTA", None, 83.51],
        [SITI, "TALENTA", None, 79],
    ],
}
SCORES = [
    ["email", "nip", "instrumen", "jabatan", "indikator", "nilai", "catatan"],
    [CHAIR, ANDI, "UJI_GAGASAN", "DINKES", "UG1", 80, "Rinci"],
    [CHAIR, ANDI, "UJI_GAGASAN", "DINKES", "UG2", 85, None],
    [CHAIR, SITI, "WAWANCARA", None, "WW1", 4, None],
]


def a_round(**cells):
    """The round's sheets; `Peserta_A3=value` (sheet and address) changes a cell."""
    sheets = deepcopy(ROUND)
    for place, value in cells.items():
        sheet, _, cell = place.rpartition("_")
        put(sheets, sheet, cell, value)
    return sheets


def an_archive(**cells):
    """The same round with score sheets."""
    sheets = a_round()
    sheets["Nilai_Pansel"] = deepcopy(SCORES)
    put(sheets, "Seleksi", "B15", "Ya")
    for place, value in cells.items():
        sheet, _, cell = place.rpartition("_")
        put(sheets, sheet, cell, value)
    return sheets


def put(sheets, sheet, cell, value):
    letters, row = coordinate_from_string(cell)
    column = column_index_from_string(letters)
    lines = sheets.setdefault(sheet, [])
    while len(lines) < row:
        lines.append([])
    line = lines[row - 1]
    line.extend([None] * (column - len(line)))
    line[column - 1] = value


def add_column(sheets, sheet, name, *values):
    """One more column at the right, with the values of its first rows."""
    width = max(map(len, sheets[sheet]))
    for line, value in zip(sheets[sheet], [name, *values], strict=False):
        line.extend([None] * (width - len(line)))
        line.append(value)


def tables(sheets):
    """The sheets as the child process would hand them over."""
    return tuple(
        Table(
            name,
            tuple(
                Line(number, tuple(map(_found, cells)))
                for number, cells in enumerate(lines, start=1)
                if any(cell is not None for cell in cells)
            ),
        )
        for name, lines in sheets.items()
    )


def xlsx(sheets):
    """The sheets as a file, written by another library than the product's."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(lines, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    sheet.cell(row, column, value)
    return saved(book)


def xlsx_with_shared_strings(sheets):
    """Texts as a file, each text stored once, as Excel itself does."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(lines):
                sheet.write_row(row, 0, cells)
    return file.getvalue()


def saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read_tables(sheets) -> Book:
    """The book of these sheets, without a file."""
    return assemble(tables(sheets))


def faults(sheets):
    """Every fault as `Sheet!Cell: message`."""
    return [str(fault) for fault in read_tables(sheets).faults]


def processor_seconds(*, own=False):
    """Used so far by this process and the children it waited for; a busy machine adds nothing."""
    return sum(os.times()[: 2 if own else 4])


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(entries, compression=zipfile.ZIP_DEFLATED):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, part in entries.items():
            made.writestr(name, part)
    return file.getvalue()


def with_parts(data, **changes):
    """The same file with parts changed or added; keys are paths."""
    return archive({**parts(data), **changes})


def with_worksheet(data, xml, path="xl/worksheets/sheet1.xml"):
    return with_parts(data, **{path: xml})


def _found(value):
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(repr(value)) if is_number else value
