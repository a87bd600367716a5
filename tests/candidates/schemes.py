"""Two real schemes besides the default one, to prove that nothing is hard-coded, and evidence.

Numbers of domain.md 3.5 and 3.6 and of the public code behind them (S:22, S:24). What those
sources leave open is marked I, our own.
"""

from datetime import date
from fractions import Fraction

from candidates.nine_boxes import NINE_BOXES, PERFORMANCE_LEVELS, POTENTIAL_LEVELS
from candidates.talent_evidence import Counted, Named, Scored
from candidates.talent_rules import Axis, Band, Boundaries, Category, Level, Measure, Scheme
from candidates.talent_schemes import (
    APTITUDE,
    DISCIPLINE,
    EDUCATION,
    SIXTY_EIGHTY,
    bands,
    component,
    table,
)


def points(most, *rows):
    """Categories of a scheme that adds points: `most` points are a score of 100."""
    return tuple(Category(code, label, Fraction(100 * got, most)) for code, label, got in rows)


def plain(code, label):
    return Measure(code, label, source="S:24")


BANJARMASIN = Scheme(
    code="banjarmasin",
    name="Banjarmasin",
    legal_basis="Kode publik manajemen talenta Kota Banjarmasin",
    source="S:24; split of the 55 points, shares of the axes and dates I",
    caveat="",
    valid_from=date(2023, 1, 1),
    valid_until=date(2024, 12, 31),
    performance=Axis(
        "Kinerja",
        (
            component(
                "Kinerja spesifik",
                45,
                (
                    Measure(
                        "specific",
                        "Predikat kinerja",
                        categories=points(
                            45,
                            ("very_good", "Sangat baik", 45),
                            ("good", "Baik", 35),
                            ("needs_work", "Sedang/butuh perbaikan", 25),
                            ("poor", "Kurang", 15),
                            ("very_poor", "Sangat kurang", 5),
                        ),
                        source="S:24",
                    ),
                    45,
                ),
            ),
            component(
                "Kinerja generik", 55, (plain("generic", "Inovasi, organisasi, dan lain"), 55)
            ),
        ),
        Boundaries(Fraction(46), Fraction(72), inclusive=False),
        PERFORMANCE_LEVELS,
    ),
    potential=Axis(
        "Potensial",
        (
            component("Potensi", 20, (plain("aptitude", "Potensi"), 20)),
            component("Kompetensi", 30, (plain("competence", "Kompetensi jenjang berikutnya"), 30)),
            component(
                "Rekam jejak",
                35,
                (
                    Measure(
                        "track_record",
                        "Rekam jejak",
                        parts=(
                            plain("education", "Pendidikan"),
                            Measure(
                                "qualification",
                                "Pangkat terhadap eselon",
                                categories=table(
                                    ("below", "Di bawah ekspektasi", 25),
                                    ("meets", "Sesuai ekspektasi", 70),
                                    ("above", "Di atas ekspektasi", 100),
                                ),
                                source="S:24",
                            ),
                            Measure(
                                "posts",
                                "Pengalaman jabatan",
                                bands=bands(
                                    (0, "1 jabatan", 20),
                                    (2, "2 jabatan", 40),
                                    (3, "3–4 jabatan", 60),
                                    (5, "5–6 jabatan", 80),
                                    (7, "7 jabatan atau lebih", 100),
                                ),
                                source="S:24",
                            ),
                            Measure("leadership", "Diklat", if_missing=Fraction(0), source="S:24"),
                            Measure("awards", "Penghargaan", if_missing=Fraction(0), source="S:24"),
                            plain("morality", "Moralitas"),
                            plain("hours", "Jam pelajaran"),
                        ),
                    ),
                    35,
                ),
            ),
            component(
                "Pertimbangan lain",
                15,
                (
                    Measure(
                        "other",
                        "Pertimbangan lain",
                        parts=(
                            Measure("roles", "Organisasi", if_missing=Fraction(0), source="S:24"),
                            Measure(
                                "certificate", "Sertifikat", if_missing=Fraction(0), source="S:24"
                            ),
                            plain("attendance", "Kehadiran"),
                        ),
                    ),
                    15,
                ),
            ),
        ),
        Boundaries(Fraction(46), Fraction(72), inclusive=False),
        POTENTIAL_LEVELS,
    ),
    performance_share=Fraction(50),
    technical=(),
    boxes=NINE_BOXES,
)

SIMT = Scheme(
    code="simt-djbk",
    name="SIMT DJBK",
    legal_basis="Kode publik SIMT Direktorat Jenderal Bina Konstruksi",
    source="S:22; shares of the axes and dates I",
    caveat="",
    valid_from=date(2023, 1, 1),
    valid_until=date(2024, 12, 31),
    performance=Axis(
        "Kinerja",
        (
            component(
                "Predikat",
                100,
                (
                    Measure(
                        "rating",
                        "Predikat kinerja",
                        categories=table(
                            ("very_good", "Sangat baik", 100),
                            ("good", "Baik", 80),
                            ("needs_work", "Butuh perbaikan", 60),
                            ("poor", "Kurang", 40),
                            ("very_poor", "Sangat kurang", 20),
                        ),
                        source="S:22",
                    ),
                    100,
                ),
            ),
        ),
        SIXTY_EIGHTY,
        PERFORMANCE_LEVELS,
    ),
    potential=Axis(
        "Potensial",
        (
            component("Potensi dan kompetensi", 65, (APTITUDE, 65)),
            component(
                "Kualifikasi",
                20,
                (EDUCATION, 10),
                (
                    Measure(
                        "field_fit",
                        "Kesesuaian bidang ilmu",
                        categories=table(("fits", "Sesuai", 100), ("unrelated", "Tidak", 50)),
                        source="S:22",
                    ),
                    10,
                ),
            ),
            component("Integritas", 15, (DISCIPLINE, 15)),
        ),
        SIXTY_EIGHTY,
        POTENTIAL_LEVELS,
    ),
    performance_share=Fraction(50),
    technical=(),
    boxes=NINE_BOXES,
)


def simple_axis(label, code, boundaries=SIXTY_EIGHTY, **measure):
    """An axis whose value is the one score given under `code`."""
    return Axis(
        label,
        (component("Unsur", 100, (Measure(code, f"Nilai {code}", **measure), 100)),),
        boundaries,
        {Level.LOW: "Rendah", Level.MIDDLE: "Menengah", Level.HIGH: "Tinggi"},
    )


def simple_scheme(boundaries=SIXTY_EIGHTY, **changes):
    """A scheme whose axes are the scores given as `y` and `x`."""
    facts = {
        "code": "dull",
        "name": "Skema polos",
        "legal_basis": "",
        "source": "",
        "caveat": "",
        "valid_from": date(2025, 1, 1),
        "valid_until": None,
        "performance": simple_axis("Kinerja", "y", boundaries),
        "potential": simple_axis("Potensial", "x", boundaries),
        "performance_share": Fraction(50),
        "technical": (),
        "boxes": NINE_BOXES,
    }
    return Scheme(**(facts | changes))


def at(y, x):
    """Evidence for `simple_scheme`."""
    return {"y": Scored(Fraction(y)), "x": Scored(Fraction(x))}


def band(least, score):
    return Band(Fraction(least), "", Fraction(score))


FIRST_GOLDEN = {  # domain.md 3.5, golden test 1
    "rating": Named("very_good", date(2024, 12, 31)),
    "awards": Scored(Fraction(0)),
    "team_duty": Named("member_across_agencies"),
    "feedback": Scored(Fraction(85)),
    "competence": Scored(Fraction(85), date(2025, 6, 1)),
    "training": Counted(Fraction(19)),
    "tenure": Counted(Fraction(5), date(2025, 11, 1)),
    "diversity": Named("across_units", date(2025, 10, 1)),
    "acting": Named("acting_higher"),
    "aptitude": Scored(Fraction(75)),
    "education": Named("S-2"),
    "field_fit": Named("fits"),
    "discipline": Named("none"),
}
