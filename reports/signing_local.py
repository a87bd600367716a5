"""Signing with a certificate of this installation: a PKCS#12 file for each person, PAdES B-B.

No certificate authority stands behind it but the installation itself. The seal is invisible: a
visible stamp would break PDF/A and PDF/UA, and the QR code stands on the page already.
"""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import Certificate
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError

from reports.signing_certificates import ROOT_PEM
from reports.signing_checks import look_into
from reports.signing_terms import Found, NotSigned, Secret, SignedPdf, Standing, Who

UNCHANGED = "Berkas yang belum ditandatangani tetap ada."


class Pkcs12:
    """The files of one folder: a root, and one for each signer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sign(self, pdf: bytes, who: Who, secret: Secret, reason: str) -> SignedPdf:
        """Append the signature of whoever's passphrase this is. Raises NotSigned."""
        signer = self._signer(who, secret)
        try:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            place = f"Pratama{len(writer.prev.embedded_signatures) + 1}"
            meta = signers.PdfSignatureMetadata(
                field_name=place,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                reason=reason,
                name=who.name,
            )
            spec = fields.SigFieldSpec(place)
            made = signers.PdfSigner(meta, signer, new_field_spec=spec).sign_pdf(writer)
        except (PdfError, SigningError) as fault:
            raise NotSigned(
                f"Berkas ini tidak dapat ditandatangani ({type(fault).__name__}). {UNCHANGED}"
                " Pesan dokumen baru, lalu coba lagi."
            ) from None
        return SignedPdf(made.getvalue())

    def status(self, who: Who) -> Standing:
        """Whether there is a file; what is in it, only its passphrase tells."""
        return Standing.READY if self._file(who).exists() else Standing.NO_CERTIFICATE

    def verify(self, pdf: bytes, at: datetime) -> list[Found]:
        """Against the installation's own root."""
        root = self._folder / ROOT_PEM
        return look_into(pdf, [root.read_bytes()] if root.exists() else [], at)

    def _signer(self, who: Who, secret: Secret) -> signers.SimpleSigner:
        try:
            stored = self._file(who).read_bytes()
        except OSError:
            raise NotSigned(
                f"Sertifikat Anda tidak dapat dibaca di server. {UNCHANGED} Hubungi administrator."
            ) from None
        try:
            _, certificate, _ = pkcs12.load_key_and_certificates(stored, secret.reveal().encode())
        except ValueError:
            raise NotSigned(
                f"Frasa sandi tidak cocok dengan sertifikat Anda. {UNCHANGED} Ketik lagi frasa"
                " sandi sertifikat, bukan kata sandi akun."
            ) from None
        _require_in_force(certificate)
        opened: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(
            stored, (), secret.reveal().encode()
        )
        return opened

    def _file(self, who: Who) -> Path:
        return self._folder / f"{who.key}.p12"


def _require_in_force(certificate: Certificate | None) -> None:
    if certificate is None:
        raise NotSigned(f"Berkas sertifikat Anda tidak lengkap. {UNCHANGED} Hubungi administrator.")
    if certificate.not_valid_after_utc <= timezone.now():
        raise NotSigned(
            "Sertifikat Anda sudah kedaluwarsa sejak"
            f" {timezone.localtime(certificate.not_valid_after_utc):%d-%m-%Y}. {UNCHANGED} Minta"
            " administrator membuat sertifikat baru, lalu coba lagi."
        )
    if certificate.not_valid_before_utc > timezone.now():
        raise NotSigned(f"Sertifikat Anda belum berlaku. {UNCHANGED} Hubungi administrator.")
