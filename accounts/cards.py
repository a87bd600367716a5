"""Activation cards: a secret link and eight digits, kept as hashes, good for a day and one use."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.utils import timezone

from accounts.models import Invitation, User

LIFETIME = timedelta(hours=24)
FAILURES_ALLOWED = 5


class CardSpent(Exception):
    """The card was used, has expired, or its code was mistyped too often."""


class WrongCode(Exception):
    """The eight digits are not those of the card."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed and handed over in person; the only moment at which it is readable."""

    user: User
    token: str
    code: str
    expires_at: datetime


def digest(token: str) -> str:
    """SHA-256 (hex) of the link's secret part."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Invitation | None:
    """The card behind a link, spent or not."""
    cards = Invitation.objects.select_related("user", "agency")
    return cards.filter(token_sha256=digest(token)).first()


def require_good(invitation: Invitation) -> None:
    """Raise CardSpent unless the card can still be used."""
    if invitation.used_at or invitation.expires_at <= timezone.now():
        raise CardSpent("Kartu aktivasi ini sudah dipakai atau lewat waktu. Minta kartu baru.")
    if invitation.failures >= FAILURES_ALLOWED:
        raise CardSpent("Kode salah terlalu sering. Minta kartu baru kepada sekretariat.")


def require_code(invitation: Invitation, code: str) -> None:
    """Raise WrongCode unless the digits are the card's."""
    if not check_password(code, invitation.code_hash):
        raise WrongCode(
            "Kode tidak sama dengan yang tercetak pada kartu. Periksa delapan angkanya."
        )
