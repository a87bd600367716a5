"""Reminders of internal deadlines that come near; sending them is not done here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership, User
from decisions.models import Choice
from decisions.tracking import Line, tracks_of
from selection.calendars import loaded_calendar
from selection.models import Round
from selection.working_days import Calendar, working_days

EARLY = (5, 2)
"""Working days before a deadline on which who handles it is reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One deadline that comes near: of which approval, to whom, in which words."""

    choice: Choice
    code: str
    due_on: date
    to: Sequence[User]
    words: str


def due_reminders(today: date) -> list[Reminder]:
    """At 5 and 2 working days to who handles it, on the last day to the head of BKPSDM as well.

    Where nobody handles it yet, to the head alone. Nothing on a day off.
    """
    calendar = loaded_calendar()
    if not calendar.is_working(today):
        return []
    rounds = Round.objects.in_force().filter(determinations__isnull=False, closure=None)
    return [
        reminder
        for round_ in rounds.select_related("agency").distinct().order_by("pk")
        for reminder in _of_round(round_, calendar, today)
    ]


def _of_round(round_: Round, calendar: Calendar, today: date) -> list[Reminder]:
    open_lines = [
        (track.choice, line)
        for track in tracks_of(round_, today)
        if not track.is_over
        for line in track.lines
        if _days_left(line, calendar, today) in (*EARLY, 0)
    ]
    if not open_lines:
        return []
    heads = User.objects.filter(
        memberships__agency=round_.agency,
        memberships__role=Membership.Role.HEAD,
        memberships__ended_at=None,
        is_active=True,
    )
    found = list(heads.order_by("pk"))
    return [_reminder(choice, line, found, calendar, today) for choice, line in open_lines]


def _days_left(line: Line, calendar: Calendar, today: date) -> int | None:
    due = line.front.due_on if line.front else None
    if due is None or due < today:
        return None
    return working_days(today, due, calendar).days


def _reminder(
    choice: Choice, line: Line, heads: Sequence[User], calendar: Calendar, today: date
) -> Reminder:
    if line.front is None or line.front.due_on is None:
        raise ValueError("A reminder is of a deadline.")
    owner = line.front.owner
    early = owner is not None and _days_left(line, calendar, today) in EARLY
    to = [owner] if owner and early else list(dict.fromkeys([*([owner] if owner else []), *heads]))
    return Reminder(
        choice=choice,
        code=line.step.rule.code,
        due_on=line.front.due_on,
        to=to,
        words=f"{choice.vacancy.title}: {line.front.words} {line.front.due_words}",
    )
