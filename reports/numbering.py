"""A document's row and number: what every order of a document begins with."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from audit.actions import record
from reports.models import Document

SIGNS = {
    Document.Kind.RECOMMENDATION: "LAP-REK",
    Document.Kind.MINUTES: "BA",
    Document.Kind.FORMS: "FORMULIR",
    Document.Kind.RECAPITULATION: "REKAP",
    Document.Kind.PLENARY: "BA-PLENO",
    Document.Kind.ATTENDANCE: "HADIR",
    Document.Kind.RECEIPTS: "TANDA-TERIMA",
    Document.Kind.DECISION: "LEMBAR-KEPUTUSAN",
    Document.Kind.CANDIDATE: "LAP-KANDIDAT",
    Document.Kind.DOSSIER: "BERKAS",
    Document.Kind.ANNOUNCEMENT: "PENGUMUMAN",
}


def store(document: Document, *, by: User, at: datetime) -> None:
    """Keep the order under its number, or its kind's next. The caller holds the round's lock."""
    document.number = document.number or _next_number(document)
    document.ordered_by, document.ordered_at = by, at
    document.save(force_insert=True)
    tell("reports.document_ordered", document, by=by, paper=document.paper)


def tell(verb: str, document: Document, *, by: User, **facts: object) -> None:
    """A line of the trail."""
    vacancy = document.vacancy.code if document.vacancy else None
    scope = document.round.scope
    record(verb, document, by=by, scope=scope, number=document.number, vacancy=vacancy, **facts)


def _next_number(document: Document) -> str:
    """Documents are never deleted, so that counting them under the round's lock is enough."""
    kind = Document.Kind(document.kind)
    count = Document.objects.filter(round=document.round, kind=kind).count() + 1
    year = timezone.localdate().year
    return f"{count:03}/{SIGNS[kind]}/{document.round.code.upper()}/{year}"
