import json
from decimal import Decimal

import pytest
from django.utils import timezone

from candidates.models import Candidate, Nomination
from scoring.models import GivenValue, Sheet
from scoring.outcome import NothingToRank, StillSealed
from scoring.printing import as_json, printout_of
from tests import factories
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thawed")]


def printed(round_, only=None):
    return json.loads(as_json(printout_of(round_, only)))


def equals(seat, candidate, place):
    return 80


def a_third_apart(seat, candidate, place):
    return 70 + seat // 3


def with_equal_data(small):
    GivenValue.objects.filter(candidate__round=small.round).update(value=Decimal(70))
    return small


def person(number, **changes):
    """The row of a candidate of the small round, whose total is 70.8 + 2.2 times the number."""
    total = {1: "73.00", 2: "75.20", 3: "77.40"}[number]
    row = {
        "rank": 4 - number,
        "nip": f"1970010119950310{number:02}",
        "name": f"Nama Rahasia {number:02}",
        "total": total,
        "instruments": {"TALENTA": f"{70 + number}.0000", "WAWANCARA": f"{72 + 4 * number}.0000"},
        "decided_by": None,
        "tied": False,
        "put_forward": True,
        "needs_review": False,
    }
    return row | changes


def test_json_is_the_contract_to_the_letter(draft):
    factories.VacancyFactory(round=draft.round, code="BAPPEDA", title="Kepala Bappeda")

    text = as_json(printout_of(draft.play().round))

    expected = {
        "round": draft.round.code,
        "frozen": False,
        "vacancies": [
            {"code": "BAPPEDA", "title": "Kepala Bappeda", "ranked": [], "unranked": []},
            {
                "code": "DINKES",
                "title": "Kepala Dinas Kesehatan",
                "ranked": [person(3), person(2), person(1)],
                "unranked": [],
            },
            {
                "code": "DISHUB",
                "title": "Kepala Dinas Perhubungan",
                "ranked": [person(1, rank=1)],
                "unranked": [],
            },
        ],
        "reliability": {
            "WAWANCARA": {
                "icc_2_1": "0.94",
                "icc_2_k": "0.98",
                "kendall_w": "1.00",
                "candidates": 3,
                "members": 3,
            }
        },
    }
    assert text == json.dumps(expected, ensure_ascii=False, indent=2)


def test_totals_have_the_precision_of_the_round_and_scores_four_decimals(agency):
    small = make_round(agency, candidates=1, precision=4)

    ranked = printed(small.play(a_third_apart).round)

    row = ranked["vacancies"][0]["ranked"][0]
    assert row["total"] == "70.7333"
    assert row["instruments"] == {"TALENTA": "71.0000", "WAWANCARA": "70.3333"}


def test_without_a_rank_the_reasons_come_in_their_order_and_nothing_else(draft):
    draft.play()
    last = draft.candidates[2]
    GivenValue.objects.filter(candidate=last).update(withdrawn_at=timezone.now())
    Sheet.objects.filter(candidate=last).update(signed_at=None, receipt="")

    found = printed(draft.round)["vacancies"][0]

    assert found["unranked"] == [
        {"nip": last.nip, "name": last.name, "reasons": ["KUORUM", "DATA_BELUM_ADA"]}
    ]
    assert [row["nip"] for row in found["ranked"]] == [
        draft.candidates[1].nip,
        draft.candidates[0].nip,
    ]


def test_a_tie_names_the_rule_that_decided_it(agency):
    small = with_equal_data(make_round(agency, candidates=2, tie_breaks=["WAWANCARA", "PANGKAT"]))
    Candidate.objects.filter(pk=small.candidates[1].pk).update(grade="IV/c")

    ranked = printed(small.play(equals).round)["vacancies"][0]["ranked"]

    found = [(row["rank"], row["nip"], row["decided_by"], row["tied"]) for row in ranked]
    assert found == [
        (1, small.candidates[1].nip, "PANGKAT", False),
        (2, small.candidates[0].nip, "PANGKAT", False),
    ]


def test_a_shared_rank_across_the_cut_is_put_forward_by_nobody_yet(agency):
    small = with_equal_data(make_round(agency, names_put_forward=2))

    ranked = printed(small.play(equals).round)["vacancies"][0]["ranked"]

    found = [(row["rank"], row["tied"], row["put_forward"]) for row in ranked]
    assert found == [(1, True, None)] * 3


def test_one_vacancy_alone_has_the_agreement_of_its_own_pairs(draft):
    found = printed(draft.play().round, draft.vacancies[1])

    assert [vacancy["code"] for vacancy in found["vacancies"]] == ["DISHUB"]
    assert found["reliability"] == {
        "WAWANCARA": {
            "icc_2_1": None,
            "icc_2_k": None,
            "kendall_w": None,
            "candidates": 1,
            "members": 3,
        }
    }


def test_one_vacancy_without_candidates_is_printed_empty(draft):
    empty = factories.VacancyFactory(round=draft.round, code="BAPPEDA")

    found = printed(draft.play().round, empty)

    assert [(v["code"], v["ranked"], v["unranked"]) for v in found["vacancies"]] == [
        ("BAPPEDA", [], [])
    ]
    assert found["reliability"]["WAWANCARA"]["candidates"] == 0
    assert found["reliability"]["WAWANCARA"]["members"] == 3


def test_agreement_counts_pairs_where_a_score_belongs_to_a_vacancy(draft):
    draft.interview.coverage = "vacancy"
    draft.interview.save()

    found = printed(draft.play().round)["reliability"]["WAWANCARA"]

    assert (found["candidates"], found["members"]) == (4, 3)


def test_agreement_leaves_out_whom_a_member_is_recused_from(draft):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[2])

    found = printed(draft.play().round)["reliability"]["WAWANCARA"]

    assert (found["candidates"], found["members"], found["kendall_w"]) == (2, 3, None)


def test_agreement_leaves_out_whose_sheet_a_member_never_signed(draft):
    draft.play()
    Sheet.objects.filter(candidate=draft.candidates[0], seat=draft.seats[1]).update(
        signed_at=None, receipt=""
    )

    found = printed(draft.round)["reliability"]["WAWANCARA"]

    assert (found["candidates"], found["members"]) == (2, 3)


def test_a_sealed_round_is_not_printed(draft):
    draft.open()

    with pytest.raises(StillSealed):
        printout_of(draft.round)


def test_a_round_without_nominations_is_not_printed(draft):
    draft.play()
    Nomination.objects.all().update(withdrawn_at=timezone.now())

    with pytest.raises(NothingToRank):
        printout_of(draft.round)
