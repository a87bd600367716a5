"""Activation cards: a secret link and eight digits, kept as hashes, good for a day and one use."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User

LIFETIME = timedelta(hours=24)
FAILURES_ALLOWED = 5


WRONG_CODE = "Kode tidak sama dengan yang tercetak pada kartu. Periksa delapan angkanya."


class CardSpent(Exception):
    """The card was used, has expired, or its code was mistyped too often."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed and handed over in person; the only moment at which it is readable."""

    user: User
    token: str
    code: str
    expires_at: datetime


def address_of(card: Card) -> str:
    """The link printed on the card."""
    return settings.BASE_URL + reverse("accounts:activate", args=[card.token])


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


def is_code(invitation: Invitation, code: str) -> bool:
    """Whether the digits are the card's."""
    return check_password(code, invitation.code_hash)
