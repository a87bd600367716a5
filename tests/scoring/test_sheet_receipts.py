import re

import pytest

from accounts.models import Mail
from scoring.closing import Answer, CannotClose, close_day, ending_of
from scoring.models import ClosedSheet
from tests.rounds import fill

pytestmark = pytest.mark.django_db

SICK = Answer(ClosedSheet.State.EXCUSED, "Sakit sejak pagi")
LATER = Answer(ClosedSheet.State.CARRIED)


@pytest.fixture
def small(draft):
    return draft.open()


def close(small, answer=LATER):
    ending = ending_of(small.round)
    answers = {sheet.pk: answer for sheet in ending.unsigned}
    return close_day(small.round, ending.day, answers, by=small.chair)


def signed(small, seat, candidate):
    return fill(small.sheet(seat, candidate), lambda *_: 81)


def test_who_signed_is_told_how_many_sheets_and_nothing_about_them(small):
    sheets = [signed(small, 0, 0), signed(small, 0, 1), signed(small, 1, 0)]

    close(small)

    told = {mail.to_user: mail for mail in Mail.objects.filter(kind="receipt")}
    assert told.keys() == set(small.members[:2])
    counts = [re.search(r"ditandatangani: (\d+) lembar", told[user].body)[1] for user in told]
    assert sorted(counts) == ["1", "2"]
    for mail in told.values():
        assert "/penilaian/" in mail.body
        assert "81" not in mail.body
        for sheet in sheets:
            assert sheet.receipt not in mail.body
            assert str(sheet.public_id) not in mail.body
        for candidate in small.candidates:
            assert candidate.name not in mail.body
            assert candidate.label not in mail.body


def test_the_next_minutes_tell_only_what_is_new(small):
    signed(small, 0, 0)
    close(small)
    signed(small, 0, 1)
    close(small)

    bodies = Mail.objects.filter(to_user=small.members[0]).values_list("body", flat=True)
    assert [body.count("ditandatangani: 1 lembar") for body in bodies] == [1, 1]


def test_a_day_that_is_not_closed_has_no_receipts(small):
    signed(small, 0, 0)

    with pytest.raises(CannotClose):
        close_day(small.round, ending_of(small.round).day, {}, by=small.chair)

    assert not Mail.objects.exists()


def test_who_signed_nothing_gets_nothing(small):
    close(small, SICK)

    assert not Mail.objects.exists()
