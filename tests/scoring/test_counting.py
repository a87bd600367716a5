from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import (
    Aggregation,
    aggregate,
    instrument_scores,
    quorum_for,
    round_half_up,
    sheet_score,
)
from tests.scoring.entrants import data, entrant, panel, scheme, sheets

sevenths = st.integers(0, 700).map(lambda number: Fraction(number, 7))
marks = st.lists(sevenths, min_size=1, max_size=9)
four_or_more_marks = st.lists(sevenths, min_size=4, max_size=9)
aggregations = st.sampled_from(Aggregation)


def test_sheet_score_weighs_indicators_on_the_hundred_scale():
    instrument = panel(scale_max=5, indicators={"A": Fraction(60), "B": Fraction(40)})

    assert sheet_score(instrument, {"A": 4, "B": 3}) == 72


def test_sheet_score_of_the_lowest_mark_from_one_to_five_is_twenty():
    assert sheet_score(panel(scale_max=5), {"A": 1}) == 20


def test_sheet_score_is_not_rounded():
    thirds = {"A": Fraction(100, 3), "B": Fraction(200, 3)}

    assert sheet_score(panel(indicators=thirds), {"A": 80, "B": 81}) == Fraction(242, 3)


@pytest.mark.parametrize("scores", [{}, {"A": 80, "B": 80}, {"B": 80}])
def test_sheet_score_refuses_anything_but_one_score_an_indicator(scores):
    with pytest.raises(ValueError, match="WAWANCARA: a sheet needs one score for each indicator"):
        sheet_score(panel(), scores)


@pytest.mark.parametrize(
    ("aggregation", "scores", "expected"),
    [
        (Aggregation.MEAN, [70, 80, 81], Fraction(77)),
        (Aggregation.MEAN, [70, 70, 71], Fraction(211, 3)),
        (Aggregation.MEDIAN, [90, 10, 70], Fraction(70)),
        (Aggregation.MEDIAN, [90, 10, 71, 70], Fraction(141, 2)),
        (Aggregation.MEDIAN, [64], Fraction(64)),
        (Aggregation.TRIMMED_MEAN, [90, 10, 20], Fraction(40)),
        (Aggregation.TRIMMED_MEAN, [90, 10, 20, 31], Fraction(51, 2)),
        (Aggregation.TRIMMED_MEAN, [90, 90, 10, 10, 50], Fraction(50)),
    ],
)
def test_aggregate_follows_the_scheme(aggregation, scores, expected):
    assert aggregate(aggregation, [Fraction(score) for score in scores]) == expected


def test_aggregate_refuses_an_empty_panel():
    with pytest.raises(ValueError, match="Nothing to aggregate"):
        aggregate(Aggregation.MEAN, [])


@given(aggregations, marks)
def test_aggregate_stays_between_the_lowest_and_the_highest_mark(aggregation, scores):
    assert min(scores) <= aggregate(aggregation, scores) <= max(scores)


@given(
    aggregations, marks.flatmap(lambda scores: st.tuples(st.just(scores), st.permutations(scores)))
)
def test_aggregate_does_not_care_who_gave_which_mark(aggregation, orders):
    scores, shuffled = orders

    assert aggregate(aggregation, shuffled) == aggregate(aggregation, scores)


@given(four_or_more_marks, st.integers(0, 100))
def test_trimmed_mean_ignores_how_extreme_the_highest_mark_is(scores, further):
    raised = [*sorted(scores)[:-1], max(scores) + further]

    assert aggregate(Aggregation.TRIMMED_MEAN, raised) == aggregate(
        Aggregation.TRIMMED_MEAN, scores
    )


@given(four_or_more_marks)
def test_trimmed_mean_leaves_out_one_highest_and_one_lowest_mark(scores):
    expected = (sum(scores) - max(scores) - min(scores)) / (len(scores) - 2)

    assert aggregate(Aggregation.TRIMMED_MEAN, scores) == expected


@pytest.mark.parametrize(("panel_size", "least"), [(0, 1), (1, 1), (4, 3), (5, 3), (6, 4), (7, 4)])
def test_quorum_is_more_than_half_of_those_not_recused(panel_size, least):
    assert quorum_for(scheme(), panel_size) == least


@pytest.mark.parametrize("panel_size", [0, 2, 9])
def test_quorum_given_by_the_scheme_is_never_lowered(panel_size):
    assert quorum_for(scheme(quorum=4), panel_size) == 4


@given(st.integers(0, 40))
def test_quorum_by_default_is_the_least_majority(panel_size):
    least = quorum_for(scheme(), panel_size)

    assert 2 * least > panel_size >= 2 * (least - 1)


def test_instrument_scores_begin_at_the_quorum():
    rules = scheme(panel())

    short = entrant(1, panel_size=5, sheets=sheets("WAWANCARA", 80, 90))
    enough = entrant(2, panel_size=5, sheets=sheets("WAWANCARA", 80, 90, 71))

    assert instrument_scores(rules, short) == {}
    assert instrument_scores(rules, enough) == {"WAWANCARA": Fraction(241, 3)}


def test_instrument_scores_leave_out_what_was_not_given_and_keep_a_zero():
    rules = scheme(data("ASESMEN", 60), data("MAKALAH", 40))

    assert instrument_scores(rules, entrant(1, 0)) == {"ASESMEN": Fraction(0)}


def test_instrument_scores_bring_given_values_to_the_hundred_scale():
    rules = scheme(data(scale_max=40))

    assert instrument_scores(rules, entrant(1, "33.5")) == {"ASESMEN": Fraction(335, 4)}


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(835125, 10000), 2, "83.51"),
        (Fraction(83505, 1000), 2, "83.51"),
        (Fraction(83504999, 1000000), 2, "83.50"),
        (Fraction(167, 2), 0, "84"),
        (Fraction(83), 4, "83.0000"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(10**40, 3), 2, "3" * 40 + ".33"),
    ],
)
def test_round_half_up_keeps_every_place(value, places, expected):
    assert str(round_half_up(value, places)) == expected


def test_round_half_up_refuses_negative_places():
    with pytest.raises(ValueError, match="Places cannot be negative"):
        round_half_up(Fraction(1), -1)


@given(st.decimals(-1000, 1000, places=5), st.integers(0, 4))
def test_round_half_up_agrees_with_decimal(value, places):
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    assert round_half_up(Fraction(value), places) == expected


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"scale_max": 0}, "above zero"),
        ({"weight": -1}, "a weight is negative"),
        ({"indicators": {"A": Fraction(101), "B": Fraction(-1)}}, "a weight is negative"),
        ({"indicators": {"A": Fraction(9999, 100)}}, "do not sum to exactly 100"),
        ({"indicators": {}}, "do not sum to exactly 100"),
    ],
)
def test_instrument_refuses_weights_and_scales_that_cannot_count(changes, message):
    with pytest.raises(ValueError, match=f"WAWANCARA: .*{message}"):
        panel(**changes)


@pytest.mark.parametrize(
    ("instruments", "changes", "message"),
    [
        ([data("A", 50), data("A", 50)], {}, "stands twice"),
        ([data("USIA")], {}, "reserved word"),
        ([data("A", 99)], {}, "do not sum to exactly 100"),
        ([data("A")], {"tie_breaks": ("B",)}, "neither an instrument nor a reserved word"),
        ([data("A")], {"quorum": 0}, "one sheet or more"),
        ([data("A")], {"precision": -1}, "too small"),
        ([data("A")], {"names_put_forward": 0}, "too small"),
    ],
)
def test_scheme_refuses_what_cannot_be_counted(instruments, changes, message):
    with pytest.raises(ValueError, match=message):
        scheme(*instruments, **changes)
