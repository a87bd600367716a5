"""The tests of stability, with examples worked by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.sensitivity import Change, Kind, Label, Swing, Tally, Thresholds, sensitivity
from scoring.weight_shifts import MOST, shifts_of
from tests.scoring.entrants import data, entrant, panel, scheme, sheets

THRESHOLDS = Thresholds()
ADI, BUDI, CICI, DEWI = (f"{number:018}" for number in range(1, 5))


def halves(**changes):
    """An interview and an assessment of the same weight."""
    return scheme(panel(weight=50), data(weight=50), **changes)


def scored(number, *marks, given, **changes):
    return entrant(
        number, given, sheets=sheets("WAWANCARA", *marks), **{"panel_size": len(marks)} | changes
    )


def by_nip(result):
    return {person.nip: person for person in result.people}


def test_two_candidates_worked_by_hand():
    """Interview and assessment weigh 50 each; one name is put forward.

    Adi: (90 + 70) / 2 = 80 and 70, so 75,00. Budi: (80 + 70) / 2 = 75 and 74, so 74,50.
    Weights 55/45: 75,50 and 74,55. Weights 45/55: 74,50 and 74,45. Adi leads in both.
    Without the first member: 70,00 and 72,00; Budi leads. Without the second: 80,00 and 77,00.
    Median and trimmed mean of two sheets are their mean. So the names stand in 5 of 6 tests.
    """
    result = sensitivity(
        halves(names_put_forward=1),
        [scored(1, 90, 70, given=70), scored(2, 80, 70, given=74)],
        THRESHOLDS,
    )

    assert result.tallies == {
        Kind.WEIGHTS: Tally(2, 2),
        Kind.MEMBERS: Tally(2, 1),
        Kind.AGGREGATION: Tally(2, 2),
    }
    assert (result.together, result.label, result.gap) == (
        Tally(6, 5),
        Label.NARROW,
        Decimal("0.50"),
    )
    adi, budi = result.people
    assert (adi.nip, adi.total, adi.lowest, adi.highest) == (
        ADI,
        Decimal("75.00"),
        Decimal("70.00"),
        Decimal("80.00"),
    )
    assert (budi.nip, budi.lowest, budi.highest) == (BUDI, Decimal("72.00"), Decimal("77.00"))
    assert (adi.tally, budi.tally, budi.distance) == (Tally(6, 5), Tally(6, 5), Decimal("0.50"))
    without_first, without_second = result.members
    assert (without_first.of, without_first.change) == (
        "member-1",
        Change(entering=(BUDI,), leaving=(ADI,), waiting=()),
    )
    assert without_first.leaders == [(BUDI, Decimal("72.00"))]
    assert (without_second.change, without_second.same_order) == (None, True)
    assert [trial.of for trial in result.aggregations] == ["median", "trimmed_mean"]
    assert all(trial.same_order for trial in result.aggregations)


def test_the_weight_that_makes_the_difference_is_named():
    """80/70 against 74/75,8: at 50/50 75,00 and 74,90; at 45/55 74,50 and 74,99."""
    result = sensitivity(
        halves(names_put_forward=1),
        [scored(1, 80, 80, given=70), scored(2, 74, 74, given=Fraction("75.8"))],
        THRESHOLDS,
    )

    change = Change(entering=(BUDI,), leaving=(ADI,), waiting=())
    assert result.swings == [Swing(change, 1, "WAWANCARA", up=False, within=1, of=1)]
    assert result.tallies[Kind.WEIGHTS] == Tally(2, 1)
    assert result.label is Label.NARROW  # 5 of 6, and 0,10 is less than the gap asked for


def test_a_narrow_gap_alone_is_never_strong():
    near = [scored(1, 80, 80, given=80), scored(2, 79, 79, given=Fraction("80.02"))]

    result = sensitivity(halves(names_put_forward=1), near, THRESHOLDS)

    assert (result.gap, result.together) == (Decimal("0.49"), Tally(6, 6))
    assert result.label is Label.NARROW
    wide = sensitivity(halves(names_put_forward=1), near, replace(THRESHOLDS, gap=Fraction(0)))
    assert wide.label is Label.STRONG


def test_a_shared_rank_across_the_cut_has_no_gap_and_is_tested_as_such():
    result = sensitivity(
        halves(names_put_forward=1),
        [scored(1, 80, 80, given=70), scored(2, 70, 70, given=80)],
        THRESHOLDS,
    )

    assert (result.gap, result.label) == (Decimal(0), Label.UNSTABLE)
    assert result.tallies[Kind.WEIGHTS] == Tally(2, 0)
    assert {swing.change for swing in result.swings} == {
        Change(entering=(ADI,), leaving=(BUDI,), waiting=()),
        Change(entering=(BUDI,), leaving=(ADI,), waiting=()),
    }
    assert [person.distance for person in result.people] == [Decimal(0), Decimal(0)]


def test_a_change_can_bring_a_shared_rank():
    """Without the first member Adi and Budi are equal, and the plenary would decide."""
    result = sensitivity(
        scheme(panel(), names_put_forward=1),
        [
            entrant(1, sheets=sheets("WAWANCARA", 90, 80), panel_size=2),
            entrant(2, sheets=sheets("WAWANCARA", 70, 80), panel_size=2),
        ],
        THRESHOLDS,
    )

    assert result.members[0].change == Change((), (), waiting=(ADI, BUDI))
    assert result.members[1].change is None


def test_leaving_a_member_out_does_not_ask_for_the_quorum_again():
    result = sensitivity(
        halves(names_put_forward=1, quorum=2),
        [scored(1, 90, 90, given=90), scored(2, 60, 60, given=60)],
        THRESHOLDS,
    )

    assert result.tallies[Kind.MEMBERS] == Tally(2, 2)
    assert [trial.lost for trial in result.members] == [(), ()]


def test_whoever_has_no_sheet_left_is_named():
    alone = scored(1, 90, given=90)

    result = sensitivity(
        halves(names_put_forward=1), [alone, scored(2, 60, 60, given=60)], THRESHOLDS
    )

    assert [(trial.of, trial.lost) for trial in result.members] == [
        ("member-1", (ADI,)),
        ("member-2", ()),
    ]
    assert result.members[0].change == Change(entering=(BUDI,), leaving=(ADI,), waiting=())


def test_nobody_without_quorum_or_requirement_comes_in_by_a_test():
    barred = [
        scored(2, 100, 100, given=100, meets_requirements=False),
        scored(3, 100, given=100, panel_size=3),
    ]

    result = sensitivity(
        halves(names_put_forward=1), [scored(1, 50, 50, given=50), *barred], THRESHOLDS
    )

    assert [person.nip for person in result.people] == [ADI]
    assert (result.label, result.gap) == (Label.STRONG, None)


def test_a_pass_mark_can_let_somebody_in_or_out():
    """Adi reaches 70 only by the first sheet; Budi only without it."""
    marked = scheme(panel(weight=50, pass_mark=70), data(weight=50), names_put_forward=1)
    people = [scored(1, 80, 60, given=50), scored(2, 50, 80, given=50)]

    result = sensitivity(marked, people, THRESHOLDS)

    assert list(by_nip(result)) == [ADI]
    assert result.members[0].change == Change(entering=(BUDI,), leaving=(ADI,), waiting=())
    assert by_nip(result)[ADI].lowest == Decimal("59.00")  # a test that bars him has no total


def test_without_anybody_ranked_there_is_nothing_to_test():
    result = sensitivity(halves(), [entrant(1, 80)], THRESHOLDS)

    assert (result.label, result.people, result.together) == (None, (), Tally(0, 0))
    assert sensitivity(halves(), [], THRESHOLDS) == result


def test_one_given_value_alone_leaves_nothing_to_test():
    result = sensitivity(scheme(), [entrant(1, 80), entrant(2, 70)], THRESHOLDS)

    assert (result.label, result.possible) == (None, 0)
    assert [person.label for person in result.people] == [None, None]


def test_many_instruments_are_tried_by_a_fixed_draw():
    parts = [data(f"D{place}", 10) for place in range(10)]
    people = [
        entrant(number, given={f"D{place}": Fraction(70 + number) for place in range(10)})
        for number in (1, 2)
    ]

    result = sensitivity(scheme(*parts), people, THRESHOLDS)

    assert (result.tallies[Kind.WEIGHTS], result.possible) == (Tally(MOST, MOST), 8952)
    assert result.is_drawn
    first, again = (
        shifts_of.__wrapped__(tuple(part.weight for part in parts), Fraction(5)) for _ in range(2)
    )
    assert first == again
    assert len(set(first.tried)) == MOST
    assert all(sum(shift) == 0 and any(shift) for shift in first.tried)


def test_a_draw_reaches_every_instrument_in_both_directions():
    drawn = shifts_of((Fraction(10),) * 10, Fraction(5)).tried

    for place in range(10):
        ups = sum(shift[place] == 1 for shift in drawn)
        downs = sum(shift[place] == -1 for shift in drawn)
        assert 250 < ups < 400
        assert 250 < downs < 400


@given(st.integers(20, 60), st.lists(st.integers(0, 5), min_size=2, max_size=5))
def test_a_huge_gap_is_the_same_in_every_test(low, spread):
    people = [scored(1, *(100 - s for s in spread), given=99)]
    people += [scored(2, *(low - s for s in spread), given=low)]

    result = sensitivity(halves(names_put_forward=1), people, THRESHOLDS)

    assert result.together.same == result.together.runs
    assert result.label is Label.STRONG


@pytest.mark.parametrize(
    "wrong",
    [{"strong": 101}, {"fair": 96}, {"fair": 0}, {"step": 0}, {"gap": -1}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_thresholds_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r"shares|step"):
        Thresholds(**wrong)


def test_a_step_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above zero"):
        shifts_of((Fraction(100),), Fraction(0))


def test_a_candidate_who_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        sensitivity(halves(), [entrant(1), entrant(1)], THRESHOLDS)
