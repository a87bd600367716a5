from celery import shared_task

from accounts import delivering

STALE = 10  # seconds; the scheduler rings again sooner than that


@shared_task
def deliver() -> None:
    """Deliver letters; ordered after each order, and again and again by the scheduler."""
    delivering.deliver()


@shared_task(expires=STALE)
def resume_mail() -> None:
    """The scheduler's bell: letters whose time has come, and those of a postman who was killed."""
    delivering.deliver()
