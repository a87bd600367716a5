from celery import shared_task
from django.utils import timezone

from workbook import inspection
from workbook.models import Upload

STALE = 10  # seconds; `resume` comes again sooner than that


@shared_task
def check(upload_pk: int) -> None:
    inspection.check(upload_pk)


@shared_task(expires=STALE)
def resume() -> None:
    """Send again what was handed in and never checked: the row is the order, not the message."""
    for pk in inspection.waiting():
        Upload.objects.filter(pk=pk).update(sent_at=timezone.now())
        check.delay(pk)
