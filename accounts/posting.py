"""Ordering letters by e-mail: rows of the caller's transaction; the worker's bell rings after it.

Letters are plain text and say no more than who is meant, what about, and where to look: no scores,
no NIP, nobody else's name. The answer to public input is never mailed.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import tasks
from accounts.models import Agency, Mail, User
from audit.actions import Actor

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter is for. `user` where the person has an account."""

    name: str
    address: str
    user: User | None = None

    @property
    def has_address(self) -> bool:
        """Whether a letter could be sent at all."""
        try:
            validate_email(self.address)
        except ValidationError:
            return False
        return True


def recipient_of(user: User, name: str = "") -> Recipient:
    """The owner of an account, under the name given to him here; a leaver has no address."""
    return Recipient(name or user.name, user.email if user.is_active else "", user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to be written: `template` of templates/mail/ with `facts` put in.

    `occasion` names for good what the letter is about; to the same address it goes once.
    """

    kind: Mail.Kind
    to: Recipient
    template: str
    occasion: str
    facts: Mapping[str, str] = field(default_factory=dict)
    ics: str = ""

    @property
    def once(self) -> str:
        return f"{self.occasion}:{sha256(self.to.address.lower().encode()).hexdigest()[:16]}"


def post(letters: Iterable[Letter], *, agency: Agency, scope: str, by: Actor) -> list[Mail]:
    """Queue the letters that can be sent and were not ordered before; returns those.

    Inside the caller's transaction: rolled back, nothing was ordered.
    """
    sendable = {letter.once: letter for letter in letters if letter.to.has_address}
    known = set(Mail.objects.filter(once__in=sendable).values_list("once", flat=True))
    now, author = timezone.now(), by if isinstance(by, User) else None
    rows = [
        _row(letter, agency, scope, author, now)
        for once, letter in sendable.items()
        if once not in known
    ]
    # Who orders the same at the same time waits here for the other, and then adds nothing.
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        transaction.on_commit(ring)
    return rows


def reminder(to: Recipient, *, matter: str, path: str, occasion: str) -> Letter:
    """A letter that says "Ada yang menunggu Anda: {matter}." and where the recipient finds it.

    `matter` names no person and no result.
    """
    return Letter(
        kind=Mail.Kind.REMINDER,
        to=to,
        template="reminder",
        occasion=occasion,
        facts={"matter": matter, "url": url_of(path)},
    )


def url_of(path: str) -> str:
    """A path of the product as a link that works outside of it."""
    return f"{settings.BASE_URL}{path}"


def written(letter: Letter, agency: Agency) -> tuple[str, str]:
    """Subject and body as they would be sent: the first line of the template is the subject."""
    said = {name: _one_line(value) for name, value in letter.facts.items()}
    facts = {**said, "name": _one_line(letter.to.name), "agency": agency}
    subject, _, body = render_to_string(f"mail/{letter.template}.txt", facts).partition("\n")
    return " ".join(subject.split()), f"{body.strip()}\n"


def ring() -> None:
    """Wake the postman. Without Redis the letters stand; the scheduler wakes him later."""
    try:
        tasks.deliver.delay()
    except OperationalError:
        log.warning("No broker; letters wait for the scheduler")


def _row(letter: Letter, agency: Agency, scope: str, by: User | None, now: datetime) -> Mail:
    subject, body = written(letter, agency)
    return Mail(
        agency=agency,
        scope=scope,
        kind=letter.kind,
        to_user=letter.to.user,
        to_address=letter.to.address,
        to_name=_one_line(letter.to.name),
        subject=subject,
        body=body,
        ics=letter.ics,
        once=letter.once,
        ordered_by=by,
        ordered_at=now,
        next_try_at=now,
    )


def _one_line(text: str) -> str:
    """Without line ends: a name cannot begin a new line of a letter."""
    return " ".join(text.split())
