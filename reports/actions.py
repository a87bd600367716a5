import logging
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from candidates.models import Candidate, Nomination
from decisions.announcing import CannotAnnounce, publish
from decisions.models import Announcement
from panels.attending import days_of
from reports import tasks
from reports.attendance_sheet import NO_TIMETABLE
from reports.blank_forms import sheets_on
from reports.issuing import UNSETTLED
from reports.models import Document
from reports.numbering import store, tell
from scoring.models import Closing, Result, Sheet, Unsealing
from selection.models import Round, Vacancy

BOUND = (Document.Kind.MINUTES, Document.Kind.FORMS, Document.Kind.PLENARY)  # to what they name

log = logging.getLogger(__name__)


class CannotOrder(Exception):
    """There is nothing yet, or never, that such a document could say."""


@dataclass(frozen=True, slots=True)
class About:
    """The part of a round that a document is about, nothing said: all of it; and its format.

    `key` names the form that the order came from (accounts.access.form_key).
    """

    vacancy: Vacancy | None = None
    candidate: Candidate | None = None
    day: date | None = None
    format: str = Document.Format.PDF
    key: str = ""

    def draft(self, round_: Round, kind: Document.Kind, paper: str) -> Document:
        """The row of an order about it before anybody gives it: no number, not stored."""
        return Document(
            round=round_,
            kind=kind,
            vacancy=self.vacancy,
            candidate=self.candidate,
            day=self.day,
            result=Result.objects.in_force().filter(round=round_).first(),
            paper=paper,
            format=self.format,
            ordered_at=timezone.now(),
        )


class NotFailed(Exception):
    """Only what failed is tried again."""


def order(round_: Round, *, paper: str, by: User, vacancy: Vacancy | None = None) -> Document:
    """Order the recommendation report of the round, or of one vacancy. Raises CannotOrder."""
    about = About(vacancy=vacancy)
    return order_about(round_, Document.Kind.RECOMMENDATION, about, paper=paper, by=by)


@transaction.atomic
def order_about(
    round_: Round, kind: Document.Kind, about: About, *, paper: str, by: User
) -> Document:
    """Order a document of the opened seal, under its kind's next number. Raises CannotOrder.

    Who orders what is already under way gets that one: a double click makes one document. So does
    a form that a browser sends again, however late.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    _refuse(locked, kind, about)
    wanted = about.draft(locked, kind, paper)
    same = Document.objects.filter(round=locked, kind=kind, paper=paper, format=about.format)
    of_it = same.filter(vacancy=about.vacancy, candidate=about.candidate, day=about.day)
    return _ordered(of_it, about.key) or _create(wanted, by, about.key)


@transaction.atomic
def order_minutes(closing: Closing, *, paper: str, by: User, key: str = "") -> Document:
    """Order the minutes of a closed day on paper. Raises CannotOrder.

    What is under way already is that order; every paper of the same day says the same.
    """
    locked = Round.objects.locked().get(pk=closing.round_id)
    if Unsealing.objects.pending().filter(round=locked).exists():
        raise CannotOrder(
            "Selama pembukaan segel menunggu saksi, berita acara tidak dicetak: saksi membaca"
            " akarnya dari kertas yang sudah ditandatangani."
        )
    mine = Document.objects.filter(closing=closing, paper=paper)
    minutes = Document(round=locked, closing=closing, kind=Document.Kind.MINUTES, paper=paper)
    return _ordered(mine, key) or _create(minutes, by, key)


@transaction.atomic
def order_plenary(result: Result, *, paper: str, by: User, key: str = "") -> Document:
    """Order the minutes of the plenary that froze this result; what is under way is that order."""
    locked = Round.objects.locked().get(pk=result.round_id)
    kind = Document.Kind.PLENARY
    mine = Document.objects.filter(result=result, kind=kind, paper=paper)
    minutes = Document(round=locked, result=result, kind=kind, paper=paper)
    return _ordered(mine, key) or _create(minutes, by, key)


@transaction.atomic
def publish_announcement(announcement: Announcement, *, by: User) -> Announcement:
    """Make it public, and order its paper, which is made once that is committed, never before.

    Raises CannotAnnounce, evidence.ChainBroken.
    """
    published = publish(announcement, by=by)
    round_ = published.round
    if Document.objects.filter(round=round_, number=published.number).exists():
        raise CannotAnnounce(
            f"Nomor {published.number} sudah dipakai dokumen lain. Belum ada yang diumumkan."
        )
    kind, paper = Document.Kind.ANNOUNCEMENT, Document.Paper.A4
    told = {"announcement": published, "number": published.number}
    _create(Document(round=round_, kind=kind, paper=paper, **told), by)
    return published


@transaction.atomic
def order_forms(
    round_: Round, day: date | None, *, paper: str, by: User, key: str = ""
) -> Document:
    """Order blank score forms for a day (None: the whole round). Raises CannotOrder.

    What is under way already is that order.
    """
    locked = Round.objects.locked().get(pk=round_.pk)
    if not locked.is_scoring or not sheets_on(locked, day):
        raise CannotOrder(
            "Formulir dibuat dari lembar nilai. Lembar nilai untuk pilihan ini tidak ada, atau"
            " penilaian tidak sedang dibuka."
        )
    kind = Document.Kind.FORMS
    mine = Document.objects.filter(round=locked, kind=kind, day=day, paper=paper)
    return _ordered(mine, key) or _create(
        Document(round=locked, kind=kind, day=day, paper=paper), by, key
    )


@transaction.atomic
def order_again(document: Document, *, by: User) -> Document:
    """Order the same document under the next number of its kind, of the result in force.

    Minutes of a plenary stay those of the result that it froze.
    """
    Round.objects.locked().get(pk=document.round_id)
    same = ("round", "vacancy", "candidate", "closing", "day", "kind", "paper", "format", "result")
    again = Document(**{name: getattr(document, name) for name in same})
    if again.kind not in BOUND:
        again.result = Result.objects.in_force().filter(round=document.round).first()
    return _create(again, by)


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
    tell("reports.document_retried", locked, by=by)
    transaction.on_commit(partial(_send, locked.pk))
    return locked


def _ordered(same: QuerySet[Document], key: str) -> Document | None:
    """The one that is under way, or that this very form has ordered."""
    from_it = Q(order_key=key) if key else Q()
    return same.filter(Q(status__in=UNSETTLED) | from_it).order_by("pk").last()


def _create(document: Document, by: User, key: str = "") -> Document:
    """Store the order under its kind's next number, and have it made once that is committed."""
    document.order_key, document.sent_at = key, timezone.now()
    store(document, by=by, at=document.sent_at)
    transaction.on_commit(partial(_send, document.pk))
    return document


def _refuse(round_: Round, kind: Document.Kind, about: About) -> None:
    if not round_.is_unsealed:
        raise CannotOrder("Laporan belum dapat dipesan. Nilai tersegel sampai ketua membuka segel.")
    if kind == Document.Kind.ATTENDANCE:
        if not days_of(round_):
            raise CannotOrder(NO_TIMETABLE)
    elif kind == Document.Kind.RECEIPTS:
        if not Sheet.objects.signed().filter(seat__round=round_).exists():
            raise CannotOrder(
                "Belum ada lembar nilai yang ditandatangani, sehingga tidak ada buktinya."
            )
    elif kind != Document.Kind.DOSSIER:
        _refuse_without_nominations(round_, about)


def _refuse_without_nominations(round_: Round, about: About) -> None:
    nominations = Nomination.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None
    )
    if about.vacancy:
        nominations = nominations.filter(vacancy=about.vacancy)
    if about.candidate:
        nominations = nominations.filter(candidate=about.candidate)
    if not nominations.exists():
        raise CannotOrder(
            "Tidak ada pencalonan, sehingga tidak ada peringkat yang dapat dilaporkan."
        )


def _send(document_pk: int) -> None:
    """Ring the worker's bell. Without Redis the order stands; the scheduler sends it again."""
    try:
        tasks.produce.delay(document_pk)
    except OperationalError:
        log.warning("No broker; document %s waits for the scheduler", document_pk)
