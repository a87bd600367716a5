"""The only door to electronic signatures: which way of signing this installation has.

Web processes load the libraries behind it when somebody signs, and not before.
"""

from pathlib import Path

from django.conf import settings

from reports.signing_terms import (
    Found,
    NotSigned,
    Secret,
    SignedPdf,
    Signer,
    Standing,
    Unanswered,
    Verdict,
    Who,
)

__all__ = [
    "Found",
    "NotSigned",
    "Secret",
    "SignedPdf",
    "Signer",
    "Standing",
    "Unanswered",
    "Verdict",
    "Who",
    "is_set_up",
    "only_signs",
    "signer",
]


def is_set_up() -> bool:
    """Whether anybody can sign electronically here; paper is signed everywhere."""
    return bool(settings.SIGNING)


def only_signs(base: bytes, pdf: bytes) -> bool:
    """Whether `pdf` is `base` with signatures after it that nobody sees, and nothing else."""
    from reports import signing_additions

    return signing_additions.only_signs(base, pdf)


def signer(name: str = "") -> Signer:
    """The way of signing of this name, or the one that is set up. Raises NotSigned."""
    name = name or settings.SIGNING
    if name == "local":
        from reports.signing_local import Pkcs12

        return Pkcs12(settings.SIGNING_FOLDER)
    if name == "bsre":
        from reports.signing_bsre import Account, BsreV2

        return BsreV2(
            Account(
                url=settings.BSRE_URL,
                user=settings.BSRE_USER,
                password=settings.BSRE_PASSWORD,
                seconds=settings.SIGNING_SECONDS,
                authority=settings.BSRE_AUTHORITY,
                roots=[Path(path) for path in settings.BSRE_ROOTS],
            )
        )
    raise NotSigned("Tanda tangan elektronik belum disiapkan. Pakai tanda tangan basah.")
