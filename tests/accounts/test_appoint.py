"""`manage.py appoint`: the way in where nobody has a role yet."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Agency, Invitation, Membership, User
from audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

CITY = "Pemerintah Kota Tirtakencana"


def appoint(email="ratna@kota.example", name="Dra. Ratna, M.Si.", agency=CITY, role="kepala"):
    out = StringIO()
    call_command("appoint", email, name, agency, role, stdout=out)
    return out.getvalue()


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", "actor_name"))


def test_the_first_person_can_sign_in_with_the_printed_card(client):
    printed = appoint()

    link = re.search(r"Alamat +(\S+)", printed)[1].replace(settings.BASE_URL, "")
    code = re.search(r"Kode +(\d{4} \d{4})", printed)[1]
    password = "kereta hijau di pagi hari"
    client.post(link, {"code": code, "password": password, "again": password})
    client.post(reverse("account_login"), {"login": "ratna@kota.example", "password": password})
    assert client.get(reverse("accounts:accounts")).context["may_grant"]
    membership = Membership.objects.get()
    assert (membership.agency.name, membership.role) == (CITY, "head")
    assert "Diangkat: Dra. Ratna, M.Si. (ratna@kota.example) sebagai Kepala BKPSDM" in printed


def test_everything_stands_in_the_trail_as_the_systems_deed():
    appoint()

    assert verbs() == [
        ("accounts.agency_created", "sistem"),
        ("accounts.user_created", "sistem"),
        ("accounts.appointed", "sistem"),
        ("accounts.card_issued", "sistem"),
    ]
    assert Invitation.objects.get().invited_by is None


def test_again_changes_nothing_and_replaces_the_unused_card():
    appoint()

    printed = appoint(email="RATNA@kota.example", name="  Dra. Ratna,  M.Si. ", agency=f" {CITY} ")

    assert "Tidak ada yang berubah" in printed
    assert "Kode " in printed
    assert (Agency.objects.count(), User.objects.count(), Membership.objects.count()) == (1, 1, 1)


def test_who_has_a_password_gets_no_card():
    user = factories.UserFactory(email="ratna@kota.example", password="md5$x$y")

    printed = appoint(role="pemeriksa")

    assert "Kode " not in printed
    assert user.memberships.get().role == "auditor"


def test_who_waits_for_another_agencys_card_is_appointed_without_one():
    factories.MembershipFactory(user__email="ratna@kota.example")

    printed = appoint()

    assert "Tanpa kartu aktivasi: Orang ini juga bertugas di instansi lain." in printed
    assert Membership.objects.filter(agency__name=CITY).count() == 1
    assert Invitation.objects.count() == 0


def test_another_role_ends_the_earlier_one():
    appoint(role="staf")

    appoint(role="admin")

    assert Membership.objects.get(ended_at=None).role == "sysadmin"


@pytest.mark.parametrize(
    ("given", "said", "code"),
    [
        ({"role": "ketua"}, "Pilih salah satu: staf, kepala, wali-kota, pemeriksa, admin", 2),
        ({"email": "bukan email"}, "Alamat email tidak dapat dipakai", 1),
        ({"email": ""}, "Alamat email tidak dapat dipakai", 1),
        ({"name": "  "}, "Nama tidak dapat dipakai", 1),
        ({"name": "a" * 201}, "Nama tidak dapat dipakai", 1),
        ({"agency": ""}, "Nama instansi tidak dapat dipakai", 1),
        ({"agency": "a" * 201}, "Nama instansi tidak dapat dipakai", 1),
    ],
)
def test_a_refusal_is_said_and_leaves_nothing(given, said, code):
    with pytest.raises(CommandError, match=said) as refusal:
        appoint(**given)

    assert refusal.value.returncode == code
    assert (Agency.objects.count(), User.objects.count()) == (0, 0)
    assert verbs() == []


def test_a_closed_account_is_not_appointed_and_no_agency_remains():
    factories.UserFactory(email="ratna@kota.example", is_active=False)

    with pytest.raises(CommandError, match="sudah ditutup"):
        appoint()

    assert Agency.objects.count() == 0
    assert verbs() == []
