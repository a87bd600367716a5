"""Two accounts of one person are one person where two are needed."""

import pytest

from accounts.models import User
from accounts.sameness import same_person

RINI = User(pk=1, name="Dr. Rini Astuti, S.E., M.Si.", email="rini@kota.example")


@pytest.mark.parametrize(
    "other",
    [
        User(pk=1, name="Lain", email="lain@kota.example"),
        User(pk=2, name="rini  astuti", email="lain@kota.example"),
        User(pk=2, name="RINI ASTUTI, M.M.", email="lain@kota.example"),
        User(pk=2, name="Lain", email="rini+dua@kota.example"),
    ],
)
def test_one_person_with_two_accounts_is_known(other):
    assert same_person(RINI, other)


@pytest.mark.parametrize(
    "other",
    [
        User(pk=2, name="Rina Astuti", email="rina@kota.example"),
        User(pk=2, name="Dr.", email="rini@provinsi.example"),
    ],
)
def test_two_people_stay_two(other):
    assert not same_person(RINI, other)


def test_names_that_are_nothing_but_titles_are_compared_as_they_stand():
    one = User(pk=1, name="Ir.", email="satu@kota.example")

    assert not same_person(one, User(pk=2, name="Dr.", email="dua@kota.example"))
