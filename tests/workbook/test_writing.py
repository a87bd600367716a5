"""What is written is read back the same, and Excel understands it as typed cells."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.workbook import making
from workbook.book import Book
from workbook.child import read_tables
from workbook.columns import SHEETS
from workbook.contract import Kind
from workbook.gathering import gather
from workbook.reading import read
from workbook.tally import Notes
from workbook.texts import clean
from workbook.writing import Unwritable, canonical, note, write_book, write_template

MADE = datetime(2025, 12, 3, tzinfo=UTC).replace(tzinfo=None)
POISON = ["=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(1)", "https://x.example", "007"]


def written(book):
    file = BytesIO()
    write_book(book, file, created=MADE)
    return file.getvalue()


def template():
    file = BytesIO()
    write_template(file, created=MADE)
    return file.getvalue()


def opened(data):
    return load_workbook(BytesIO(data))


def a_book(**cells):
    return making.read_tables(making.an_archive(**cells))


def vacancy(title, **changes):
    (first, *_) = a_book().vacancies
    return replace(first, title=title, **changes)


def test_a_book_is_read_back_as_it_was_written():
    book = read(written(a_book()))

    assert book == canonical(a_book())
    assert (book.faults, book.warnings) == ((), ())


def test_rows_are_written_in_the_order_of_their_natural_keys():
    sheets = making.an_archive()
    for name in ("Jabatan", "Peserta", "Pansel", "Indikator", "Nilai_Pansel"):
        sheets[name] = [sheets[name][0], *sheets[name][:0:-1]]
    shuffled = making.read_tables(sheets)

    assert written(shuffled) == written(a_book())
    assert [row.code for row in canonical(shuffled).vacancies] == ["DINKES", "DLH"]


def test_writing_what_was_read_gives_the_same_bytes():
    once = written(a_book())

    assert written(read(once)) == once


def test_cells_are_typed_and_defaults_written_out():
    book = opened(written(a_book()))
    vacancies, slots, values = book["Jabatan"], book["Jadwal"], book["Nilai_Data"]

    assert (book["Seleksi"]["B7"].value, book["Seleksi"]["B7"].is_date) == (
        datetime(2026, 1, 8),
        True,
    )
    assert [vacancies.cell(2, column).value for column in (1, 5, 7, 9, 10, 11)] == [
        "DINKES",
        datetime(2025, 2, 1),
        "S-1",
        "IV/a",
        5,
        56,
    ]
    assert (slots["B2"].value, slots["F2"].value) == (time(8, 0), making.ANDI)
    assert (values["A2"].data_type, values["A2"].number_format) == ("s", "@")
    assert (values["D2"].data_type, values["D2"].value) == ("n", 83.51)
    assert book["Instrumen"]["I2"].value == "60;70;80;90"


@pytest.mark.parametrize("text", POISON)
def test_a_text_that_looks_like_something_else_stays_a_text(text):
    data = written(replace(a_book(), vacancies=(vacancy(text),)))
    cell = opened(data)["Jabatan"]["B2"]

    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert read(data).vacancies[0].title == text


def test_the_file_holds_neither_formulas_nor_links():
    data = written(replace(a_book(), vacancies=tuple(map(vacancy, POISON))))
    worksheets = [part for name, part in making.parts(data).items() if "worksheets/sheet" in name]

    assert [part for part in worksheets if b"<f>" in part or b"hyperlink" in part] == []


@pytest.mark.parametrize(
    ("sheets", "rows"), [(["vacancies"], 20_001), (["vacancies", "posts", "slots"], 17_000)]
)
def test_more_rows_than_reading_takes_are_not_written(tmp_path, sheets, rows):
    full = a_book()
    many = {name: getattr(full, name)[:1] * rows for name in sheets}

    with pytest.raises(Unwritable):
        write_book(Book(round=None, **many), tmp_path / "buku.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_a_text_that_excel_would_cut_is_not_written(tmp_path):
    with pytest.raises(Unwritable):
        write_book(Book(round=None, vacancies=(vacancy("x" * 40_000),)), tmp_path / "buku.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_the_template_holds_every_sheet_and_column_in_the_order_of_the_contract():
    book = opened(template())
    heading = {
        name: [cell.value for cell in (book[name]["A"] if name == "Seleksi" else book[name][1])]
        for name in book.sheetnames
    }

    assert heading == {
        sheet.name: [*(["kunci"] if sheet.by_key else []), *(c.name for c in sheet.columns)]
        for sheet in SHEETS
    }
    assert [cell.value for cell in book["Seleksi"][1]] == ["kunci", "isi"]


def test_the_template_explains_every_column_with_a_comment():
    book = opened(template())

    for sheet in SHEETS:
        cells = book[sheet.name]["A"][1:] if sheet.by_key else book[sheet.name][1]
        assert [cell.comment.text for cell in cells] == [note(each) for each in sheet.columns]


def test_a_comment_says_whether_a_column_is_needed_and_what_it_offers():
    notes = {c.name: note(c) for sheet in SHEETS for c in sheet.columns if sheet.name == "Jabatan"}

    levels = "II.a, II.b, III.a, III.b, IV.a, IV.b"
    assert notes["eselon"] == f"Wajib. Eselon jabatan. Pilihan: {levels}."
    assert notes["pendidikan_min"] == (
        "Boleh kosong. Pendidikan paling rendah. Pilihan: SLTA, D-III, D-IV, S-1, S-2, S-3. "
        "Bila kosong: S-1."
    )


def test_the_template_offers_a_list_for_every_coded_column():
    book = opened(template())
    offered = {
        name: {
            (str(each.sqref).split(":")[0], each.formula1)
            for each in book[name].data_validations.dataValidation
        }
        for name in book.sheetnames
    }

    assert offered["Pansel"] == {
        ("E2", '"PROVINSI,AKADEMISI,SEKDA,BPKAD,BKN,PROFESIONAL,INTERNAL"'),
        ("F2", '"Ya,Tidak"'),
        ("G2", '"KETUA,SEKRETARIS,ANGGOTA"'),
    }
    assert offered["Seleksi"] == {
        ("B4", '"TALENTA,UJIKOM"'),
        ("B9", '"RATA_RATA,MEDIAN,RATA_RATA_TERPANGKAS"'),
        ("B16", '"Ya,Tidak"'),
    }
    coded = {Kind.CHOICE, Kind.GRADE, Kind.YES_NO}
    assert {name: len(lists) for name, lists in offered.items() if lists} == {
        sheet.name: count
        for sheet in SHEETS
        if (count := sum(column.kind in coded for column in sheet.columns))
    }


def test_the_template_keeps_nip_and_codes_as_text_and_the_heading_in_sight():
    sheet = opened(template())["Peserta"]

    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.freeze_panes == "A2"
    assert (sheet["A1"].font.b, sheet["B1"].font.b) == (True, False)
    assert sheet["A1"].fill.fgColor.rgb != sheet["B1"].fill.fgColor.rgb


def test_the_empty_template_has_no_faults_but_what_must_be_filled():
    book = read(template())

    assert book.warnings == ()
    assert [str(fault).split(": ")[0] for fault in book.faults] == [
        "Seleksi!B2",
        "Seleksi!B3",
        "Seleksi!B4",
        "Seleksi!B5",
        "Seleksi!B7",
        "Jabatan!A2",
        "Peserta!A2",
        "Pansel!A2",
        "Instrumen!A2",
        "Indikator!A2",
    ]


def test_template_and_book_are_the_same_bytes_each_time():
    assert (template(), written(a_book())) == (template(), written(a_book()))


@pytest.mark.parametrize("as_text", [True, False])
def test_template_and_book_are_written_to_a_path_too(tmp_path, as_text):
    path = tmp_path / "buku.xlsx"

    write_book(a_book(), str(path) if as_text else path, created=MADE)

    assert path.read_bytes() == written(a_book())


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
SENTENCES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).map(clean).filter(bool)
ITEMS = SENTENCES.map(lambda text: text.replace(";", ",")).filter(lambda text: text.strip(","))
CODES = st.from_regex(r"[A-Z0-9][A-Z0-9_.-]{0,9}", fullmatch=True)
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NUMBERS = st.decimals(0, 100, places=10).map(lambda value: value.quantize(Decimal("1E-10")))
OF_KIND = {
    Kind.TEXT: SENTENCES,
    Kind.CODE: CODES,
    Kind.SLUG: st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    Kind.EMAIL: st.from_regex(r"[a-z0-9]{1,9}(\.[a-z0-9]{1,9})?@[a-z0-9]{1,9}\.id", fullmatch=True),
    Kind.NIP: st.builds(
        "{:%Y%m%d}{}{:02}{}{:03}".format,
        st.dates(date(1950, 1, 1), date(1980, 12, 31)),
        st.integers(2000, 2025),
        st.integers(1, 12),
        st.sampled_from("12"),
        st.integers(1, 999),
    ),
    Kind.YES_NO: st.booleans(),
    Kind.DATE: DATES,
    Kind.TIME: st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    Kind.DECIMAL: NUMBERS,
    Kind.CODES: st.lists(CODES, unique=True, max_size=3).map(tuple),
    Kind.TEXTS: st.lists(ITEMS, max_size=3).map(tuple),
    Kind.DECIMALS: st.lists(NUMBERS, min_size=1, max_size=4).map(tuple),
}


def values_of(column):
    """Any value that a cell of this column may hold."""
    if column.choices and column.kind in {Kind.CHOICE, Kind.GRADE}:
        filled = st.sampled_from(column.choices)
    elif column.kind is Kind.INTEGER:
        filled = st.integers(int(column.least or 0), int(column.most or 10_000))
    else:
        filled = OF_KIND[column.kind]
    filled = filled.filter(
        lambda value: not isinstance(value, str) or 0 < len(value) <= column.longest
    )
    return filled if column.must_be_filled else st.just(column.empty) | filled


def rows_of(sheet):
    columns = {column.field: values_of(column) for column in sheet.columns}
    return st.builds(sheet.row, number=st.just(2), **columns)


def books():
    parts = {
        sheet.rows: st.lists(rows_of(sheet), max_size=2).map(tuple)
        for sheet in SHEETS
        if not sheet.by_key
    }
    return st.builds(Book, round=rows_of(SHEETS[0]), **parts)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(books())
def test_any_book_that_can_be_written_is_read_back_cell_by_cell(book):
    notes = Notes()

    found = gather(read_tables(written(book)), notes).book

    for sheet in SHEETS:
        assert getattr(found, sheet.rows) == getattr(canonical(book), sheet.rows)
    assert [str(f) for f in notes.faults if "belum berisi data" not in f.message] == []
