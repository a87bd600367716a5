"""What of public input rests encrypted, and what only as a keyed hash."""

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Identity:
    """Who sent an input, as given."""

    name: str
    contact: str


def is_ready() -> bool:
    """Whether this installation has a key: without one nothing is taken."""
    return bool(settings.INPUT_KEYS)


def lock(data: bytes) -> bytes:
    return _cipher().encrypt(data)


def unlock(locked: bytes) -> bytes:
    return _cipher().decrypt(locked)


def lock_identity(identity: Identity) -> str:
    return lock(json.dumps(asdict(identity)).encode()).decode()


def unlock_identity(locked: str) -> Identity:
    return Identity(**json.loads(unlock(locked.encode())))


def keyed_hash(purpose: str, value: str) -> str:
    """64 characters from which nobody without the installation's key finds the value."""
    return _keyed(purpose, value).hexdigest()


def code_of(form: str) -> str:
    """The code of the receipt for what came by this form, the same each time: `KQ7P-W3XM`."""
    number = int.from_bytes(_keyed("code", form).digest())
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return f"{letters[:4]}-{letters[4:]}"


def _keyed(purpose: str, value: str) -> hmac.HMAC:
    return salted_hmac(f"pratama.input.{purpose}", value, algorithm="sha256")


def _cipher() -> MultiFernet:
    if not is_ready():
        raise ImproperlyConfigured("PRATAMA_INPUT_KEY is empty")
    digests = [hashlib.sha256(b"pratama.input:" + key.encode()) for key in settings.INPUT_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one.digest())) for one in digests])
