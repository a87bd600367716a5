"""Looking into a signed PDF, without the network: is it unchanged, and whom do we trust?

Later revisions are not compared object by object: that walks the whole structure tree of a tagged
file (minutes for the largest). Instead each signature says how much of the file it covers, and
what it covers is held against the bytes that were stored when it was made.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from reports.signing_terms import Found, Verdict

BROKEN = (  # all that pyHanko raises on bytes that are no longer the PDF they were
    PdfError,
    PathError,
    SignatureValidationError,
    SigningError,
    UnacceptableSignerError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OSError,
)


def look_into(pdf: bytes, roots: Sequence[bytes], at: datetime) -> list[Found]:
    """The signatures of a file in the order in which they were made; `roots` as PEM or DER."""
    try:
        embedded = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
    except BROKEN:
        return [Found("", "", 0, Verdict.UNREADABLE)]
    trusted = [root for pem in roots for root in load_certs_from_pemder_data(pem)]
    return [_found(signature, trusted, at) for signature in embedded]


def _found(signature: Any, trusted: list[Any], at: datetime) -> Found:
    try:
        start, length, again, rest = (int(number) for number in signature.byte_range)
        context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at)
        status = validate_pdf_signature(signature, context, skip_diff=True)
        subject, issuer = _names(status.signing_cert)
        is_whole = start == 0 and length < again
        return Found(subject, issuer, again + rest, _verdict(status, is_whole=is_whole))
    except BROKEN:
        return Found("", "", 0, Verdict.CHANGED)


def _verdict(status: Any, *, is_whole: bool) -> Verdict:
    if not (status.intact and status.valid and is_whole):
        return Verdict.CHANGED
    return Verdict.VALID if status.trusted else Verdict.UNTRUSTED


def _names(certificate: Any) -> tuple[str, str]:
    """The common names of who signed and of who says that it is he."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return str(subject.get("common_name", "")), str(issuer.get("common_name", ""))
