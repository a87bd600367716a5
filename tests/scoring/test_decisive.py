from fractions import Fraction

import pytest

from scoring.decisive import Decisive, decisive_members
from scoring.ranking import Aggregation, Entrant, Instrument, Scheme, Source

INTERVIEW = Instrument("W", Source.PANEL, Fraction(100), Fraction(100), None, {"W1": Fraction(100)})


def scheme(**changes):
    rules = {
        "instruments": (INTERVIEW,),
        "aggregation": Aggregation.MEAN,
        "quorum": None,
        "precision": 2,
        "tie_breaks": (),
        "names_put_forward": 1,
    }
    return Scheme(**(rules | changes))


def entrant(nip, *scores, **changes):
    sheets = {"W": {f"P{n}": {"W1": score} for n, score in enumerate(scores, start=1)}}
    rest = {"given": {}, "ratings": (None, None), "grade": None, "post_since": None, "born": None}
    return Entrant(nip, f"Kandidat {nip}", len(scores), sheets, **(rest | changes))


def test_whoever_carries_the_first_name_alone_is_named():
    people = [entrant("1", 95, 70, 70), entrant("2", 70, 75, 75)]

    assert decisive_members(scheme(), people) == [Decisive("P1", added=("2",), dropped=("1",))]


def test_where_all_agree_nobody_decides():
    assert decisive_members(scheme(), [entrant("1", 90, 90, 90), entrant("2", 80, 80, 80)]) == []


def test_a_tie_at_the_cut_that_opens_without_somebody_is_named():
    people = [entrant("1", 81, 80, 80), entrant("2", 80, 80, 80)]

    assert decisive_members(scheme(), people) == [Decisive("P1", added=("2",), dropped=())]


@pytest.mark.parametrize("quorum", [3, None])
def test_to_leave_somebody_out_never_takes_the_quorum(quorum):
    people = [entrant("1", 90, 90, 90), entrant("2", 80, 80, 80)]

    assert decisive_members(scheme(quorum=quorum), people) == []


def test_whoever_has_no_rank_does_not_come_in():
    people = [entrant("1", 70, 70, 70), entrant("2", 99, 99, 99, meets_requirements=False)]

    assert decisive_members(scheme(), people) == []
    assert decisive_members(scheme(), []) == []
