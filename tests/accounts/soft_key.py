"""A passkey in software: answers the page's challenge as a phone would."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def registered(options: dict, origin: str) -> str:
    """The JSON that the browser hands in for these creation options."""
    asked = options["publicKey"]
    key_id = secrets.token_bytes(16)
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    attested = bytes(16) + len(key_id).to_bytes(2, "big") + key_id + cbor.encode(dict(public))
    site = hashlib.sha256(asked["rp"]["id"].encode()).digest()
    flags = bytes([PRESENT | VERIFIED | ATTESTED])
    statement = {"fmt": "none", "attStmt": {}, "authData": site + flags + bytes(4) + attested}
    said = {"type": "webauthn.create", "challenge": asked["challenge"], "origin": origin}
    response = {
        "clientDataJSON": encoded(json.dumps(said).encode()),
        "attestationObject": encoded(cbor.encode(statement)),
    }
    return json.dumps(
        {
            "id": encoded(key_id),
            "rawId": encoded(key_id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
        }
    )
