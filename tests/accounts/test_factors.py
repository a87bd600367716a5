"""Setting up and taking off what one signs in with, through the pages, and its trail."""

import base64
import hashlib
import hmac
import re
import struct
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from tests import factories
from tests.accounts.soft_key import registered

pytestmark = pytest.mark.django_db

PASSWORD = "kereta hijau di pagi hari"


@pytest.fixture
def person():
    user = factories.UserFactory(email="ani@contoh.example")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def signed_in(client, person):
    sign_in(client)
    return client


def sign_in(client):
    data = {"login": "ani@contoh.example", "password": PASSWORD}
    return client.post(reverse("account_login"), data)


def code_of(secret):
    """RFC 6238: SHA-1, 30 s, six digits."""
    moment = struct.pack(">Q", int(timezone.now().timestamp()) // 30)
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"


def set_up_codes(client):
    """Read the secret off the page and type the code that the phone would show."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'class="secret"[^>]*>([A-Z2-7]+)<', page.text)[1]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    return secret


def set_up_key(client):
    page = client.get(reverse("mfa_add_webauthn"))
    credential = registered(page.context["js_data"]["creation_options"], "http://testserver")
    data = {"name": "Ponsel saya", "credential": credential, "passwordless": "on"}
    return client.post(reverse("mfa_add_webauthn"), data)


def trail(person):
    events = Event.objects.filter(verb__startswith="accounts.factor_", target__endswith=person.pk)
    return [(e.verb.split("_")[1], e.facts["kind"]) for e in events.order_by("seq")]


def test_codes_are_set_up_through_the_pages_and_then_asked_for(signed_in, person):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        secret = set_up_codes(signed_in)
        signed_in.post(reverse("account_logout"))
        clock.shift(timedelta(seconds=30))
        password_only = sign_in(signed_in)
        wrong = signed_in.post(reverse("mfa_authenticate"), {"code": "000000"})
        before = "_auth_user_id" in signed_in.session
        right = signed_in.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert password_only.url == reverse("mfa_authenticate")
    assert "Kode tidak cocok" in wrong.text
    assert not before
    assert right.url == reverse("reports:home")
    assert trail(person) == [("added", "totp"), ("added", "recovery_codes")]


def test_a_wrong_code_sets_nothing_up_and_says_so(signed_in, person):
    signed_in.get(reverse("mfa_activate_totp"))

    response = signed_in.post(reverse("mfa_activate_totp"), {"code": "12345x"})

    assert "Kode tidak cocok" in response.text
    assert Authenticator.objects.count() == 0
    assert trail(person) == []


def test_taking_the_codes_off_stands_in_the_trail(signed_in, person):
    set_up_codes(signed_in)

    signed_in.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.count() == 0
    assert trail(person)[2:] == [("removed", "totp"), ("removed", "recovery_codes")]


def test_new_recovery_codes_stand_in_the_trail_without_the_codes(signed_in, person):
    set_up_codes(signed_in)

    signed_in.post(reverse("mfa_generate_recovery_codes"))

    held = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    facts = " ".join(Event.objects.values_list("facts_json", flat=True))
    assert trail(person)[2:] == [("removed", "recovery_codes"), ("added", "recovery_codes")]
    assert not any(code in facts for code in held.get_unused_codes())


def test_a_passkey_that_comes_and_goes_stands_in_the_trail(signed_in, person):
    added = set_up_key(signed_in)
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)

    removed = signed_in.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert added.url == reverse("mfa_view_recovery_codes")
    assert removed.url == reverse("mfa_list_webauthn")
    assert Authenticator.objects.count() == 0
    assert trail(person) == [
        ("added", "passkey"), ("added", "recovery_codes"),
        ("removed", "passkey"), ("removed", "recovery_codes"),
    ]  # fmt: skip


def test_nobody_takes_off_the_key_of_somebody_else(signed_in, client, person):
    set_up_key(signed_in)
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    client.logout()
    other = factories.UserFactory(email="budi@contoh.example")
    other.set_password(PASSWORD)
    other.save()
    client.post(reverse("account_login"), {"login": other.email, "password": PASSWORD})

    response = client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert response.status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize("break_", ["record", "change"])
def test_the_change_and_its_trail_stand_or_fall_together(signed_in, person, monkeypatch, break_):
    def fail(*_, **__):
        raise RuntimeError

    place = {
        "record": "accounts.factors.record",
        "change": "allauth.mfa.totp.internal.flows.clear_totp_secret",
    }
    monkeypatch.setattr(place[break_], fail)

    with pytest.raises(RuntimeError):
        set_up_codes(signed_in)

    assert Authenticator.objects.count() == 0
    assert trail(person) == []


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_activate_totp"])
def test_right_after_signing_in_nobody_is_asked_for_the_password_again(signed_in, name):
    assert signed_in.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_activate_totp"])
def test_minutes_later_the_password_is_asked_for_and_given_once(signed_in, name):
    with time_machine.travel(timezone.now() + timedelta(seconds=301)):
        asked = signed_in.get(reverse(name))
        given = signed_in.post(asked.url, {"password": PASSWORD})
        page = signed_in.get(given.url)

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert given.url == reverse(name)
    assert page.status_code == 200
