from datetime import date, time
from uuid import uuid4

import pytest
import time_machine

from scoring import actions
from scoring.hours import NotOpenYet, SheetClosed, open_sheets, opens_at, with_hours
from scoring.models import ScoreEvent, Sheet
from scoring.slots import hours_on
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2025, 12, 3)
FULL = {"W1": {"score": 82}, "W2": {"score": 79}}


@pytest.fixture
def small(draft):
    factories.SlotFactory(
        candidate=draft.candidates[0],
        instrument=draft.interview,
        date=DAY,
        starts=time(9),
        ends=time(10),
    )
    return draft.open()


def save(sheet, entries=FULL, base=0):
    user = sheet.seat.user
    return actions.save(sheet, entries, base_version=base, mutation_id=uuid4(), by=user)


def timed(sheet):
    return with_hours(Sheet.objects.all()).get(pk=sheet.pk)


@time_machine.travel("2025-12-03 08:49:59 +0700")
def test_a_sheet_is_closed_until_ten_minutes_before_its_slot(small):
    with pytest.raises(NotOpenYet, match=r"mulai Rabu, 3 Desember 2025 pukul 08\.50 WIB"):
        save(small.sheet())

    assert not ScoreEvent.objects.exists()


@time_machine.travel("2025-12-03 08:50:00 +0700")
def test_a_sheet_opens_ten_minutes_before_its_slot(small):
    assert save(small.sheet()).version == 1


@time_machine.travel("2025-12-02 08:00:00 +0700")
def test_a_sheet_whose_candidate_has_no_slot_is_open_at_once(small):
    assert save(small.sheet(candidate=1)).version == 1


@time_machine.travel("2025-12-03 08:55:00 +0700")
def test_what_was_begun_stays_open_when_its_slot_is_moved(small):
    begun = save(small.sheet())
    slots = small.candidates[0].slots
    slots.update(starts=time(11), ends=time(12))

    assert opens_at(timed(begun)) is None
    assert save(begun, {"W1": {"score": 50}}, base=1).version == 2


def test_the_slot_of_the_very_instrument_counts_before_an_earlier_one(small):
    factories.SlotFactory(
        candidate=small.candidates[0],
        instrument=small.talent,
        date=date(2025, 12, 1),
        starts=time(8),
    )

    assert f"{opens_at(timed(small.sheet())):%Y-%m-%d %H.%M}" == "2025-12-03 08.50"


def test_another_instruments_slot_counts_where_there_is_none_of_its_own(small):
    factories.SlotFactory(
        candidate=small.candidates[1],
        instrument=small.talent,
        date=date(2025, 12, 1),
        starts=time(8),
    )

    assert f"{opens_at(timed(small.sheet(candidate=1))):%Y-%m-%d %H.%M}" == "2025-12-01 07.50"


def test_a_signed_sheet_is_not_open_and_is_not_counted(small):
    before = open_sheets(small.round)
    signed = save(small.sheet())
    actions.sign(signed, base_version=1, mutation_id=uuid4(), by=signed.seat.user)

    with pytest.raises(SheetClosed):
        save(signed, {"W1": {"score": 50}}, base=2)
    assert open_sheets(small.round) == before - 1


def test_on_a_day_without_a_slot_there_are_no_hours():
    assert hours_on(date(2025, 12, 3), [], None) is None
