"""What holds for every ranking, and a second, naive ranking to compare with."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise, product
from statistics import mean, median

from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import Aggregation, Instrument, Scheme, Source, rank
from tests.scoring.entrants import entrant

FACTS = ("KINERJA", "PANGKAT", "MASA_JABATAN", "USIA")
SCALE = 5


def instruments(weights):
    """A panel instrument with two indicators, the others given values."""
    halves = {"A": Fraction(50), "B": Fraction(50)}
    return tuple(
        Instrument(
            code=f"INSTRUMEN_{number}",
            source=Source.DATA if number else Source.PANEL,
            weight=weight,
            scale_max=Fraction(SCALE),
            pass_mark=None,
            indicators={} if number else halves,
        )
        for number, weight in enumerate(weights)
    )


@st.composite
def schemes(draw):
    parts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
    counted = instruments([Fraction(100 * part, sum(parts)) for part in parts])
    return Scheme(
        instruments=counted,
        aggregation=draw(st.sampled_from(Aggregation)),
        quorum=draw(st.sampled_from([None, 1, 3])),
        precision=draw(st.integers(0, 2)),
        tie_breaks=tuple(draw(st.permutations([*FACTS, *(i.code for i in counted)])))[
            : draw(st.integers(0, 5))
        ],
        names_put_forward=draw(st.integers(1, 4)),
    )


MONTHS = [date(1970, month, 1) for month in (1, 2, 3)]
FACTS_KNOWN = list(product(product((1, 2, 3), (1, 2)), (13, 14, 15), MONTHS, MONTHS))
FACTS_IN_PART = list(
    product(product((1, 2, None), (1, 2, None)), (13, 14, None), [*MONTHS, None], [*MONTHS, None])
)

marks = st.sampled_from([{"A": a, "B": b} for a, b in product(range(1, SCALE + 1), repeat=2)])
sheets = st.lists(marks, max_size=6).map(lambda signed: dict(zip("abcdef", signed, strict=False)))
values = st.sampled_from([(Fraction(a), Fraction(b)) for a, b in product((3, 4, 5), repeat=2)])
standings = st.sampled_from(list(product(range(1, 7), (True, True, None, False))))


def people(*, facts=FACTS_IN_PART, least=0):
    person = st.tuples(sheets, values, standings, st.sampled_from(facts))
    return st.lists(person, min_size=least, max_size=6).map(
        lambda drawn: [named(number, *parts) for number, parts in enumerate(drawn)]
    )


def named(number, signed, given_values, standing, facts):
    ratings, grade, post_since, born = facts
    return entrant(
        number,
        panel_size=standing[0],
        sheets={"INSTRUMEN_0": signed},
        given=dict(zip(("INSTRUMEN_1", "INSTRUMEN_2"), given_values, strict=True)),
        ratings=ratings,
        grade=grade,
        post_since=post_since,
        born=born,
        meets_requirements=standing[1],
    )


def naive_score(scheme, person):
    """Rules 1 and 2 once more, the long way; `None` where the quorum is missed."""
    marks = sorted(
        Fraction(50 * sheet["A"] + 50 * sheet["B"], SCALE)
        for sheet in person.sheets["INSTRUMEN_0"].values()
    )
    if len(marks) < (scheme.quorum or person.panel_size // 2 + 1):
        return None
    if scheme.aggregation is Aggregation.MEDIAN:
        return median(marks)
    trimmed = scheme.aggregation is Aggregation.TRIMMED_MEAN and len(marks) > 3
    return mean(marks[1:-1] if trimmed else marks)


def naive_total(scheme, person):
    first, *others = scheme.instruments
    parts = [person.given[other.code] * 100 / SCALE * other.weight for other in others]
    return (naive_score(scheme, person) * first.weight + sum(parts)) / 100


def naive_rounded(value, places):
    with localcontext(prec=80):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def naive_key(scheme, person):
    """All that is compared, in order, greater is better."""
    values = {
        "KINERJA": person.ratings,
        "PANGKAT": person.grade,
        "MASA_JABATAN": date.max - person.post_since,
        "USIA": date.max - person.born,
        "INSTRUMEN_0": naive_score(scheme, person),
        **person.given,
    }
    total = naive_rounded(naive_total(scheme, person), scheme.precision)
    return (total, *(values[rule] for rule in scheme.tie_breaks))


def naive_decision(scheme, key, keys):
    """The last rule by which somebody differs who is equal in all that comes before it."""
    splits = [
        rule
        for depth, rule in enumerate(scheme.tie_breaks, start=1)
        if any(other[:depth] == key[:depth] and other[depth] != key[depth] for other in keys)
    ]
    return splits[-1] if splits else None


@given(schemes(), people(facts=FACTS_KNOWN))
def test_rank_agrees_with_a_naive_ranking_where_every_fact_is_known(scheme, entrants):
    able = [
        person
        for person in entrants
        if person.meets_requirements is not False and naive_score(scheme, person) is not None
    ]
    keys = {person.nip: naive_key(scheme, person) for person in able}
    expected = [
        (
            1 + sum(other > key for other in keys.values()),
            nip,
            key[0],
            naive_decision(scheme, key, keys.values()),
            sum(other == key for other in keys.values()) > 1,
        )
        for nip, key in keys.items()
    ]

    ranked = rank(scheme, entrants).ranked

    assert [(p.rank, p.nip, p.total, p.decided_by, p.tied) for p in ranked] == sorted(expected)


@given(schemes(), people().flatmap(lambda group: st.tuples(st.just(group), st.permutations(group))))
def test_rank_does_not_depend_on_the_order_of_input(scheme, orders):
    entrants, shuffled = orders

    assert rank(scheme, shuffled) == rank(scheme, entrants)


@given(schemes(), people())
def test_rank_lists_everybody_once(scheme, entrants):
    ranking = rank(scheme, entrants)

    listed = [person.nip for person in (*ranking.ranked, *ranking.unranked)]
    assert sorted(listed) == [person.nip for person in entrants]


@given(schemes(), people())
def test_rank_gives_a_reason_to_everybody_without_a_rank(scheme, entrants):
    assert all(person.reasons for person in rank(scheme, entrants).unranked)


@given(schemes(), people())
def test_rank_never_places_a_lower_total_above_a_higher_one(scheme, entrants):
    totals = [person.total for person in rank(scheme, entrants).ranked]

    assert totals == sorted(totals, reverse=True)


@given(schemes(), people())
def test_rank_is_one_more_than_the_number_of_people_ahead(scheme, entrants):
    ranks = [person.rank for person in rank(scheme, entrants).ranked]

    assert ranks == sorted(ranks)
    assert all(number == 1 + sum(other < number for other in ranks) for number in ranks)


@given(schemes(), people())
def test_rank_calls_tied_exactly_those_who_share_a_rank(scheme, entrants):
    ranked = rank(scheme, entrants).ranked

    ranks = [person.rank for person in ranked]
    assert [person.tied for person in ranked] == [ranks.count(number) > 1 for number in ranks]
    assert all(a.nip < b.nip for a, b in pairwise(ranked) if a.rank == b.rank)


@given(schemes(), people())
def test_rank_names_a_deciding_rule_only_within_equal_totals(scheme, entrants):
    ranked = rank(scheme, entrants).ranked

    totals = [person.total for person in ranked]
    assert all(person.decided_by is None or totals.count(person.total) > 1 for person in ranked)


@given(schemes(), people())
def test_rank_puts_forward_the_limit_or_leaves_a_shared_rank_open(scheme, entrants):
    ranked = rank(scheme, entrants).ranked

    sure = sum(person.put_forward is True for person in ranked)
    open_ = [person for person in ranked if person.put_forward is None]
    assert [bool(person.note) for person in ranked] == [p.put_forward is None for p in ranked]
    if open_:
        assert sure < scheme.names_put_forward < sure + len(open_)
        assert {(person.rank, person.tied) for person in open_} == {(sure + 1, True)}
    else:
        assert sure == min(scheme.names_put_forward, len(ranked))


@given(schemes(), people(least=1), st.data())
def test_rank_is_blind_to_which_member_gave_which_sheet(scheme, entrants, data):
    first, *others = entrants
    given = list(first.sheets["INSTRUMEN_0"].values())
    swapped = dict(zip("uvwxyz", data.draw(st.permutations(given)), strict=False))

    renamed = [replace(first, sheets={"INSTRUMEN_0": swapped}), *others]

    assert rank(scheme, renamed) == rank(scheme, entrants)


@given(schemes(), people(least=1), st.data())
def test_rank_and_total_never_get_worse_when_a_score_is_raised(scheme, entrants, data):
    # Three sheets and a panel of one: the quorum is always met.
    first, *others = entrants
    first = replace(first, panel_size=1, meets_requirements=True)
    signed = data.draw(st.lists(marks, min_size=3, max_size=6))
    given = dict(enumerate(signed))
    better = st.integers(signed[0]["A"], SCALE)
    raised = given | {0: signed[0] | {"A": data.draw(better)}}

    before, after = (
        next(
            person
            for person in rank(
                scheme, [replace(first, sheets={"INSTRUMEN_0": now}), *others]
            ).ranked
            if person.nip == first.nip
        )
        for now in (given, raised)
    )

    assert after.exact_total >= before.exact_total
    assert after.total >= before.total
    assert after.rank <= before.rank


@given(schemes(), people())
def test_rank_is_unmoved_by_requirements_that_still_need_review(scheme, entrants):
    unsure = [replace(p, meets_requirements=p.meets_requirements and None) for p in entrants]
    sure = [replace(p, meets_requirements=p.meets_requirements is not False) for p in entrants]

    assert [replace(p, needs_review=False) for p in rank(scheme, unsure).ranked] == list(
        rank(scheme, sure).ranked
    )
