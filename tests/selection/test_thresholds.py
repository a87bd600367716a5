"""What the labels of stability mean is part of the rules, and stands still with them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError

from audit.models import Event
from scoring.evidence import faults_of
from scoring.outcome import thresholds_of
from scoring.sensitivity import Thresholds
from selection.models import Round
from selection.scheme import canonical, describe
from selection.thresholds import Limits, ThresholdsFixed, set_limits
from tests.scoring.database import refused

pytestmark = pytest.mark.django_db

HELD = Limits(stability_strong=95, stability_fair=80, stability_gap=Decimal("0.50"), weight_shift=5)
NONE = dict.fromkeys(("stability_strong", "stability_fair", "stability_gap", "weight_shift"))


def test_a_new_round_has_the_thresholds_of_the_house_in_its_scheme(draft):
    assert describe(draft.round)["stability"] == {
        "strong": 95,
        "fair": 80,
        "gap": "0.5",
        "weight_shift": 5,
    }
    assert thresholds_of(draft.round) == Thresholds()


def test_thresholds_are_set_in_a_draft_and_recorded(draft):
    before = canonical(describe(draft.round))

    assert set_limits(draft.round, replace(HELD, stability_strong=90), by=draft.staff)

    draft.round.refresh_from_db()
    assert thresholds_of(draft.round).strong == 90
    assert canonical(describe(draft.round)) != before
    event = Event.objects.get(verb="selection.stability_set")
    assert event.facts["stability_strong"] == "90"


def test_the_same_again_changes_and_records_nothing(draft):
    assert not set_limits(draft.round, HELD, by=draft.staff)
    assert not Event.objects.filter(verb="selection.stability_set").exists()


def test_fixed_rules_keep_their_thresholds(draft):
    round_ = draft.freeze().round

    with pytest.raises(ThresholdsFixed, match="dibekukan"):
        set_limits(round_, replace(HELD, weight_shift=4), by=draft.staff)
    with refused("the scheme is fixed"):
        Round.objects.filter(pk=round_.pk).update(weight_shift=4)
    assert not Event.objects.filter(verb="selection.stability_set").exists()


def test_a_round_frozen_without_thresholds_still_stands_by_its_fingerprint(draft):
    Round.objects.filter(pk=draft.round.pk).update(**NONE)
    draft.round.refresh_from_db()

    round_ = draft.open().round

    assert "stability" not in describe(round_)
    assert list(faults_of(round_)) == []
    assert thresholds_of(round_) == Thresholds()


@pytest.mark.parametrize(
    "wrong",
    [
        {"stability_gap": None},
        {"weight_shift": None},
        {"stability_fair": 96},
        {"stability_fair": 0},
        {"stability_strong": 101},
        {"stability_gap": Decimal("-0.01")},
        {"weight_shift": 0},
        {"weight_shift": 51},
    ],
    ids=str,
)
def test_thresholds_that_make_no_sense_are_refused_by_the_table(draft, wrong):
    with pytest.raises(IntegrityError, match="selection_round_stability_is_whole"):
        Round.objects.filter(pk=draft.round.pk).update(**wrong)
