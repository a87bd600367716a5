"""The tests of stability against plain rankings of the same changes."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ranking import Aggregation, Reason, rank
from scoring.sensitivity import Kind, Tally, Thresholds, sensitivity
from scoring.weight_shifts import shifts_of
from tests.scoring.test_ranking_properties import people, schemes

THRESHOLDS = Thresholds()


def with_pass_mark(scheme, mark):
    first, *others = scheme.instruments
    return replace(scheme, instruments=(replace(first, pass_mark=mark), *others))


marked = st.builds(with_pass_mark, schemes(), st.sampled_from([None, None, 50, 60]))


def names(ranking):
    """Who is put forward, and over whom the plenary decides."""
    forward = {placed.nip for placed in ranking.ranked if placed.put_forward}
    return forward, {placed.nip for placed in ranking.ranked if placed.put_forward is None}


def reweighted(scheme):
    """The scheme under every shift of its weights by five points, tried one by one."""
    weights = [instrument.weight for instrument in scheme.instruments]
    for steps in product((-5, 0, 5), repeat=len(weights)):
        shifted = [weight + step for weight, step in zip(weights, steps, strict=True)]
        if any(steps) and not sum(steps) and min(shifted) >= 0:
            moved = zip(scheme.instruments, shifted, strict=True)
            yield replace(scheme, instruments=tuple(replace(i, weight=w) for i, w in moved))


def without(member, entrants):
    return [
        replace(
            person,
            sheets={
                code: {who: sheet for who, sheet in held.items() if who != member}
                for code, held in person.sheets.items()
            },
        )
        for person in entrants
    ]


def naive(scheme, entrants):
    """Every changed ranking by its kind, made by `rank` alone."""
    found = rank(scheme, entrants)
    ranked = {placed.nip for placed in found.ranked}
    short = {person.nip for person in found.unranked if Reason.QUORUM in person.reasons}
    counted = [person for person in entrants if person.nip in ranked]
    able = [person for person in entrants if person.nip not in short]
    members = {
        who
        for person in able
        if person.nip in ranked or is_below(found, person)
        for held in person.sheets.values()
        for who in held
    }
    lax = replace(scheme, quorum=1)
    ways = [way for way in Aggregation if way is not scheme.aggregation] if members else []
    return {
        Kind.WEIGHTS: [rank(changed, counted) for changed in reweighted(scheme)],
        Kind.MEMBERS: [rank(lax, without(member, able)) for member in sorted(members)],
        Kind.AGGREGATION: [rank(replace(scheme, aggregation=way), able) for way in ways],
    }


def is_below(found, person):
    reasons = {one.nip: one.reasons for one in found.unranked}
    return reasons.get(person.nip) == (Reason.BELOW_MINIMUM,)


@settings(max_examples=300)
@given(marked, people())
def test_sensitivity_agrees_with_plain_rankings(scheme, entrants):
    found, runs = rank(scheme, entrants), naive(scheme, entrants)
    if not found.ranked:
        assert sensitivity(scheme, entrants, THRESHOLDS).label is None
        return

    result = sensitivity(scheme, entrants, THRESHOLDS)

    assert result.tallies == {
        kind: Tally(len(those), sum(names(one) == names(found) for one in those))
        for kind, those in runs.items()
    }
    everything = [found, *(one for those in runs.values() for one in those)]
    assert [
        (person.nip, person.total, person.lowest, person.highest) for person in result.people
    ] == [
        (placed.nip, placed.total, min(seen), max(seen))
        for placed in found.ranked
        if (seen := [p.total for one in everything for p in one.ranked if p.nip == placed.nip])
    ]
    trials = [*result.members, *result.aggregations]
    again = [*runs[Kind.MEMBERS], *runs[Kind.AGGREGATION]]
    assert [list(trial.leaders) for trial in trials] == [
        [(p.nip, p.total) for p in one.ranked[: scheme.names_put_forward]] for one in again
    ]
    assert [trial.change is None for trial in trials] == [
        names(one) == names(found) for one in again
    ]


@given(marked, people(least=2), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(scheme, entrants, random):
    shuffled = random.sample(entrants, len(entrants))

    assert sensitivity(scheme, shuffled, THRESHOLDS) == sensitivity(scheme, entrants, THRESHOLDS)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_shifts_are_all_ways_that_keep_the_sum_and_stay_above_zero(weights):
    expected = {
        steps
        for steps in product((-1, 0, 1), repeat=len(weights))
        if any(steps)
        and not sum(steps)
        and all(w + 5 * s >= 0 for w, s in zip(weights, steps, strict=True))
    }

    found = shifts_of(tuple(weights), 5)

    assert set(found.tried) == expected
    assert len(found.tried) == found.possible == len(expected)
    assert not found.is_drawn
