"""How allauth is bent to this house: no signup, nobody learns who has an account."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import actions
from accounts.models import User

ASKS_WHO = "asks_who"  # in a session: signed in, and not yet asked who sits at the desk


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Alamat email atau kata sandi tidak cocok. Periksa keduanya lalu"
        " coba lagi.",
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts come by invitation only."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Every change of a password stands in the trail."""
        actions.set_password(user, password, by=user)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        """Laptops of the hall pass from hand to hand: a member is asked whether it is him."""
        request.session[ASKS_WHO] = True
        to_page: HttpResponse = super().post_login(request, user, **how)
        return to_page

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """A sign-in counts like a password given again: nobody is asked twice within minutes.

        allauth counts only what was given on its page for asking again.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        given = get_authentication_records(self.request, self.request.user)
        lately = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > lately for record in given)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address of this installation, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", quote(key))


class MFAAdapter(DefaultMFAAdapter):
    """Authenticator secrets rest encrypted: a copied database yields no working code."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Kode tidak cocok. Pakai kode yang sedang tampil di aplikasi kode Anda.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"pratama.mfa:" + settings.MFA_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
