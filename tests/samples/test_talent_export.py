"""The invented SIMATA exports: the same on every run, and true to the sample round."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from candidates.simata import evidence
from candidates.simata_differences import differences
from candidates.talent import place
from candidates.talent_schemes import KEPKBKN_411_2025
from samples.sheets import HERE, read_folder
from samples.talent_export import EARLIER, LATEST, main
from tests.samples.reading import load
from workbook.talent_reading import read_export

NAMES = (EARLIER, LATEST)


def test_exports_are_written_the_same_every_time(tmp_path):
    first, second = tmp_path / "2026", tmp_path / "2031"
    for folder in (first, second):
        folder.mkdir()
        with time_machine.travel(date(int(folder.name), 2, 3)):
            main(folder)

    for name in NAMES:
        file = f"{name}.xlsx"
        assert (first / file).read_bytes() == (second / file).read_bytes()
        assert load(first / file) == load(HERE / file)


@pytest.mark.parametrize("name", NAMES)
def test_candidates_stand_where_the_sample_round_says(name):
    export = read_export((HERE / f"{name}.xlsx").read_bytes())
    records = {record.nip: record for record in export.records}

    for person in read_folder("pekalongan")["Peserta"]:
        record = records[person["nip"]]
        placement = place(KEPKBKN_411_2025, evidence(record, KEPKBKN_411_2025, date(2025, 11, 1)))
        assert placement.performance.value == Decimal(person["nilai_kinerja"])
        assert placement.potential.value == Decimal(person["nilai_potensial"])
        assert placement.is_succession
        assert differences(export, record, placement) == ()
