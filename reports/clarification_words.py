"""The sentences of every question. They ask; none of them says or hints that somebody cheated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from accounts.wording import with_comma
from scoring.clarifying import Clarification
from scoring.sightings import THRESHOLDS, Kind, Sighting, Subject
from selection.enumeration import listed

AT_A_GLANCE = 4


@dataclass(frozen=True, slots=True)
class Words:
    """What one card says; the heading is a fact, never a person. `lines`: sheets or notes."""

    title: str
    seen: str
    innocent: str
    ask: str
    lines: Sequence[str] = ()

    @property
    def is_short(self) -> bool:
        """Whether all lines are read at a glance."""
        return 0 < len(self.lines) <= AT_A_GLANCE


SUBJECTS: Mapping[Kind, tuple[str, str]] = {
    Kind.PUSH: (
        "Satu kandidat berbeda dari pesaingnya",
        "Dibandingkan dengan nilai rekan dan kebiasaan penilai sendiri: satu kandidat lebih tinggi,"
        " para pesaing untuk jabatan yang sama lebih rendah.",
    ),
    Kind.SIMILAR: (
        "Dua penilai yang sangat serupa",
        "Selisih terhadap panitia berjalan seiring pada sepuluh kandidat atau lebih, melebihi yang"
        " dijelaskan kebetulan (uji permutasi, p di bawah 0,01 sesudah koreksi).",
    ),
    Kind.SEVERITY: (
        "Penilai yang jauh lebih tinggi atau lebih rendah",
        "Rata-rata seorang penilai berjarak lebih dari 8 poin dari rekannya, dan lebih dari 1,75"
        " kali sebaran antarkandidat.",
    ),
    Kind.SAME: (
        "Nilai yang sama untuk beberapa kandidat",
        "Empat kandidat atau lebih mendapat nilai yang sama persis pada semua kriteria, jauh lebih"
        " sering daripada lembar rekan.",
    ),
    Kind.FLAT: (
        "Satu nilai untuk semua kriteria",
        "Empat lembar atau lebih hampir tidak membedakan kriteria, jauh lebih sering daripada pada"
        " rekan.",
    ),
    Kind.COPIED: (
        "Catatan dengan kalimat yang sama",
        "Dua penilai menulis kalimat yang sama, lima kata atau lebih, tentang satu kandidat saja."
        " Rumusan yang dipakai untuk beberapa kandidat tidak dihitung.",
    ),
    Kind.REOPENED: (
        "Lembar yang dibuka kembali",
        "Lembar dibuka kembali setelah penilai lain menandatangani lembarnya untuk kandidat yang"
        " sama. Selalu disebut.",
    ),
    Kind.EARLY: (
        "Ditandatangani sebelum sesi berakhir",
        "Tiga lembar atau lebih ditandatangani lebih dari 10 menit sebelum jadwal sesi berakhir,"
        " sementara kebanyakan rekan menunggu.",
    ),
    Kind.QUICK: (
        "Ditandatangani segera setelah simpan pertama",
        "Tiga lembar atau lebih ditandatangani kurang dari 60 detik setelah disimpan pertama kali.",
    ),
}
"""For each kind: its heading, and when it is asked."""


def wording_of(found: Clarification, sighting: Sighting) -> Words:
    """The card of one sighting."""
    return _WRITERS[sighting.kind](found, sighting)


def points(value: Fraction) -> str:
    """`6,3 poin`, without a sign."""
    return f"{with_comma(abs(value), 1)} poin"


def _push(found: Clarification, sighting: Sighting) -> Words:
    post = found.posts[sighting.vacancy].vacancy.title
    candidate = found.candidates[sighting.candidate].full_name
    up, down = sighting.figures["up"], sighting.figures["down"]
    return Words(
        title=f"{candidate}, {post}",
        seen=f"Untuk {candidate} nilainya {points(up)} di atas yang diperkirakan dari nilai rekan"
        f" dan kebiasaannya; untuk para pesaing pada jabatan ini, rata-rata {points(down)} di"
        " bawahnya.",
        innocent="Penilai dapat mengenal bidang jabatan ini lebih dalam daripada rekannya, atau"
        " melihat sesuatu dalam wawancara yang tidak dilihat orang lain.",
        ask=f"Apa yang membedakan {candidate} dari kandidat lain untuk jabatan ini? Catatan mana"
        " pada lembar yang menunjukkannya?",
    )


def _similar(_: Clarification, sighting: Sighting) -> Words:
    shared, r, p = (sighting.figures[name] for name in ("shared", "r", "p"))
    return Words(
        title=f"Selisih yang seiring pada {shared} kandidat",
        seen=f"Pada {shared} kandidat, selisih kedua penilai terhadap panitia berjalan seiring:"
        f" korelasi {with_comma(r, 2)}. Bila kandidat diacak dalam tingkat nilainya, seiring"
        f" sebesar itu terjadi dengan peluang {with_comma(p, 4)} (sudah dikoreksi untuk semua"
        " pasangan).",
        innocent="Keduanya dapat berlatar belakang sama dan memperhatikan hal yang sama. Bila"
        " beberapa rekan lain sepakat satu sama lain, dua penilai sisanya juga tampak serupa.",
        ask="Bagaimana masing-masing menyusun nilainya? Apakah nilai dibicarakan sebelum"
        " ditandatangani?",
    )


def _severity(_: Clarification, sighting: Sighting) -> Words:
    gap = sighting.figures["points"]
    side = "di atas" if gap > 0 else "di bawah"
    return Words(
        title=f"{points(gap)} {side} rekan",
        seen=f"Rata-rata nilainya {points(gap)} {side} rata-rata rekan untuk kandidat yang sama.",
        innocent="Ketat dan longgar adalah kebiasaan; ia sama bagi semua kandidat dan tidak"
        " menggeser urutan selama penilai itu menilai semuanya.",
        ask="Tingkat mana pada rubrik yang dipakai untuk kandidat rata-rata? Apakah ada kandidat"
        " yang tidak dinilai penilai ini, sehingga kebiasaannya menguntungkan atau merugikan?",
    )


def _same(found: Clarification, sighting: Sighting) -> Words:
    count = sighting.figures["candidates"]
    words = Words(
        title=f"{count} kandidat dengan nilai yang sama, {_instrument(found, sighting)}",
        seen=f"{count} kandidat mendapat nilai yang sama persis pada setiap kriteria.",
        innocent="Kandidat dapat memang setara, dan skala dengan sedikit tingkat membuat nilai yang"
        " sama lebih mungkin.",
        ask="Apa yang membedakan para kandidat ini, kriteria demi kriteria?",
    )
    return _with_sheets(found, sighting, words)


def _flat(found: Clarification, sighting: Sighting) -> Words:
    count = sighting.figures["candidates"]
    words = Words(
        title=f"{count} kandidat tanpa beda antarkriteria, {_instrument(found, sighting)}",
        seen=f"Pada lembar {count} kandidat semua kriteria bernilai hampir sama (simpangan di bawah"
        " 1 poin).",
        innocent="Penilai dapat menilai kesan keseluruhan lebih dahulu lalu mengisi kriterianya.",
        ask="Apakah setiap kriteria dinilai sendiri? Kriteria mana yang paling kuat dan paling"
        " lemah pada kandidat ini?",
    )
    return _with_sheets(found, sighting, words)


def _copied(found: Clarification, sighting: Sighting) -> Words:
    quotes = [
        f"{_about(found, subject)}: “{text}”"
        for subject, text in zip(sighting.subjects, sighting.texts, strict=True)
    ]
    about = {subject.candidate: found.candidates[subject.candidate].full_name
             for subject in sighting.subjects}  # fmt: skip
    whom = listed(about.values()) if len(about) < 3 else f"{len(about)} kandidat"
    return Words(
        title=f"Kalimat yang sama tentang {whom}",
        seen=f"{len(quotes)} kalimat ditulis sama oleh kedua penilai dan tidak dipakai untuk"
        " kandidat lain.",
        innocent="Keduanya dapat mencatat ucapan kandidat kata demi kata, atau memakai rumusan dari"
        " rubrik.",
        ask="Dari mana kalimat ini berasal? Apakah catatan ditulis sendiri-sendiri?",
        lines=quotes,
    )


def _reopened(found: Clarification, sighting: Sighting) -> Words:
    before, after = sighting.figures["before"], sighting.figures.get("after")
    if after is None:
        became = "Setelah itu tidak ditandatangani lagi."
    elif after == before:
        became = f"Nilainya tetap {with_comma(before, 2)}."
    else:
        became = f"Nilainya {with_comma(before, 2)}, kemudian {with_comma(after, 2)}."
    return Words(
        title=_about(found, sighting.subjects[0]),
        seen=f"Lembar dibuka kembali ketika {sighting.figures['colleagues']} penilai lain sudah"
        f" menandatangani lembarnya untuk kandidat ini. {became}",
        innocent="Salah tekan dan salah baca terjadi. Permintaan itu disetujui orang lain, dan"
        " versi lama tetap tersimpan.",
        ask="Apa yang keliru pada versi pertama? Apakah saat itu nilai penilai lain sudah"
        " diketahui?",
    )


def _early(found: Clarification, sighting: Sighting) -> Words:
    longest = sighting.figures["longest"] // 60
    words = Words(
        title=f"{sighting.figures['sheets']} lembar sebelum sesi berakhir",
        seen=f"{sighting.figures['sheets']} lembar ditandatangani lebih dari"
        f" {THRESHOLDS.early.seconds // 60} menit sebelum jadwal sesi berakhir, paling awal"
        f" {longest} menit.",
        innocent="Sesi dapat berakhir lebih cepat daripada jadwalnya tanpa dicatat, atau jadwal"
        " bergeser.",
        ask="Apakah sesi sudah selesai ketika lembar ditandatangani? Cocokkan dengan daftar hadir"
        " dan catatan kejadian.",
    )
    return _with_sheets(found, sighting, words)


def _quick(found: Clarification, sighting: Sighting) -> Words:
    sheets, shortest = sighting.figures["sheets"], sighting.figures["shortest"]
    several = len(sighting.members) > 1
    whose = f" oleh {len(sighting.members)} penilai" if several else ""
    words = Words(
        title=f"{sheets} lembar, masing-masing ditandatangani kurang dari satu menit",
        seen=f"{sheets} lembar ditandatangani{whose} kurang dari {THRESHOLDS.quick.seconds} detik"
        f" setelah simpan pertama, tercepat {shortest} detik.",
        innocent="Nilai dapat ditulis di kertas selama wawancara lalu disalin ke layar sekaligus."
        + (" Bila kebanyakan penilai begitu, itu cara kerja panitia." if several else ""),
        ask="Kapan dan di mana nilai ini disusun? Bila di kertas, apakah kertasnya masih ada?",
    )
    return _with_sheets(found, sighting, words)


def _with_sheets(found: Clarification, sighting: Sighting, words: Words) -> Words:
    lines = [_about(found, subject) for subject in sighting.subjects]
    return replace(words, lines=[*dict.fromkeys(lines)])


def _instrument(found: Clarification, sighting: Sighting) -> str:
    return found.instruments[sighting.instrument].title


def _about(found: Clarification, subject: Subject) -> str:
    """`Nama kandidat, Wawancara`, and the post where the sheet counts there alone."""
    parts = [found.candidates[subject.candidate].full_name]
    parts.append(found.instruments[subject.instrument].title)
    if subject.vacancy:
        parts.append(found.posts[subject.vacancy].vacancy.title)
    return ", ".join(parts)


_WRITERS: Mapping[Kind, Callable[[Clarification, Sighting], Words]] = {
    Kind.PUSH: _push,
    Kind.SIMILAR: _similar,
    Kind.SEVERITY: _severity,
    Kind.SAME: _same,
    Kind.FLAT: _flat,
    Kind.COPIED: _copied,
    Kind.REOPENED: _reopened,
    Kind.EARLY: _early,
    Kind.QUICK: _quick,
}
