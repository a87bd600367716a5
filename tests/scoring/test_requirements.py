"""What was settled about requirements decides who is ranked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Nomination
from scoring.outcome import outcome_of
from scoring.ranking import Reason

pytestmark = pytest.mark.django_db


def ranking(small):
    return outcome_of(small.round, small.vacancies[0]).vacancies[0].ranking


def settle(small, number, verdict):
    rows = Nomination.objects.filter(candidate=small.candidates[number])
    rows.update(verdict=verdict)


def test_where_nothing_was_settled_everybody_competes(played):
    found = ranking(played)

    assert [placed.needs_review for placed in found.ranked] == [False] * 3
    assert found.unranked == ()


def test_verdicts_decide_who_is_ranked_and_who_needs_review(played, thawed):
    for number, verdict in enumerate(["met", "not_met", "needs_review"]):
        settle(played, number, verdict)

    found = ranking(played)

    placed = {p.nip: p.needs_review for p in found.ranked}
    nips = [candidate.nip for candidate in played.candidates]
    assert placed == {nips[0]: False, nips[2]: True}
    (out,) = found.unranked
    assert (out.nip, out.reasons) == (nips[1], (Reason.NOT_ELIGIBLE,))


def test_verdicts_cost_no_query_of_their_own(played, thawed):
    with CaptureQueriesContext(connection) as before:
        ranking(played)
    settle(played, 1, "not_met")
    with CaptureQueriesContext(connection) as after:
        ranking(played)

    assert len(after) == len(before)
