"""What was mailed about a round: which letters went, which wait, which did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import ENDED, Mail, User
from accounts.posting import ring
from audit.actions import record
from selection.models import Round

SHOWN = 300  # letters on one page; a round of 260 candidates and its panel fit


class NotAgain(Exception):
    """The letter was sent, or still waits; the message says so."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the list, with how many letters it shows."""

    key: str
    label: str
    condition: Q
    count: int = 0


FILTERS = (
    Filter("", "Semua", Q()),
    Filter("menunggu", "Menunggu", Q(state__in=(Mail.State.QUEUED, Mail.State.SENDING))),
    Filter("terkirim", "Terkirim", Q(state=Mail.State.SENT)),
    Filter("gagal", "Perlu perhatian", Q(state__in=ENDED)),
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One filter's letters, the newest first. `more`: how many there are besides those shown."""

    filters: Sequence[Filter]
    chosen: Filter
    mails: Sequence[Mail]

    @property
    def more(self) -> int:
        return self.chosen.count - len(self.mails)


def mailbox_of(round_: Round, key: str) -> Mailbox:
    """Two queries, however many letters there are; an unknown key shows all."""
    mails = Mail.objects.filter(scope=round_.scope)
    counts = mails.aggregate(
        **{f"n{n}": Count("pk", filter=each.condition) for n, each in enumerate(FILTERS)}
    )
    filters = [
        Filter(each.key, each.label, each.condition, counts[f"n{n}"])
        for n, each in enumerate(FILTERS)
    ]
    chosen = next((each for each in filters if each.key == key), filters[0])
    shown = mails.filter(chosen.condition).defer("body", "ics").order_by("-ordered_at", "-pk")
    return Mailbox(filters, chosen, list(shown[:SHOWN]))


@transaction.atomic
def send_again(mail: Mail, *, by: User) -> Mail:
    """Queue a letter that did not arrive, or perhaps did not. Raises NotAgain."""
    locked = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if not locked.may_go_again:
        raise NotAgain(
            f"Surel ini {locked.get_state_display().lower()}. Tidak ada yang dikirim lagi."
        )
    before, locked.state = locked.state, Mail.State.QUEUED
    locked.attempts, locked.next_try_at = 0, timezone.now()
    locked.save(update_fields=["state", "attempts", "next_try_at"])
    record("panels.mail_sent_again", locked, by=by, scope=locked.scope, before=before)
    transaction.on_commit(ring)
    return locked
