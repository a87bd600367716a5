from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workbook.gate import TICKS, Clock, Facts, People, lines_of
from workbook.gate_page import page

NOW = datetime(2025, 12, 3, 6, 30, tzinfo=UTC)
HASH = "3f9a07c2" * 8
CLOCK = Clock("chrony", is_synchronized=True, apart=timedelta(milliseconds=40))
ALONE = Clock("", is_synchronized=False, apart=timedelta(milliseconds=40))
PEOPLE = People(count=7, without_factor=[], unpractised=[], undeclared=[])
READY = Facts(
    now=NOW,
    ticks=dict.fromkeys(TICKS, "Bagas"),
    has_standby=True,
    lag=timedelta(milliseconds=300),
    free=40 * 1024**3,
    certificate_until=NOW + timedelta(days=60),
    clock=CLOCK,
    people=PEOPLE,
    rules_hash=HASH,
    printed_hash="3f9a 07c2 3f9a 07c2",
    timetable=2,
    waiting=0,
    faults=[],
    events=214,
    phone="(0285) 555 0110",
)
PLACES = {
    "backup": 0,
    "standby": 1,
    "disk": 2,
    "certificate": 3,
    "clock": 4,
    "factors": 5,
    "practice": 6,
    "rules": 7,
    "timetable": 8,
    "declarations": 9,
    "holes": 10,
    "leaks": 11,
    "queue": 12,
    "chain": 13,
    "paper": 14,
    "phone": 15,
}


def without(tick):
    return {name: who for name, who in READY.ticks.items() if name != tick}


def line(name, **changed):
    return lines_of(replace(READY, **changed))[PLACES[name]]


def test_a_ready_day_passes_on_every_line():
    lines = lines_of(READY)

    assert [line.passes for line in lines] == [True] * len(PLACES)


@pytest.mark.parametrize(
    ("name", "changed", "reason"),
    [
        ("backup", {"ticks": without("cadangan")}, "belum dicentang"),
        ("standby", {"has_standby": False}, "tidak ada standby yang tersambung"),
        ("standby", {"lag": None}, "tertinggal lebih dari 5 detik"),
        ("standby", {"lag": timedelta(seconds=5)}, "tertinggal 5,0 detik"),
        ("disk", {"free": 10 * 1024**3 - 1}, "9 GB kosong"),
        (
            "certificate",
            {"certificate_until": NOW + timedelta(days=13, hours=23)},
            "sampai 17-12-2025, 13 hari lagi",
        ),
        (
            "certificate",
            {"certificate_until": NOW - timedelta(days=3)},
            "sampai 30-11-2025, 0 hari lagi",
        ),
        (
            "certificate",
            {"certificate_until": None, "ticks": without("sertifikat")},
            "belum dicentang",
        ),
        (
            "clock",
            {"clock": replace(CLOCK, is_synchronized=False)},
            "chrony: tidak tersinkron; selisih basis data dan aplikasi 0,0 detik",
        ),
        (
            "clock",
            {"clock": replace(CLOCK, apart=timedelta(seconds=1))},
            "selisih basis data dan aplikasi 1,0 detik",
        ),
        (
            "clock",
            {"clock": replace(ALONE, apart=timedelta(minutes=5))},
            "selisih basis data dan aplikasi 300,0 detik",
        ),
        (
            "clock",
            {"clock": ALONE, "ticks": without("jam")},
            "belum dicentang; selisih basis data dan aplikasi 0,0 detik",
        ),
        (
            "factors",
            {"people": replace(PEOPLE, without_factor=["Sri", "Joko"])},
            "5 dari 7; belum: Sri, Joko",
        ),
        ("practice", {"people": replace(PEOPLE, unpractised=["Sri"])}, "6 dari 7; belum: Sri"),
        ("practice", {"people": replace(PEOPLE, count=0)}, "belum ada penilai"),
        ("declarations", {"people": replace(PEOPLE, undeclared=["Sri"])}, "6 dari 7; belum: Sri"),
        ("rules", {"rules_hash": ""}, "belum dibekukan"),
        ("rules", {"rules_hash": "", "printed_hash": ""}, "belum dibekukan"),
        ("rules", {"printed_hash": ""}, "sidik jari yang tercetak belum disebut"),
        (
            "rules",
            {"printed_hash": "3f9a07c2"},
            "di sini 3f9a07c23f9a07c2…, pada kertas 3f9a07c2",
        ),
        (
            "rules",
            {"printed_hash": "0" * 64},
            "di sini 3f9a07c23f9a07c2…, pada kertas 0000000000000000",
        ),
        ("timetable", {"timetable": None}, "belum diterbitkan"),
        ("holes", {"ticks": without("celah")}, "belum dicentang"),
        ("leaks", {"ticks": without("kebocoran")}, "belum dicentang"),
        ("queue", {"waiting": 2}, "2 pekerjaan menunggu"),
        ("chain", {"faults": ["lembar 3 …", "akar …"]}, "lembar 3 …; akar …"),
        ("paper", {"ticks": without("kertas")}, "belum dicentang"),
        ("phone", {"phone": ""}, "belum diisi"),
    ],
)
def test_a_line_fails_alone_and_says_why(name, changed, reason):
    found = line(name, **changed)

    assert (found.passes, found.reason) == (False, reason)
    assert found.advice
    lines = lines_of(replace(READY, **changed))
    failed = [place for place, other in enumerate(lines) if not other.passes]
    assert failed == [PLACES[name]] or "people" in changed


@pytest.mark.parametrize(
    ("name", "changed", "reason"),
    [
        ("backup", {}, "dicentang Bagas"),
        ("standby", {"lag": timedelta(seconds=4, milliseconds=960)}, "tertinggal 4,9 detik"),
        ("disk", {"free": 10 * 1024**3}, "10 GB kosong"),
        (
            "certificate",
            {"certificate_until": NOW + timedelta(days=14), "ticks": {}},
            "sampai 17-12-2025, 14 hari lagi",
        ),
        ("certificate", {"certificate_until": None}, "dicentang Bagas"),
        ("clock", {"ticks": {}}, "chrony: tersinkron; selisih basis data dan aplikasi 0,0 detik"),
        (
            "clock",
            {"clock": ALONE},
            "dicentang Bagas; selisih basis data dan aplikasi 0,0 detik",
        ),
        ("factors", {}, "7 dari 7"),
        ("rules", {"printed_hash": HASH.upper()}, "sidik jari 3f9a07c23f9a07c2…"),
        ("rules", {"printed_hash": f"{HASH[:16]}…"}, "sidik jari 3f9a07c23f9a07c2…"),
        ("timetable", {}, "versi 2"),
        ("queue", {}, "tidak ada yang menunggu"),
        ("chain", {}, "214 catatan nilai utuh"),
        ("phone", {}, "(0285) 555 0110"),
    ],
)
def test_a_line_passes_and_says_on_what(name, changed, reason):
    found = line(name, **changed)

    assert (found.passes, found.reason) == (True, reason)


def test_a_hash_that_continues_otherwise_than_the_frozen_one_is_another():
    assert not line("rules", printed_hash=HASH[:16] + "0").passes


def test_the_page_of_the_worst_day_still_fits_on_one_sheet():
    names = [f"Prof. Dr. Penilai dengan Nama yang Panjang {number}" for number in range(9)]
    worst = replace(
        READY,
        ticks={},
        has_standby=False,
        free=0,
        certificate_until=None,
        clock=ALONE,
        people=People(9, without_factor=names, unpractised=names, undeclared=names),
        rules_hash="",
        timetable=None,
        waiting=3,
        faults=["rantai catatan nilai terputus pada catatan 12 (isi berubah)"] * 9,
        phone="",
    )

    rows = page("Seleksi " * 30, lines_of(worst), NOW).splitlines()

    assert len(rows) <= 60
    assert max(map(len, rows)) <= 80
    assert sum(row.startswith("GAGAL  ") for row in rows) == len(PLACES)


def test_the_page_names_who_saw_what_and_asks_for_no_signature_on_a_ready_day():
    said = page("Seleksi JPT Pratama", lines_of(READY), NOW)

    assert "Rabu, 3 Desember 2025 pukul 06.30 WIB" in said
    assert "LULUS  Lembar nilai kertas sudah dicetak dan ada di ruangan: dicentang Bagas" in said
    assert "LULUS 16 dari 16. Hari penilaian dapat dimulai." in said
    assert "Ketua panitia" not in said


def test_a_failing_page_says_what_to_do_and_leaves_room_for_two_signatures():
    said = page("Seleksi JPT Pratama", lines_of(replace(READY, timetable=None)), NOW)

    assert "GAGAL  Jadwal wawancara terbit: belum diterbitkan\n       > Terbitkan jadwal" in said
    assert "GAGAL 1 dari 16." in said
    assert "Kepala BKPSDM: ____" in said
