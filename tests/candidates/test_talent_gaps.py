"""What the talent data still lack for a round, and that this never stops it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.talent_gaps import gaps_of
from tests import factories
from tests.candidates.exports import person, put
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


def words(round_):
    return [gap.words for gap in gaps_of(round_)]


def test_gaps_say_what_is_missing_and_never_where_somebody_stands(draft):
    assert words(draft.round) == ["Impor data talenta dari SIMATA"]
    put(draft.round.agency, person(1), person(2, award=None))

    found = gaps_of(draft.round)

    assert [(gap.words, gap.url) for gap in found] == [
        (
            "Impor data talenta 1 kandidat yang belum ada di ekspor SIMATA",
            f"/seleksi/{draft.round.code}/talenta/",
        ),
        (
            "Lengkapi data talenta 1 kandidat yang belum dapat ditempatkan",
            f"/seleksi/{draft.round.code}/talenta/",
        ),
    ]
    assert not any(gap.blocks_freeze for gap in found)


def test_complete_data_leave_no_gap(draft):
    put(draft.round.agency, person(1), person(2), person(3))

    assert words(draft.round) == []


def test_data_after_the_reference_date_do_not_count_nor_do_other_agencies(draft):
    put(factories.AgencyFactory(), person(1))
    draft.round.reference_date = date(2025, 10, 31)
    put(draft.round.agency, person(1))

    assert words(draft.round) == ["Impor data talenta dari SIMATA"]


def test_a_day_without_rules_is_a_gap_and_a_review_of_officials_has_none(agency):
    small = make_round(agency)
    put(agency, person(1), as_of=date(2024, 1, 1))
    review = make_round(agency, kind="competency_review")

    assert words(small.round) == ["Tetapkan satu skema talenta yang berlaku pada tanggal data"]
    assert words(review.round) == []


def test_gaps_cost_the_same_for_any_number_of_candidates(agency):
    put(agency, *[person(n) for n in range(1, 41)])
    costs = []
    for people in (3, 30):
        small = make_round(agency, candidates=people)
        with CaptureQueriesContext(connection) as queries:
            assert gaps_of(small.round) == []
        costs.append(len(queries))

    assert costs == [4, 4]  # import, candidates, schemes, people
