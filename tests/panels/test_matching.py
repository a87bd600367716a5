from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.matching import seat_in_turn, seat_most

WISHES = st.lists(st.lists(st.integers(0, 5), max_size=4, unique=True).map(sorted), max_size=6)


def every_arrangement(wishes):
    """All ways to give everybody a place of their own, the dearest places of the first first."""
    for places in product(*wishes):
        if len(set(places)) == len(places):
            yield dict(enumerate(places))


def most(wishes, taken=frozenset()):
    """How many people can be seated, by trying everything."""
    if not wishes:
        return 0
    first, *others = wishes
    seated = [1 + most(others, taken | {place}) for place in first if place not in taken]
    return max([most(others, taken), *seated])


@given(WISHES)
def test_seat_most_seats_as_many_as_trying_everything_does(wishes):
    place = seat_most(wishes)

    assert len(place) == most(wishes)
    assert len(set(place.values())) == len(place)
    assert all(taken in wishes[person] for person, taken in place.items())


@given(WISHES)
def test_seat_in_turn_gives_the_first_arrangement_there_is(wishes):
    assert seat_in_turn(wishes) == next(every_arrangement(wishes), None)


@pytest.mark.parametrize(
    ("wishes", "seated"),
    [
        ([], {}),
        ([[0, 1, 2], [0, 1, 2], [0, 1, 2]], {0: 0, 1: 1, 2: 2}),
        ([[0, 1], [0, 1], [0]], None),
        ([[0, 1, 2], [0, 1, 2], [0]], {0: 1, 1: 2, 2: 0}),
        ([[0, 1], [1, 2], [0, 2], [3]], {0: 0, 1: 1, 2: 2, 3: 3}),
        ([[0, 1], [0, 2], [0]], {0: 1, 1: 2, 2: 0}),
        ([[0, 1, 3], [1, 4], [0], [3, 5]], {0: 1, 1: 4, 2: 0, 3: 3}),  # 3 falls free on the way
    ],
)
def test_seat_in_turn_lets_people_wait_only_for_those_who_have_no_other_place(wishes, seated):
    assert seat_in_turn(wishes) == seated


def test_seat_most_leaves_the_last_without_a_place():
    assert seat_most([[0], [0]]) == {0: 0}
