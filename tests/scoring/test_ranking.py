from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.ranking import Placed, Reason, Unplaced, VacancyRanking, rank
from tests.scoring.entrants import data, entrant, numbers, panel, scheme, sheets


def test_rank_computes_the_four_instruments_of_the_open_selection_template():
    rules = scheme(
        data("ASESMEN", 25), data("MAKALAH", 20), data("WAWANCARA", 35), data("REKAM_JEJAK", 20)
    )
    given = {
        "ASESMEN": Fraction("82.50"),
        "MAKALAH": Fraction("79.00"),
        "WAWANCARA": Fraction("84.25"),
        "REKAM_JEJAK": Fraction("88.00"),
    }

    assert rank(rules, [entrant(1, given=given)]) == VacancyRanking(
        ranked=(
            Placed(
                rank=1,
                nip="000000000000000001",
                name="Calon 0001",
                total=Decimal("83.51"),
                exact_total=Fraction("83.5125"),
                instruments=given,
                decided_by=None,
                tied=False,
                put_forward=True,
                needs_review=False,
                note="",
            ),
        ),
        unranked=(),
    )


def test_rank_computes_seventy_percent_talent_and_thirty_percent_technical():
    rules = scheme(data("KINERJA_Y", 35), data("POTENSI_X", 35), data("TEKNIS", 30))
    given = {"KINERJA_Y": Fraction(79), "POTENSI_X": Fraction(1037, 12), "TEKNIS": Fraction(78)}

    [placed] = rank(rules, [entrant(1, given=given)]).ranked

    assert placed.exact_total == Fraction(70, 100) * Fraction(1985, 24) + Fraction("23.4")
    assert placed.total == Decimal("81.30")


def test_rank_rounds_nothing_before_the_total():
    rules = scheme(panel("GAGASAN", 50), panel("WAWANCARA", 50))
    marks = sheets("GAGASAN", 80, 80, 81) | sheets("WAWANCARA", 80, 80, 81)

    [placed] = rank(rules, [entrant(1, sheets=marks)]).ranked

    assert placed.instruments == {"GAGASAN": Fraction(241, 3), "WAWANCARA": Fraction(241, 3)}
    assert placed.exact_total == Fraction(241, 3)
    assert str(placed.total) == "80.33"


def test_rank_numbers_a_shared_rank_one_two_two_four():
    people = [entrant(4, 70), entrant(3, 80, name="Ani"), entrant(2, 80), entrant(1, 90)]

    ranked = rank(scheme(), people).ranked

    assert [(p.rank, int(p.nip), p.tied, p.decided_by) for p in ranked] == [
        (1, 1, False, None),
        (2, 2, True, None),
        (2, 3, True, None),
        (4, 4, False, None),
    ]


def test_rank_holds_totals_equal_that_round_to_the_same():
    people = [entrant(1, "80.001"), entrant(2, "80.004"), entrant(3, "80.005")]

    ranked = rank(scheme(), people).ranked

    assert [(p.rank, int(p.nip), str(p.total)) for p in ranked] == [
        (1, 3, "80.01"),
        (2, 1, "80.00"),
        (2, 2, "80.00"),
    ]


def test_rank_breaks_a_tie_by_the_unrounded_score_of_an_instrument():
    people = [entrant(1, "80.001"), entrant(2, "80.004")]

    ranked = rank(scheme(tie_breaks=("ASESMEN",)), people).ranked

    assert [(p.rank, int(p.nip), p.decided_by, p.tied) for p in ranked] == [
        (1, 2, "ASESMEN", False),
        (2, 1, "ASESMEN", False),
    ]


@pytest.mark.parametrize(
    ("rule", "worse", "better"),
    [
        ("KINERJA", {"ratings": (4, 5)}, {"ratings": (5, 1)}),
        ("KINERJA", {"ratings": (4, 3)}, {"ratings": (4, 4)}),
        ("PANGKAT", {"grade": 13}, {"grade": 14}),
        ("MASA_JABATAN", {"post_since": date(2021, 3, 2)}, {"post_since": date(2021, 3, 1)}),
        ("USIA", {"born": date(1970, 1, 2)}, {"born": date(1970, 1, 1)}),
    ],
)
def test_rank_breaks_a_tie_by_the_facts_of_the_career(rule, worse, better):
    people = [entrant(1, 80, **worse), entrant(2, 80, **better)]

    ranked = rank(scheme(tie_breaks=(rule,)), people).ranked

    assert [(p.rank, int(p.nip), p.decided_by) for p in ranked] == [(1, 2, rule), (2, 1, rule)]


@pytest.mark.parametrize(
    ("rule", "known", "unknown"),
    [
        ("KINERJA", {"ratings": (4, 5)}, {"ratings": (5, None)}),
        ("KINERJA", {"ratings": (4, 5)}, {"ratings": (None, 5)}),
        ("PANGKAT", {"grade": 14}, {}),
        ("MASA_JABATAN", {"post_since": date(2021, 3, 1)}, {}),
        ("USIA", {"born": date(1970, 1, 1)}, {}),
    ],
)
def test_rank_skips_a_rule_for_which_somebody_in_the_tie_has_no_value(rule, known, unknown):
    people = [entrant(1, 80, **unknown), entrant(2, 80, **known), entrant(3, 70, **known)]

    ranked = rank(scheme(tie_breaks=(rule,)), people).ranked

    assert [(p.rank, int(p.nip), p.decided_by, p.tied) for p in ranked] == [
        (1, 1, None, True),
        (1, 2, None, True),
        (3, 3, None, False),
    ]


def test_rank_names_the_rule_that_decided_each_place():
    people = [
        entrant(1, 80, grade=14, born=date(1970, 5, 1)),
        entrant(2, 80, grade=14, born=date(1970, 4, 1)),
        entrant(3, 80, grade=15, born=date(1980, 1, 1)),
        entrant(4, 80, grade=13, born=date(1971, 1, 1)),
        entrant(5, 80, grade=13, born=date(1971, 1, 1)),
    ]

    ranked = rank(scheme(tie_breaks=("PANGKAT", "USIA")), people).ranked

    assert [(p.rank, int(p.nip), p.decided_by, p.tied) for p in ranked] == [
        (1, 3, "PANGKAT", False),
        (2, 2, "USIA", False),
        (3, 1, "USIA", False),
        (4, 4, "PANGKAT", True),
        (4, 5, "PANGKAT", True),
    ]


def test_rank_puts_forward_as_many_names_as_the_scheme_says():
    people = [entrant(1, 90), entrant(2, 80), entrant(3, 70)]

    ranked = rank(scheme(names_put_forward=2), people).ranked

    assert [(int(p.nip), p.put_forward, p.note) for p in ranked] == [
        (1, True, ""),
        (2, True, ""),
        (3, False, ""),
    ]


def test_rank_puts_forward_all_of_a_shared_rank_within_the_limit():
    people = [entrant(1, 80), entrant(2, 80), entrant(3, 80), entrant(4, 70)]

    ranked = rank(scheme(), people).ranked

    assert [(p.rank, p.put_forward) for p in ranked] == [
        (1, True),
        (1, True),
        (1, True),
        (4, False),
    ]


@pytest.mark.parametrize(
    ("names", "note"),
    [
        (2, "Peringkat bersama melewati batas dua nama; menunggu keputusan pleno."),
        (3, "Peringkat bersama melewati batas tiga nama; menunggu keputusan pleno."),
    ],
)
def test_rank_leaves_a_shared_rank_across_the_limit_to_the_plenary(names, note):
    people = [entrant(1, 90), entrant(2, 80), entrant(3, 80), entrant(4, 80), entrant(5, 70)]

    ranked = rank(scheme(names_put_forward=names), people).ranked

    assert [(p.rank, p.put_forward, p.note) for p in ranked] == [
        (1, True, ""),
        (2, None, note),
        (2, None, note),
        (2, None, note),
        (5, False, ""),
    ]


def test_rank_writes_a_limit_above_nine_in_digits():
    ranked = rank(scheme(names_put_forward=10), [entrant(n, 80) for n in range(11)]).ranked

    assert {p.note for p in ranked} == {
        "Peringkat bersama melewati batas 10 nama; menunggu keputusan pleno."
    }


def test_rank_lists_the_unranked_by_nip_with_all_their_reasons_in_the_printed_order():
    rules = scheme(panel("WAWANCARA", 40), data("MAKALAH", 30), data("ASESMEN", 30, pass_mark=70))
    people = [
        entrant(2, "69.99", sheets=sheets("WAWANCARA", 80), meets_requirements=False),
        entrant(1, 70, sheets=sheets("WAWANCARA", 80, 80, 81)),
    ]

    assert rank(rules, people) == VacancyRanking(
        ranked=(),
        unranked=(
            Unplaced(
                nip="000000000000000001",
                name="Calon 0001",
                reasons=(Reason.DATA_MISSING,),
                instruments={"WAWANCARA": Fraction(241, 3), "ASESMEN": Fraction(70)},
                needs_review=False,
            ),
            Unplaced(
                nip="000000000000000002",
                name="Calon 0002",
                reasons=(
                    Reason.QUORUM,
                    Reason.DATA_MISSING,
                    Reason.BELOW_MINIMUM,
                    Reason.NOT_ELIGIBLE,
                ),
                instruments={"ASESMEN": Fraction("69.99")},
                needs_review=False,
            ),
        ),
    )


def test_rank_compares_pass_marks_before_any_rounding():
    rules = scheme(panel(pass_mark=70))
    at_mark = entrant(1, sheets=sheets("WAWANCARA", 69, 70, 71))
    below = entrant(2, sheets=sheets("WAWANCARA", *[70] * 250, 69), panel_size=251)

    ranking = rank(rules, [at_mark, below])

    assert numbers(ranking.ranked) == [1]
    assert [(person.nip, person.reasons) for person in ranking.unranked] == [
        (below.nip, (Reason.BELOW_MINIMUM,))
    ]


def test_rank_brings_a_pass_mark_and_a_smaller_scale_together():
    rules = scheme(data(scale_max=5, pass_mark=70))

    ranking = rank(rules, [entrant(1, "3.5"), entrant(2, "3.49")])

    assert (numbers(ranking.ranked), numbers(ranking.unranked)) == ([1], [2])


def test_rank_marks_a_row_that_needs_review_and_changes_nothing_else():
    people = [entrant(1, 80, meets_requirements=None), entrant(2, meets_requirements=None)]

    ranking = rank(scheme(), people)

    assert [(p.rank, p.put_forward, p.needs_review) for p in ranking.ranked] == [(1, True, True)]
    assert [(p.reasons, p.needs_review) for p in ranking.unranked] == [
        ((Reason.DATA_MISSING,), True)
    ]


def test_rank_does_not_count_the_unranked_in_the_numbering():
    people = [entrant(1, 95, meets_requirements=False), entrant(2, 80)]

    assert [(p.rank, int(p.nip)) for p in rank(scheme(), people).ranked] == [(1, 2)]


def test_rank_of_nobody_is_empty():
    assert rank(scheme(), []) == VacancyRanking((), ())


def test_rank_refuses_a_candidate_who_stands_twice():
    with pytest.raises(ValueError, match="stands twice in one vacancy"):
        rank(scheme(), [entrant(1, 80), entrant(1, 90)])


def test_rank_refuses_an_incomplete_sheet():
    torn = {"WAWANCARA": {"member-1": {"A": 80}, "member-2": {"A": 80}, "member-3": {}}}

    with pytest.raises(ValueError, match="one score for each indicator"):
        rank(scheme(panel()), [entrant(1, sheets=torn)])
