"""Delays on the day: one room begins later, and members see it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.wording import with_weekday
from audit.actions import record
from panels.models import TimetablePlan
from panels.publishing import publish_as
from panels.rearranging import Delayed, delay
from panels.timetable_asking import sittings_as_json
from panels.timetable_reading import draft_of, facts_of, published_of, version_of
from panels.timetabling import NothingThere, TimetableChanged, lock, next_version
from selection.models import Round


class NotTheDay(Exception):
    """Delays are for the day itself; the message says what to do before it."""


class DraftInTheWay(Exception):
    """A draft waits; the message says what to do with it first."""


@dataclass(frozen=True, slots=True)
class Delay:
    """What a delay came to: the version, whether members see it already, and the words for it."""

    plan: TimetablePlan
    is_published: bool
    message: str


@transaction.atomic
def delay_from(round_: Round, candidate: str, minutes: int, *, version: int, by: User) -> Delay:
    """ "Mundur 15 menit mulai slot ini": at once, unless it breaks something that was in order.

    Then a draft waits for the rest to be moved. Raises TimetableClosed, TimetableChanged,
    NotTheDay, DraftInTheWay, panels.sittings.NotScheduled, panels.rearranging.DelayRefused,
    panels.slots.PastMidnight.
    """
    locked = lock(round_)
    held = _published(locked, version)
    facts = facts_of(locked)
    before = version_of(held, facts)
    _refuse_early(before.timetable.of(candidate).day)
    late = delay(before.timetable, before.request, candidate, minutes)
    plan = TimetablePlan.objects.create(
        round=locked,
        version=next_version(locked),
        asked=held.asked,
        sittings=sittings_as_json(late.timetable),
        draw=held.draw,
        note=f"Mundur {minutes} menit mulai Kandidat {candidate}",
        made_by=by,
        made_at=timezone.now(),
    )
    after = version_of(plan, facts)
    known = {(problem.kind, problem.candidates) for problem in before.blocking}
    broken = [p.message for p in after.blocking if (p.kind, p.candidates) not in known]
    record(
        "panels.sittings_delayed",
        plan,
        by=by,
        scope=locked.scope,
        version=plan.version,
        candidate=candidate,
        minutes=minutes,
        moved=[later.candidate for _, later in late.moved],
    )
    if broken:
        return Delay(plan, is_published=False, message=_waiting(plan, late, broken))
    publish_as(locked, after, facts, by=by)
    return Delay(plan, is_published=True, message=late.message)


def _refuse_early(day: date) -> None:
    if day > timezone.localdate():
        raise NotTheDay(
            f"Mundur hanya pada hari pelaksanaan; wawancara ini baru {with_weekday(day)}. Jadwal"
            " tidak berubah. Untuk hari lain, pindahkan waktunya atau susun ulang."
        )


def _published(round_: Round, version: int) -> TimetablePlan:
    """The version in force, if it is the one that the page showed and no draft waits."""
    if draft := draft_of(round_):
        raise DraftInTheWay(
            f"Draf versi {draft.version} belum terbit. Terbitkan atau buang draf itu lebih dahulu,"
            " lalu mundurkan. Jadwal tidak berubah."
        )
    held = published_of(round_)
    if held is None:
        raise NothingThere("Belum ada jadwal yang terbit. Tidak ada yang berubah.")
    if held.version != version:
        raise TimetableChanged(
            f"Jadwal versi {held.version} sudah terbit sejak halaman ini dibuka. Belum ada yang"
            " dimundurkan. Periksa jadwalnya, lalu ulangi."
        )
    return held


def _waiting(plan: TimetablePlan, late: Delayed, broken: Sequence[str]) -> str:
    return (
        f"{late.message} Draf versi {plan.version} menunggu dan penilai belum melihatnya, karena"
        f" {len(broken)} masalah harus diperbaiki: {broken[0]}"
    )
