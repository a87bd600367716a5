from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.simata import (
    COLUMNS,
    COMPONENTS,
    NotAnExport,
    Problem,
    Record,
    evidence,
    read,
    unused_columns,
)
from candidates.simata_differences import differences
from candidates.talent import Scored, Status, place
from candidates.talent_schemes import KEPKBKN_411_2025
from tests.candidates.schemes import BANJARMASIN

NIP = "197001011995031001"
SECOND_NIP = "197102021996042002"
DAY = date(2025, 11, 1)
GOLDEN = {  # domain.md 3.5, golden test 1, as SIMATA would write it
    "NIP": NIP,
    "Nama": "RARAS WENING",
    "Unit Organisasi": "Dinas Kesehatan",
    "Jabatan": "Sekretaris",
    "Nilai X": Decimal("86.42"),
    "Nilai Y": Decimal(79),
    "Box": Decimal(8),
    "X - Penilaian Kompetensi": Decimal(85),
    "X - Pengembangan Kompetensi": Decimal(80),
    "X - Pengalaman Jabatan": Decimal("86.66666666666667"),
    "X - Penilaian Potensi": Decimal(75),
    "X - Tingkat Pendidikan Formal": Decimal(90),
    "X - Kesesuaian Bidang Ilmu": Decimal(100),
    "X - Verifikasi Rekam Jejak Disiplin": Decimal(100),
    "Y - Penilaian Kinerja": Decimal(100),
    "Y - Penghargaan": Decimal(0),
    "Y - Penugasan dalam Tim Kerja": Decimal(70),
    "Y - Umpan Balik Kinerja 360": Decimal(85),
}


def table(*people, columns=COLUMNS):
    """The rows of an export; each person is the golden one with changes."""
    rows = [{**GOLDEN, **changes} for changes in people]
    return [columns, *([row.get(column) for column in columns] for row in rows)]


def only(**changes):
    """The one record of an export of one person, and the export."""
    export = read(table(changes))
    assert export.problems == ()
    return export.records[0], export


def compared(changes, *others):
    """The differences of the first person in an export, and where this person stands."""
    export = read(table(changes, *others))
    record = export.records[0]
    placement = place(KEPKBKN_411_2025, evidence(record, KEPKBKN_411_2025, DAY))
    return differences(export, record, placement), placement


def test_read_takes_a_person_with_all_components():
    export = read(table({}))

    assert export.problems == export.absent == export.unknown == ()
    assert (export.potential_places, export.performance_places) == (2, 0)
    assert export.records == (
        Record(
            row=2,
            nip=NIP,
            name="RARAS WENING",
            unit="Dinas Kesehatan",
            post="Sekretaris",
            potential=Decimal("86.42"),
            performance=Decimal(79),
            box=8,
            components={
                "competence": 85,
                "training": 80,
                "experience": Decimal("86.6666666667"),
                "aptitude": 75,
                "education": 90,
                "field_fit": 100,
                "discipline": 100,
                "rating": 100,
                "awards": 0,
                "team_duty": 70,
                "feedback": 85,
            },
        ),
    )


@pytest.mark.parametrize("empty", [None, "", "  ", "-", "–"])
def test_read_leaves_an_empty_component_out_instead_of_calling_it_zero(empty):
    record, _ = only(**{"Y - Penghargaan": empty, "Nilai X": empty, "Box": empty})

    assert "awards" not in record.components
    assert len(record.components) == 10
    assert (record.potential, record.box) == (None, None)


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("83,51", "83.51"),
        ("83.51", "83.51"),
        (" 83,5 ", "83.5"),
        ("0", "0"),
        ("100", "100"),
        ("100,00", "100.00"),
        (Decimal("0E-20"), "0"),
        (Decimal("79.28999999999999"), "79.29"),
        (Decimal("99.99999999999999"), "100"),
        (Decimal("12.00000000005"), "12.0000000001"),
    ],
)
def test_read_takes_scores_as_people_and_spreadsheets_write_them(cell, score):
    record, _ = only(**{"Y - Penghargaan": cell})

    assert str(record.components["awards"]) == score


@pytest.mark.parametrize(
    "cell",
    [
        "baik",
        "1.234,5",
        "100,01",
        "-1",
        "85%",
        "=A1",
        "8 5",
        "٨٥",
        "1,23456789012",
        Decimal("100.0000000001"),
        Decimal("-0.1"),
        Decimal("NaN"),
        Decimal("Infinity"),
    ],
)
def test_read_refuses_what_is_no_score_and_keeps_the_other_people(cell):
    export = read(table({"Y - Penghargaan": cell}, {"NIP": SECOND_NIP}))

    assert export.problems == (
        Problem(
            2,
            "Y - Penghargaan",
            "Isi dengan bilangan 0 sampai 100, misalnya 83,51, atau kosongkan bila belum ada.",
        ),
    )
    assert [record.nip for record in export.records] == [SECOND_NIP]


@pytest.mark.parametrize(
    ("cell", "box"),
    [(Decimal(1), 1), (Decimal("9.0"), 9), ("8", 8), ("Kotak 7", 7), ("box 6", 6), ("KOTAK5", 5)],
)
def test_read_takes_a_box_by_number_or_by_name(cell, box):
    assert only(Box=cell)[0].box == box


@pytest.mark.parametrize(
    "cell", ["0", "10", "Kotak", "Star", Decimal(0), Decimal(10), Decimal("8.5"), Decimal("NaN")]
)
def test_read_refuses_what_is_no_box_and_never_falls_back_to_one(cell):
    export = read(table({"Box": cell}))

    assert export.records == ()
    assert [(p.column, p.message) for p in export.problems] == [
        ("Box", "Isi dengan nomor kotak 1 sampai 9, atau kosongkan bila belum ada.")
    ]


@pytest.mark.parametrize("cell", [f"'{NIP}", "19700101 199503 1 001", f" {NIP}\u00a0"])
def test_read_takes_a_nip_as_people_write_it(cell):
    assert only(NIP=cell)[0].nip == NIP


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (Decimal("1.97001011995031E+17"), "Excel membaca NIP ini sebagai bilangan"),
        ("197001011995031000", "Excel membaca NIP ini sebagai bilangan"),
        (None, "NIP wajib diisi."),
        ("-", "NIP wajib diisi."),
        ("12345", "NIP harus 18 digit"),
        ("197013011995031001", "tanggal lahir"),
        ("197001011995211001", "NI PPPK"),
    ],
)
def test_read_refuses_a_nip_that_cannot_be(cell, message):
    export = read(table({"NIP": cell}))

    assert export.records == ()
    (problem,) = export.problems
    assert (problem.row, problem.column) == (2, "NIP")
    assert message in problem.message


def test_read_reports_every_bad_cell_of_a_row():
    export = read(table({"NIP": "1", "Box": "?", "Nilai X": "?", "Y - Penghargaan": "?"}))

    assert sorted(problem.column for problem in export.problems) == [
        "Box",
        "NIP",
        "Nilai X",
        "Y - Penghargaan",
    ]


def test_read_refuses_the_second_row_of_a_person():
    export = read(table({}, {"NIP": SECOND_NIP}, {"NIP": "19700101 199503 1 001"}))

    assert [record.row for record in export.records] == [2, 3]
    assert export.problems == (Problem(4, "NIP", "NIP ini sudah ada di baris 2."),)


def test_read_does_not_take_two_rows_without_nip_for_the_same_person():
    export = read(table({"NIP": None}, {"NIP": ""}))

    assert [problem.message for problem in export.problems] == ["NIP wajib diisi."] * 2


def test_read_skips_empty_rows_and_keeps_the_sheet_s_row_numbers():
    header, first, second = table({}, {"NIP": SECOND_NIP})

    export = read([header, [None] * 18, first, ["", " "], [], second], first_row=5)

    assert [record.row for record in export.records] == [7, 10]


def test_read_takes_cells_that_a_short_row_lacks_as_empty():
    header, row = table({})

    (record,) = read([header, row[:12]]).records

    assert record.components == {"competence": 85}


def test_read_knows_its_columns_however_they_are_written():
    spelled = [f"  {column.upper().replace(' - ', '–')} " for column in COLUMNS]
    spelled[-1] = "y-umpan balik   kinerja 360°"
    _, row = table({})

    export = read([spelled, row])

    assert export.absent == export.unknown == ()
    assert len(export.records[0].components) == 11


def test_read_lists_columns_that_lack_and_columns_that_are_not_simata_s():
    columns = (*COLUMNS[:-1], "Catatan", None, Decimal(2025))
    rows = table({}, columns=columns)

    export = read(rows)

    assert export.absent == ("Y - Umpan Balik Kinerja 360",)
    assert export.unknown == ("Catatan", "2025")
    assert "feedback" not in export.records[0].components


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "tidak memuat kolom NIP"),
        ([["Nama", *COMPONENTS]], "tidak memuat kolom NIP"),
        ([["NIP", "Nama", "Nilai X", "Nilai Y"]], "Tidak ada satu pun kolom unsur"),
        ([[*COLUMNS, "y - penghargaan"]], "Kolom “Y - Penghargaan” ada dua kali"),
    ],
)
def test_read_refuses_a_file_that_is_no_export(rows, message):
    with pytest.raises(NotAnExport, match=f"{message}.*Tidak ada yang diimpor"):
        read(rows)


def test_read_of_a_header_alone_finds_nobody():
    export = read([COLUMNS])

    assert (export.records, export.potential_places) == ((), 0)


def test_evidence_carries_score_and_date_of_every_component():
    record, _ = only(**{"Y - Penghargaan": None})

    found = evidence(record, KEPKBKN_411_2025, DAY)

    assert found["competence"] == Scored(Fraction(85), DAY)
    assert len(found) == 10
    assert place(KEPKBKN_411_2025, found).performance.status is Status.INCOMPLETE


def test_evidence_leaves_out_what_another_scheme_does_not_know_and_names_the_columns():
    record, _ = only()

    assert set(evidence(record, BANJARMASIN, DAY)) == {
        "competence",
        "aptitude",
        "education",
        "awards",
    }
    assert unused_columns(BANJARMASIN) == (
        "X - Pengembangan Kompetensi",
        "X - Pengalaman Jabatan",
        "X - Kesesuaian Bidang Ilmu",
        "X - Verifikasi Rekam Jejak Disiplin",
        "Y - Penilaian Kinerja",
        "Y - Penugasan dalam Tim Kerja",
        "Y - Umpan Balik Kinerja 360",
    )
    assert unused_columns(KEPKBKN_411_2025) == ()


def test_differences_finds_none_where_the_file_is_right():
    found, placement = compared({})

    assert found == ()
    assert placement.box.number == 8


def test_differences_names_total_and_box_that_the_components_do_not_give():
    found, placement = compared({"Nilai X": "79,99", "Box": Decimal(5)})

    assert [(d.nip, d.column, d.imported, d.computed) for d in found] == [
        (NIP, "Nilai X", Decimal("79.99"), placement.potential.value),
        (NIP, "Box", 5, 8),
    ]
    assert [d.message for d in found] == [
        "Nilai X di berkas 79,99; hasil hitung dari unsurnya 86,42.",
        "Box di berkas 5; hasil hitung 8.",
    ]


@pytest.mark.parametrize(
    ("imported", "agrees"),
    [("86,42", True), ("86,4", True), ("86,4167", True), ("86,41", False), ("86,4166", False)],
)
def test_differences_compares_at_the_decimals_of_the_file(imported, agrees):
    found, _ = compared({"Nilai X": imported})

    assert (found == ()) is agrees


def test_differences_takes_the_decimals_from_the_whole_column():
    rounded, _ = compared({"Nilai Y": Decimal(79), "Y - Umpan Balik Kinerja 360": Decimal(88)})
    exact, _ = compared(
        {"Nilai Y": Decimal(79), "Y - Umpan Balik Kinerja 360": Decimal(88)},
        {"NIP": SECOND_NIP, "Nilai Y": Decimal("80.05")},
    )

    assert rounded == ()  # 79.3 in a column of whole numbers
    assert [d.message for d in exact] == [
        "Nilai Y di berkas 79,00; hasil hitung dari unsurnya 79,30."
    ]


def test_differences_shows_all_decimals_that_the_file_has():
    found, _ = compared({"Nilai X": "86,4166"})

    assert found[0].message == "Nilai X di berkas 86,4166; hasil hitung dari unsurnya 86,4167."


def test_differences_tells_when_the_file_took_missing_components_for_zero():
    found, _ = compared({"Y - Penugasan dalam Tim Kerja": None, "Nilai Y": "68,50"})

    assert [d.message for d in found] == [
        "Nilai Y di berkas 68,50; tidak dapat dihitung karena belum ada data: Penugasan dalam "
        "tim kerja. Nilai di berkas menganggap unsur yang belum ada itu nol.",
        "Box di berkas 8; hasil hitung belum dapat ditentukan.",
    ]
    assert (found[0].computed, found[1].computed) == (None, None)


def test_differences_does_not_guess_how_the_file_counted_missing_components():
    found, _ = compared(
        {"Y - Penugasan dalam Tim Kerja": None, "Y - Penghargaan": None, "Nilai Y": "79,00"}
    )

    assert found[0].message == (
        "Nilai Y di berkas 79,00; tidak dapat dihitung karena belum ada data: Penghargaan, "
        "Penugasan dalam tim kerja."
    )


def test_differences_names_sums_that_the_file_leaves_empty():
    found, _ = compared({"Nilai X": None, "Nilai Y": "-", "Box": ""})

    assert [d.message for d in found] == [
        "Nilai X kosong di berkas; hasil hitung 86,42.",
        "Nilai Y kosong di berkas; hasil hitung 79,00.",
        "Box di berkas kosong; hasil hitung 8.",
    ]


def test_differences_is_silent_where_neither_side_has_a_sum():
    found, _ = compared({"Y - Penghargaan": None, "Nilai Y": None, "Box": None})

    assert found == ()


components = st.decimals(0, 100, places=2)
people = st.fixed_dictionaries(dict.fromkeys(COMPONENTS, components))


def rounded(value, places):
    with localcontext(prec=60):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(people, st.integers(1, 6), st.sampled_from([-1, 0, 1]))
def test_a_total_agrees_exactly_when_it_is_ours_rounded_half_up(values, places, shift):
    bare, _ = only(**values, **{"Nilai X": None, "Nilai Y": None, "Box": None})
    placement = place(KEPKBKN_411_2025, evidence(bare, KEPKBKN_411_2025, DAY))
    right = rounded(placement.performance.value, places)
    shifted = right + shift * Decimal(1).scaleb(-places)
    if not 0 <= shifted <= 100:
        shifted = right

    found, _ = compared(
        {**values, "Nilai X": None, "Nilai Y": f"{shifted}", "Box": Decimal(placement.box.number)}
    )

    assert [d.column for d in found] == ["Nilai X", *(["Nilai Y"] if shifted != right else [])]
