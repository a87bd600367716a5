import random

import pytest

from samples.calibrate import DEEDS, SEED, detected, false_alarms, seen
from samples.simulated_panels import FIVE_LEVELS, FIVES, WHOLE, honest, written
from scoring.sightings import Kind


@pytest.mark.parametrize(
    ("points", "scores"), [(59.9, (60, 60, 1)), (74.6, (75, 75, 3)), (97.6, (98, 100, 5))]
)
def test_a_score_is_written_in_the_steps_of_its_paper(points, scores):
    assert tuple(written(points, paper) for paper in (WHOLE, FIVES, FIVE_LEVELS)) == scores


def test_a_simulated_panel_is_whole_and_the_same_every_time():
    first, again = (honest(5, WHOLE, random.Random(1)) for _ in range(2))

    assert first.raw == again.raw
    assert len(first.marks) == 5 * 26 * 2
    posts = [post for posts in first.posts.values() for post in posts]
    assert len(posts) == 42
    assert min(map(posts.count, posts)) >= 3


def test_alarms_are_counted_by_panel_and_by_question():
    counted = false_alarms(3, 5, WHOLE)

    panels = [seen(honest(5, WHOLE, random.Random(SEED + n))) for n in range(3)]
    assert counted == {
        kind: (
            sum(any(s.kind == kind for s in found) for found in panels),
            sum(s.kind == kind for found in panels for s in found),
        )
        for kind in Kind
    }


@pytest.mark.parametrize(
    "deed", [DEEDS[n] for n in (3, 7, 8, 9, 10, 11, 12)], ids=lambda d: d.words
)
def test_what_is_done_plainly_is_seen(deed):
    assert detected(2, 7, WHOLE, deed) == 2
    assert seen(honest(7, WHOLE, random.Random(SEED)), Kind.EARLY) == []
