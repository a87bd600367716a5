"""Giving people certificates of this installation, by hand at the server (docs/signing.md)."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from reports.signing import Secret, Who
from reports.signing_certificates import CannotMake, make_personal, make_root

SHORTEST = 12  # letters of a passphrase


def certify(user: User, secret: Secret, *, renew: bool = False) -> Path:
    """A certificate that only his passphrase opens; the installation's root is made first.

    Raises CannotMake.
    """
    root = settings.SIGNING_PASSPHRASE
    if not root:
        raise CannotMake(
            "PRATAMA_SIGNING_PASSPHRASE belum diisi: frasa sandi yang mengunci akar sertifikat"
            " pemasangan ini."
        )
    if len(secret.reveal()) < SHORTEST:
        raise CannotMake(f"Frasa sandi paling sedikit {SHORTEST} huruf.")
    if certificate_of(user).exists() and not renew:
        raise CannotMake(f"{user.email} sudah mempunyai sertifikat. Pakai --renew untuk mengganti.")
    now = timezone.now()
    make_root(settings.SIGNING_FOLDER, root, place=settings.BASE_URL, now=now)
    who = Who(user.public_id.hex, user.name, user.email)
    return make_personal(settings.SIGNING_FOLDER, root, who, secret, now=now)


def certificate_of(user: User) -> Path:
    """Where his certificate is, or would be."""
    folder: Path = settings.SIGNING_FOLDER
    return folder / f"{user.public_id.hex}.p12"
