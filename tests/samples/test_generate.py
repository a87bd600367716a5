"""The sample workbooks: whole, believable, allowed by the rules, and the same on every run."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import openpyxl
import pytest
import time_machine

from samples.generate import main
from tests.samples.reading import (
    HERE,
    NAMES,
    load,
    recused,
    settings,
    split,
)
from workbook.reading import read

LIVE, ARCHIVE, SMALL = NAMES


def test_generator_writes_the_same_bytes_every_time(tmp_path):
    first, second = tmp_path / "2026", tmp_path / "2031"
    for folder in (first, second):
        folder.mkdir()
        with time_machine.travel(date(int(folder.name), 2, 3)):
            main(folder)

    written = [
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in (first, second)
    ]
    assert sorted(written[0]) == sorted(f"{name}.xlsx" for name in NAMES)
    assert written[0] == written[1]


@pytest.mark.parametrize("name", NAMES)
def test_committed_workbook_holds_what_the_generator_writes(name, tmp_path, books):
    main(tmp_path)

    assert load(tmp_path / f"{name}.xlsx") == books[name]


@pytest.mark.parametrize("name", NAMES)
def test_workbook_is_small_and_holds_values_only(name):
    path = HERE / f"{name}.xlsx"
    workbook = openpyxl.load_workbook(path)

    kinds = {cell.data_type for sheet in workbook for row in sheet for cell in row}

    assert path.stat().st_size < 200_000
    assert kinds == {"s", "n", "d"}


@pytest.mark.parametrize("name", NAMES)
def test_workbook_is_read_without_a_fault_or_a_warning(name, books):
    found = read((HERE / f"{name}.xlsx").read_bytes())

    assert (found.faults, found.warnings) == ((), ())
    assert found.round.code == name
    assert [row.nip for row in found.candidates] == [row["nip"] for row in books[name]["Peserta"]]


def test_nip_is_text_of_eighteen_possible_digits(book):
    for person in book["Peserta"]:
        nip = person["nip"]
        born = date.fromisoformat(nip[:8])
        appointed = date(int(nip[8:12]), int(nip[12:14]), 1)
        assert isinstance(nip, str)
        assert nip.isdigit()
        assert len(nip) == 18
        assert date(1969, 1, 1) <= born <= date(1985, 12, 31)
        assert appointed >= born.replace(year=born.year + 18)
        assert nip[14] in "12"
        assert nip[15:] != "000"


def test_every_key_is_unique_and_every_reference_is_known(book):
    vacancies = [row["kode"] for row in book["Jabatan"]]
    nips = [row["nip"] for row in book["Peserta"]]
    emails = [row["email"] for row in book["Pansel"]]
    named = {
        code
        for row in book["Peserta"] + book["Riwayat_Jabatan"]
        for code in split(row.get("jabatan_dituju")) + split(row.get("terkait"))
    }

    for keys in (vacancies, nips, emails):
        assert len(set(keys)) == len(keys)
    assert named - {"-"} == set(vacancies)
    assert {row["nip"] for row in book["Riwayat_Jabatan"]} == set(nips)
    assert {row["nip"] for row in book["Nilai_Data"]} == set(nips)
    assert {row["nip"] for row in book["Benturan"]} < set(nips)
    assert {row["email"] for row in book["Benturan"]} < set(emails)


def test_weights_add_up_to_one_hundred(book):
    indicators = Counter()
    for row in book["Indikator"]:
        indicators[row["instrumen"]] += row["bobot"]

    assert sum(row["bobot"] for row in book["Instrumen"]) == 100
    assert indicators == {"UJI_GAGASAN": 100, "WAWANCARA": 100}
    assert {len(split(row["jangkar"])) for row in book["Indikator"]} == {5}


def test_panel_is_odd_mostly_external_and_has_one_chair(book):
    panel = book["Pansel"]
    internal = sum(row["internal"] == "Ya" for row in panel)

    assert len(panel) % 2 == 1
    assert internal == 2
    assert internal <= 0.45 * len(panel)
    assert [row["internal"] for row in panel if row["peran"] == "KETUA"] == ["Tidak"]


def test_every_address_is_in_a_reserved_domain(book):
    addresses = [row["email"] for row in book["Pansel"] + book["Peserta"]]

    assert {address.split("@")[1] for address in addresses} == {
        "pansel.example",
        "pekalongan.example",
    }


def test_given_value_is_half_performance_and_half_potential(book):
    axes = {row["nip"]: (row["nilai_kinerja"], row["nilai_potensial"]) for row in book["Peserta"]}

    for row in book["Nilai_Data"]:
        performance, potential = axes[row["nip"]]
        assert row["nilai"] == pytest.approx((performance + potential) / 2)
        assert min(performance, potential) >= 60
        assert max(performance, potential) >= 80


def test_history_is_unbroken_and_ends_in_the_present_post(book):
    for person in book["Peserta"]:
        posts = [row for row in book["Riwayat_Jabatan"] if row["nip"] == person["nip"]]
        assert 3 <= len(posts) <= 6
        for earlier, later in pairwise(posts):
            assert later["mulai"] - earlier["selesai"] == timedelta(days=1)
        assert posts[-1]["selesai"] is None
        assert (posts[-1]["jabatan"], posts[-1]["mulai"]) == (
            person["jabatan"],
            person["tmt_jabatan"],
        )


def test_no_post_is_held_by_two_people_at_once(book):
    held = {}
    for row in book["Riwayat_Jabatan"]:
        held.setdefault((row["jabatan"], row["perangkat_daerah"]), []).append(row)

    for rows in held.values():
        for earlier, later in pairwise(sorted(rows, key=lambda row: row["mulai"])):
            assert earlier["selesai"] is not None
            assert earlier["selesai"] < later["mulai"]


@pytest.mark.parametrize("name", [ARCHIVE, SMALL])
def test_everybody_meets_the_requirements_once_experience_is_judged(name, books):
    book = books[name]
    day = settings(book)["tanggal_acuan"]
    for person in book["Peserta"]:
        posts = [row for row in book["Riwayat_Jabatan"] if row["nip"] == person["nip"]]
        senior = [
            row for row in posts if row["jenis_jabatan"] in {"ADMINISTRATOR", "JF_AHLI_MADYA"}
        ]
        born = date.fromisoformat(person["nip"][:8])
        assert all(row["terkait"] for row in posts)
        assert _days(senior, day) >= 2 * 366
        assert day < born.replace(year=born.year + 57)
        assert person["hukuman_disiplin"] in {"TIDAK_ADA", "RINGAN"}
        for vacancy in split(person["jabatan_dituju"]):
            related = [row for row in posts if vacancy in split(row["terkait"])]
            assert _days(related, day) >= 5 * 365 + 2


def test_timetable_hears_one_candidate_at_a_time_and_everybody_once(book):
    sittings = [(row["tanggal"], row["mulai"], row["selesai"]) for row in book["Jadwal"]]
    heard = Counter((row["nip"], row["instrumen"], row["jabatan"]) for row in book["Jadwal"])
    scopes = {row["kode"]: row["lingkup"] for row in book["Instrumen"] if row["sumber"] == "PANSEL"}

    assert len({row["ruang"] for row in book["Jadwal"]}) == 1
    for earlier, later in pairwise(sittings):
        assert earlier[:2] < later[:2]
        assert earlier[0] != later[0] or earlier[2] <= later[1]
    assert heard == {
        (row["nip"], instrument, vacancy): 1
        for row in book["Peserta"]
        for instrument, scope in scopes.items()
        for vacancy in (split(row["jabatan_dituju"]) if scope == "JABATAN" else [None])
    }


def test_pekalongan_fills_ten_vacancies_from_twenty_six_candidates(books):
    book = books[LIVE]
    choices = [split(row["jabatan_dituju"]) for row in book["Peserta"]]
    nominations = Counter(code for codes in choices for code in codes)

    assert len(book["Jabatan"]) == 10
    assert len(book["Peserta"]) == 26
    assert len(book["Pansel"]) == 7
    assert sorted(set(map(len, choices))) == [1, 2, 3]
    assert nominations.total() == 46
    assert {4, 5} == set(nominations.values())
    assert Counter(row["hukuman_disiplin"] for row in book["Peserta"])["RINGAN"] == 1
    assert Counter(row["tanggal"] for row in book["Jadwal"]) == {
        date(2025, 12, 3): 26,
        date(2025, 12, 4): 26,
    }


def test_live_rounds_bring_no_score_and_pekalongan_leaves_experience_to_judge(books):
    unjudged = [row["nip"] for row in books[LIVE]["Riwayat_Jabatan"] if row["terkait"] is None]

    assert [name for name in NAMES if "Nilai_Pansel" in books[name]] == [ARCHIVE]
    assert [settings(books[name])["arsip"] for name in NAMES] == ["Tidak", "Ya", "Tidak"]
    assert len(unjudged) == 6


def test_archive_differs_from_the_live_round_only_where_time_has_passed(books):
    live, archive = books[LIVE], books[ARCHIVE]

    assert [name for name in archive if archive[name] != live.get(name)] == [
        "Seleksi",
        "Riwayat_Jabatan",
        "Nilai_Pansel",
    ]


def test_small_round_has_what_the_browser_journey_needs(books):
    book = books[SMALL]
    nominations = Counter(code for row in book["Peserta"] for code in split(row["jabatan_dituju"]))

    assert [(row["kode"], row["sumber"], row["lingkup"]) for row in book["Instrumen"]] == [
        ("TALENTA", "DATA", "PESERTA"),
        ("UJI_GAGASAN", "PANSEL", "JABATAN"),
        ("WAWANCARA", "PANSEL", "PESERTA"),
    ]
    assert Counter(row["instrumen"] for row in book["Indikator"]) == {
        "UJI_GAGASAN": 2,
        "WAWANCARA": 3,
    }
    assert len(book["Pansel"]) == 5
    assert len(book["Peserta"]) == 4
    assert nominations == {"DINKOMINFO": 3, "DPMPTSP": 3}
    assert recused(book) == {("penilai5@pansel.example", "198103222005011016")}


def _days(posts, day):
    return sum(((row["selesai"] or day) - row["mulai"]).days + 1 for row in posts)
