"""Whether a scoring day may begin, judged from facts (reliability.md 5.3): a line for each.

Nothing passes because it cannot be known: what no machine sees is ticked by somebody with a name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SPACE = 10 * 1024**3
LAG = timedelta(seconds=5)
VALIDITY = timedelta(days=14)
DRIFT = timedelta(seconds=1)
TYPED = 16  # digits of the printed hash that must at least be compared
TICKS = {
    "cadangan": "Cadangan hari ini dipulihkan di mesin lain, jumlah baris sama",
    "sertifikat": "Sertifikat berlaku 14 hari lagi atau lebih",
    "jam": "Jam server cocok dengan waktu resmi (NTP)",
    "celah": "Tidak ada celah keamanan kritis yang terbuka (pip-audit)",
    "kebocoran": "Uji kebocoran nilai (script/leaks) hijau pada versi ini",
    "kertas": "Lembar nilai kertas sudah dicetak dan ada di ruangan",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """What keeps the time: `source` names the program that was asked, empty where there is none.

    `is_synchronized` is its answer; `apart` how far database and application differ.
    """

    source: str
    is_synchronized: bool
    apart: timedelta


@dataclass(frozen=True, slots=True)
class People:
    """The members by name: how many there are, and who still lacks something."""

    count: int
    without_factor: Sequence[str]
    unpractised: Sequence[str]
    undeclared: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the lines follow from. `lag` is None where the standby did not follow in time."""

    now: datetime
    ticks: Mapping[str, str]
    has_standby: bool
    lag: timedelta | None
    free: int
    certificate_until: datetime | None
    clock: Clock
    people: People
    rules_hash: str
    printed_hash: str
    timetable: int | None
    waiting: int
    faults: Sequence[str]
    events: int
    phone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page; `advice` says what to do where it fails."""

    title: str
    passes: bool
    reason: str
    advice: str


def lines_of(facts: Facts) -> list[Line]:
    """Every line, always all of them, in the order of the page."""
    return [check(facts) for check in CHECKS]


def _ticked(key: str, advice: str) -> Callable[[Facts], Line]:
    def check(facts: Facts) -> Line:
        who = facts.ticks.get(key, "")
        reason = f"dicentang {who}" if who else "belum dicentang"
        return Line(TICKS[key], bool(who), reason, f"{advice}, lalu --tick {key}=“Nama”")

    return check


def _standby(facts: Facts) -> Line:
    if not facts.has_standby:
        reason = "tidak ada standby yang tersambung"
    elif facts.lag is None:
        reason = f"tertinggal lebih dari {LAG.seconds} detik"
    else:
        reason = f"tertinggal {_seconds(facts.lag)} detik"
    passes = facts.has_standby and facts.lag is not None and facts.lag < LAG
    advice = "Nyalakan mesin cadangan, sambungkan dengan slot replikasi tetap"
    return Line("Standby mengikuti, tertinggal kurang dari 5 detik", passes, reason, advice)


def _disk(facts: Facts) -> Line:
    reason = f"{facts.free // 1024**3} GB kosong"
    advice = "Pindahkan cadangan lama, atau tambah ruang"
    return Line("Ruang cakram 10 GB atau lebih", facts.free >= SPACE, reason, advice)


def _certificate(facts: Facts) -> Line:
    until = facts.certificate_until
    if until is None:
        advice = "Lihat tanggalnya di peramban"
        return _ticked("sertifikat", advice)(facts)
    left = until - facts.now
    reason = f"sampai {until:%d-%m-%Y}, {max(left.days, 0)} hari lagi"
    return Line(TICKS["sertifikat"], left >= VALIDITY, reason, "Pasang sertifikat yang baru")


def _clock(facts: Facts) -> Line:
    clock = facts.clock
    between = f"selisih basis data dan aplikasi {_seconds(clock.apart)} detik"
    if clock.apart >= DRIFT:
        return Line(TICKS["jam"], passes=False, reason=between, advice="Setel jam kedua mesin")
    if clock.source:
        said = "tersinkron" if clock.is_synchronized else "tidak tersinkron"
        reason = f"{clock.source}: {said}; {between}"
        return Line(TICKS["jam"], clock.is_synchronized, reason, "Hidupkan penyelaras jam (NTP)")
    line = _ticked("jam", "Cocokkan dengan jam BMKG atau NTP")(facts)
    return Line(line.title, line.passes, f"{line.reason}; {between}", line.advice)


def _of_all(
    title: str, lacking: Callable[[People], Sequence[str]], advice: str
) -> Callable[[Facts], Line]:
    def check(facts: Facts) -> Line:
        count, names = facts.people.count, lacking(facts.people)
        if not count:
            return Line(title, passes=False, reason="belum ada penilai", advice="Susun panitia")
        done = f"{count - len(names)} dari {count}"
        reason = f"{done}; belum: {', '.join(names)}" if names else done
        return Line(title, not names, reason, advice)

    return check


def _rules(facts: Facts) -> Line:
    printed = re.sub(r"[\s.…\-–]", "", facts.printed_hash).lower()
    is_same = len(printed) >= TYPED and facts.rules_hash.startswith(printed)
    if not facts.rules_hash:
        reason, advice = "belum dibekukan", "Bekukan aturan putaran"
    elif not printed:
        reason = "sidik jari yang tercetak belum disebut"
        advice = "Ulangi dengan --rules-hash dan sidik jari dari kertas"
    elif is_same:
        reason, advice = f"sidik jari {facts.rules_hash[:TYPED]}…", ""
    else:
        reason = f"di sini {facts.rules_hash[:TYPED]}…, pada kertas {printed[:TYPED]}"
        advice = f"Periksa ketikan (paling sedikit {TYPED} digit); bila benar, jangan mulai"
    passes = bool(facts.rules_hash) and is_same
    return Line("Aturan dibekukan dan sama dengan yang tercetak", passes, reason, advice)


def _timetable(facts: Facts) -> Line:
    version = facts.timetable
    reason = f"versi {version}" if version else "belum diterbitkan"
    return Line("Jadwal wawancara terbit", bool(version), reason, "Terbitkan jadwal")


def _queue(facts: Facts) -> Line:
    reason = f"{facts.waiting} pekerjaan menunggu" if facts.waiting else "tidak ada yang menunggu"
    advice = "Tunggu pekerja; bila tidak bergerak, periksa proses worker"
    return Line("Antrean dokumen dan unggahan kosong", not facts.waiting, reason, advice)


def _chain(facts: Facts) -> Line:
    reason = "; ".join(facts.faults) or f"{facts.events} catatan nilai utuh"
    advice = "Hubungi Inspektorat; jangan ubah apa pun"
    return Line("Rantai catatan diperiksa dan utuh", not facts.faults, reason, advice)


def _phone(facts: Facts) -> Line:
    reason = facts.phone or "belum diisi"
    advice = "Minta administrator mengisi telepon instansi"
    return Line("Telepon sekretariat pada setiap halaman", bool(facts.phone), reason, advice)


def _seconds(length: timedelta) -> str:
    tenths = abs(length) // timedelta(milliseconds=100)
    return f"{tenths // 10},{tenths % 10}"


CHECKS: Sequence[Callable[[Facts], Line]] = (
    _ticked("cadangan", "Pulihkan cadangan hari ini di mesin lain, bandingkan jumlah baris"),
    _standby,
    _disk,
    _certificate,
    _clock,
    _of_all(
        "Semua penilai masuk dengan dua faktor",
        lambda people: people.without_factor,
        "Minta mereka memasang aplikasi kode atau kunci sandi pada akunnya",
    ),
    _of_all(
        "Semua penilai menyelesaikan lembar latihan",
        lambda people: people.unpractised,
        "Minta mereka membuka Penilaian, lalu lembar latihan",
    ),
    _rules,
    _timetable,
    _of_all(
        "Pernyataan benturan kepentingan lengkap",
        lambda people: people.undeclared,
        "Minta mereka menandatangani atau memperbaruinya",
    ),
    _ticked("celah", "Jalankan pip-audit di mesin yang tersambung"),
    _ticked("kebocoran", "Jalankan script/leaks pada versi ini"),
    _queue,
    _chain,
    _ticked("kertas", "Cetak formulir nilai kosong"),
    _phone,
)
