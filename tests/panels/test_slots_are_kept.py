"""After the freeze the database lets slots change together with the timetable, and only so."""

from datetime import time

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from panels import delaying
from panels.actions import put_slots
from panels.models import CompositionRule, Slot, TimetablePlan
from panels.timetable_reading import published_of
from tests import factories
from tests.panels.hearings import on_the_first_day
from tests.panels.timetables import a_round, published


@pytest.fixture
def small(transactional_db):
    """Published, then frozen, each committed in a transaction of its own."""
    small = a_round()
    published(small)
    with transaction.atomic():
        return small.freeze()


def change_alone(small):
    Slot.objects.filter(pk=Slot.objects.first().pk).update(ends=time(9))


def withdraw_alone(small):
    Slot.objects.filter(pk=Slot.objects.first().pk).update(withdrawn_at=timezone.now())


def add_alone(small):
    factories.SlotFactory(candidate=small.candidates[0], instrument=small.interview)


def leave_for_another_round(small):
    Slot.objects.update(round=factories.RoundFactory())


def contradict_a_new_version(small):
    with transaction.atomic():
        one = published_of(small.round).draw.lots[1][0]
        with on_the_first_day():
            delaying.delay_from(small.round, one, 15, version=1, by=small.staff)
        Slot.objects.in_force().filter(round=small.round).update(room="Ruang Lain")


def touch_the_version_in_force(small):
    with transaction.atomic():
        TimetablePlan.objects.update(published_at=timezone.now())
        withdraw_alone(small)


@pytest.mark.parametrize(
    "bending",
    [
        change_alone,
        withdraw_alone,
        add_alone,
        leave_for_another_round,
        contradict_a_new_version,
        touch_the_version_in_force,
    ],
)
def test_slots_of_a_fixed_round_do_not_change_by_themselves(small, bending):
    before = list(Slot.objects.order_by("pk").values())

    with pytest.raises(DatabaseError, match=r"round is fixed|does not change"):
        bending(small)

    assert list(Slot.objects.order_by("pk").values()) == before


@pytest.mark.usefixtures("on_the_day")
def test_slots_of_a_fixed_round_change_with_a_delay_and_with_a_workbook(small):
    one = published_of(small.round).draw.lots[1][0]
    delaying.delay_from(small.round, one, 15, version=1, by=small.staff)
    held = Slot.objects.in_force().filter(round=small.round).order_by("starts")
    wanted = [
        Slot(
            round=small.round,
            date=slot.date,
            starts=slot.starts,
            ends=slot.ends,
            room="Ruang Jlamprang",
            instrument=slot.instrument,
            candidate=slot.candidate,
        )
        for slot in held.select_related("instrument", "candidate")
    ]

    put_slots(small.round, wanted, by=small.staff)
    assert {slot.room for slot in held.all()} == {"Ruang Jlamprang"}
    assert published_of(small.round).version == 3
    put_slots(small.round, [], by=small.staff)

    assert not held.all().exists()
    assert published_of(small.round) is None


def test_a_version_is_not_superseded_by_nothing(small):
    with pytest.raises(DatabaseError, match="superseded by a newer one"):
        TimetablePlan.objects.update(superseded_at=timezone.now())

    assert published_of(small.round)


@pytest.mark.django_db
def test_the_application_does_not_write_rules_of_composition():
    rules = CompositionRule.objects.all()
    for work in (lambda: rules.update(severity="warning"), rules.delete, CompositionRule().save):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            work()
