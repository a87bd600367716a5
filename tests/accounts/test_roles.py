"""/akun/: the administrator creates accounts, the head gives and ends roles, each on record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.listing import people_of
from accounts.models import Invitation, Membership, User
from audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

Role = Membership.Role
NEW = {"name": "Sekar Arum, S.H.", "email": "Sekar@kota.example"}


@pytest.fixture
def head(agency):
    return factories.MembershipFactory(agency=agency, role=Role.HEAD).user


@pytest.fixture
def sysadmin(agency):
    return factories.MembershipFactory(agency=agency, role=Role.SYSADMIN).user


@pytest.fixture
def person(agency, sysadmin):
    actions.create_account("baru@kota.example", "Orang Baru", agency, by=sysadmin)
    return User.objects.get(email="baru@kota.example")


def give(client, person, role="auditor", reason="Surat tugas 12/2026"):
    data = {"beri-role": role, "beri-reason": reason}
    return client.post(reverse("accounts:give-role", args=[person.public_id]), data)


def end(client, person, reason="Pindah tugas"):
    data = {"akhiri-reason": reason}
    return client.post(reverse("accounts:end-role", args=[person.public_id]), data)


def role_of(person):
    held = person.memberships.filter(ended_at=None).first()
    return held and held.role


def events(verb):
    held = Event.objects.filter(verb=verb).order_by("pk")
    return [(e.actor_name, e.facts) for e in held]


def test_the_administrator_creates_an_account_and_sees_its_card_once(client, agency, sysadmin):
    client.force_login(sysadmin)

    response = client.post(reverse("accounts:create-account"), NEW)

    user = User.objects.get(email="sekar@kota.example")
    assert response.context["card"].user == user
    assert role_of(user) is None
    assert user in people_of(agency)
    assert [name for name, _ in events("accounts.user_created")] == [sysadmin.name]


@pytest.mark.parametrize("email", ["baru@kota.example", "BARU@kota.example"])
def test_an_address_in_use_makes_nothing_and_keeps_what_was_typed(client, sysadmin, person, email):
    client.force_login(sysadmin)

    response = client.post(reverse("accounts:create-account"), {**NEW, "email": email})

    assert response.status_code == 422
    assert "sudah dipakai sebuah akun" in response.text
    assert "Sekar Arum, S.H." in response.text
    assert Invitation.objects.count() == 1


def test_an_address_that_only_the_table_knows_to_be_in_use_makes_nothing(agency, sysadmin):
    actions.create_account("İnci@kota.example", "İnci", agency, by=sysadmin)  # kept as i + dot
    before = (User.objects.count(), Invitation.objects.count(), Event.objects.count())

    with pytest.raises(actions.AddressTaken, match="sudah dipakai"):
        actions.create_account("İnci@kota.example", "Orang lain", agency, by=sysadmin)

    assert (User.objects.count(), Invitation.objects.count(), Event.objects.count()) == before


def test_the_administrator_of_two_agencies_says_which(client, sysadmin):
    second = factories.MembershipFactory(user=sysadmin, role=Role.SYSADMIN).agency
    stranger = factories.AgencyFactory()
    client.force_login(sysadmin)

    wrong = client.post(reverse("accounts:create-account"), {**NEW, "agency": stranger.pk})
    client.post(reverse("accounts:create-account"), {**NEW, "agency": second.pk})

    assert wrong.status_code == 422
    assert Invitation.objects.get().agency == second


def test_the_head_gives_a_role_with_a_reason(client, head, person):
    client.force_login(head)

    response = give(client, person)

    assert response.url == reverse("accounts:accounts")
    assert role_of(person) == "auditor"
    facts = {"role": "auditor", "reason": "Surat tugas 12/2026"}
    assert events("accounts.appointed")[-1:] == [(head.name, facts)]


def test_the_head_ends_a_role_and_the_person_stays_on_the_list(client, agency, head, person):
    client.force_login(head)
    give(client, person, role="staff")

    end(client, person)

    assert role_of(person) is None
    assert person in people_of(agency)
    facts = {"role": "staff", "reason": "Pindah tugas"}
    assert events("accounts.role_ended") == [(head.name, facts)]


def test_another_role_replaces_the_earlier_one(client, head, person):
    client.force_login(head)
    give(client, person, role="staff")

    give(client, person, role="authority")

    assert role_of(person) == "authority"
    assert person.memberships.count() == 2


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_changes(client, head, person, reason):
    client.force_login(head)

    given, ended = give(client, person, reason=reason), end(client, person, reason=reason)

    assert (given.status_code, ended.status_code) == (422, 422)
    assert role_of(person) is None
    with pytest.raises(actions.RoleRefused, match="Tulis alasannya"):
        actions.give_role(person, head.memberships.get().agency, Role.STAFF, reason=" ", by=head)


@pytest.mark.parametrize("role", ["head", "sysadmin", "raja", ""])
def test_the_head_gives_no_role_beside_his_three(client, agency, head, person, role):
    client.force_login(head)

    response = give(client, person, role=role)

    assert response.status_code == 422
    assert "Surat tugas 12/2026" in response.text
    assert role_of(person) is None


def test_the_action_itself_refuses_the_roles_of_the_terminal(agency, head, person):
    with pytest.raises(actions.RoleRefused, match="operator server"):
        actions.give_role(person, agency, Role.HEAD, reason="x", by=head)


def test_nobody_changes_his_own_role(client, head):
    client.force_login(head)

    given, ended = give(client, head), end(client, head)

    assert "Peran Anda sendiri" in given.text
    assert "Peran Anda sendiri" in ended.text
    assert role_of(head) == "head"
    assert (
        "<form"
        not in client.get(reverse("accounts:roles", args=[head.public_id])).text.split("<main")[1]
    )


@pytest.mark.parametrize("role", [Role.HEAD, Role.SYSADMIN])
def test_a_role_from_the_terminal_is_not_ended_here(client, agency, head, role):
    colleague = factories.MembershipFactory(agency=agency, role=role).user
    client.force_login(head)

    response = end(client, colleague)

    assert "hanya diubah oleh operator server" in response.text
    assert role_of(colleague) == role


def test_who_sits_on_a_panel_of_the_agency_gets_no_role_there(client, agency, head):
    seat = factories.SeatFactory(round__agency=agency)
    client.force_login(head)

    response = give(client, seat.user, role="staff")

    assert response.status_code == 422
    assert "duduk dalam panitia seleksi" in response.text
    assert "Atur peran" not in client.get(reverse("accounts:accounts")).text
    assert role_of(seat.user) is None


def test_ending_nothing_is_said(client, head, person):
    client.force_login(head)

    assert "tidak memegang peran" in end(client, person).text


def test_who_left_for_another_agency_is_no_longer_seen(agency, head, person):
    factories.MembershipFactory(user=person)

    assert person not in people_of(agency)


def test_who_left_and_sits_on_a_foreign_panel_is_no_longer_seen(agency, person):
    factories.SeatFactory(user=person)

    assert person not in people_of(agency)


@pytest.mark.parametrize(
    ("role", "sees", "not_"),
    [
        (Role.HEAD, ["Atur peran", "Buat kartu aktivasi"], ["Buat akun"]),
        (Role.SYSADMIN, ["Buat akun", "Buat kartu aktivasi"], ["Atur peran"]),
        (Role.STAFF, [], ["Buat akun", "Buat kartu aktivasi<", "Atur peran"]),
        (Role.AUDITOR, [], ["Buat akun", "Buat kartu aktivasi<", "Atur peran"]),
    ],
)
def test_each_sees_only_what_may_be_done(client, agency, person, role, sees, not_):
    client.force_login(factories.MembershipFactory(agency=agency, role=role).user)

    page = client.get(reverse("accounts:accounts")).text

    assert [text for text in sees if text not in page] == []
    assert [text for text in not_ if text in page] == []


def test_the_list_costs_the_same_for_three_and_for_thirty(client, agency, head):
    client.force_login(head)
    counts = []
    for more in (2, 27):
        for _ in range(more):
            factories.MembershipFactory(agency=agency)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("accounts:accounts"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
