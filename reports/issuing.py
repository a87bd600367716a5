"""Making an ordered document: once, by one worker at a time, from the row and nothing else."""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.actions import SYSTEM, record
from audit.turns import Turn, alone, forgotten
from reports import builders
from reports.completing import complete
from reports.models import Document
from reports.pdf import CannotRender, Rendered
from reports.storing import write_aside
from scoring.outcome import NothingToRank, StillSealed

TRIES = 3
UNSETTLED = (Document.Status.ORDERED, Document.Status.MAKING)
GAVE_UP = (
    "Pembuatan berkas terhenti tiga kali. Nilai dan peringkat aman. Tekan “Coba lagi”; bila tetap"
    " gagal, hubungi administrator sistem."
)
NO_SPACE = (
    "Berkas tidak dapat disimpan di server. Nilai dan peringkat aman. Minta administrator memeriksa"
    " ruang penyimpanan, lalu tekan “Coba lagi”."
)
UNFORESEEN = (
    "Berkas tidak dapat dibuat karena kesalahan yang tidak terduga. Nilai dan peringkat aman. Tekan"
    " “Coba lagi”; bila tetap gagal, sampaikan nomor dokumen ini kepada administrator sistem."
)

log = logging.getLogger(__name__)


def produce(document_pk: int) -> None:
    """Make the document; who comes while it is being made, or after, leaves at once."""
    with alone(Turn.DOCUMENT, document_pk) as got:
        if got:
            _produce(document_pk)


def waiting() -> list[int]:
    """Documents that were ordered, that nobody makes, and of which no message is under way."""
    return forgotten(Turn.DOCUMENT, Document.objects.filter(status__in=UNSETTLED))


def _produce(document_pk: int) -> None:
    document = Document.objects.select_related(
        "round__agency",
        "vacancy",
        "candidate",
        "result",
        "announcement__replaces",
        "announcement__round__agency",
        "closing__round__agency",
        "closing__closed_by",
    ).get(pk=document_pk)
    if document.is_settled:
        return
    if document.attempts >= TRIES:
        _fail(document, GAVE_UP)
        return
    document.attempts += 1
    document.status = Document.Status.MAKING
    document.save(update_fields=["attempts", "status"])
    tell = _telling(document)
    try:
        if document.kind == Document.Kind.DOSSIER and not complete(document, produce, tell):
            _let_go(document)
            return
        rendered = builders.make(document, tell)
        _finish(document, rendered, builders.traits_of(document))
    except (StillSealed, NothingToRank, CannotRender) as refusal:
        _fail(document, str(refusal))
    except DatabaseError:
        raise  # without the database nothing can be told; the scheduler sends the order again
    except OSError:
        log.exception("Document %s could not be stored", document.pk)
        _fail(document, NO_SPACE)
    except Exception:
        log.exception("Document %s could not be made", document.pk)
        _fail(document, UNFORESEEN)


def _let_go(document: Document) -> None:
    """To go on when its turn comes again; that was no failed attempt."""
    document.attempts -= 1
    document.sent_at = None
    document.save(update_fields=["attempts", "sent_at"])


def _telling(document: Document) -> builders.Listener:
    """Keep in the row how far it is; every step is committed by itself, for the page to read."""
    row = Document.objects.filter(pk=document.pk, status=Document.Status.MAKING)

    def tell(percent: int, step: str) -> None:
        row.update(percent=percent, step=step)

    return tell


def _finish(document: Document, rendered: Rendered, traits: Sequence[str]) -> None:
    """The file stands under its name and the row says so, or neither."""
    name = f"documents/{document.public_id}.{document.format}"
    path = Path(default_storage.path(name))
    aside = write_aside(path, rendered.content)
    try:
        with transaction.atomic():
            locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
            if locked.is_settled:
                return
            aside.replace(path)
            locked.file.name = name
            locked.sha256 = hashlib.sha256(rendered.content).hexdigest()
            locked.size, locked.pages = len(rendered.content), rendered.pages
            locked.status, locked.percent, locked.step = Document.Status.READY, 100, ""
            locked.traits, locked.finished_at = list(traits), timezone.now()
            locked.save()
            _record("reports.document_made", locked, sha256=locked.sha256, size=locked.size)
    finally:
        aside.unlink(missing_ok=True)


@transaction.atomic
def _fail(document: Document, problem: str) -> None:
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.is_settled:
        return
    locked.status, locked.problem, locked.step = Document.Status.FAILED, problem[:300], ""
    locked.finished_at = timezone.now()
    locked.save(update_fields=["status", "problem", "step", "finished_at"])
    _record("reports.document_failed", locked, attempts=locked.attempts)


def _record(verb: str, document: Document, **facts: object) -> None:
    scope = document.round.scope
    record(verb, document, by=SYSTEM, scope=scope, number=document.number, **facts)
