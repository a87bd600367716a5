from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from audit.models import Event
from scoring import actions
from scoring.closing import Answer, CannotClose, close_day, ending_of
from scoring.confirming import CannotConfirm, confirm, unconfirmed
from scoring.evidence import ChainBroken
from scoring.models import ClosedSheet, Closing, Confirmation, Excuse, Sheet, Unsealing
from tests import factories
from tests.rounds import fill
from tests.scoring.database import refused, settled
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db

SICK = Answer(ClosedSheet.State.EXCUSED, "Sakit sejak pagi")
LATER = Answer(ClosedSheet.State.CARRIED)
FIRST, SECOND = date(2025, 12, 3), date(2025, 12, 4)


@pytest.fixture
def small(draft):
    return draft.open()


def today():
    return timezone.localdate()


def close(small, answer=SICK, day=None):
    ending = ending_of(small.round)
    answers = {sheet.pk: answer for sheet in ending.unsigned}
    return close_day(small.round, day or ending.day, answers, by=small.chair)


def two_days(draft):
    """The first candidate is heard on the first day, the second on the next; the third on none."""
    for candidate, day in zip(draft.candidates, (FIRST, SECOND), strict=False):
        factories.SlotFactory(
            candidate=candidate, instrument=draft.interview, date=day, starts=time(9), ends=time(10)
        )
    settled()
    return draft.open()


def test_a_day_is_closed_with_the_tip_of_the_chain_and_every_sheet(small):
    signed = fill(small.sheet(), lambda *_: 80)

    closing = close(small)

    event = signed.events.get(kind="sign")
    assert (closing.number, closing.day, closing.chain_no) == (1, today(), event.chain_no)
    assert closing.root == bytes(event.hash).hex()
    lines = ClosedSheet.objects.filter(closing=closing)
    assert lines.get(state="signed").receipt == signed.receipt
    assert lines.filter(state="excused", reason="Sakit sejak pagi").count() == 8
    facts = Event.objects.get(verb="scoring.day_closed").facts
    assert (facts["number"], facts["signed"], facts["excused"]) == (1, 1, 8)


def test_an_excused_sheet_takes_no_more_scores(small):
    close(small)

    with pytest.raises(actions.SheetClosed, match="keterangan berhalangan"):
        fill(small.sheet(), lambda *_: 80)
    assert small.sheet().version == 0


def test_a_sheet_carried_over_stays_open_and_comes_up_again(small):
    close(small, LATER)
    assert ending_of(small.round).number == 2

    fill(small.sheet(), lambda *_: 80)

    assert len(ending_of(small.round).signed) == 1
    assert len(ending_of(small.round).unsigned) == 8


def test_a_closed_day_with_nothing_left_is_not_closed_again(small):
    close(small)

    assert ending_of(small.round) is None
    with pytest.raises(CannotClose, match="sudah ditutup atau belum waktunya"):
        close_day(small.round, today(), {}, by=small.chair)
    assert Closing.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [(None, "9 lembar belum ditandatangani"), (Answer(SICK.state, " "), "tulis alasan")],
)
def test_a_day_does_not_close_while_sheets_are_not_accounted_for(small, answer, words):
    ending = ending_of(small.round)
    answers = {sheet.pk: answer for sheet in ending.unsigned} if answer else {}

    with pytest.raises(CannotClose, match=words):
        close_day(small.round, ending.day, answers, by=small.chair)

    assert not Closing.objects.exists() and not Excuse.objects.exists()
    assert not Event.objects.filter(verb="scoring.day_closed").exists()


def test_no_day_closes_while_an_unsealing_waits(small, monkeypatch):
    """A sheet that was laid out after the request (a panel that changed) does not end it."""
    waiting = SimpleNamespace(filter=lambda **_: SimpleNamespace(exists=lambda: True))
    monkeypatch.setattr(Unsealing.objects, "pending", lambda: waiting)

    with pytest.raises(CannotClose, match="Kembalikan permintaan itu lebih dahulu"):
        close(small)
    assert not Closing.objects.exists()


@time_machine.travel("2025-12-02 16:00 +0700")
def test_before_the_first_day_there_is_nothing_to_close(draft):
    assert ending_of(two_days(draft).round) is None


@time_machine.travel("2025-12-03 16:00 +0700")
def test_a_day_asks_only_for_the_sheets_that_are_due(draft):
    small = two_days(draft)

    ending = ending_of(small.round)

    assert ending.day == FIRST
    assert {sheet.candidate.number for sheet in ending.unsigned} == {1}
    close(small)
    assert ending_of(small.round) is None  # the second day has not come


@time_machine.travel("2025-12-04 16:00 +0700")
def test_days_are_closed_in_their_order_and_the_last_asks_for_all(draft):
    small = two_days(draft)

    assert close(small).day == FIRST
    last = ending_of(small.round)

    assert last.day == SECOND
    assert {sheet.candidate.number for sheet in last.unsigned} == {2, 3}


def test_the_last_day_lists_only_what_was_signed_since(small):
    fill(small.sheet(), lambda *_: 80)
    close(small, LATER)
    later = fill(small.sheet(candidate=1), lambda *_: 80)

    closing = close(small, SICK)

    assert [line.sheet_id for line in closing.sheets.filter(state="signed")] == [later.pk]


def test_a_broken_record_keeps_the_day_open(small, bend):
    fill(small.sheet(), lambda *_: 80)
    bend("scoring_scoreevent", "payload_json = replace(payload_json, '80', '95')")

    with pytest.raises(ChainBroken, match="Hari tidak dapat ditutup: rantai catatan nilai"):
        close(small)
    assert not Closing.objects.exists()


def test_a_chain_rewritten_whole_is_found_by_the_root_in_the_minutes(small, rewrite):
    fill(small.sheet(), lambda *_: 80)
    close(small, LATER)
    rewrite(small.round, "80", "95")

    with pytest.raises(ChainBroken, match="akar pada berita acara nomor 1 tidak cocok"):
        close(small, SICK)


def test_members_confirm_once_each(small):
    closing = close(small)
    seat = small.seats[0]

    confirm(closing, seat, Confirmation.Proof.PASSWORD)
    confirm(closing, seat, Confirmation.Proof.FACTOR)

    assert Confirmation.objects.get().proof == "password"
    assert len(unconfirmed(closing)) == 2
    assert Event.objects.filter(verb="scoring.minutes_confirmed").count() == 1


def test_a_member_of_another_panel_confirms_nothing(small):
    closing = close(small)

    with pytest.raises(CannotConfirm):
        confirm(closing, factories.SeatFactory(), Confirmation.Proof.PASSWORD)
    assert not Confirmation.objects.exists()


def test_nothing_is_confirmed_after_the_unsealing(small):
    open_seal(small.round, excused="Sakit")
    closing = Closing.objects.get()
    closing.round.refresh_from_db()

    with pytest.raises(CannotConfirm):
        confirm(closing, small.seats[0], Confirmation.Proof.PASSWORD)


# The database refuses the application's own role, whatever the code above it does.


def test_minutes_of_anybody_but_the_chair_are_refused(small):
    with refused("the chair closes a day"):
        close_day(small.round, today(), all_excused(small), by=small.members[0])


def all_excused(small):
    return {sheet.pk: SICK for sheet in ending_of(small.round).unsigned}


@pytest.mark.parametrize("change", [{"root": "a" * 64}, {"day": FIRST}, {"chain_no": 9}])
def test_minutes_do_not_change(small, change):
    close(small)

    with refused("permission denied|does not change"):
        Closing.objects.update(**change)


def test_minutes_do_not_name_another_root(small):
    fill(small.sheet(), lambda *_: 80)

    with refused("minutes name the tip of the chain"):
        Closing.objects.create(
            round=small.round,
            number=1,
            day=today(),
            chain_no=2,
            root="b" * 64,
            closed_by=small.chair,
            closed_at=timezone.now(),
        )


def test_nothing_is_added_to_confirmed_minutes(small):
    closing = close(small)
    confirm(closing, small.seats[0], Confirmation.Proof.PASSWORD)
    line = closing.sheets.first()
    line.pk = None

    with refused("minutes list sheets as they are"):
        line.save(force_insert=True)


def test_an_excuse_is_not_lifted_without_a_reopening(small):
    close(small)

    with refused("an excuse is of minutes"):
        Excuse.objects.update(lifted_at=timezone.now() + timedelta(days=1))


def test_an_excuse_needs_its_minutes(small):
    closing = close(small, LATER)

    with refused("an excuse is of minutes"):
        Excuse.objects.create(sheet=Sheet.objects.first(), closing=closing, reason="Sakit")
