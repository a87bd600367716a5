"""Proof of who sits at the keyboard, asked for before something final (security.md 4.4)."""

import time
from enum import Enum

from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from accounts.models import User

FRESH = 300  # seconds for which a second factor that was just used still proves


class Proof(Enum):
    PASSWORD = "password"  # noqa: S105  # a kind of proof, no secret
    FACTOR = "factor"


class NotProven(Exception):
    """Neither the password nor a fresh second factor; the message says what to do."""


def prove(request: HttpRequest, user: User, password: str) -> Proof:
    """How the user proved just now to be himself. Raises NotProven, also after too many tries."""
    if not password and has_fresh_factor(request, user):
        return Proof.FACTOR
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        raise NotProven(
            "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi. Tidak ada yang berubah."
        )
    if not password or not user.check_password(password):
        raise NotProven("Kata sandi tidak cocok. Ketik kata sandi Anda sendiri, lalu coba lagi.")
    return Proof.PASSWORD


def prove_strongly(request: HttpRequest, user: User, password: str) -> Proof:
    """As `prove`, but a password is enough only for who has set up no second factor."""
    if has_factor(user) and not has_fresh_factor(request, user):
        raise NotProven(
            "Akun Anda memakai kunci sandi perangkat atau aplikasi kode. Pastikan dahulu dengan"
            " itu, lalu kirim lagi. Tidak ada yang berubah."
        )
    return prove(request, user, password)


def has_factor(user: User) -> bool:
    """Whether the user has set up a passkey or an app for codes."""
    return bool(is_mfa_enabled(user))


def has_fresh_factor(request: HttpRequest, user: User) -> bool:
    """Whether this browser's user gave a second factor within the last five minutes."""
    return any(
        record.get("method") == "mfa" and time.time() - record.get("at", 0) < FRESH
        for record in get_authentication_records(request, user)
    )
