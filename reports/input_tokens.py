"""The secret of one form of the public page: it counts once, and tells how old the page is."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

LEAST = timedelta(seconds=5)  # nobody writes fifty letters faster
MOST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FormToken:
    """Whose text is in the form, signed."""

    secret: str
    text: str
    made_at: datetime

    @property
    def is_fresh(self) -> bool:
        return timezone.now() - self.made_at <= MOST

    def fault(self, now: datetime) -> str:
        """Why a form of this age is not taken; empty where it is."""
        if now - self.made_at < LEAST:
            return (
                "Formulir terkirim terlalu cepat, seperti oleh program. Masukan Anda belum"
                " terkirim; teksnya masih ada. Tunggu lima detik, lalu kirim lagi."
            )
        if now - self.made_at > MOST:
            return (
                "Halaman ini sudah terbuka lebih dari sehari. Masukan Anda belum terkirim; teksnya"
                " masih ada. Kirim sekali lagi."
            )
        return ""


def new_token(code: str) -> FormToken:
    """For a form about this round."""
    secret, now = secrets.token_urlsafe(16), timezone.now()
    text = signing.dumps([secret, now.isoformat()], salt=_salt(code))
    return FormToken(secret, text, now)


def read_token(text: str, code: str) -> FormToken | None:
    """None for one that this installation did not make for this round."""
    try:
        secret, made_at = signing.loads(text, salt=_salt(code))
    except (signing.BadSignature, ValueError):
        return None
    return FormToken(secret, text, datetime.fromisoformat(made_at))


def _salt(code: str) -> str:
    return f"pratama.public-input.{code}"
