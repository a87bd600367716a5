from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from workbook import inspection
from workbook.models import Upload

PATIENCE = timedelta(seconds=10)


@shared_task
def check(upload_pk: int) -> None:
    inspection.check(upload_pk)


@shared_task
def resume() -> None:
    """Send again what was handed in and never checked: the row is the order, not the message."""
    waiting = Upload.objects.filter(
        status=Upload.Status.RECEIVED, uploaded_at__lt=timezone.now() - PATIENCE
    )
    for pk in waiting.values_list("pk", flat=True):
        if not inspection.is_being_checked(pk):
            check.delay(pk)
