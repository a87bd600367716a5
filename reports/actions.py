import logging
from functools import partial

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from audit.actions import record
from candidates.models import Nomination
from reports import tasks
from reports.issuing import UNSETTLED
from reports.models import Document
from selection.models import Round, Vacancy

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
    now = timezone.now()
    document = Document.objects.create(
        round=locked,
        vacancy=vacancy,
        kind=Document.Kind.RECOMMENDATION,
        paper=paper,
        number=_next_number(locked),
        ordered_by=by,
        ordered_at=now,
        sent_at=now,
    )
    _record("reports.document_ordered", document, by=by, paper=paper)
    transaction.on_commit(partial(_send, document.pk))
    return document


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


def _next_number(round_: Round) -> str:
    """Documents are never deleted, so that counting them under the round's lock is enough."""
    count = Document.objects.filter(round=round_).count() + 1
    return f"{count:03}/LAP-REK/{round_.code.upper()}/{timezone.localdate().year}"


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
