from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import wording


def test_dates_and_times_read_as_in_an_office():
    assert wording.in_words(date(2025, 12, 3)) == "3 Desember 2025"
    assert wording.with_weekday(date(2025, 12, 3)) == "Rabu, 3 Desember 2025"
    assert wording.at_clock(datetime(2025, 12, 3, 8, 5)) == "08.05 WIB"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("83.5125"), 2, "83,51"),
        (Fraction(1, 8), 2, "0,13"),
        (Fraction(-1, 8), 2, "−0,13"),
        (Fraction(-1, 1000), 2, "0,00"),
        (Decimal(7), 0, "7"),
        ("83.51", None, "83,51"),
        (Decimal("-0.07"), None, "−0,07"),
        (Fraction(5, 1), 4, "5,0000"),
    ],
)
def test_numbers_have_a_comma_and_are_rounded_half_up(value, places, text):
    assert wording.with_comma(value, places) == text


@given(st.decimals(0, 1000, places=4))
def test_rounding_is_never_off_by_more_than_half_a_unit(value):
    shown = Decimal(wording.with_comma(value, 2).replace(",", "."))

    assert abs(shown - value) <= Decimal("0.005")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("20.0000000000"), "20%"),
        (Decimal("33.5"), "33,5%"),
        (Fraction(15), "15%"),
        (Decimal(100), "100%"),
    ],
)
def test_percent_has_no_idle_zeros(value, text):
    assert wording.percent(value) == text
