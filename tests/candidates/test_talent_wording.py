from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from candidates.talent import Named, Scored, place
from candidates.talent_rules import Boundaries
from candidates.talent_schemes import KEPKBKN_411_2025
from candidates.talent_wording import completeness, near_boundary, verdict, why_unplaced, written
from tests.candidates.schemes import FIRST_GOLDEN, at, simple_axis, simple_scheme

STRICT = Boundaries(Fraction("46.5"), Fraction(72), inclusive=False)


@pytest.mark.parametrize(
    ("y", "text"),
    [
        ("59.996", "Kinerja 59,996: di bawah batas 60, rendah."),
        (60, "Kinerja 60,00: di bawah batas 80, menengah."),
        ("79.29", "Kinerja 79,29: di bawah batas 80, menengah."),
        ("79.9999", "Kinerja 79,9999: di bawah batas 80, menengah."),
        (80, "Kinerja 80,00: mencapai batas 80, tinggi."),
    ],
)
def test_verdict_names_the_inclusive_boundary_that_decides(y, text):
    assert verdict(place(simple_scheme(), at(y, 50)).performance) == text


@pytest.mark.parametrize(
    ("y", "text"),
    [
        ("46.5", "Kinerja 46,50: tidak melebihi batas 46,5, rendah."),
        (72, "Kinerja 72,00: tidak melebihi batas 72, menengah."),
        ("72.004", "Kinerja 72,004: melebihi batas 72, tinggi."),
    ],
)
def test_verdict_names_the_strict_boundary_that_decides(y, text):
    assert verdict(place(simple_scheme(STRICT), at(y, 50)).performance) == text


def test_verdict_of_an_incomplete_axis_gives_the_range_and_what_is_missing():
    evidence = {"rating": Named("good"), "feedback": Scored(Fraction(85))}

    assert verdict(place(KEPKBKN_411_2025, evidence).performance) == (
        "Kinerja belum lengkap, antara 56,50 dan 86,50. Belum ada data: Penghargaan dan "
        "Penugasan dalam tim kerja."
    )


def test_verdict_says_what_was_filled_in_by_the_scheme():
    axis = simple_axis("Kinerja", "y", if_missing=Fraction(0))
    scheme = simple_scheme(performance=axis)

    assert verdict(place(scheme, {"x": Scored(Fraction(50))}).performance) == (
        "Kinerja 0,00: di bawah batas 60, rendah. Tanpa data, dinilai menurut skema: Nilai y."
    )


@pytest.mark.parametrize(
    ("y", "text"),
    [
        ("79.29", "0,71 poin dari batas kotak 7"),
        (80, "tepat di batas kotak 5"),
        ("79.996", "kurang dari 0,01 poin dari batas kotak 7"),
        ("79.99", "0,01 poin dari batas kotak 7"),
        (90, "10,00 poin dari batas kotak 5"),
    ],
)
def test_near_boundary_gives_the_distance_and_the_box_beyond(y, text):
    placement = place(simple_scheme(), at(y, 70))
    vertical = [c for c in placement.crossings if c.axis.label == "Kinerja"]

    assert near_boundary(vertical[0]) == text


def test_why_unplaced_names_everything_that_is_missing():
    evidence = dict(FIRST_GOLDEN)
    del evidence["awards"], evidence["aptitude"], evidence["acting"]

    assert why_unplaced(place(KEPKBKN_411_2025, evidence)) == (
        "Belum dapat ditempatkan. Belum ada data: Penghargaan, Penugasan nondefinitif, dan "
        "Penilaian potensi."
    )


def test_why_unplaced_names_a_single_gap():
    assert why_unplaced(place(simple_scheme(), {"y": Scored(Fraction(50))})) == (
        "Belum dapat ditempatkan. Belum ada data: Nilai x."
    )


def test_why_unplaced_is_silent_about_somebody_who_has_a_box():
    assert why_unplaced(place(KEPKBKN_411_2025, FIRST_GOLDEN)) == ""


def test_completeness_never_rounds_up_to_100():
    placement = place(KEPKBKN_411_2025, FIRST_GOLDEN)

    assert completeness(placement) == "Data 100% lengkap"
    assert completeness(replace(placement, completeness=Fraction("99.99"))) == "Data 99% lengkap"


values = st.fractions(min_value=0, max_value=100, max_denominator=10**6)


@given(value=values, inclusive=st.booleans())
@example(value=Fraction(80) - Fraction(1, 10**9), inclusive=True)
@example(value=Fraction(80) + Fraction(1, 10**9), inclusive=False)
def test_written_never_shows_a_value_in_another_class(value, inclusive):
    axis = simple_axis("Kinerja", "y", Boundaries(Fraction(60), Fraction(80), inclusive=inclusive))

    text = written(axis, value)
    shown, places = Fraction(text.replace(",", ".")), len(text.split(",")[1])

    assert axis.boundaries.level_of(shown) is axis.boundaries.level_of(value)
    assert abs(shown - value) <= Fraction(1, 2 * 10**places)
    assert places >= 2
