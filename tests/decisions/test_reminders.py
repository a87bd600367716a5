"""Reminders of internal deadlines: on which days, to whom, and when not."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from accounts.models import Mail, User
from audit.models import Event
from decisions.approving import advance_approval
from decisions.ending import end_choice
from decisions.happenings import Happening
from decisions.reminders import due_reminders, post_reminders
from decisions.tasks import remind
from selection.calendars import loaded_calendar
from selection.working_days import after_working_days
from tests.decisions.chosen import determine, mayor

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(handed_over):
    small = handed_over
    mayor(small)
    picks = [(small.vacancies[0], small.candidates[1])]
    small.choice = determine(small, picks, on=date(2026, 3, 2))[0]
    return small


def prepare(small, on=date(2026, 10, 5)):
    """Staff handle it from this day on; the deadline is five working days later."""
    happening = Happening(kind="prepared", on=on)
    advance_approval(small.choice, "BKN_PERTEK", happening, by=small.staff)
    return after_working_days(on, 5, loaded_calendar()).day


def letters():
    found = Mail.objects.filter(kind="reminder").order_by("pk")
    return [mail.to_name for mail in found]


def days_until(due, ago=12):
    return [due - timedelta(days=count) for count in range(ago, -1, -1)]


def test_the_owner_is_reminded_at_five_and_two_working_days_then_the_head_too(small):
    due = prepare(small)
    told = {}

    for day in days_until(due):
        for mail in post_reminders(day):
            told.setdefault((due - day).days, []).append(mail.to_name)
        assert post_reminders(day) == []  # the second run of the day

    assert told == {
        7: [small.staff.name],
        4: [small.staff.name],
        0: [small.staff.name, small.head.name],
    }
    for after in range(1, 15):
        assert post_reminders(due + timedelta(days=after)) == []
    mail = Mail.objects.filter(kind="reminder").earliest("pk")
    assert (
        "Ada yang menunggu Anda: Pertimbangan teknis BKN untuk jabatan Kepala Dinas Kesehatan,"
        " batas internal 12 Oktober 2026."
    ) in mail.body
    assert f"/usulan/{small.round.code}/persetujuan/jabatan/DINKES/" in mail.body
    assert "Nama Rahasia" not in mail.subject + mail.body
    assert Event.objects.filter(verb="decisions.reminders_posted").count() == 3


def test_a_day_that_was_missed_is_made_up_for_by_one_letter(small):
    due = prepare(small)

    post_reminders(due - timedelta(days=3))  # a Friday: neither of the two before was posted
    assert letters() == [small.staff.name]
    post_reminders(due + timedelta(days=2))
    post_reminders(due + timedelta(days=3))

    assert letters() == [small.staff.name, small.staff.name, small.head.name]


def test_what_is_long_past_floods_nobody(small):
    due = prepare(small)

    assert post_reminders(due + timedelta(days=30)) == []
    assert letters() == []


@pytest.mark.parametrize("day", [date(2026, 10, 10), date(2026, 10, 11), date(2026, 12, 25)])
def test_nobody_is_reminded_on_a_day_off(small, day):
    prepare(small)

    assert due_reminders(day) == []


def test_the_head_hears_of_what_somebody_without_an_address_handles(small):
    due = prepare(small)
    User.objects.filter(pk=small.staff.pk).update(is_active=False)

    post_reminders(due - timedelta(days=4))

    assert letters() == [small.head.name]


def test_the_scheduler_rings_through_the_working_day_in_the_time_of_the_city():
    entry = settings.CELERY_BEAT_SCHEDULE["remind-of-deadlines"]

    assert entry["task"] == remind.name
    assert settings.CELERY_TIMEZONE == "Asia/Jakarta"


def test_what_nobody_handles_yet_goes_to_the_head_alone(small):
    due = after_working_days(date(2026, 3, 2), 5, loaded_calendar()).day

    (reminder,) = due_reminders(due)

    assert list(reminder.to) == [small.head]


def test_what_is_over_reminds_nobody(small):
    end_choice(small.choice, "Ditarik pengusul.", by=small.staff)

    due = after_working_days(date(2026, 3, 2), 5, loaded_calendar()).day
    assert due_reminders(due) == []
