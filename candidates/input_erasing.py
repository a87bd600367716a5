"""Emptying public input whose time has come: text, identity and file; that it was there stays."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.actions import SYSTEM, record
from candidates.input_actions import scope_of
from candidates.input_limits import sweep
from candidates.models import InputWindow, PublicInput

EMPTIED = ("text", "identity", "medium", "file", "file_name")


def due_on(window: InputWindow) -> datetime:
    """When what a window received is emptied: so many years after the round, or after the window
    where the round never came to its end."""
    ends = [window.ends_at, window.round.handed_over_at]
    return _years_after(max(moment for moment in ends if moment), window.retention_years)


def due_inputs(now: datetime) -> list[PublicInput]:
    """What is to be emptied by now."""
    inputs = PublicInput.objects.filter(erased_at=None).select_related("subject__window__round")
    return [one for one in inputs.order_by("pk") if due_on(one.subject.window) <= now]


def erase_due() -> int:
    """Empty them, one by one, and forget old counters. Answers how many."""
    now = timezone.now()
    due = due_inputs(now)
    for one in due:
        _erase(one)
    sweep(now=now)
    return len(due)


@transaction.atomic
def _erase(input_: PublicInput) -> None:
    locked = PublicInput.objects.select_for_update(of=("self",)).get(pk=input_.pk)
    if locked.erased_at:
        return
    storage, name = locked.file.storage, locked.file.name
    for field in EMPTIED:
        setattr(locked, field, "")
    locked.erased_at = timezone.now()
    locked.save(update_fields=[*EMPTIED, "erased_at"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    scope = scope_of(input_.subject.window.round)
    record("candidates.input_erased", locked, by=SYSTEM, scope=scope)


def _years_after(moment: datetime, years: int) -> datetime:
    """The same day; 29 February becomes 28 February."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)
