"""What every app says is missing comes together, and blocks the freeze where it has to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.freezing import FreezeRefused, request_freeze
from scoring.models import Freeze
from scoring.readiness import gaps_of
from selection.gaps import Stage
from tests.rounds import make_round

pytestmark = pytest.mark.django_db


def test_the_gaps_of_all_apps_stand_in_the_order_of_the_stages(draft):
    stages = [gap.stage for gap in gaps_of(draft.round)]

    assert {Stage.REQUIREMENTS, Stage.PANEL} <= set(stages)
    assert stages == sorted(stages, key=list(Stage).index)


def test_what_is_missing_anywhere_blocks_the_freeze_and_is_named(draft):
    with pytest.raises(FreezeRefused, match=r"lebih dahulu: .*; Perbaiki susunan panitia"):
        request_freeze(draft.round, by=draft.staff)

    assert not Freeze.objects.exists()


def test_gaps_cost_the_same_for_any_number_of_candidates(agency):
    costs = []
    for number in (3, 12):
        round_ = make_round(agency, candidates=number).round
        with CaptureQueriesContext(connection) as queries:
            gaps_of(round_)
        costs.append(len(queries))

    assert costs[0] == costs[1]
