"""Reminders of internal deadlines: on which days, to whom, and when not."""

from datetime import date, timedelta

import pytest

from decisions import actions
from decisions.approving import advance_approval
from decisions.ending import end_choice
from decisions.happenings import Happening
from decisions.reminders import due_reminders
from selection.calendars import loaded_calendar
from selection.working_days import after_working_days
from tests.decisions.chosen import determine, mayor

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    mayor(small)
    picks = [(small.vacancies[0], small.candidates[1])]
    small.choice = determine(small, picks, on=date(2026, 3, 2))[0]
    return small


def test_the_owner_is_reminded_at_five_and_two_working_days_then_the_head_too(small):
    happening = Happening(kind="prepared", on=date(2026, 10, 5))
    advance_approval(small.choice, "BKN_PERTEK", happening, by=small.staff)
    due = after_working_days(date(2026, 10, 5), 5, loaded_calendar()).day
    told = {}

    for ago in range(12):
        day = due - timedelta(days=ago)
        for reminder in due_reminders(day):
            told[(due - day).days] = [person.name for person in reminder.to]
            assert reminder.due_on == due
            assert reminder.words.startswith("Kepala Dinas Kesehatan: Usulan kepada BKN lengkap")

    assert told == {
        7: [small.staff.name],
        4: [small.staff.name],
        0: [small.staff.name, small.head.name],
    }
    assert due_reminders(due + timedelta(days=1)) == []


def test_what_nobody_handles_yet_goes_to_the_head_alone(small):
    due = after_working_days(date(2026, 3, 2), 5, loaded_calendar()).day

    (reminder,) = due_reminders(due)

    assert list(reminder.to) == [small.head]


def test_what_is_over_reminds_nobody(small):
    end_choice(small.choice, "Ditarik pengusul.", by=small.staff)

    due = after_working_days(date(2026, 3, 2), 5, loaded_calendar()).day
    assert due_reminders(due) == []
