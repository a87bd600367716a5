"""How allauth is bent to this house: no signup, nobody learns who has an account."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Alamat email atau kata sandi tidak cocok. Periksa keduanya lalu"
        " coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts come by invitation only."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
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
