"""What settings.py reads: addresses, secrets and folders of one local copy."""

import json
import os
import secrets
from collections.abc import Mapping
from urllib.parse import quote

from config.local_places import CannotStart, Places, write_private

PASSWORDS = {
    "pratama_owner": "PRATAMA_OWNER_PASSWORD",
    "pratama_app": "PRATAMA_APP_PASSWORD",
    "pratama_auditor": "PRATAMA_AUDITOR_PASSWORD",
}
ADDRESSES = {
    "DATABASE_URL": "pratama_app",
    "DATABASE_OWNER_URL": "pratama_owner",
    "DATABASE_AUDITOR_URL": "pratama_auditor",
}
SECRETS = (
    "SECRET_KEY",
    "MFA_KEY",
    "PRATAMA_INPUT_KEY",
    "PRATAMA_SIGNING_PASSPHRASE",
    "PRATAMA_SUPERUSER_PASSWORD",
    *PASSWORDS.values(),
)


def remembered_secrets(places: Places) -> dict[str, str]:
    """Made once, kept in a file that only its owner reads."""
    file = places.data / "secrets.json"
    known: dict[str, str] = {}
    if file.exists():
        known = json.loads(file.read_text(encoding="ascii"))
    elif (places.cluster / "PG_VERSION").exists():
        raise CannotStart(
            f"{file} hilang, padahal basis datanya ada. Data Anda aman: kembalikan berkas itu "
            f"dari cadangan, atau hapus folder {places.data} untuk mulai dari kosong."
        )
    missing = {name: secrets.token_urlsafe(48) for name in SECRETS if name not in known}
    if missing:
        write_private(file, json.dumps({**known, **missing}, indent=1))
    return {**known, **missing}


def contract(
    places: Places, known: Mapping[str, str], given: Mapping[str, str], port: int = 8000
) -> dict[str, str]:
    """The environment of every process; what the person has set already wins."""
    made = {
        "SECRET_KEY": known["SECRET_KEY"],
        "MFA_KEY": known["MFA_KEY"],
        "PRATAMA_INPUT_KEY": known["PRATAMA_INPUT_KEY"],
        "PRATAMA_SIGNING": "local",
        "PRATAMA_SIGNING_PASSPHRASE": known["PRATAMA_SIGNING_PASSPHRASE"],
        "ALLOWED_HOSTS": "localhost 127.0.0.1",
        "BASE_URL": f"http://localhost:{port}",
        "PRATAMA_LOCAL": "1",
        "STORE_ROOT": str(places.store),
        "STATIC_ROOT": str(places.data / "static"),
        "PYTHONUNBUFFERED": "1",
    }
    if "DATABASE_URL" not in given:
        made |= {name: _database(places, role, known) for name, role in ADDRESSES.items()}
    if "REDIS_URL" not in given:
        made["REDIS_URL"] = f"redis+socket://{quote(str(places.redis_socket))}"
    return {**made, **given}


def _database(places: Places, role: str, known: Mapping[str, str]) -> str:
    host = quote(str(places.postgres_socket), safe="")
    return f"postgresql://{role}:{known[PASSWORDS[role]]}@/pratama?host={host}"


def given() -> dict[str, str]:
    """What the person has set; but a server that starts often must keep its compiled code."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
