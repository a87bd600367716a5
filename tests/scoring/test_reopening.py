from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from scoring import actions
from scoring.evidence import broken_link, faults_of
from scoring.models import Excuse, Reopening, ScoreEvent
from scoring.reopening import (
    CannotReopen,
    grant_reopening,
    refuse_reopening,
    reopenings_for,
    request_reopening,
)
from scoring.unsealing import request_unsealing
from tests.rounds import fill
from tests.scoring.database import refused
from workbook.sample_sealing import close_days

pytestmark = pytest.mark.django_db

CHAIR = -1


@pytest.fixture
def small(draft):
    draft.open()
    fill(draft.sheet(), lambda *_: 80)
    return draft


def ask(small, sheet=None, reason="Tertukar dengan kandidat lain"):
    sheet = sheet or small.sheet()
    return request_reopening(sheet, reason, by=sheet.seat.user)


def test_a_granted_sheet_is_open_again_and_its_old_version_stays(small):
    old = small.sheet()
    reopening = ask(small)

    grant_reopening(reopening, by=small.chair)

    now = small.sheet()
    assert (now.is_signed, now.receipt, now.version, now.entries) == (False, "", 3, old.entries)
    event = ScoreEvent.objects.get(sheet=now, kind="reopen")
    assert (event.actor, event.payload["reason"]) == (small.chair, reopening.reason)
    signed = ScoreEvent.objects.get(sheet=now, kind="sign")
    assert signed.payload["receipt"] == old.receipt == Reopening.objects.get().receipt
    assert broken_link(small.round) is None and list(faults_of(small.round)) == []
    verbs = Event.objects.filter(verb__startswith="scoring.reopening").order_by("pk")
    assert [event.verb for event in verbs] == [
        "scoring.reopening_requested",
        "scoring.reopening_granted",
    ]


def test_a_reopened_sheet_is_scored_and_signed_again(small):
    grant_reopening(ask(small), by=small.chair)

    again = fill(small.sheet(), lambda *_: 85)

    assert again.is_signed
    assert again.version == 5


def test_an_excused_sheet_is_opened_again_too(small):
    close_days(small.round, excused="Sakit")
    sheet = small.sheet(candidate=1)

    grant_reopening(ask(small, sheet), by=small.chair)

    assert Excuse.objects.get(sheet=sheet).lifted_at
    assert fill(small.sheet(candidate=1), lambda *_: 70).is_signed


def test_asked_twice_it_is_one_request(small):
    assert ask(small).pk == ask(small, reason="lain").pk


@pytest.mark.parametrize(
    ("candidate", "reason", "words"),
    [(1, "Salah", "masih terbuka"), (0, "  ", "Tulis alasan membuka kembali")],
)
def test_a_request_needs_a_closed_sheet_and_a_reason(small, candidate, reason, words):
    with pytest.raises(CannotReopen, match=words):
        ask(small, small.sheet(candidate=candidate), reason)
    assert not Reopening.objects.exists()


def test_a_refusal_has_a_reason_and_leaves_the_sheet_signed(small):
    reopening = ask(small)
    with pytest.raises(CannotReopen, match="alasan penolakan"):
        refuse_reopening(reopening, "", by=small.chair)

    refuse_reopening(reopening, "Nilainya sudah benar", by=small.chair)

    assert small.sheet().is_signed
    assert Reopening.objects.get().answer == "Nilainya sudah benar"
    with pytest.raises(CannotReopen, match="sudah dijawab"):
        grant_reopening(reopening, by=small.chair)


def test_the_chair_answers_members_and_a_second_member_answers_the_chair(small):
    fill(small.sheet(seat=CHAIR), lambda *_: 80)
    of_member, of_chair = ask(small), ask(small, small.sheet(seat=CHAIR))

    assert list(reopenings_for(small.round, small.chair)) == [of_member]
    assert list(reopenings_for(small.round, small.members[0])) == [of_chair]
    assert list(reopenings_for(small.round, small.staff)) == []
    with pytest.raises(CannotReopen, match="oleh orang lain"):
        grant_reopening(of_chair, by=small.chair)

    grant_reopening(of_chair, by=small.members[1])

    assert not small.sheet(seat=CHAIR).is_signed


def test_nothing_is_reopened_while_the_unsealing_waits(small):
    close_days(small.round, excused="Sakit")
    request_unsealing(small.round, by=small.chair)

    with pytest.raises(CannotReopen, match="sudah meminta pembukaan segel"):
        ask(small)


# The database refuses the application's own role, whatever the code above it does.


def test_an_ordinary_member_grants_nothing_to_another(small):
    with refused("answered once, by the chair or a second member"):
        grant_reopening(ask(small), by=small.members[1])
    assert small.sheet().is_signed


def test_a_member_asks_for_his_own_sheet_only(small):
    with refused("a member asks for his own closed sheet"):
        request_reopening(small.sheet(), "Salah", by=small.members[1])


def test_an_event_of_reopening_needs_its_grant(small):
    sheet = small.sheet()

    with refused("nobody granted this reopening"):
        ScoreEvent.objects.create(
            round=small.round,
            sheet=sheet,
            actor=small.chair,
            kind="reopen",
            base_version=sheet.version,
            version=sheet.version + 1,
            mutation_id=uuid4(),
            payload_json='{"entries": {}}',
            at=timezone.now(),
            chain_no=0,
            prev_hash=b"",
            hash=b"",
        )


def test_a_paper_event_needs_its_transcription(small):
    sheet = small.sheet(candidate=1)

    with refused("two people typed the same, or it is no copy"):
        ScoreEvent.objects.create(
            round=small.round,
            sheet=sheet,
            actor=sheet.seat.user,
            kind="paper",
            base_version=0,
            version=1,
            mutation_id=uuid4(),
            payload_json='{"entries": {}}',
            at=timezone.now(),
            chain_no=0,
            prev_hash=b"",
            hash=b"",
        )


def test_a_save_into_a_reopened_sheet_from_the_old_page_is_stale(small):
    old = small.sheet()
    grant_reopening(ask(small), by=small.chair)

    with pytest.raises(actions.SheetChanged):
        actions.save(
            old, {"W1": {"score": 1}}, base_version=2, mutation_id=uuid4(), by=old.seat.user
        )


def test_after_the_unsealing_nothing_is_opened_again(draft):
    draft.play()

    with pytest.raises(CannotReopen, match="Penilaian tidak sedang dibuka"):
        ask(draft)


def test_a_request_for_an_open_sheet_is_answered_in_words(client, small):
    sheet = small.sheet(candidate=1)
    client.force_login(sheet.seat.user)

    answer = client.post(
        reverse("scoring:ask-reopening", args=[sheet.public_id]), {"reason": "Keliru"}, follow=True
    )

    assert "masih terbuka" in answer.text
    assert not Reopening.objects.exists()
