import time
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from decisions.placement import Option, Proposal, propose


def options(**vacancies):
    """Totals by vacancy and NIP: `options(A={"1": 80})`."""
    return [
        Option(vacancy, nip, Fraction(total))
        for vacancy, totals in vacancies.items()
        for nip, total in totals.items()
    ]


def pairs(proposal):
    return [(option.vacancy, option.nip) for option in proposal.assignments]


@st.composite
def rounds(draw, *, candidates=4, vacancies=4, highest=3):
    codes = "ABCDEFG"[: draw(st.integers(0, vacancies))]
    total = st.integers(0, 3 * highest).map(lambda number: Fraction(number, 3))
    offered = {
        code: draw(st.dictionaries(st.sampled_from("1234567"[:candidates]), total))
        for code in codes
    }
    return options(**offered), list(codes)


def test_propose_takes_the_greatest_sum_rather_than_the_best_of_each_vacancy():
    offered = options(A={"1": "90", "2": "89"}, B={"1": "85", "2": "60"})

    assert propose(offered, ["A", "B"]) == Proposal(
        assignments=(Option("A", "2", Fraction(89)), Option("B", "1", Fraction(85))),
        unfilled=(),
        total=Fraction(174),
    )


def test_propose_fills_more_vacancies_even_for_a_smaller_sum():
    offered = options(A={"1": "100", "2": "0"}, B={"1": "1"})

    proposal = propose(offered, ["A", "B"])

    assert (pairs(proposal), proposal.total) == ([("A", "2"), ("B", "1")], Fraction(1))


def test_propose_names_vacancies_that_stay_unfilled_in_the_order_of_their_code():
    offered = options(B={"1": "80"}, C={"1": "81"})

    assert propose(offered, ["D", "C", "B", "A"]) == Proposal(
        assignments=(Option("C", "1", Fraction(81)),),
        unfilled=("A", "B", "D"),
        total=Fraction(81),
    )


def test_propose_prefers_the_smaller_vacancy_code_when_sums_are_equal():
    assert pairs(propose(options(B={"1": "80"}, A={"1": "80"}), ["B", "A"])) == [("A", "1")]


def test_propose_prefers_the_smaller_nip_for_the_first_vacancy_when_sums_are_equal():
    offered = options(B={"2": "80", "1": "80"}, A={"2": "80", "1": "80", "3": "80"})

    assert pairs(propose(offered, ["A", "B"])) == [("A", "1"), ("B", "2")]


def test_propose_tells_apart_sums_that_differ_by_less_than_any_rounding():
    least = Fraction(1, 10**30)
    offered = [
        Option("A", "1", Fraction(80)),
        Option("A", "2", Fraction(80) + least),
        Option("A", "3", Fraction(80)),
    ]

    proposal = propose(offered, ["A"])

    assert (pairs(proposal), proposal.total) == ([("A", "2")], 80 + least)


def test_propose_without_options_leaves_all_vacancies_unfilled():
    assert propose([], ["B", "A"]) == Proposal((), ("A", "B"), Fraction(0))


def test_propose_without_vacancies_is_empty():
    assert propose([], []) == Proposal((), (), Fraction(0))


@pytest.mark.parametrize(
    ("offered", "vacancies", "message"),
    [
        (options(A={"1": 1}), ["B"], "A is not among the vacancies"),
        ([*options(A={"1": 1}), *options(A={"1": 2})], ["A"], "1 stands twice for A"),
        (options(A={"1": 1}), ["A", "A"], "A vacancy stands twice"),
    ],
)
def test_propose_refuses_contradictory_input(offered, vacancies, message):
    with pytest.raises(ValueError, match=message):
        propose(offered, vacancies)


def best_by_trying_everything(offered, vacancies):
    """Most filled, then greatest sum, then smallest list, out of every possible placement."""
    choices = [
        [None, *(option for option in offered if option.vacancy == code)]
        for code in sorted(vacancies)
    ]
    placements = [[o for o in choice if o] for choice in product(*choices)]
    allowed = [p for p in placements if len({option.nip for option in p}) == len(p)]
    return min(
        allowed,
        key=lambda p: (
            -len(p),
            -sum(option.total for option in p),
            [(option.vacancy, option.nip) for option in p],
        ),
    )


@given(rounds())
def test_propose_agrees_with_trying_everything(given_round):
    offered, vacancies = given_round

    assert list(propose(offered, vacancies).assignments) == best_by_trying_everything(
        offered, vacancies
    )


@given(rounds(highest=0))
def test_propose_agrees_with_trying_everything_when_all_totals_are_equal(given_round):
    offered, vacancies = given_round

    assert list(propose(offered, vacancies).assignments) == best_by_trying_everything(
        offered, vacancies
    )


@given(rounds(), st.randoms(use_true_random=False))
def test_propose_does_not_depend_on_the_order_of_input(given_round, chance):
    offered, vacancies = given_round
    expected = propose(offered, vacancies)

    chance.shuffle(offered)
    chance.shuffle(vacancies)

    assert propose(offered, vacancies) == expected


@given(rounds(candidates=7, vacancies=7))
def test_propose_uses_everybody_at_most_once_and_accounts_for_every_vacancy(given_round):
    offered, vacancies = given_round

    proposal = propose(offered, vacancies)

    nips = [option.nip for option in proposal.assignments]
    filled = [option.vacancy for option in proposal.assignments]
    assert len(set(nips)) == len(nips)
    assert sorted([*filled, *proposal.unfilled]) == sorted(vacancies)
    assert filled == sorted(filled)
    assert set(proposal.assignments) <= set(offered)
    assert proposal.total == sum(option.total for option in proposal.assignments)


@given(st.randoms(use_true_random=False), st.integers(1, 12), st.integers(1, 20))
def test_propose_reaches_the_number_and_the_sum_that_scipy_finds(chance, rows, columns):
    filled = 10_000_000  # outweighs any sum of totals
    worth = np.array(
        [
            [chance.choice([0, filled + chance.randint(0, 10_000)]) for _ in range(columns)]
            for _ in range(rows)
        ]
    )
    offered = [
        Option(f"{row:02}", f"{column:02}", Fraction(int(worth[row, column]) - filled, 100))
        for row, column in zip(*np.nonzero(worth), strict=True)
    ]
    best = int(worth[linear_sum_assignment(worth, maximize=True)].sum())

    proposal = propose(offered, [f"{row:02}" for row in range(rows)])

    assert (len(proposal.assignments), proposal.total * 100) == divmod(best, filled)


@pytest.mark.parametrize("spread", [1, 100_000])
def test_propose_places_three_hundred_candidates_in_fifty_vacancies_within_seconds(spread):
    offered = [
        Option(f"{v:02}", f"{c:03}", Fraction((v * 7919 + c * 104_729 + v * c) % spread, 1260))
        for v in range(50)
        for c in range(300)
    ]
    started = time.perf_counter()

    proposal = propose(offered, [f"{v:02}" for v in range(50)])

    assert len(proposal.assignments) == 50
    assert time.perf_counter() - started < 10
