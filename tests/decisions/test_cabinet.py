"""All choices at once: who is chosen twice, the balance, and the exact comparison of sums."""

from fractions import Fraction
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from decisions.cabinet import Member, Pair, Share, compare, doubled, shares, sum_of
from decisions.placement import Option, propose

CODES = "ABCD"
totals = st.fractions(min_value=0, max_value=100, max_denominator=21)


def picks(**chosen):
    """Choices by vacancy: `picks(A=("1", 80))`."""
    return [Option(post, nip, Fraction(total)) for post, (nip, total) in chosen.items()]


@st.composite
def rounds(draw):
    """What is offered for up to four posts, and a choice of some of it with nobody twice."""
    people = st.dictionaries(st.sampled_from("12345"), totals, max_size=4)
    offered = {
        code: [Option(code, nip, total) for nip, total in sorted(draw(people).items())]
        for code in CODES[: draw(st.integers(0, 4))]
    }
    chosen, taken = [], set()
    for names in offered.values():
        free = [option for option in names if option.nip not in taken]
        option = draw(st.sampled_from([None, *free]))
        if option:
            chosen.append(option)
            taken.add(option.nip)
    return offered, chosen


def proposal_of(offered):
    return propose(chain.from_iterable(offered.values()), list(offered))


@given(rounds())
def test_compare_has_every_post_once_in_the_order_of_codes(drawn):
    offered, chosen = drawn

    pairs = compare(chosen, proposal_of(offered)).pairs

    assert [pair.post for pair in pairs] == list(offered)
    assert [pair.chosen for pair in pairs if pair.chosen] == chosen


@given(rounds())
def test_compare_sums_exactly_and_on_equal_footing(drawn):
    offered, chosen = drawn
    proposal = proposal_of(offered)

    both = compare(chosen, proposal)

    filled = {option.vacancy: option for option in proposal.assignments}
    there = [option for option in chosen if option.vacancy in filled]
    assert both.chosen_there == sum((option.total for option in there), Fraction(0))
    assert both.proposed_there == sum((filled[o.vacancy].total for o in there), Fraction(0))
    assert sum_of(both.proposed) == proposal.total
    gap = both.chosen_there - both.proposed_there
    assert gap == sum((pair.difference for pair in both.pairs), Fraction(0))


@given(rounds())
def test_no_choice_that_fills_as_many_posts_sums_to_more_than_the_computation(drawn):
    offered, chosen = drawn
    proposal = proposal_of(offered)

    both = compare(chosen, proposal)

    assert both.is_possible
    assert len(both.chosen) <= len(both.proposed)
    if len(both.chosen) == len(both.proposed):
        assert sum_of(both.chosen) <= proposal.total


@given(rounds())
def test_the_computation_compared_with_itself_is_the_same_everywhere(drawn):
    offered, _ = drawn
    proposal = proposal_of(offered)

    both = compare(proposal.assignments, proposal)

    assert both.same == len(both.compared) == len(proposal.assignments)
    assert both.chosen_there == both.proposed_there == proposal.total


def test_thirds_are_summed_before_they_are_rounded():
    third = Fraction(250, 3)
    chosen = [Option(code, nip, third) for code, nip in zip("ABC", "123", strict=True)]

    assert compare(chosen, propose(chosen, list("ABC"))).chosen_there == 250


def test_a_post_that_only_one_side_fills_is_not_compared():
    proposal = propose(picks(A=("1", 80), B=("2", 70)), ["A", "B", "C"])

    both = compare(picks(B=("3", 75), C=("1", 60)), proposal)

    assert [pair.is_compared for pair in both.pairs] == [False, True, False]
    assert both.pairs[2] == Pair("C", Option("C", "1", Fraction(60)), None)
    assert [pair.difference for pair in both.pairs] == [0, 5, 0]
    assert (both.same, both.chosen_there, both.proposed_there) == (0, 75, 70)


def test_sums_stand_for_nothing_while_somebody_is_chosen_twice():
    proposal = propose(picks(A=("1", 80), B=("2", 70)), ["A", "B"])

    assert not compare(picks(A=("1", 80), B=("1", 75)), proposal).is_possible


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(CODES)), unique_by=lambda p: p[1]))
def test_doubled_names_exactly_who_is_chosen_for_several_posts(chosen):
    found = doubled(chosen)

    people = [person for person, _ in chosen]
    assert set(found) == {person for person in people if people.count(person) > 1}
    assert all(
        posts == [post for who, post in chosen if who == key] for key, posts in found.items()
    )


def test_shares_count_women_people_from_outside_and_near_retirement():
    members = [
        Member("Sari, Dinkes", is_woman=True, is_from_outside=True, retires_soon=False),
        Member("Budi, Dishub", is_woman=False, is_from_outside=True, retires_soon=True),
    ]

    assert shares(members) == [
        Share("Perempuan", ["Sari, Dinkes"], 2),
        Share("Dari luar OPD", ["Sari, Dinkes", "Budi, Dishub"], 2),
        Share("Pensiun kurang dari 2 tahun lagi", ["Budi, Dishub"], 2),
    ]


def test_shares_of_nobody_are_nothing_of_nothing():
    assert [(len(share.named), share.of) for share in shares([])] == [(0, 0)] * 3
