"""A frozen result against tables that were changed behind its back."""

import json
from fractions import Fraction

import pytest

from scoring import outcome
from scoring.outcome import outcome_of
from scoring.results import recount
from selection.scheme import canonical, fingerprint
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(agency):
    """Four equals for three places: the plenary chose, and the result holds its word."""
    small = make_round(agency, candidates=4)
    for candidate in small.candidates:
        candidate.given_values.update(value=80)
    return small.play(lambda *_: 80).resolve()


@pytest.fixture
def result(frozen):
    return frozen.round.results.get()


def untied(monkeypatch, small):
    """One of the four was better all along, so that nobody shares a rank at the cut."""
    counted = outcome._given
    key = small.candidates[0].pk, small.talent.pk, None
    monkeypatch.setattr(outcome, "_given", lambda rows: counted(rows) | {key: Fraction(95)})


def test_a_result_that_stands_has_no_faults(result):
    assert recount(result).faults == ()


def test_a_choice_that_fits_no_longer_is_told_and_carries_nobody_forward(
    monkeypatch, frozen, result
):
    untied(monkeypatch, frozen)

    found = recount(result)

    assert found.faults == (
        "keputusan pleno tidak cocok lagi dengan peringkat yang dihitung ulang",
    )
    assert found.candidates == found.compared > 0
    ranked = next(v for v in outcome_of(frozen.round).vacancies if v.ranking.ranked).ranking.ranked
    assert [row.put_forward for row in ranked] == [True, None, None, None]


def test_another_text_than_the_fingerprint_is_told(result):
    result.sha256 = "0" * 64

    assert recount(result).faults == ("hasil nomor 1 tidak sama dengan sidik jarinya",)


def test_another_root_in_a_text_with_its_own_fingerprint_is_told(result):
    result.text = canonical(json.loads(result.text) | {"root": "0" * 64})
    result.sha256 = fingerprint(result.text)

    [fault] = recount(result).faults
    assert fault == "aturan, akar atau jabatan pada hasil nomor 1 tidak sama lagi"
