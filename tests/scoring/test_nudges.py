from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from audit.models import Event
from scoring import nudging
from scoring.models import Nudge
from tests import factories
from tests.rounds import fill, make_round
from tests.scoring.days import at, now, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    return scheduled(draft.open())


def remind(client, small, by, seat=0):
    client.force_login(by)
    member = small.members[seat].public_id
    return client.post(reverse("scoring:remind", args=[small.round.code, member]), follow=True)


def events(small):
    return list(
        Event.objects.filter(scope=small.round.scope, verb__startswith="scoring.").values_list(
            "verb", flat=True
        )
    )


def test_a_member_with_sheets_that_wait_is_reminded_and_the_trail_knows_by_whom(client, small):
    with at(8, 40):
        response = remind(client, small, small.staff)

    sent = Nudge.objects.get()
    event = Event.objects.filter(verb="scoring.member_nudged").get()
    assert (sent.seat, sent.sent_by, sent.seen_at) == (small.seats[0], small.staff, None)
    assert (event.actor_id, event.scope) == (small.staff.pk, small.round.scope)
    assert "kini melihat pengingat di layarnya." in response.text


def test_nobody_is_reminded_before_the_first_hearing_has_ended(client, small):
    with at(8, 20):
        response = remind(client, small, small.chair)

    assert "Tidak ada yang diingatkan" in response.text
    assert not Nudge.objects.exists()
    assert "scoring.member_nudged" not in events(small)


def test_a_reminder_of_many_sheets_leads_to_the_first_and_to_the_list(client):
    small = make_round(factories.AgencyFactory(), candidates=6).open()
    scheduled(small)

    with at(12):
        remind(client, small, small.staff)
        client.force_login(small.members[0])
        said = client.get(reverse("scoring:notices")).text

    assert "6 lembar nilai belum Anda tanda tangani" in said
    assert said.count("Buka lembar") == nudging.NAMED == 4
    assert "2 lembar lain" in said


def test_nobody_is_reminded_of_what_he_signed(small):
    fill(small.sheet(0, 0), lambda *_: 75)

    with at(8, 40), pytest.raises(nudging.NothingWaits):
        nudging.nudge(small.seats[0], by=small.chair)


def test_nobody_is_reminded_once_the_seal_is_open(draft):
    small = draft.play()

    with pytest.raises(nudging.NothingWaits):
        nudging.nudge(small.seats[0], by=small.chair)


def test_a_member_is_reminded_at_most_once_in_ten_minutes(client, small):
    with at(8, 40):
        remind(client, small, small.staff)
    with at(8, 49):
        response = remind(client, small, small.chair)
    assert "sudah diingatkan pukul 08.40 WIB. Ingatkan lagi mulai pukul 08.51" in response.text
    assert Nudge.objects.count() == 1

    with at(8, 51):
        remind(client, small, small.chair)

    assert Nudge.objects.count() == 2


def test_the_database_itself_refuses_a_second_reminder_and_a_change_of_one(small):
    sent = factories.NudgeFactory(seat=small.seats[0], sent_at=now(8, 40))

    for wrong in (
        lambda: factories.NudgeFactory(seat=small.seats[0], sent_at=now(8, 49)),
        lambda: Nudge.objects.filter(pk=sent.pk).update(sent_at=now(7)),
        lambda: Nudge.objects.filter(pk=sent.pk).update(seen_at=now(8)),
        lambda: Nudge.objects.filter(pk=sent.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()

    factories.NudgeFactory(seat=small.seats[1], sent_at=now(8, 41))


def test_the_auditor_and_the_members_remind_nobody(client, small):
    with at(8, 40):
        for who in (small.auditor, small.members[1], small.authority):
            assert remind(client, small, who).status_code == 403

    assert not Nudge.objects.exists()


def test_who_has_no_seat_in_the_round_cannot_be_reminded(client, small):
    client.force_login(small.chair)

    response = client.post(reverse("scoring:remind", args=[small.round.code, uuid4()]))

    assert response.status_code == 404


def test_the_day_that_was_looked_at_is_shown_again_after_reminding(client, small):
    client.force_login(small.chair)
    address = reverse("scoring:remind", args=[small.round.code, small.members[0].public_id])

    with at(8, 40):
        response = client.post(address, {"hari": "2025-12-03"})

    assert response.url == f"/seleksi/{small.round.code}/kemajuan/?hari=2025-12-03"


def test_the_reminder_stands_on_the_members_list_and_names_the_office(client, small):
    with at(8, 40):
        nudging.nudge(small.seats[0], by=small.chair)
        nudging.nudge(small.seats[1], by=small.staff)
        client.force_login(small.members[0])
        mine = client.get(reverse("scoring:agenda")).text
        client.force_login(small.members[1])
        other = client.get(reverse("scoring:notices")).text

    assert "Ketua panitia mengingatkan: 1 lembar nilai belum Anda tanda tangani." in mine
    assert "Buka lembar Kandidat 01, Wawancara" in mine
    assert "Sekretariat mengingatkan" in other
    assert small.staff.name not in other


def test_who_was_not_reminded_sees_nothing(client, small):
    with at(8, 40):
        nudging.nudge(small.seats[0], by=small.chair)
        client.force_login(small.members[1])

        assert "mengingatkan" not in client.get(reverse("scoring:notices")).text


def test_the_reminder_goes_when_the_last_sheet_is_signed(small):
    with at(8, 40):
        nudging.nudge(small.seats[0], by=small.chair)
        assert len(nudging.notices_for(small.members[0], timezone.localtime())) == 1
        fill(small.sheet(0, 0), lambda *_: 75)

        assert nudging.notices_for(small.members[0], timezone.localtime()) == []


def test_mengerti_takes_the_reminder_away_and_leaves_a_trace(client, small):
    with at(8, 40):
        sent = nudging.nudge(small.seats[0], by=small.chair)
    client.force_login(small.members[0])
    address = reverse("scoring:understand", args=[sent.public_id])

    with at(8, 42):
        assert client.post(address).url == reverse("scoring:agenda")
        client.post(address)
        assert nudging.notices_for(small.members[0], timezone.localtime()) == []

    assert Nudge.objects.get().seen_at == now(8, 42)
    assert events(small).count("scoring.nudge_read") == 1


def test_mengerti_over_htmx_answers_with_what_is_left(client, small):
    with at(8, 40):
        sent = nudging.nudge(small.seats[0], by=small.chair)
        client.force_login(small.members[0])
        address = reverse("scoring:understand", args=[sent.public_id])

        response = client.post(address, headers={"HX-Request": "true"})

    assert 'id="pengingat"' in response.text
    assert "mengingatkan" not in response.text


def test_mengerti_takes_earlier_reminders_with_it_but_none_that_came_later(small):
    first = factories.NudgeFactory(seat=small.seats[0], sent_at=now(8, 40))
    second = factories.NudgeFactory(seat=small.seats[0], sent_at=now(8, 55))
    third = factories.NudgeFactory(seat=small.seats[0], sent_at=now(9, 10))

    with at(9, 11):
        nudging.understand(second, by=small.members[0])

    assert list(Nudge.objects.unseen()) == [third]
    assert first.pk != second.pk


def test_nobody_reads_a_reminder_away_for_a_colleague(client, small):
    sent = factories.NudgeFactory(seat=small.seats[0])
    client.force_login(small.chair)

    response = client.post(reverse("scoring:understand", args=[sent.public_id]))

    assert response.status_code == 404
    assert Nudge.objects.unseen().count() == 1


def test_asking_for_reminders_costs_four_questions_while_there_is_none(
    client, small, django_assert_num_queries
):
    client.force_login(small.members[0])

    # session, user, seat, reminders
    with django_assert_num_queries(4):
        response = client.get(reverse("scoring:notices"))

    again = client.get(
        reverse("scoring:notices"),
        headers={"HX-Request": "true", "If-None-Match": response["ETag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize("nudged", [1, 3])
def test_asking_costs_the_same_for_any_number_of_reminders(
    client, small, django_assert_num_queries, nudged
):
    for number in range(nudged):
        sent_at = now(8, 40) + timedelta(minutes=15 * number)
        factories.NudgeFactory(seat=small.seats[0], sent_at=sent_at)

    with at(9, 45):
        client.force_login(small.members[0])
        # session, user, seat, reminders, slots, sheets
        with django_assert_num_queries(6):
            client.get(reverse("scoring:notices"))


def test_a_reminder_goes_by_mail_too_and_names_no_candidate(client, small):
    with at(8, 40):
        remind(client, small, small.staff)

    mail = Mail.objects.get()
    assert (mail.kind, mail.to_user, mail.scope) == (
        Mail.Kind.REMINDER,
        small.members[0],
        small.round.scope,
    )
    assert "lembar nilai yang belum ditandatangani" in mail.body
    assert not any(c.name in mail.body or c.label in mail.body for c in small.candidates)


def test_a_refused_reminder_leaves_no_mail(client, small):
    with at(8, 20):
        remind(client, small, small.staff)

    assert not Mail.objects.exists()
