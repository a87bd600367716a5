from datetime import date, time
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.workbook import making
from workbook.child import read_tables
from workbook.guard import DAMAGED, MACRO, Refused
from workbook.package import TOO_MANY_ROWS, open_package
from workbook.tables import Line, Mark

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PLAIN = making.xlsx_with_shared_strings({"Jabatan": [["kode"], ["DINKES"]]})
TWO = making.xlsx({"Jabatan": [["kode"], ["DINKES"]], "Catatan": [["rahasia"]]})
RELATIONS = "xl/_rels/workbook.xml.rels"


def worksheet(rows):
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def first_lines(data):
    return read_tables(data)[0].lines


def refusal_of(data):
    with pytest.raises(Refused) as refused:
        read_tables(data)
    return str(refused.value)


def with_relation(data, old, new):
    return making.with_parts(
        data, **{RELATIONS: making.parts(data)[RELATIONS].decode().replace(old, new).encode()}
    )


def test_lines_are_read_from_known_sheets_and_the_others_only_named():
    tables = read_tables(TWO)

    assert [(table.name, table.lines) for table in tables] == [
        ("Jabatan", (Line(1, ("kode",)), Line(2, ("DINKES",)))),
        ("Catatan", ()),
    ]


def test_a_file_without_any_known_sheet_is_read_without_lines():
    assert first_lines(making.xlsx({"Lembar1": [["kode"]]})) == ()


def test_cells_keep_their_types():
    book = Workbook()
    book.active.title = "Jabatan"
    values = ["teks", 33.5, 7, True, date(2025, 12, 3), time(8, 30), "007", "=1+1", "#N/A"]
    book.active.append(values)

    cells = first_lines(making.saved(book))[0].cells

    assert cells == (
        "teks",
        Decimal("33.5"),
        Decimal("7.0"),
        True,
        date(2025, 12, 3),
        time(8, 30),
        "007",
        Mark.FORMULA,
        Mark.ERROR,
    )


def test_a_double_is_read_as_the_shortest_decimal():
    xml = worksheet('<row r="1"><c r="A1"><v>83.299999999999997</v></c></row>')

    lines = first_lines(making.with_worksheet(PLAIN, xml))

    assert lines == (Line(1, (Decimal("83.3"),)),)


def test_empty_rows_and_trailing_blanks_are_left_out_and_rows_keep_their_numbers():
    book = Workbook()
    book.active.title = "Jabatan"
    book.active["B2"], book.active["C4"], book.active["E4"] = "satu", "dua", ""

    lines = first_lines(making.saved(book))

    assert lines == (Line(2, (None, "satu")), Line(4, (None, None, "dua")))


def test_a_formula_without_a_stored_value_is_marked_and_not_taken_as_empty():
    xml = worksheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="5"><c r="C5"><f>A1</f></c></row>'
    )

    table = read_tables(making.with_worksheet(PLAIN, xml))[0]

    assert table.lines == (Line(1, (Decimal("1.0"),)), Line(5, (None, None, Mark.FORMULA)))
    assert (table.formulas, table.formula_count) == (("C5",), 1)


def test_only_the_first_fifty_formulas_are_named_and_all_are_counted():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>1</f></c></row>' for n in range(1, 61))

    table = read_tables(making.with_worksheet(PLAIN, worksheet(rows)))[0]

    assert (len(table.formulas), table.formulas[-1], table.formula_count) == (50, "A50", 60)


def test_merged_cells_are_reported():
    book = Workbook()
    book.active.title = "Jabatan"
    book.active["A1"] = "kode"
    book.active.merge_cells("A1:B2")

    assert read_tables(making.saved(book))[0].merged == ("A1:B2",)


@pytest.mark.parametrize("epoch_of_1904", [False, True])
def test_dates_are_the_same_in_both_calendars_of_excel(epoch_of_1904):
    book = Workbook()
    book.active.title = "Jabatan"
    if epoch_of_1904:
        book.epoch = CALENDAR_MAC_1904
    book.active.append([date(2025, 12, 3), date(1970, 3, 12)])

    assert first_lines(making.saved(book))[0].cells == (date(2025, 12, 3), date(1970, 3, 12))


def test_a_text_of_more_than_2000_characters_arrives_cut_but_still_too_long():
    lines = first_lines(making.xlsx({"Jabatan": [["x" * 30_000]]}))

    assert lines == (Line(1, ("x" * 2001,)),)


def test_a_chart_sheet_has_no_cells_and_is_passed_over():
    book = Workbook()
    book.active.title = "Jabatan"
    book.active.append(["kode"])
    book.create_chartsheet("Grafik").add_chart(BarChart())

    assert [table.name for table in read_tables(making.saved(book))] == ["Jabatan"]


def test_parts_are_found_under_whatever_name_their_relation_gives():
    moved = making.parts(PLAIN)
    moved["xl/lain/lembar.data"] = moved.pop("xl/worksheets/sheet1.xml")
    moved["xl/teks.xml"] = moved.pop("xl/sharedStrings.xml")
    moved["xl/workbook22.xml"] = moved.pop("xl/workbook.xml")
    relations = moved.pop(RELATIONS).decode()
    relations = relations.replace("worksheets/sheet1.xml", "/xl/lain/lembar.data")
    relations = relations.replace("sharedStrings.xml", "teks.xml")
    moved["xl/_rels/workbook22.xml.rels"] = relations.encode()
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(b"workbook.xml", b"workbook22.xml")

    assert first_lines(making.archive(moved)) == first_lines(PLAIN)


def test_a_workbook_without_styles_is_read():
    parts = making.parts(TWO)
    del parts["xl/styles.xml"]
    bare = with_relation(making.archive(parts), "relationships/styles", "relationships/lain")

    assert read_tables(bare) == read_tables(TWO)


def test_a_macro_sheet_is_refused_by_its_relation():
    data = with_relation(PLAIN, "relationships/worksheet", "relationships/xlMacrosheet")

    assert refusal_of(data) == MACRO


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/xl/worksheets/sheet1.xml", "/xl/worksheets/tiada.xml"),
        ("/xl/worksheets/sheet1.xml", "/xl/worksheets/sheet2.xml"),
        ('Id="rId1"', 'Id="rId9"'),
        ('Id="rId1"', 'TargetMode="External" Id="rId1"'),
        ("</Relationships>", ""),
    ],
    ids=["missing part", "two sheets in one part", "no relation", "outside", "not well-formed"],
)
def test_a_sheet_without_a_part_of_its_own_is_refused(old, new):
    assert refusal_of(with_relation(TWO, old, new)) == DAMAGED


def test_a_text_that_is_not_in_the_table_of_texts_is_refused():
    xml = worksheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')

    assert refusal_of(making.with_worksheet(PLAIN, xml)) == DAMAGED


def test_more_than_50000_rows_in_all_are_refused():
    xml = worksheet(
        "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 17_002))
    )
    data = making.xlsx({"Jabatan": [], "Satu": [], "Dua": []})
    parts = {f"xl/worksheets/sheet{n}.xml": xml for n in (1, 2, 3)}

    with pytest.raises(Refused) as refused:
        open_package(making.with_parts(data, **parts))

    assert str(refused.value) == TOO_MANY_ROWS


def test_the_copy_for_the_reader_holds_only_what_was_looked_through():
    data = making.with_parts(PLAIN, **{"xl/media/picture.png": b"x", "xl/other.xml": b"<a/>"})
    package = open_package(data)

    copy = making.parts(package.clean_copy(package.worksheets[:1]))

    assert sorted(copy) == [
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/0.xml",
    ]


def test_texts_that_swell_when_repeated_are_refused():
    many = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    data = making.xlsx_with_shared_strings({"Jabatan": [["x" * 1990]]})

    assert refusal_of(making.with_worksheet(data, worksheet(many))) == (
        "Berkas tidak wajar: isinya 12 MB setelah dibuka. Unggah berkas asli dari Excel."
    )
