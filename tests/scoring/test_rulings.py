"""What a plenary rules, in the arithmetic: exactly as many names as the cut has places for."""

import pytest

from scoring.ranking import NotAtCut, Reason, instrument_scores, places_at_cut, rank
from scoring.rulings import Decision, Kind, Rulings, read
from tests.scoring.entrants import data, entrant, numbers, panel, scheme, sheets


def nip(number):
    return entrant(number).nip


TIED = [entrant(1, 90), *(entrant(n, 80) for n in (2, 3, 4)), entrant(5, 70)]


def test_those_chosen_at_the_cut_go_forward_and_keep_their_shared_rank():
    ranked = rank(scheme(), TIED, {nip(2), nip(4)}).ranked

    assert [row.rank for row in ranked] == [1, 2, 2, 2, 5]
    assert [row.put_forward for row in ranked] == [True, True, False, True, False]
    assert [bool(row.note) for row in ranked] == [False, True, True, True, False]
    assert "ditetapkan pleno" in ranked[1].note


def test_the_cut_has_places_only_where_a_rank_straddles_it():
    assert places_at_cut(scheme(), rank(scheme(), TIED).ranked) == 2
    assert places_at_cut(scheme(), rank(scheme(), TIED[:3]).ranked) == 0


@pytest.mark.parametrize(
    "chosen", [{2}, {2, 3, 4}, {1, 2}, {2, 5}, {2, 9}], ids=lambda chosen: repr(sorted(chosen))
)
def test_nobody_else_and_no_other_number_is_chosen(chosen):
    with pytest.raises(NotAtCut):
        rank(scheme(), TIED, {nip(number) for number in chosen})


def test_where_nothing_straddles_the_cut_nothing_is_chosen():
    with pytest.raises(NotAtCut):
        rank(scheme(), TIED[:3], {nip(2)})


def test_an_admitted_score_counts_on_the_sheets_there_are():
    short = {"panel_size": 5, "sheets": sheets("WAWANCARA", 70, 80)}
    rules = scheme(panel())

    left_out = rank(rules, [entrant(1, **short)])
    counted = rank(rules, [entrant(1, **short, admitted=frozenset({"WAWANCARA"}))])

    assert left_out.unranked[0].reasons == (Reason.QUORUM,)
    assert str(counted.ranked[0].total) == "75.00"


def test_nothing_is_admitted_out_of_no_sheet_nor_for_another_instrument():
    rules = scheme(panel(weight=50), data(weight=50))
    admitted = frozenset({"WAWANCARA", "ASESMEN"})

    assert instrument_scores(rules, entrant(1, admitted=admitted)) == {}
    other = entrant(2, sheets=sheets("WAWANCARA", 80), admitted=frozenset({"ASESMEN"}))
    assert instrument_scores(rules, other) == {}


def test_an_exception_for_one_leaves_the_quorum_of_the_others():
    short = {"panel_size": 5, "sheets": sheets("WAWANCARA", 90)}
    rules = scheme(panel(), quorum=2)

    found = rank(
        rules, [entrant(1, **short, admitted=frozenset({"WAWANCARA"})), entrant(2, **short)]
    )

    assert (numbers(found.ranked), numbers(found.unranked)) == ([1], [2])


def test_what_is_written_of_decisions_is_read_again():
    decisions = (
        Decision(1, Kind.CUT, "DINKES", (nip(1), nip(2)), (), "Rekam jejak"),
        Decision(2, Kind.QUORUM, "DINKES", (nip(3),), ("WAWANCARA",), "Sakit"),
        Decision(3, Kind.OTHER, "", (), (), "Dicatat"),
    )

    rulings = read([decision.described() for decision in decisions])

    assert rulings == Rulings(decisions)
    assert rulings.chosen_for("DINKES") == {nip(1), nip(2)}
    assert rulings.chosen_for("DISHUB") == frozenset()
    assert rulings.admitted_for("DINKES", nip(3)) == {"WAWANCARA"}
    assert rulings.admitted_for("DINKES", nip(1)) == frozenset()
