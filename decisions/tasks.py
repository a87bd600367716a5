from celery import shared_task
from django.utils import timezone

from decisions.reminders import post_reminders


@shared_task
def remind() -> None:
    """On every hour of the working day, so that a scheduler that stood still has made up for it."""
    post_reminders(timezone.localdate())
