"""Whom the panel hears: nobody for a post whose requirements he does not meet."""

import pytest

from candidates.models import Nomination
from scoring.duties import duties_of
from selection.models import Instrument

pytestmark = pytest.mark.django_db


def heard(small):
    return {
        (s.candidate.number, s.vacancy.code if s.vacancy else "") for s in duties_of(small.round)
    }


def test_who_meets_no_requirement_of_any_post_is_not_heard(draft):
    Nomination.objects.filter(candidate=draft.candidates[1]).update(verdict="not_met")

    assert heard(draft) == {(1, ""), (3, "")}


def test_for_each_post_those_are_heard_who_are_not_refused_for_it(draft):
    Instrument.objects.filter(pk=draft.interview.pk).update(coverage="vacancy")
    Nomination.objects.filter(candidate=draft.candidates[0], vacancy=draft.vacancies[0]).update(
        verdict="not_met"
    )
    Nomination.objects.filter(candidate=draft.candidates[2]).update(verdict="needs_review")

    assert heard(draft) == {(1, "DISHUB"), (2, "DINKES"), (3, "DINKES")}
