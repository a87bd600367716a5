"""Reminders of internal deadlines that come near, posted as mail once for each stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import Mail, Membership, User
from accounts.posting import Letter, post, recipient_of, reminder
from accounts.wording import in_words
from audit.actions import SYSTEM, record
from decisions.fronts import Front
from decisions.models import Choice
from decisions.routes import Rule
from decisions.tracking import tracks_of
from selection.calendars import loaded_calendar
from selection.models import Round
from selection.working_days import Calendar, working_days

LAST, *EARLY = STAGES = (0, 2, 5)
"""Working days before a deadline at which somebody is reminded; on the last the head too."""
CAUGHT_UP = 5
"""Working days after a deadline on which what was not posted in time still is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One deadline at one of its stages: of which approval, and to whom."""

    choice: Choice
    rule: Rule
    due_on: date
    stage: int
    to: Sequence[User]

    @property
    def occasion(self) -> str:
        """Each stage of a deadline is told once; a deadline that moved is another one."""
        return f"tenggat:{self.choice.pk}:{self.rule.code}:{self.due_on}:{self.stage}"

    @property
    def words(self) -> str:
        """Of the approval alone: who is chosen, and why it was returned, is in no letter."""
        due = f"batas internal {in_words(self.due_on)}"
        return f"{self.rule.title} untuk jabatan {self.choice.vacancy.title}, {due}"


@transaction.atomic
def post_reminders(today: date) -> list[Mail]:
    """Queue what is due and was not posted before, so that twice a day does nothing more."""
    found: dict[Round, list[Letter]] = {}
    for each in due_reminders(today):
        letters = found.setdefault(each.choice.vacancy.round, [])
        letters += [_letter(each, user) for user in each.to]
    return [mail for round_, letters in found.items() for mail in _post(round_, letters)]


def due_reminders(today: date) -> list[Reminder]:
    """Every deadline at the stage it has reached; nothing on a day off.

    At 5 and 2 working days to who handles it, on the last day to the head of BKPSDM as well. Where
    nobody handles it, or has no address, to the head alone. A day that was missed is made up for
    by the stage that holds now, not by all that were left out.
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
    reached = [
        (track.choice, line.step.rule, line.front, stage)
        for track in tracks_of(round_, today)
        if not track.is_over
        for line in track.lines
        if line.front and (stage := _stage(line.front, calendar, today)) is not None
    ]
    heads = _heads(round_) if reached else []
    return [
        Reminder(choice=choice, rule=rule, due_on=front.due_on, stage=stage, to=to)
        for choice, rule, front, stage in reached
        if front.due_on and (to := _to(front.owner, heads, stage))
    ]


def _heads(round_: Round) -> list[User]:
    heads = User.objects.filter(
        memberships__agency=round_.agency,
        memberships__role=Membership.Role.HEAD,
        memberships__ended_at=None,
        is_active=True,
    )
    return list(heads.order_by("pk"))


def _stage(front: Front, calendar: Calendar, today: date) -> int | None:
    """The nearest stage that this deadline has reached since it was set."""
    due = front.due_on
    if due is None or due < front.since:
        return None
    if due < today:
        return LAST if working_days(due, today, calendar).days <= CAUGHT_UP else None
    left, whole = (working_days(day, due, calendar).days for day in (today, front.since))
    return next((stage for stage in STAGES if left <= stage <= whole), None)


def _to(owner: User | None, heads: Sequence[User], stage: int) -> list[User]:
    handles = [owner] if owner and recipient_of(owner).has_address else []
    if handles and stage in EARLY:
        return handles
    return list(dict.fromkeys([*handles, *heads]))


def _letter(due: Reminder, user: User) -> Letter:
    round_, vacancy = due.choice.vacancy.round, due.choice.vacancy
    path = reverse("decisions:approval-track", args=[round_.code, vacancy.code])
    return reminder(recipient_of(user), matter=due.words, path=path, occasion=due.occasion)


def _post(round_: Round, letters: Sequence[Letter]) -> list[Mail]:
    mails = post(letters, agency=round_.agency, scope=round_.scope, by=SYSTEM)
    if mails:
        facts = {"count": len(mails)}
        record("decisions.reminders_posted", round_, by=SYSTEM, scope=round_.scope, **facts)
    return mails
