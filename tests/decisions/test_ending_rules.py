"""What the database refuses about decrees, inaugurations, ends and closures, whoever asks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from decisions import actions
from decisions.models import ChoiceEnd, Decree, Inauguration, RoundClosure, What
from tests import factories
from tests.decisions.chosen import approve, determine

pytestmark = pytest.mark.django_db


def by(small):
    return {"recorded_by": small.staff, "recorded_at": timezone.now()}


def impossible(create, **fields):
    with pytest.raises(DatabaseError), transaction.atomic():
        create(**fields)


def test_nothing_ends_out_of_turn(draft):
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    today, day = timezone.localdate(), timedelta(days=1)
    picks = [(small.vacancies[0], small.candidates[1]), (small.vacancies[1], What.NOBODY)]
    person, nobody = determine(small, picks, on=today - day)
    paper = {"number": "821.2/7", "file": factories.AttachmentFactory(round=small.round)}
    closed = {"round": small.round, "inaugurated": 1, "ended": 1, "closed_by": small.head}
    closed |= {"closed_at": timezone.now()}

    make = Decree.objects.create
    for choice, dated in ((nobody, today), (person, today + day), (person, today - 2 * day)):
        impossible(make, choice=choice, dated=dated, **paper, **by(small))
    swear = Inauguration.objects.create
    for number, held in ((1, True), (2, False)):
        impossible(swear, choice=person, number=number, on=today, held=held, **by(small))
    impossible(RoundClosure.objects.create, **closed)

    impossible(make, choice=person, dated=today, **paper, **by(small))
    approve(small, person)
    make(choice=person, dated=today, **paper, **by(small))
    for on in (today - day, today + day):
        impossible(swear, choice=person, number=1, on=on, held=True, **by(small))
    swear(choice=person, number=1, on=today, held=True, **by(small))
    impossible(swear, choice=person, number=2, on=today, **by(small))
    ended = {"ended_by": small.staff, "ended_at": timezone.now(), "reason": "x"}
    impossible(ChoiceEnd.objects.create, choice=person, **ended)

    RoundClosure.objects.create(**closed)
    again = [(small.vacancies[1], small.candidates[0])]
    impossible(determine, small=small, picks=again, reason="Terlambat.")
    for rows in (Decree, Inauguration, RoundClosure):
        impossible(rows.objects.all().delete)
