import logging
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from audit.actions import record
from candidates.models import Nomination
from reports import tasks
from reports.blank_forms import sheets_on
from reports.issuing import UNSETTLED
from reports.models import Document
from scoring.models import Closing, Result, Unsealing
from selection.models import Round, Vacancy

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
}

log = logging.getLogger(__name__)


class CannotOrder(Exception):
    """There is nothing yet, or never, that such a document could say."""


class NotFailed(Exception):
    """Only what failed is tried again."""


@transaction.atomic
def order(round_: Round, *, paper: str, by: User, vacancy: Vacancy | None = None) -> Document:
    """Order the recommendation report of the round, or of one vacancy, under the next number.

    Who orders what is already under way gets that one: a double click makes one document.
    """
    locked = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_.pk)
    _refuse(locked, vacancy)
    mine = Document.objects.filter(round=locked, kind=Document.Kind.RECOMMENDATION)
    under_way = mine.filter(vacancy=vacancy, paper=paper, status__in=UNSETTLED).first()
    if under_way:
        return under_way
    kind = Document.Kind.RECOMMENDATION
    return _create(Document(round=locked, vacancy=vacancy, kind=kind, paper=paper), by)


@transaction.atomic
def order_minutes(closing: Closing, *, paper: str, by: User) -> Document:
    """Order the minutes of a closed day on paper. Raises CannotOrder.

    What is under way already is that order; every paper of the same day says the same.
    """
    locked = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=closing.round_id)
    if Unsealing.objects.pending().filter(round=locked).exists():
        raise CannotOrder(
            "Selama pembukaan segel menunggu saksi, berita acara tidak dicetak: saksi membaca"
            " akarnya dari kertas yang sudah ditandatangani."
        )
    mine = Document.objects.filter(closing=closing, paper=paper, status__in=UNSETTLED)
    return mine.first() or _create(
        Document(round=locked, closing=closing, kind=Document.Kind.MINUTES, paper=paper), by
    )


@transaction.atomic
def order_plenary(result: Result, *, paper: str, by: User) -> Document:
    """Order the minutes of the plenary that froze this result; what is under way is that order."""
    locked = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=result.round_id)
    kind = Document.Kind.PLENARY
    mine = Document.objects.filter(result=result, kind=kind, paper=paper, status__in=UNSETTLED)
    return mine.first() or _create(
        Document(round=locked, result=result, kind=kind, paper=paper), by
    )


@transaction.atomic
def order_forms(round_: Round, day: date | None, *, paper: str, by: User) -> Document:
    """Order blank score forms for a day (None: the whole round). Raises CannotOrder.

    What is under way already is that order.
    """
    locked = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_.pk)
    if not locked.is_scoring or not sheets_on(locked, day):
        raise CannotOrder(
            "Formulir dibuat dari lembar nilai. Lembar nilai untuk pilihan ini tidak ada, atau"
            " penilaian tidak sedang dibuka."
        )
    kind = Document.Kind.FORMS
    mine = Document.objects.filter(round=locked, kind=kind, day=day, paper=paper)
    return mine.filter(status__in=UNSETTLED).first() or _create(
        Document(round=locked, kind=kind, day=day, paper=paper), by
    )


@transaction.atomic
def retry(document: Document, *, by: User) -> Document:
    """Order again what failed, under the same number."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.status != Document.Status.FAILED:
        raise NotFailed("Dokumen ini tidak gagal, sehingga tidak perlu dicoba lagi.")
    locked.status, locked.problem, locked.finished_at = Document.Status.ORDERED, "", None
    locked.attempts = locked.percent = 0
    locked.sent_at = timezone.now()
    locked.save()
    _record("reports.document_retried", locked, by=by)
    transaction.on_commit(partial(_send, locked.pk))
    return locked


def _create(document: Document, by: User) -> Document:
    """Store the order under its kind's next number, and have it made once that is committed."""
    document.number = _next_number(document)
    document.ordered_by, document.ordered_at = by, timezone.now()
    document.sent_at = document.ordered_at
    document.save(force_insert=True)
    _record("reports.document_ordered", document, by=by, paper=document.paper)
    transaction.on_commit(partial(_send, document.pk))
    return document


def _refuse(round_: Round, vacancy: Vacancy | None) -> None:
    if not round_.is_unsealed:
        raise CannotOrder("Laporan belum dapat dipesan. Nilai tersegel sampai ketua membuka segel.")
    nominations = Nomination.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None
    )
    if vacancy:
        nominations = nominations.filter(vacancy=vacancy)
    if not nominations.exists():
        raise CannotOrder(
            "Tidak ada pencalonan, sehingga tidak ada peringkat yang dapat dilaporkan."
        )


def _next_number(document: Document) -> str:
    """Documents are never deleted, so that counting them under the round's lock is enough."""
    kind = Document.Kind(document.kind)
    count = Document.objects.filter(round=document.round, kind=kind).count() + 1
    year = timezone.localdate().year
    return f"{count:03}/{SIGNS[kind]}/{document.round.code.upper()}/{year}"


def _record(verb: str, document: Document, *, by: User, **facts: object) -> None:
    vacancy = document.vacancy.code if document.vacancy else None
    scope = document.round.scope
    record(verb, document, by=by, scope=scope, number=document.number, vacancy=vacancy, **facts)


def _send(document_pk: int) -> None:
    """Ring the worker's bell. Without Redis the order stands; the scheduler sends it again."""
    try:
        tasks.produce.delay(document_pk)
    except OperationalError:
        log.warning("No broker; document %s waits for the scheduler", document_pk)
