"""The e-sign service of BSrE, version 2, as public client code describes it.

Written against that description and a local double; the real service was never contacted
(docs/signing.md). A request is sent once. What is answered clearly is signed or not signed;
everything else is unanswered, because a request that was sent may have been carried out.
"""

import base64
import binascii
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import (
    ConnectTimeout,
    InvalidURL,
    RequestException,
    SSLError,
)
from urllib3.exceptions import NameResolutionError, NewConnectionError
from urllib3.exceptions import SSLError as Untrusted

from reports.signing_checks import look_into
from reports.signing_terms import (
    Found,
    NotSigned,
    Secret,
    SignedPdf,
    Standing,
    Unanswered,
    Who,
)

SIGN, STATUS = "/api/v2/sign/pdf", "/api/v2/user/check/status"
LARGEST_ANSWER = 64 * 1024 * 1024
CHUNK = 64 * 1024
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
SECOND = 1_000_000_000  # in nanoseconds
SAFE = "Berkas yang belum ditandatangani tetap ada."
STANDINGS = {
    "ISSUE": Standing.READY,
    "NOT_REGISTERED": Standing.NOBODY,
    "NO_CERTIFICATE": Standing.NO_CERTIFICATE,
    "EXPIRED": Standing.EXPIRED,
}
CODES = {2011: Standing.NOBODY, 2021: Standing.NO_CERTIFICATE}


@dataclass(frozen=True, slots=True)
class Account:
    """How the city reaches its service; `authority` names a PEM file where it has its own CA."""

    url: str
    user: str
    password: str
    seconds: int
    authority: str = ""
    roots: Sequence[Path] = ()

    def __repr__(self) -> str:
        return f"Account({self.url})"


class BsreV2:
    """One account at the service."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def sign(self, pdf: bytes, who: Who, secret: Secret, reason: str) -> SignedPdf:
        """Send the file and the passphrase once. Raises NotSigned, Unanswered."""
        try:
            return self._sign(pdf, who, secret, reason)
        except (NotSigned, Unanswered) as end:
            raise end.with_traceback(None) from None  # the frames below hold the passphrase

    def status(self, who: Who) -> Standing:
        """What the service says of his account. Raises NotSigned where it cannot be asked."""
        try:
            _, content = self._post(STATUS, _identity(who))
        except Unanswered as silence:
            raise NotSigned(f"{silence} Berkas belum dikirim. {SAFE} Coba lagi nanti.") from None
        said = _read(content)
        if code := CODES.get(_code(said)):
            return code
        return STANDINGS.get(str(said.get("status", "")), Standing.NOT_SAID)

    def verify(self, pdf: bytes, at: datetime) -> list[Found]:
        """Here and not at the service: against the roots that the city has laid down."""
        roots = [path.read_bytes() for path in self._account.roots if path.exists()]
        return look_into(pdf, roots, at)

    def _sign(self, pdf: bytes, who: Who, secret: Secret, reason: str) -> SignedPdf:
        body = {
            **_identity(who),
            "passphrase": secret.reveal(),
            "signatureProperties": [{"tampilan": "INVISIBLE", "reason": reason}],
            "file": [base64.b64encode(pdf).decode()],
        }
        status, content = self._post(SIGN, body)
        said = _read(content)
        if status == HTTPStatus.OK:
            return SignedPdf(_file(said))
        if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NotSigned(f"{_reason(status, said, who, secret)} {SAFE}")
        raise Unanswered(f"Layanan menjawab dengan kesalahan {status}.")

    def _post(self, path: str, body: Mapping[str, Any]) -> tuple[int, bytes]:
        """Status and content of the one answer. Raises NotSigned where nothing can have arrived."""
        account = self._account
        _refuse_in_clear(account.url)
        until = time.monotonic_ns() + account.seconds * SECOND
        # No session: it knows proxies, .netrc and cookies, and reads what a redirect brings along.
        with closing(HTTPAdapter()) as adapter:
            try:
                url, given = account.url.rstrip("/") + path, (account.user, account.password)
                with adapter.send(
                    requests.Request("POST", url, json=body, auth=given).prepare(),
                    timeout=(5, account.seconds),
                    verify=account.authority or True,
                    stream=True,
                ) as answer:  # closed, however much of it was left unread
                    return answer.status_code, _content(answer, until)
            except (ConnectTimeout, InvalidURL) as fault:
                raise NotSigned(_unreachable(fault)) from None
            except NotConnected as fault:
                if _never_arrived(fault):
                    raise NotSigned(_unreachable(fault)) from None
                raise Unanswered("Sambungan terputus sebelum layanan menjawab.") from None
            except RequestException:
                raise Unanswered("Layanan tidak menjawab dalam batas waktu.") from None


def _refuse_in_clear(url: str) -> None:
    """A passphrase goes through no network that can read it. Raises NotSigned."""
    asked = urlsplit(url)
    if asked.scheme != "https" and asked.hostname not in THIS_MACHINE:
        raise NotSigned(
            f"Alamat layanan (BSRE_URL) tidak memakai https. Berkas belum dikirim. {SAFE} Hubungi"
            " administrator."
        )


def _identity(who: Who) -> dict[str, str]:
    return {"nik": who.nik} if who.nik else {"email": who.email}


def _content(answer: requests.Response, until: int) -> bytes:
    """The body, within its size and all in all within the time. Raises Unanswered."""
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_content(CHUNK):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Unanswered("Jawaban layanan terlalu besar.")
        if time.monotonic_ns() > until:
            raise Unanswered("Layanan tidak selesai menjawab dalam batas waktu.")
    return b"".join(parts)


def _read(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _file(said: Mapping[str, Any]) -> bytes:
    """The signed file out of a good answer. Raises Unanswered: it may have signed all the same."""
    files = said.get("file")
    try:
        content = base64.b64decode(files[0], validate=True) if isinstance(files, list) else b""
    except (binascii.Error, IndexError, TypeError, ValueError):
        content = b""
    if not content.startswith(b"%PDF-"):
        raise Unanswered("Jawaban layanan tidak memuat berkas yang ditandatangani.")
    return content


def _reason(status: int, said: Mapping[str, Any], who: Who, secret: Secret) -> str:
    standing = CODES.get(_code(said))
    if standing is Standing.NOBODY:
        return "Anda belum terdaftar di layanan BSrE."
    if standing is Standing.NO_CERTIFICATE:
        return "Anda belum memiliki sertifikat di layanan BSrE."
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) and "error" not in said:
        return "Layanan menolak akun aplikasi ini. Hubungi administrator."
    words = said.get("error") or said.get("message") or ""
    words = secret.hidden_in(Secret(who.nik).hidden_in(" ".join(str(words).split())))[:120]
    return f"Layanan menolak (kode {_code(said) or status}){f': “{words}”' if words else ''}."


def _code(said: Mapping[str, Any]) -> int:
    code = said.get("status_code")
    return code if isinstance(code, int) else 0


def _never_arrived(fault: NotConnected) -> bool:
    """Whether no connection came about, so that nothing was sent.

    TLS may break later too: only a certificate that was turned down says that nothing was.
    """
    cause = getattr(fault.args[0], "reason", None) if fault.args else None
    if isinstance(cause, Untrusted) and cause.args:
        return isinstance(cause.args[0], SSLCertVerificationError)
    return isinstance(cause, NewConnectionError | NameResolutionError)


def _unreachable(fault: Exception) -> str:
    kind = (
        "sertifikat TLS-nya tidak dipercaya" if isinstance(fault, SSLError) else "tidak tersambung"
    )
    return f"Layanan tidak dapat dihubungi ({kind}). Berkas belum dikirim. {SAFE} Coba lagi nanti."
