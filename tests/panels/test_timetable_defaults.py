from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from panels.timetable_defaults import BREAK_RULES, RESERVE, usual_breaks
from tests.panels.hearings import FRIDAY, THURSDAY, WEDNESDAY

RAMADAN = frozenset({date(2026, 2, 19), date(2026, 2, 20)})


def test_usual_breaks_are_longer_on_friday():
    assert [(b.day, str(b)) for b in usual_breaks([FRIDAY, THURSDAY, WEDNESDAY, THURSDAY])] == [
        (WEDNESDAY, "Istirahat, salat, makan 12.00–13.00"),
        (THURSDAY, "Istirahat, salat, makan 12.00–13.00"),
        (FRIDAY, "Istirahat, salat Jumat, makan 11.30–13.00"),
    ]


def test_usual_breaks_are_shorter_in_ramadan():
    assert [str(b) for b in usual_breaks(RAMADAN, fasting=RAMADAN)] == [
        "Istirahat dan salat 12.00–12.30",
        "Istirahat dan salat Jumat 11.30–12.30",
    ]


@pytest.mark.parametrize("fasting", [False, True])
def test_usual_breaks_give_every_day_of_the_week_one(fasting):
    week = frozenset(date(2026, 2, 16) + timedelta(days=number) for number in range(7))

    breaks = usual_breaks(week, fasting=week if fasting else frozenset())

    assert [b.day for b in breaks] == sorted(week)


def test_usual_breaks_know_nothing_of_days_before_the_regulation():
    assert usual_breaks([date(2023, 4, 11)]) == ()
    assert len(usual_breaks([date(2023, 4, 12)])) == 1


def test_usual_breaks_end_with_the_rule():
    rule = replace(BREAK_RULES[0], valid_until=WEDNESDAY)

    assert [b.day for b in usual_breaks([WEDNESDAY, THURSDAY], rules=[rule])] == [WEDNESDAY]


@pytest.mark.parametrize("rule", BREAK_RULES, ids=lambda rule: rule.title)
def test_break_rules_last_as_long_as_their_legal_basis_says(rule):
    assert f"{rule.hours.minutes} menit" in rule.legal_basis
    assert rule.source and rule.hours_basis


def test_reserve_is_a_tenth():
    assert Fraction("0.1") == RESERVE
