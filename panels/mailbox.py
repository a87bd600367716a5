"""What was mailed about a round: which letters went, which wait, which did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

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
    query: str = ""  # of the address that shows it


FILTERS = (
    Filter("", "Semua", Q()),
    Filter("menunggu", "Menunggu", Q(state__in=(Mail.State.QUEUED, Mail.State.SENDING))),
    Filter("terkirim", "Terkirim", Q(state=Mail.State.SENT)),
    Filter("gagal", "Perlu perhatian", Q(state__in=ENDED)),
)
KINDS = (
    Filter("", "Semua jenis", Q()),
    Filter("undangan", "Undangan", Q(kind__in=(Mail.Kind.MEMBER, Mail.Kind.CANDIDATE))),
    Filter("pengingat", "Pengingat", Q(kind=Mail.Kind.REMINDER)),
    Filter("tanda-terima", "Tanda terima", Q(kind=Mail.Kind.RECEIPT)),
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The letters of one state and one kind, the newest first. `more`: those not shown."""

    filters: Sequence[Filter]
    kinds: Sequence[Filter]
    chosen: Filter
    kind: Filter
    mails: Sequence[Mail]

    @property
    def more(self) -> int:
        return self.chosen.count - len(self.mails)


def mailbox_of(round_: Round, key: str, kind_key: str = "") -> Mailbox:
    """Two queries, however many letters there are; an unknown key shows all.

    Each filter counts what it shows together with the other one that is chosen.
    """
    mails = Mail.objects.filter(scope=round_.scope)
    chosen, kind = _chosen(FILTERS, key), _chosen(KINDS, kind_key)
    counts = mails.aggregate(
        **{f"s{n}": _count(each, kind) for n, each in enumerate(FILTERS)},
        **{f"k{n}": _count(each, chosen) for n, each in enumerate(KINDS)},
    )
    filters = [_counted(each, counts[f"s{n}"], each, kind) for n, each in enumerate(FILTERS)]
    kinds = [_counted(each, counts[f"k{n}"], chosen, each) for n, each in enumerate(KINDS)]
    shown = mails.filter(chosen.condition, kind.condition).defer("body", "ics")
    return Mailbox(
        filters=filters,
        kinds=kinds,
        chosen=_chosen(filters, chosen.key),
        kind=_chosen(kinds, kind.key),
        mails=list(shown.order_by("-ordered_at", "-pk")[:SHOWN]),
    )


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


def _chosen(filters: Sequence[Filter], key: str) -> Filter:
    return next((each for each in filters if each.key == key), filters[0])


def _count(one: Filter, other: Filter) -> Count:
    return Count("pk", filter=Q(pk__isnull=False) & one.condition & other.condition)


def _counted(each: Filter, count: int, state: Filter, kind: Filter) -> Filter:
    """With its count, and the address that keeps the other filter."""
    said = {"keadaan": state.key, "jenis": kind.key}
    return replace(each, count=count, query=urlencode({k: v for k, v in said.items() if v}))
