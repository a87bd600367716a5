import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.urls import reverse

from audit.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "kereta hijau di pagi hari"


@pytest.fixture
def person():
    user = factories.UserFactory(email="ani@contoh.example")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email="ani@contoh.example", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_email_and_password_open_the_home_page(client, person):
    assert sign_in(client, email="Ani@Contoh.example").url == reverse("reports:home")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    known = sign_in(client, password="salah salah salah")
    unknown = sign_in(client, email="tidak@ada.example")

    assert "tidak cocok" in known.text
    assert "tidak cocok" in unknown.text


def test_five_wrong_passwords_close_the_account_for_a_while(client, person):
    for _ in range(5):
        sign_in(client, password="salah salah salah")

    response = sign_in(client)

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_for_himself(client):
    response = client.post(
        reverse("account_signup"),
        {"email": "x@contoh.example", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert response.status_code == 200
    assert "Anda tidak dapat mendaftar sendiri" in response.text


def test_an_inactive_person_cannot_sign_in(client, person):
    person.is_active = False
    person.save()

    sign_in(client)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["account_email", "account_confirm_email"])
def test_addresses_are_not_changed_by_their_owner(client, person, name):
    client.force_login(person)

    assert client.get("/akun/email/").status_code == 404


def test_authenticator_secrets_rest_encrypted(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)

    stored = Authenticator.objects.get().data["secret"]

    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret


def test_with_a_second_factor_the_password_is_not_enough(client, person):
    TOTP.activate(person, generate_totp_secret())

    response = sign_in(client)

    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_the_page_of_the_account_leads_to_factors_password_and_sessions(client, person):
    sign_in(client)

    page = client.get(reverse("mfa_index")).text

    for name in (
        "mfa_add_webauthn", "mfa_activate_totp", "account_change_password", "usersessions_list",
    ):  # fmt: skip
        assert f'href="{reverse(name)}"' in page
        assert client.get(reverse(name)).status_code == 200


def test_the_pages_carry_the_policy_headers(client):
    response = client.get(reverse("account_login"))

    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert response["Cache-Control"].find("no-store") >= 0
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def ask_reset(client, email):
    client.post(reverse("account_reset_password"), {"email": email})
    return [message.body for message in mail.outbox]


def test_a_reset_link_names_this_installation_whatever_host_was_asked(client, person):
    client.post(
        reverse("account_reset_password"), {"email": person.email}, headers={"host": "127.0.0.1"}
    )

    assert f"{settings.BASE_URL}/akun/password/reset/key/" in mail.outbox[0].body


def test_a_reset_sets_a_new_password_and_stands_in_the_trail(client, person):
    link = re.search(r"http\S+", ask_reset(client, person.email)[0])[0]
    form = client.get(link.replace(settings.BASE_URL, ""), follow=True)
    new = "gerbong biru di sore hari"

    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

    person.refresh_from_db()
    assert person.check_password(new)
    assert Event.objects.filter(verb="accounts.password_changed").count() == 1


def test_no_reset_before_the_card_was_used_and_none_for_strangers(client, person):
    person.set_unusable_password()
    person.save()

    assert ask_reset(client, person.email) == []
    assert ask_reset(client, "tidak@ada.example") == []
