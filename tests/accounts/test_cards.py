from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import actions, cards
from accounts.models import Invitation, Membership, User
from audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

GOOD = "kereta hijau di pagi hari"


@pytest.fixture
def head(client):
    membership = factories.MembershipFactory(role=Membership.Role.HEAD)
    client.force_login(membership.user)
    return membership


@pytest.fixture
def card(head):
    person = actions.ensure_user("baru@contoh.example", "Orang Baru", by=head.user)
    actions.appoint(person, head.agency, Membership.Role.AUDITOR, by=head.user)
    return actions.issue_card(person, head.agency, by=head.user)


def answer(client, card, code=None, password=GOOD, again=None):
    address = reverse("accounts:activate", args=[card.token])
    data = {"code": code or card.code, "password": password, "again": again or password}
    return client.post(address, data, follow=True)


def test_ensure_user_makes_an_account_that_cannot_sign_in_yet(head):
    person = actions.ensure_user("Baru@Contoh.example", "Orang Baru", by=head.user)
    again = actions.ensure_user("baru@contoh.EXAMPLE", "Lain", by=head.user)

    assert (person.email, person.has_usable_password()) == ("baru@contoh.example", False)
    assert (again, again.name) == (person, "Orang Baru")


def test_appoint_ends_the_earlier_role_in_the_same_agency(head):
    person = factories.UserFactory()
    actions.appoint(person, head.agency, Membership.Role.STAFF, by=head.user)

    now = actions.appoint(person, head.agency, Membership.Role.AUDITOR, by=head.user)
    same = actions.appoint(person, head.agency, Membership.Role.AUDITOR, by=head.user)

    assert now == same
    assert list(person.memberships.filter(ended_at=None)) == [now]


def test_a_card_activates_the_account_once(client, card):
    client.logout()

    done = answer(client, card)
    again = answer(client, card)

    assert "Akun Anda aktif" in done.text
    assert User.objects.get(pk=card.user.pk).check_password(GOOD)
    assert again.status_code == 410
    assert "sudah dipakai" in again.text


def test_the_card_is_stored_as_hashes_only(card):
    invitation = Invitation.objects.get()

    assert card.token not in str(vars(invitation))
    assert card.code not in str(vars(invitation))
    assert cards.find(card.token) == invitation


def test_a_wrong_code_is_said_and_counted_until_the_card_is_spent(client, card):
    wrong = "00000000" if card.code != "00000000" else "11111111"

    first = answer(client, card, code=wrong)
    for _ in range(cards.FAILURES_ALLOWED - 1):
        answer(client, card, code=wrong)
    last = answer(client, card)

    assert first.status_code == 422
    assert "tidak sama dengan yang tercetak" in first.text
    assert last.status_code == 410
    assert not User.objects.get(pk=card.user.pk).has_usable_password()
    assert Event.objects.filter(verb="accounts.card_code_wrong").count() == 5


def test_a_card_lives_one_day(client, card):
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        response = answer(client, card)

    assert response.status_code == 410
    assert not User.objects.get(pk=card.user.pk).has_usable_password()


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("pendek", "pendek", "12"),
        (GOOD, "kereta merah di pagi hari", "tidak sama"),
        ("123456789012", "123456789012", "angka"),
    ],
    ids=["short", "differs", "digits"],
)
def test_a_weak_or_mistyped_password_is_refused_in_words(client, card, password, again, message):
    response = answer(client, card, password=password, again=again)

    assert response.status_code == 422
    assert message in response.text
    assert not User.objects.get(pk=card.user.pk).has_usable_password()


def test_no_card_for_somebody_whom_another_agency_knows(client, head):
    seat = factories.SeatFactory(round__agency=head.agency)
    factories.MembershipFactory(user=seat.user, role=Membership.Role.AUDITOR)

    response = client.post(reverse("accounts:issue-card", args=[seat.user.public_id]), follow=True)

    assert "juga bertugas di instansi lain" in response.text
    assert Invitation.objects.count() == 0


def test_an_unknown_link_does_not_exist(client):
    assert client.get(reverse("accounts:activate", args=["x"])).status_code == 404


def test_a_new_card_spends_the_earlier_one(card, head):
    actions.issue_card(card.user, head.agency, by=head.user)

    with pytest.raises(cards.CardSpent):
        cards.require_good(cards.find(card.token))


def test_no_card_takes_over_an_active_account(client, head):
    person = factories.MembershipFactory(agency=head.agency).user
    person.set_password(GOOD)
    person.save()

    response = client.post(reverse("accounts:issue-card", args=[person.public_id]), follow=True)

    assert "Akun ini sudah aktif" in response.text
    assert Invitation.objects.count() == 0


def test_the_head_prints_a_card_for_a_panel_member(client, head):
    seat = factories.SeatFactory(round__agency=head.agency)
    seat.user.set_unusable_password()
    seat.user.save()

    response = client.post(reverse("accounts:issue-card", args=[seat.user.public_id]))

    assert response.status_code == 200
    assert response.context["card"].code[:4] in response.text


def test_accounts_lists_members_and_panel_with_their_state(client, head):
    factories.SeatFactory(round__agency=head.agency, user__name="Penilai Satu")
    factories.SeatFactory(user__name="Orang Asing")

    response = client.get(reverse("accounts:accounts"))

    people = [(a.user.name, a.roles) for _, group in response.context["groups"] for a in group]
    assert people == [(head.user.name, ["Kepala BKPSDM"]), ("Penilai Satu", ["Penilai"])]
    assert "Orang Asing" not in response.text


def test_staff_see_the_list_but_no_button(client, head):
    staff = factories.MembershipFactory(agency=head.agency, role=Membership.Role.STAFF).user
    client.force_login(staff)

    assert "Buat kartu aktivasi" not in client.get(reverse("accounts:accounts")).text


def test_texts_of_people_and_cards_read_well(card, head):
    assert str(Invitation.objects.get()) == "Kartu aktivasi Orang Baru"
    assert str(head) == f"{head.user}: Kepala BKPSDM"
    assert str(head.agency) == head.agency.name
    assert card.user.get_short_name() == "Orang Baru"
