"""The keys of a sheet's buffer in the browser: anybody's page may lock, only the member's opens.

A pair for each member and sheet, derived from SECRET_KEY and kept nowhere. The public half may lie
in a page that is stored for use without a connection; the private half is delivered in the page of
the member who is signed in, and nowhere else (docs/adr/0012).
"""

import base64
from functools import lru_cache
from typing import TypedDict
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class Keys(TypedDict):
    """Both halves as JSON Web Key numbers, base64url."""

    x: str
    y: str
    d: str


@lru_cache(maxsize=4096)
def keys_of(member: UUID, sheet: UUID) -> Keys:
    """The pair for what this member types into this sheet."""
    info = b"sheet buffer" + member.bytes + sheet.bytes
    stretch = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=info)
    material = stretch.derive(settings.SECRET_KEY.encode())
    secret = int.from_bytes(material, "big") % (ORDER - 1) + 1
    public = ec.derive_private_key(secret, ec.SECP256R1()).public_key().public_numbers()
    return Keys(x=_text(public.x), y=_text(public.y), d=_text(secret))


def _text(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
