from datetime import time

import pytest

from panels.actions import put_slots
from panels.models import BreakRule, Slot, TimetablePlan
from panels.timetable_asking import from_json
from panels.timetable_defaults import BREAK_RULES
from panels.timetable_gaps import gaps_of
from panels.timetable_reading import break_rules, draft_of, facts_of, published_of, version_of
from panels.timetabling import prepare
from tests import factories
from tests.panels.timetables import WEDNESDAY, a_round, asked

pytestmark = pytest.mark.django_db


def wanted(small, instrument, candidate, starts, ends, room="Ruang Jlamprang"):
    return Slot(
        round=small.round,
        date=WEDNESDAY,
        starts=starts,
        ends=ends,
        room=room,
        instrument=instrument,
        candidate=candidate,
    )


@pytest.fixture
def small():
    return a_round(candidates=2)


def workbook(small, first=time(8)):
    idea = factories.InstrumentFactory(round=small.round, code="GAGASAN", title="Uji gagasan")
    half = time(first.hour, 15)
    return [
        wanted(small, idea, small.candidates[0], first, half),
        wanted(small, small.interview, small.candidates[0], half, time(first.hour, 30)),
        wanted(small, idea, small.candidates[1], time(13), time(13, 15)),
        wanted(small, small.interview, small.candidates[1], time(13, 15), time(13, 30)),
    ]


def test_a_timetable_from_a_workbook_is_version_1_and_published(small):
    put_slots(small.round, workbook(small), by=small.staff)

    plan = published_of(small.round)
    version = version_of(plan, facts_of(small.round))
    assert (plan.version, plan.origin, plan.published_by) == (1, "workbook", small.staff)
    assert [(s.candidate, str(s.hours)) for s in version.timetable.sittings] == [
        ("01", "08.00–08.30"),
        ("02", "13.00–13.30"),
    ]
    assert [(p.code, p.minutes) for p in from_json(plan.asked).parts] == [
        ("GAGASAN", 15),
        ("WAWANCARA", 15),
    ]
    assert {problem.kind for problem in version.problems} == {"capacity"}
    assert [gap.words for gap in gaps_of(small.round)] == ["Isi kapasitas Ruang Jlamprang"]


def test_the_same_workbook_twice_makes_one_version(small):
    slots = workbook(small)
    put_slots(small.round, slots, by=small.staff)
    again = [wanted(small, s.instrument, s.candidate, s.starts, s.ends) for s in slots]

    put_slots(small.round, again, by=small.staff)

    assert TimetablePlan.objects.count() == 1


def test_a_changed_workbook_makes_the_next_version_and_moves_a_draft_behind_it(small):
    slots = workbook(small)
    put_slots(small.round, slots, by=small.staff)
    prepare(small.round, asked(), revision=None, arrange=False, by=small.staff)

    put_slots(small.round, slots[:2], by=small.staff)

    assert (published_of(small.round).version, draft_of(small.round).version) == (2, 3)


def test_a_workbook_without_slots_leaves_no_timetable_in_force(small):
    put_slots(small.round, workbook(small), by=small.staff)

    put_slots(small.round, [], by=small.staff)

    assert published_of(small.round) is None


def test_parts_apart_from_each_other_are_two_sittings(small):
    one = wanted(small, small.interview, small.candidates[0], time(8), time(8, 30))
    other = wanted(small, small.interview, small.candidates[0], time(14), time(14, 30))

    put_slots(small.round, [one, other], by=small.staff)

    version = version_of(published_of(small.round), facts_of(small.round))
    assert [str(s.hours) for s in version.timetable.sittings] == ["08.00–08.30", "14.00–14.30"]
    assert "candidate_twice" in {problem.kind for problem in version.problems}


def test_the_usual_breaks_stand_in_the_table_as_they_were_stated():
    assert break_rules() == BREAK_RULES
    assert BreakRule.objects.filter(certainty="2H").count() == 4
