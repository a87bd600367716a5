"""What the home of a round and the freeze say about its requirements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.evidence_actions import record_evidence
from candidates.models import CareerPost
from candidates.national_rules import LOCAL_RULES
from candidates.requirement_gaps import gaps_of
from candidates.requirement_rows import row_of
from tests import factories
from tests.candidates.checking import complete, paper
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


def told(round_):
    return [(gap.words, gap.owner.name, gap.blocks_freeze) for gap in gaps_of(round_)]


def test_a_round_of_which_nothing_was_checked(draft):
    factories.CareerPostFactory(candidate=draft.candidates[0])

    assert told(draft.round) == [
        ("Nilai pengalaman terkait untuk 2 jabatan", "STAFF", True),
        ("Periksa data 3 kandidat", "STAFF", True),
        ("Lengkapi bukti untuk 3 kandidat", "STAFF", True),
    ]


def test_a_round_of_which_all_was_checked_has_no_gap(draft):
    for number in range(3):
        complete(draft, number)

    assert gaps_of(draft.round) == []


def test_a_missing_document_warns_and_an_open_exception_stands_in_the_way(draft):
    for number in range(3):
        complete(draft, number)
    old = paper(dated=paper().dated.replace(year=2024), valid_until=paper().dated)
    record_evidence(draft.candidates[0], {"health": old}, by=draft.staff)
    nomination = draft.candidates[0].nominations.get(vacancy=draft.vacancies[0])
    factories.RequirementExceptionFactory(nomination=nomination, code="KESEHATAN")

    assert told(draft.round) == [
        ("Putuskan 1 pengecualian syarat", "HEAD", True),
        ("Lengkapi bukti untuk 1 kandidat", "STAFF", True),
    ]


def test_a_changed_career_asks_for_another_check(draft):
    for number in range(3):
        complete(draft, number)
    CareerPost.objects.filter(candidate=draft.candidates[2]).update(ended="2024-01-01")

    assert told(draft.round) == [("Periksa data 1 kandidat", "STAFF", True)]


def test_rules_at_odds_are_the_only_gap(draft):
    row = row_of(LOCAL_RULES[0], draft.round.agency)
    row.code = "USIA"
    row.save()

    ((words, owner, blocks),) = told(draft.round)
    assert words.startswith("Perbaiki aturan syarat. Syarat USIA berlaku dalam dua versi")
    assert (owner, blocks) == ("STAFF", True)


def test_a_frozen_round_has_none(draft):
    draft.freeze()

    assert gaps_of(draft.round) == []


@pytest.mark.parametrize("candidates", [3, 30])
def test_the_gaps_cost_the_same_for_any_number_of_candidates(agency, candidates):
    small = make_round(agency, candidates=candidates)
    with CaptureQueriesContext(connection) as captured:
        gaps_of(small.round)

    assert len(captured) == 9
