"""The talent schemes that come with the product, as data.

One so far, and it is a second-hand reading: the decree itself was not opened. Sources and
certainty in the tags of domain.md 0.1 ([S] read, [2H] second-hand, [M] memory, [I] our own).
"""

from datetime import date
from fractions import Fraction

from candidates.nine_boxes import NINE_BOXES, PERFORMANCE_LEVELS, POTENTIAL_LEVELS
from candidates.talent_rules import (
    Axis,
    Band,
    Boundaries,
    Category,
    Component,
    Indicator,
    Measure,
    Scheme,
    TechnicalShare,
)


def table(*rows: tuple[str, str, int]) -> tuple[Category, ...]:
    """A category table from code, label and score (0-100)."""
    return tuple(Category(code, label, Fraction(score)) for code, label, score in rows)


def bands(*rows: tuple[int, str, int]) -> tuple[Band, ...]:
    """Bands from the least amount, label and score (0-100), lowest first."""
    return tuple(Band(Fraction(least), label, Fraction(score)) for least, label, score in rows)


def component(label: str, weight: int, *indicators: tuple[Measure, int]) -> Component:
    """A component from its measures with their weights, all in percent of the axis."""
    weighted = tuple(Indicator(measure, Fraction(share)) for measure, share in indicators)
    return Component(label, Fraction(weight), weighted)


RATING = Measure(  # codes as candidates.models.Rating
    "rating",
    "Penilaian kinerja",
    categories=table(
        ("very_good", "Sangat baik", 100),
        ("good", "Baik", 80),
        ("needs_work", "Butuh perbaikan", 60),
        ("poor", "Kurang", 40),
        ("very_poor", "Sangat kurang", 20),
    ),
    source="S:22",
)
AWARDS = Measure("awards", "Penghargaan", source="2H:18,19,20,23 (weight only: no table was read)")
TEAM_DUTY = Measure(
    "team_duty",
    "Penugasan dalam tim kerja",
    categories=table(
        ("leads_across_agencies", "Ketua tim lintas instansi", 100),
        ("leads_inside", "Ketua tim internal", 85),
        ("member_across_agencies", "Anggota tim lintas instansi", 70),
        ("member_inside", "Anggota tim internal", 50),
        ("none", "Tidak ada", 0),
    ),
    source="2H:19; the 100 of the first row is I",
)
FEEDBACK = Measure(
    "feedback",
    "Umpan balik kinerja 360°",
    source="2H:19 gives the scores 100, 85, 70, 40 without names: entered as a score",
)
COMPETENCE = Measure("competence", "Penilaian kompetensi", source="2H:18,19,20,23")
TRAINING = Measure(  # hours (JP)
    "training",
    "Pengembangan kompetensi",
    bands=bands(
        (0, "Tidak ada", 0),
        (1, "1–4 JP", 40),
        (5, "5–9 JP", 60),
        (10, "10–19 JP", 80),
        (20, "20 JP atau lebih", 100),
    ),
    source="2H:19 (S:22 knows only 100 and 50)",
)
EXPERIENCE = Measure(
    "experience",
    "Pengalaman jabatan",
    parts=(
        Measure(  # completed years: 2 years 11 months are 2
            "tenure",
            "Lama jabatan",
            bands=bands(
                (0, "Kurang dari 1 tahun", 40),
                (1, "1–2 tahun", 60),
                (3, "3–4 tahun", 80),
                (5, "5 tahun atau lebih", 100),
            ),
            source="2H:19; S:22 leaves 2-3 years undefined; counting completed years is I",
        ),
        Measure(
            "diversity",
            "Keragaman jabatan",
            categories=table(
                ("across_agencies", "Lintas instansi", 100),
                ("across_units", "Lintas unit kerja", 80),
                ("one_unit", "Satu unit kerja", 60),
            ),
            source="S:22; 2H:19",
        ),
        Measure(
            "acting",
            "Penugasan nondefinitif",
            categories=table(
                ("acting_mayor", "Penjabat kepala daerah", 100),
                ("acting_higher", "Pelaksana tugas jabatan lebih tinggi", 80),
                ("acting_equal", "Pelaksana tugas jabatan setara", 60),
                ("daily", "Pelaksana harian", 40),
                ("none", "Tidak ada", 0),
            ),
            source="2H:19 (S:22 differs)",
        ),
    ),
)
APTITUDE = Measure(
    "aptitude",
    "Penilaian potensi",
    source="2H:19: eight aspects of 0-5, sum / 40 x 100, entered as that score",
)
EDUCATION = Measure(  # codes as candidates.models.Candidate.education
    "education",
    "Tingkat pendidikan formal",
    categories=table(
        ("S-3", "S-3", 100),
        ("S-2", "S-2", 90),
        ("S-1", "S-1", 80),
        ("D-IV", "D-IV", 80),
        ("D-III", "D-III", 70),
        ("SLTA", "SLTA", 60),
    ),
    source="S:22; 2H:19",
)
FIELD_FIT = Measure(
    "field_fit",
    "Kesesuaian bidang ilmu",
    categories=table(
        ("fits", "Sesuai", 100),
        ("related", "Serumpun", 75),
        ("unrelated", "Tidak sesuai", 50),
    ),
    source="2H:19 (scores); names of the rows are I",
)
DISCIPLINE = Measure(  # codes as candidates.models.Sanction, and one more
    "discipline",
    "Verifikasi rekam jejak disiplin",
    categories=table(
        ("none", "Tidak pernah", 100),
        ("light", "Ringan", 75),
        ("medium", "Sedang", 50),
        ("heavy", "Berat", 25),
        ("serving", "Sedang menjalani hukuman", 0),
    ),
    source="S:22; 2H:19",
)

SIXTY_EIGHTY = Boundaries(Fraction(60), Fraction(80), inclusive=True)  # 2H:19; S:22

KEPKBKN_411_2025 = Scheme(
    code="kepkbkn-411-2025",
    name="KepKBKN 411/2025",
    legal_basis="Keputusan Kepala BKN Nomor 411 Tahun 2025",
    source="2H:18,19,20,23; shares with technical competence 2H:19 only; dates I",
    caveat=(
        "Disusun dari penerapan publik KepKBKN 411/2025; naskah keputusannya belum dibaca. "
        "Konfirmasikan bobot, batas, dan masa berlakunya kepada BKN sebelum dipakai."
    ),
    valid_from=date(2025, 1, 1),  # I: the day of the decree was not read, only its year
    valid_until=None,
    performance=Axis(
        "Kinerja",
        (
            component("Kinerja utama", 60, (RATING, 60)),
            component("Kinerja penguat", 40, (AWARDS, 15), (TEAM_DUTY, 15), (FEEDBACK, 10)),
        ),
        SIXTY_EIGHTY,
        PERFORMANCE_LEVELS,
    ),
    potential=Axis(
        "Potensial",
        (
            component("Kompetensi", 40, (COMPETENCE, 20), (TRAINING, 10), (EXPERIENCE, 10)),
            component("Potensi", 25, (APTITUDE, 25)),
            component("Kualifikasi", 20, (EDUCATION, 10), (FIELD_FIT, 10)),
            component("Integritas dan moralitas", 15, (DISCIPLINE, 15)),
        ),
        SIXTY_EIGHTY,
        POTENTIAL_LEVELS,
    ),
    performance_share=Fraction(50),
    technical=(  # levels as candidates.models.PostKind, and one more
        TechnicalShare("senior_madya", "JPT Madya", Fraction(80)),
        TechnicalShare("senior", "JPT Pratama", Fraction(70)),
        TechnicalShare("administrator", "Administrator", Fraction(60)),
        TechnicalShare("supervisor", "Pengawas", Fraction(50)),
    ),
    boxes=NINE_BOXES,
)

SCHEMES = (KEPKBKN_411_2025,)
