from celery import shared_task

from candidates.input_erasing import erase_due


@shared_task
def erase_due_inputs() -> None:
    """Every day: nobody has to think of it."""
    erase_due()
