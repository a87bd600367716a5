from celery import shared_task
from django.utils import timezone

from reports import chunking, issuing
from reports.models import Document

STALE = 10  # seconds; `resume` comes again sooner than that


@shared_task
def produce(document_pk: int) -> None:
    issuing.produce(document_pk)


@shared_task
def make_chunk(chunk_pk: int) -> None:
    chunking.make(chunk_pk)


@shared_task
def sweep_chunks() -> None:
    chunking.sweep()


@shared_task(expires=STALE)
def resume() -> None:
    """Send again what was ordered and is not being made: the row is the order, not the message."""
    for pk in issuing.waiting():
        Document.objects.filter(pk=pk).update(sent_at=timezone.now())
        produce.delay(pk)
