"""A document that is ready to be signed, and people with certificates."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from reports.models import Document, Signatory
from reports.signatories import Wanted, name_signatories
from reports.signing import Secret, Who
from reports.signing_certificates import make_personal, make_root
from tests.factories import DocumentFactory
from tests.reports.plain_pdf import a_pdf

PHRASE = "frasa-sandi-yang-sangat-rahasia"


def a_document(small, **fields) -> Document:
    """A ready document of the round, of a small real PDF."""
    content = a_pdf()
    document = DocumentFactory.build(
        round=small.round,
        ordered_by=small.staff,
        status="ready",
        percent=100,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        finished_at=timezone.now(),
        **{"number": "001/LAP-REK", **fields},
    )
    document.file.save(f"{document.public_id}.pdf", ContentFile(content))
    return document


@dataclass
class Certified:
    """A folder of certificates, for the local way of signing."""

    folder: Path

    def give(self, *users, phrase=PHRASE, now=None):
        now = now or timezone.now()
        make_root(self.folder, "akar", place="Kota Contoh", now=now)
        for user in users:
            who = Who(user.public_id.hex, user.name, user.email)
            make_personal(self.folder, "akar", who, Secret(phrase), now=now)


def electronic(user, turn=1, position="Anggota panitia"):
    return Wanted(user.name, position, turn, Signatory.Method.ELECTRONIC, user)


def wet(name, turn=1, position="Saksi"):
    return Wanted(name, position, turn, Signatory.Method.WET)


def lines(document, *wanted, by):
    """The lines of a document, named as they are wanted, in order."""
    name_signatories(document, wanted, by=by)
    return list(document.signatories.in_force().for_listing())
