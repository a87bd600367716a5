from decimal import Decimal

import pytest

from scoring.rules import levels_of, needs_note
from tests import factories

SCALE = {"scale_min": Decimal(0), "scale_max": Decimal(100)}


def instrument(*bands):
    return factories.InstrumentFactory.build(bands=list(bands), round=None, **SCALE)


def anchors(levels, *texts):
    indicator = factories.IndicatorFactory.build(anchors=list(texts), instrument=None)
    return [level.anchor for level in levels_of(levels, indicator)]


def test_on_a_single_level_no_score_needs_a_note():
    levels = levels_of(instrument())

    assert [(level.lowest, level.highest) for level in levels] == [(0, 100)]
    assert not any(needs_note(levels, score) for score in (0, 50, 100))


def test_the_ends_of_a_scale_need_a_note_and_the_last_level_itself_does_not():
    levels = levels_of(instrument("60", "70", "80", "90"))

    assert [score for score in (0, 59, 60, 90, 91, 100) if needs_note(levels, score)] == [
        *(0, 59),
        *(91, 100),
    ]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("a", "b", "c", "d", "e"), ["a", "b", "c", "d", "e"]),
        (("rendah", "sedang", "tinggi"), ["rendah", "", "sedang", "", "tinggi"]),
        (("a", "b"), ["", "", "", "", ""]),
        ((), ["", "", "", "", ""]),
    ],
)
def test_three_anchors_stand_for_the_ends_and_the_middle(texts, shown):
    assert anchors(instrument("60", "70", "80", "90"), *texts) == shown
