from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from reports import attempts, chunking, issuing, signature_checks
from reports.models import Document, Signature

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


@shared_task(soft_time_limit=60, time_limit=90)
def verify(signature_pk: int) -> None:
    """Look into a signed file; what takes too long stays undecided, and says so."""
    try:
        signature_checks.verify(signature_pk)
    except SoftTimeLimitExceeded:
        signature = Signature.objects.select_related("document__round").get(pk=signature_pk)
        signature_checks.conclude(signature, Signature.Verdict.UNDECIDED)


@shared_task(expires=STALE)
def resume() -> None:
    """Send again what was ordered and is not being made: the row is the order, not the message."""
    for pk in issuing.waiting():
        Document.objects.filter(pk=pk).update(sent_at=timezone.now())
        produce.delay(pk)


@shared_task(expires=STALE)
def resume_signing() -> None:
    """End attempts that nobody carries on, and look into signed files that nobody looked into."""
    attempts.end_stopped()
    for pk in signature_checks.waiting():
        verify.delay(pk)
