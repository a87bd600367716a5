from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.nine_boxes import NINE_BOXES
from candidates.simata import COMPONENTS
from candidates.talent_rules import (
    Axis,
    Boundaries,
    Component,
    ImpossibleScheme,
    Indicator,
    Level,
    Measure,
    NoSingleScheme,
    TechnicalShare,
    in_force,
)
from candidates.talent_schemes import KEPKBKN_411_2025, SCHEMES, SIXTY_EIGHTY, component, table
from tests.candidates.schemes import BANJARMASIN, SIMT, band, simple_axis, simple_scheme

A, B = Measure("a", "Unsur A"), Measure("b", "Unsur B")
LEVELS = {level: level.value for level in Level}


def axis(*components):
    return Axis("Kinerja", components, SIXTY_EIGHTY, LEVELS)


@pytest.mark.parametrize("weights", [(60, 39), (60, 41), (100, 1)])
def test_an_axis_must_sum_to_exactly_100(weights):
    parts = (
        component("Satu", weights[0], (A, weights[0])),
        component("Dua", weights[1], (B, weights[1])),
    )

    with pytest.raises(ImpossibleScheme, match=f"Kinerja berjumlah {sum(weights)}%, seharusnya"):
        axis(*parts)


def test_an_axis_whose_thirds_sum_to_exactly_100_is_good():
    third = Fraction(100, 3)
    parts = [Component(m.label, third, (Indicator(m, third),)) for m in (A, B, Measure("c", "C"))]

    assert axis(*parts).measures == (A, B, Measure("c", "C"))


def test_a_component_must_weigh_what_its_indicators_weigh():
    with pytest.raises(ImpossibleScheme, match=r"Satu: bobot unsurnya berjumlah 99%.*tepat 100%"):
        component("Satu", 100, (A, 60), (B, 39))


@pytest.mark.parametrize("weight", [0, -5])
def test_an_indicator_must_weigh_something(weight):
    with pytest.raises(ImpossibleScheme, match="Unsur A: bobot harus lebih dari 0%"):
        Indicator(A, Fraction(weight))


def test_an_axis_must_name_its_three_classes():
    with pytest.raises(ImpossibleScheme, match="nama untuk ketiga kelasnya"):
        Axis("Kinerja", (component("Satu", 100, (A, 100)),), SIXTY_EIGHTY, {Level.LOW: "Rendah"})


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"categories": table(("a", "A", 101))}, "nilai harus 0 sampai 100"),
        ({"bands": (band(0, -1),)}, "nilai harus 0 sampai 100"),
        ({"if_missing": Fraction(-1)}, "nilai harus 0 sampai 100"),
        ({"categories": table(("a", "A", 1), ("a", "B", 2))}, "disebut dua kali"),
        ({"bands": (band(1, 10),)}, "mulai dari 0 dan terus naik"),
        ({"bands": (band(0, 10), band(3, 20), band(3, 30))}, "mulai dari 0 dan terus naik"),
        ({"parts": (A,), "categories": table(("a", "A", 1))}, "tidak boleh punya tabel"),
        ({"parts": (A,), "if_missing": Fraction(0)}, "tidak boleh punya tabel"),
        ({"parts": (Measure("m", "M", parts=(A, B)),)}, "bagiannya tidak boleh terbagi lagi"),
    ],
)
def test_a_measure_that_cannot_be_scored_is_refused(facts, message):
    with pytest.raises(ImpossibleScheme, match=message):
        Measure("n", "Unsur N", **facts)


@pytest.mark.parametrize(("middle", "high"), [(80, 60), (60, 60), (-1, 60), (60, 101)])
def test_boundaries_that_do_not_rise_within_the_scale_are_refused(middle, high):
    with pytest.raises(ImpossibleScheme, match="Batas kelas harus naik"):
        Boundaries(Fraction(middle), Fraction(high), inclusive=True)


@pytest.mark.parametrize("talent", [-1, 101])
def test_a_technical_share_outside_0_to_100_is_refused(talent):
    with pytest.raises(ImpossibleScheme, match="JPT Pratama: bagian nilai talenta"):
        TechnicalShare("senior", "JPT Pratama", Fraction(talent))


SHARE = TechnicalShare("senior", "JPT Pratama", Fraction(70))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"potential": simple_axis("Potensial", "y")}, "Satu kode unsur dipakai dua kali"),
        ({"performance_share": Fraction(101)}, "Bagian sumbu kinerja"),
        ({"performance_share": Fraction(-1)}, "Bagian sumbu kinerja"),
        ({"technical": (SHARE, SHARE)}, "dua pembagian nilai teknis"),
        ({"boxes": NINE_BOXES[:8]}, "kotak 1 sampai 9"),
        ({"boxes": (replace(NINE_BOXES[0], number=8), *NINE_BOXES[1:])}, "kotak 1 sampai 9"),
        (
            {"boxes": (replace(NINE_BOXES[0], potential=Level.LOW), *NINE_BOXES[1:])},
            "kotak 1 sampai 9",
        ),
        ({"boxes": (*NINE_BOXES, NINE_BOXES[0])}, "kotak 1 sampai 9"),
        ({"valid_until": date(2024, 12, 31)}, "berakhir sebelum mulai berlaku"),
    ],
)
def test_a_scheme_that_cannot_be_counted_is_refused(changes, message):
    with pytest.raises(ImpossibleScheme, match=message):
        simple_scheme(**changes)


def test_a_scheme_may_be_in_force_for_one_day():
    day = date(2025, 1, 1)

    assert in_force([simple_scheme(valid_until=day)], day).valid_until == day


def test_in_force_finds_the_version_of_the_day():
    schemes = (SIMT, KEPKBKN_411_2025)

    assert in_force(schemes, date(2024, 12, 31)) is SIMT
    assert in_force(schemes, date(2025, 1, 1)) is KEPKBKN_411_2025
    assert in_force(schemes, date(2030, 1, 1)) is KEPKBKN_411_2025


def test_in_force_refuses_a_day_without_a_scheme():
    with pytest.raises(NoSingleScheme, match="Pada 31 Desember 2024 tidak ada skema"):
        in_force(SCHEMES, date(2024, 12, 31))


def test_in_force_refuses_a_day_with_two_schemes():
    with pytest.raises(NoSingleScheme, match=r"ada 2 skema .* \(Banjarmasin, SIMT DJBK\)"):
        in_force((SIMT, BANJARMASIN), date(2024, 1, 1))


def test_the_default_scheme_weighs_as_its_source_says():
    weights = {
        axis.label: [(c.label, c.weight, [i.weight for i in c.indicators]) for c in axis.components]
        for axis in (KEPKBKN_411_2025.performance, KEPKBKN_411_2025.potential)
    }

    assert weights == {
        "Kinerja": [("Kinerja utama", 60, [60]), ("Kinerja penguat", 40, [15, 15, 10])],
        "Potensial": [
            ("Kompetensi", 40, [20, 10, 10]),
            ("Potensi", 25, [25]),
            ("Kualifikasi", 20, [10, 10]),
            ("Integritas dan moralitas", 15, [15]),
        ],
    }
    assert KEPKBKN_411_2025.potential_share == 50


def test_the_default_scheme_lets_no_missing_evidence_count_for_anything():
    leaves = [
        leaf
        for axis in (KEPKBKN_411_2025.performance, KEPKBKN_411_2025.potential)
        for measure in axis.measures
        for leaf in measure.leaves
    ]

    assert {leaf.if_missing for leaf in leaves} == {None}


def test_every_measure_of_the_default_scheme_says_where_it_was_read():
    leaves = [
        leaf
        for axis in (KEPKBKN_411_2025.performance, KEPKBKN_411_2025.potential)
        for measure in axis.measures
        for leaf in measure.leaves
    ]

    assert [leaf.code for leaf in leaves if not leaf.source] == []
    assert KEPKBKN_411_2025.source and KEPKBKN_411_2025.caveat


def test_the_default_scheme_uses_each_column_of_simata_on_its_own_axis():
    axes = {"Y": KEPKBKN_411_2025.performance, "X": KEPKBKN_411_2025.potential}

    for letter, axis_ in axes.items():
        columns = {code for column, code in COMPONENTS.items() if column.startswith(letter)}
        assert columns == {measure.code for measure in axis_.measures}


values = st.integers(0, 1_000).map(lambda tenths: Fraction(tenths, 10))


@given(st.lists(values, min_size=2, max_size=5).map(sorted), st.booleans())
def test_a_greater_value_is_never_in_a_lower_class(rising, inclusive):
    boundaries = Boundaries(Fraction(46), Fraction(72), inclusive=inclusive)
    order = [list(Level).index(boundaries.level_of(value)) for value in rising]

    assert all(before <= after for before, after in pairwise(order))


@given(values)
def test_inclusive_and_strict_boundaries_differ_only_exactly_on_a_boundary(value):
    inclusive = Boundaries(Fraction(46), Fraction(72), inclusive=True)
    strict = replace(inclusive, inclusive=False)

    assert (inclusive.level_of(value) is strict.level_of(value)) == (value not in (46, 72))
