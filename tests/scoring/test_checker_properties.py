"""The checker shares no code with the ranking: on any round they must come to the same."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import rank
from tests.scoring.packages import PANEL, as_result, counted, frozen, package_from
from tests.scoring.test_ranking_properties import FACTS_KNOWN, people, schemes

PARTLY = [(ratings, *rest) for (_, *rest) in FACTS_KNOWN[::7] for ratings in ((2, None), (3, 1))]


def settled(entrants):
    """The same people with NIPs that tell their birth, on a panel not smaller than its sheets."""
    return [
        replace(
            person,
            nip=f"{person.born:%Y%m%d}{number:010}",
            panel_size=max(person.panel_size, len(person.sheets[PANEL])),
        )
        for number, person in enumerate(entrants)
    ]


def with_pass_mark(scheme, mark):
    first, *others = scheme.instruments
    first = replace(first, pass_mark=None if mark is None else Fraction(mark))
    return replace(scheme, instruments=(first, *others))


def faults_against(said, *vacancies, decisions=()):
    """What the checker finds but for the table, which these packages do not state."""
    _, faults = counted(frozen(said, list(vacancies), decisions))
    return [fault for fault in faults if not fault.startswith("peringkat pada paket")]


marked = st.builds(with_pass_mark, schemes(), st.sampled_from([None, 40, 60]))
rounds = st.tuples(marked, people(facts=FACTS_KNOWN + PARTLY).map(settled))


@given(rounds)
def test_the_checker_comes_to_the_ranking_of_the_product(round_):
    scheme, entrants = round_
    expected = as_result("POS", "Kepala", rank(scheme, entrants))

    assert faults_against(package_from(scheme, in_order(entrants)), expected) == []


@given(rounds, st.data())
def test_the_checker_knows_whom_the_plenary_put_forward(round_, data):
    scheme, entrants = round_
    expected = as_result("POS", "Kepala", rank(scheme, entrants))
    waiting = [row for row in expected["ranked"] if row["put_forward"] is None]
    open_ = scheme.names_put_forward - waiting[0]["rank"] + 1 if waiting else 0
    chosen = data.draw(st.permutations([row["nip"] for row in waiting]))[:open_]
    for row in waiting:
        row["put_forward"] = row["nip"] in chosen
    ruling = {"kind": "cut", "vacancy": "POS", "nips": chosen, "instruments": []}

    said = package_from(scheme, in_order(entrants))

    assert faults_against(said, expected, decisions=[ruling] if chosen else []) == []


@given(rounds, st.data())
def test_the_checker_finds_any_raised_score(round_, data):
    scheme, entrants = round_
    expected = as_result("POS", "Kepala", rank(scheme, entrants))
    said = package_from(scheme, in_order(entrants))
    signed = [sheet for sheet in said["lembar"] if sheet["ditandatangani"]]
    if signed:
        data.draw(st.sampled_from(signed))["isi"]["A"]["score"] += 1

    assert bool(faults_against(said, expected)) is bool(signed)


def in_order(entrants):
    """As the export writes them."""
    return sorted(entrants, key=lambda person: person.nip)
