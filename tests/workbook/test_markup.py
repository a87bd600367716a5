import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from workbook.guard import DAMAGED, Refused
from workbook.markup import Findings, address, column_letters, column_number, look_through

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
EXCEL_2010 = "http://schemas.microsoft.com/office/excel/2006/main"


def worksheet(rows, after="", namespace=NAMESPACE):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{namespace}">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


def found_in(rows, **options):
    return look_through(worksheet(rows, **options), "Peserta")


def refusal_of(xml):
    with pytest.raises(Refused) as refused:
        look_through(xml if isinstance(xml, bytes) else worksheet(xml), "Peserta")
    return str(refused.value)


def test_a_plain_sheet_has_rows_and_nothing_else():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>'

    assert found_in(rows) == Findings(rows=1)


@pytest.mark.parametrize(
    "formula",
    [
        "<f>1+1</f><v>2</v>",
        "<f>NA()</f>",
        "<f/>",
        '<f t="shared" si="0"/><v>2</v>',
        '<f t="array" ref="C2:D3">A1</f><v/>',
        "<v>2</v><f>1+1</f>",
    ],
)
def test_every_formula_is_found_with_its_address(formula):
    found = found_in(f'<row r="2"><c r="B2"><v>1</v></c><c r="C2">{formula}</c></row>')

    assert found.formulas == [(2, 3)]


@pytest.mark.parametrize("namespace", [NAMESPACE, STRICT, "urn:anything"])
def test_a_formula_is_found_in_whatever_namespace(namespace):
    found = found_in('<row r="1"><c r="A1"><f>1</f></c></row>', namespace=namespace)

    assert found.formulas == [(1, 1)]


def test_a_formula_is_found_behind_a_prefix():
    xml = (
        f'<x:worksheet xmlns:x="{NAMESPACE}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>1</x:f>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    ).encode()

    assert look_through(xml, "Peserta").formulas == [(1, 1)]


def test_a_drop_down_list_from_another_sheet_is_no_formula():
    after = (
        f'<dataValidations><dataValidation sqref="A1"><formula1>"a,b"</formula1></dataValidation>'
        f'</dataValidations><extLst><ext><formula1><f xmlns="{EXCEL_2010}">Acuan!A1:A9</f>'
        "</formula1></ext></extLst>"
    )

    assert found_in('<row r="1"><c r="A1"><v>1</v></c></row>', after=after) == Findings()


def test_an_error_is_found_and_an_error_of_a_formula_too():
    rows = (
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c>'
        '<c r="B2" t="e"><f>NA()</f><v>#N/A</v></c><c r="C2" t="str"><v>#N/A</v></c></row>'
    )

    found = found_in(rows)

    assert (found.errors, found.formulas) == ([(2, 1), (2, 2)], [(2, 2)])


def test_merged_cells_are_found():
    after = '<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'

    assert found_in("", after=after).merged == ["A2:A4"]


def test_no_more_than_20000_merged_cells_are_remembered():
    merged = '<mergeCell ref="A2:A4"/>' * 20_001
    after = f"<mergeCells>{merged}</mergeCells>"

    assert len(found_in("", after=after).merged) == 20_000


def test_cells_without_an_address_follow_one_another():
    rows = "<row><c><v>1</v></c></row><row><c/><c><f>1</f></c></row>"

    assert found_in(rows).formulas == [(2, 2)]


@pytest.mark.parametrize(
    ("row", "cell"), [(1_048_576, "XFD1048576"), (1, "BI1"), (20_002, "A20002")]
)
def test_data_beyond_the_limits_is_refused_with_its_address(row, cell):
    assert refusal_of(f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>') == (
        f"Lembar Peserta berisi data di sel {cell}, di luar batas 60 kolom dan 20.000 baris. "
        "Tidak ada yang disimpan. Hapus isi di luar tabel, lalu unggah lagi."
    )


def test_the_last_row_and_column_within_the_limits_are_taken():
    rows = '<row r="20001"><c r="A20001"><v>1</v></c><c r="BH20001"><v>1</v></c></row>'

    assert found_in(rows).rows == 1


def test_a_far_cell_that_is_only_coloured_does_no_harm():
    rows = '<row r="1048576" ht="20"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'

    assert found_in(rows) == Findings()


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="1048577"/>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="-1"/>',
        '<row r="1e3"/>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="A"><v>1</v></c></row>',
        '<row r="1"><c r="1"><v>1</v></c></row>',
        '<row r="1"><c r="ABCD1"><v>1</v></c></row>',
        '<row r="1"><c r="A01"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        "<v>1</v>",
    ],
)
def test_cells_in_impossible_places_or_out_of_order_are_refused(rows):
    assert refusal_of(rows) == DAMAGED


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<worksheet><sheetData></worksheet>",
        b"<worksheet>&undefined;</worksheet>",
        "<worksheet/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="latin-1"?><worksheet a="\xe9"/>',
    ],
)
def test_what_is_not_well_formed_utf_8_is_refused(xml):
    assert refusal_of(xml) == DAMAGED


def test_too_many_formulas_are_refused_as_a_whole():
    cells = "".join(f'<c r="{get_column_letter(n)}%d"><f>1</f></c>' for n in range(1, 41))
    rows = "".join(
        f'<row r="{n}">{cells % ((n,) * 40)}</row>'
        for n in range(1, 502)  # 20,040 formulas
    )

    assert refusal_of(rows) == (
        "Lembar Peserta berisi terlalu banyak rumus atau sel galat. Tidak ada yang disimpan. Ganti "
        "rumus dengan nilainya (Salin, lalu Tempel Khusus: Nilai), lalu unggah lagi."
    )


def test_a_sheet_with_more_cells_than_a_round_can_need_is_refused():
    filled = "<c><v>1</v></c>" * 60
    rows = "".join(f'<row r="{number}">{filled}</row>' for number in range(1, 5_002))

    assert "lebih dari 300.000 sel" in refusal_of(rows)


@given(st.integers(1, 16_384))
def test_column_letters_are_those_of_excel_and_lead_back(number):
    letters = column_letters(number)

    assert (letters, column_number(letters)) == (get_column_letter(number), number)


def test_an_address_is_written_as_excel_writes_it():
    assert address((7, 28)) == "AB7"
