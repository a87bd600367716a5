"""Certificates of this installation alone: a root, and one for each person who signs here.

They are no certificates of BSrE, and say so in the name of their issuer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from reports.signing_terms import Secret, Who
from reports.storing import write_whole

ROOT, ROOT_PEM = "root.p12", "root.pem"
LOCAL = "Sertifikat lokal Pratama (bukan BSrE)"
LIFE = timedelta(days=2 * 365)
ROOT_LIFE = timedelta(days=10 * 365)


class CannotMake(Exception):
    """The message says what is missing."""


def make_root(folder: Path, passphrase: str, *, place: str, now: datetime) -> bool:
    """The installation's root; false where it is there already: it is never replaced."""
    if (folder / ROOT).exists():
        return False
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(LOCAL, place)
    certificate = (
        _building(name, name, key.public_key(), now, ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_whole(folder / ROOT_PEM, certificate.public_bytes(Encoding.PEM))
    write_whole(folder / ROOT, _wrapped(key, certificate, [], passphrase))
    return True


def make_personal(
    folder: Path, root_passphrase: str, who: Who, secret: Secret, *, now: datetime
) -> Path:
    """A person's PKCS#12, which only his own passphrase opens. Raises CannotMake."""
    root_key, root = _opened(folder / ROOT, root_passphrase)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _building(_name(who.name, ""), root.subject, key.public_key(), now, LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    path = folder / f"{who.key}.p12"
    write_whole(path, _wrapped(key, certificate, [root], secret.reveal()))
    return path


def _building(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + life)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str, organization: str) -> x509.Name:
    """X.520 allows 64 letters for each; the whole name stands in the document itself."""
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common[:64])]
    if organization:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:64]))
    return x509.Name(parts)


def _wrapped(
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    passphrase: str,
) -> bytes:
    lock = BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"pratama", key, certificate, others, lock)


def _opened(path: Path, passphrase: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(
            path.read_bytes(), passphrase.encode()
        )
    except FileNotFoundError:
        raise CannotMake("Akar sertifikat pemasangan ini belum dibuat.") from None
    except ValueError:
        raise CannotMake("Frasa sandi akar sertifikat tidak cocok.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise CannotMake("Berkas akar sertifikat tidak lengkap.")
    return key, certificate
