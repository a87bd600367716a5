from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from scoring.reliability import Reliability, reliability

SHROUT_AND_FLEISS = (
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
)


def measured(*rows):
    return reliability([[Fraction(score) for score in row] for row in rows])


@st.composite
def tables(draw, *, highest=8):
    candidates, members = draw(st.integers(3, 7)), draw(st.integers(2, 5))
    row = st.lists(st.integers(1, highest), min_size=members, max_size=members)
    return draw(st.lists(row, min_size=candidates, max_size=candidates))


def test_reliability_gives_the_published_values_of_shrout_and_fleiss():
    assert measured(*SHROUT_AND_FLEISS) == Reliability(
        icc_2_1=Decimal("0.29"),
        icc_2_k=Decimal("0.62"),
        kendall_w=Decimal("0.89"),
        candidates=6,
        members=4,
    )


def test_reliability_of_perfect_agreement_is_one():
    result = measured((1, 1), (2, 2), (4, 4))

    assert [str(v) for v in (result.icc_2_1, result.icc_2_k, result.kendall_w)] == ["1.00"] * 3


def test_reliability_counts_a_strict_member_as_disagreement_but_not_for_kendall():
    # Rows vary by 2, columns by 6, nothing is left over: 2 / (2 + 2 x 6 / 3), 2 / (2 + 6 / 3).
    assert measured((1, 3), (2, 4), (3, 5)) == Reliability(
        icc_2_1=Decimal("0.33"),
        icc_2_k=Decimal("0.50"),
        kendall_w=Decimal("1.00"),
        candidates=3,
        members=2,
    )


def test_reliability_below_zero_rounds_a_half_away_from_zero():
    # Exactly -1/8 for one member.
    assert measured((1, 1), (1, 4), (2, 2)).icc_2_1 == Decimal("-0.13")


@pytest.mark.parametrize(
    ("rows", "candidates", "members"),
    [
        ([], 0, 0),
        ([(), (), ()], 3, 0),
        ([(1,), (2,), (3,)], 3, 1),
        ([(1, 2, 3), (3, 2, 1)], 2, 3),
    ],
)
def test_reliability_is_unknown_for_too_few_members_or_candidates(rows, candidates, members):
    assert measured(*rows) == Reliability(None, None, None, candidates, members)


def test_reliability_is_unknown_when_nobody_makes_a_difference():
    assert measured((7, 7), (7, 7), (7, 7)) == Reliability(None, None, None, 3, 2)


def test_reliability_finds_no_candidates_apart_when_only_members_differ():
    assert measured((6, 7), (6, 7), (6, 7)) == Reliability(
        icc_2_1=Decimal("0.00"),
        icc_2_k=Decimal("0.00"),
        kendall_w=None,
        candidates=3,
        members=2,
    )


def test_reliability_of_the_mean_is_unknown_when_the_means_vary_less_than_chance():
    result = measured((1, 3), (2, 2), (3, 1))

    assert (result.icc_2_1, result.icc_2_k) == (Decimal("-3.00"), None)
    assert result.kendall_w == Decimal("0.00")


def test_reliability_refuses_a_ragged_table():
    with pytest.raises(ValueError, match="one score from each member"):
        measured((1, 2), (3, 4), (5,))


def naive_icc_2_1(rows):
    """The estimate once more, from the deviations of every cell."""
    n, k = len(rows), len(rows[0])
    grand = Fraction(sum(map(sum, rows)), n * k)
    row_means = [Fraction(sum(row), k) for row in rows]
    column_means = [Fraction(sum(column), n) for column in zip(*rows, strict=True)]
    bms = k * sum((mean - grand) ** 2 for mean in row_means) / (n - 1)
    jms = n * sum((mean - grand) ** 2 for mean in column_means) / (k - 1)
    rest = [
        (score - row_means[i] - column_means[j] + grand) ** 2
        for i, row in enumerate(rows)
        for j, score in enumerate(row)
    ]
    ems = sum(rest) / ((n - 1) * (k - 1))
    value = (bms - ems) / (bms + (k - 1) * ems + Fraction(k) * (jms - ems) / n)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(tables())
def test_icc_2_1_agrees_with_the_deviations_of_every_cell(rows):
    assume(len({score for row in rows for score in row}) > 1)

    assert measured(*rows).icc_2_1 == naive_icc_2_1(rows)


@given(tables(highest=20))
def test_icc_2_k_steps_up_from_icc_2_1(rows):
    """Spearman and Brown: k times the one-member value, over 1 + (k - 1) times it."""
    result = measured(*([score + 20 * i for score in row] for i, row in enumerate(rows)))
    assume(result.icc_2_1 > Decimal("0.05"))

    members = result.members
    stepped = members * result.icc_2_1 / (1 + (members - 1) * result.icc_2_1)

    assert abs(result.icc_2_k - stepped) <= Decimal("0.03")


@given(tables())
def test_kendall_w_agrees_with_friedmans_test_in_scipy(rows):
    assume(any(len(set(column)) > 1 for column in zip(*rows, strict=True)))
    result = measured(*rows)

    statistic = friedmanchisquare(*rows).statistic

    expected = statistic / (result.members * (result.candidates - 1))
    assert abs(result.kendall_w - Decimal(expected)) <= Decimal("0.005001")


@given(tables())
def test_kendall_w_stays_between_zero_and_one(rows):
    concordance = measured(*rows).kendall_w

    assert concordance is None or 0 <= concordance <= 1


@given(tables(), st.fractions(-50, 50, max_denominator=9))
def test_reliability_is_unmoved_when_every_score_shifts(rows, shift):
    shifted = [[score + shift for score in row] for row in rows]

    assert measured(*shifted) == measured(*rows)


@given(tables(), st.fractions(Fraction(1, 9), 50, max_denominator=9))
def test_reliability_is_unmoved_by_the_unit_of_the_scale(rows, unit):
    scaled = [[score * unit for score in row] for row in rows]

    assert measured(*scaled) == measured(*rows)


@given(tables(), st.randoms(use_true_random=False))
def test_reliability_is_blind_to_the_order_of_members_and_candidates(rows, chance):
    columns = list(zip(*rows, strict=True))
    chance.shuffle(columns)
    shuffled = list(zip(*columns, strict=True))
    chance.shuffle(shuffled)

    assert measured(*shuffled) == measured(*rows)


@given(tables(), st.integers(2, 5))
def test_reliability_is_one_when_all_members_agree(rows, members):
    agreed = [[row[0]] * members for row in rows]
    assume(len({row[0] for row in rows}) > 1)

    assert measured(*agreed) == Reliability(
        Decimal("1.00"), Decimal("1.00"), Decimal("1.00"), len(rows), members
    )


@given(tables(highest=99), st.integers(0, 4))
def test_kendall_w_looks_only_at_each_members_order(rows, seat):
    squared = [
        [score**2 if member == seat else score for member, score in enumerate(row)] for row in rows
    ]

    assert measured(*squared).kendall_w == measured(*rows).kendall_w
