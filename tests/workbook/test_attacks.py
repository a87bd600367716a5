"""Files that mean harm are refused or read, and neither costs much: of this process or the child.

`python -m tests.workbook.attacks` measures more of them. The clock is not tested here: the machine
may be busy; the processor's limits hold whatever else it does.
"""

import subprocess
import sys

import pytest

from selection.confined import ROOT
from tests.workbook import making
from tests.workbook.attacks import ATTACKS, CODES, book, post
from workbook.guard import Refused
from workbook.reading import read
from workbook.tally import MOST_KEPT

CHILD_SECONDS, OWN_SECONDS = 6, 2  # the child's limit is 5, then it is stopped


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("thousands_of_sheets_that_lack_thousands_of_criteria", marks=pytest.mark.long),
        "thousands_of_merged_ranges",
        pytest.param("references_to_nobody", marks=pytest.mark.long),
        "a_hundred_thousand_entries",
    ],
)
def test_a_hostile_file_costs_little_here_and_is_stopped_there(name):
    data = ATTACKS[name]()
    before = making.processor_seconds(own=True), making.processor_seconds()

    try:
        found = read(data)
    except Refused:
        found = None

    own = making.processor_seconds(own=True) - before[0]
    assert own < OWN_SECONDS
    assert making.processor_seconds() - before[1] - own < CHILD_SECONDS
    assert found is None or len(found.faults) <= 11 * MOST_KEPT


def test_the_measured_book_of_codes_is_refused():
    """82.8 s and 834 MB once; now less than a second."""
    with pytest.raises(Refused, match="isinya 12 MB setelah dibuka"):
        read(ATTACKS["thousands_of_codes_in_a_cell"]())


def test_a_cell_of_too_many_codes_is_a_fault_in_words():
    found = read(book(Riwayat_Jabatan=[post(2, ";".join(CODES[:51]))]))

    assert [str(f) for f in found.faults if f.sheet == "Riwayat_Jabatan"] == [
        "Riwayat_Jabatan!G2: Satu sel paling banyak memuat 50 isian yang dipisahkan titik koma; "
        "sel ini memuat 51."
    ]


def test_five_unknown_codes_are_named_and_the_rest_counted():
    found = making.faults(making.a_round(Riwayat_Jabatan_G2=";".join(CODES[:8])))

    assert found == [
        "Riwayat_Jabatan!G2: Kode “AA”, “AB”, “AC”, “AD”, “AE” dan 3 lainnya tidak ada di lembar "
        "Jabatan."
    ]


def test_five_missing_criteria_are_named_and_the_rest_counted():
    sheets = making.an_archive(Seleksi_B15="Ya")
    sheets["Indikator"] += [["UJI_GAGASAN", f"X{n}", "x", 0, None] for n in range(8)]

    found = [fault for fault in making.faults(sheets) if "belum memuat" in fault]

    assert found == [
        "Nilai_Pansel!E2: Lembar nilai ini belum memuat kriteria X0, X1, X2, X3, X4 dan 3 lainnya."
    ]


def test_of_very_many_faults_the_first_are_kept_and_all_are_counted():
    sheets = making.a_round()
    sheets["Riwayat_Jabatan"] += [["x"] for _ in range(MOST_KEPT)]

    found = making.read_tables(sheets)

    kept = [fault for fault in found.faults if fault.sheet == "Riwayat_Jabatan"]
    assert len(kept) == MOST_KEPT
    assert found.extent.faults["Riwayat_Jabatan"] == 5 * MOST_KEPT  # a bad NIP, four empty cells
    assert len(found.extent.rows["Riwayat_Jabatan"]) == MOST_KEPT
    assert len(found.extent.lines["Riwayat_Jabatan"]) == MOST_KEPT


def test_the_measuring_by_hand_works():
    command = (sys.executable, "-m", "tests.workbook.attacks", "a_far_cell")

    table = subprocess.check_output(command, cwd=ROOT, text=True)

    assert "a far cell" in table
    assert "refused: Lembar Jabatan berisi data di sel XFD1048576" in table
