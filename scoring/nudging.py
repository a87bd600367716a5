"""Reminders on a member's own screen: sent by those who watch the board, until he has read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.posting import post, recipient_of, reminder
from accounts.wording import at_clock
from audit.actions import record
from panels.models import Seat, Slot
from scoring.hours import EXCUSED
from scoring.models import Nudge, Sheet
from scoring.slots import hours_on, slot_among, slots_by_candidate
from selection.phases import Phase

NAMED = 4  # sheets that a reminder leads to by name; the list leads to all
PAUSE = timedelta(minutes=10)  # as in scoring/migrations/0012


class NothingWaits(Exception):
    """The member has signed all that could be signed by now, or scoring is not open."""


class NudgedLately(Exception):
    """The member was reminded a moment ago."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A reminder as the member sees it, with the sheets that wait for him now."""

    nudge: Nudge
    sheets: Sequence[Sheet]

    @property
    def named(self) -> Sequence[Sheet]:
        """The first of the sheets, for links that still can be read at a glance."""
        return self.sheets[:NAMED]

    @property
    def unnamed(self) -> int:
        return len(self.sheets) - len(self.named)

    @property
    def sender(self) -> str:
        """By office: a member is reminded by the chair or by the secretariat, not by a person."""
        return "Ketua panitia" if getattr(self.nudge, "is_from_chair", False) else "Sekretariat"


@transaction.atomic
def nudge(seat: Seat, *, by: User) -> Nudge:
    """Show the member that sheets wait for the signature, at most once in PAUSE.

    Raises NothingWaits, NudgedLately.
    """
    locked = _locked(seat)
    now = timezone.localtime()
    if not (locked.round.is_scoring and waiting_of([locked], now)):
        raise NothingWaits(
            f"Semua lembar {locked.name} yang wawancaranya sudah selesai telah ditandatangani."
            " Tidak ada yang diingatkan."
        )
    last = Nudge.objects.filter(seat=locked, sent_at__gt=now - PAUSE).order_by("-sent_at").first()
    if last:
        before = timezone.localtime(last.sent_at)
        raise NudgedLately(
            f"{locked.name} sudah diingatkan pukul {at_clock(before)}. Ingatkan lagi mulai pukul"
            f" {at_clock(before + PAUSE + timedelta(minutes=1))}."
        )
    sent = Nudge.objects.create(seat=locked, sent_by=by, sent_at=now)
    letter = reminder(
        recipient_of(locked.user, locked.name),
        matter="lembar nilai yang belum ditandatangani",
        path=reverse("scoring:agenda"),
        occasion=f"lembar:{sent.public_id}",
    )
    post([letter], agency=locked.round.agency, scope=locked.round.scope, by=by)
    record("scoring.member_nudged", sent, by=by, scope=locked.round.scope, member=locked.name)
    return sent


def _locked(seat: Seat) -> Seat:
    seats = Seat.objects.select_for_update(of=("self",)).select_related("user", "round__agency")
    return seats.get(pk=seat.pk)


@transaction.atomic
def understand(notice: Nudge, *, by: User) -> None:
    """Take the reminder, and any before it, off the member's screen; once is enough."""
    now = timezone.now()
    unseen = Nudge.objects.select_for_update(of=("self",)).unseen().filter(seat=notice.seat_id)
    seen = [each for each in unseen.order_by("pk") if each.sent_at <= notice.sent_at]
    for each in seen:
        each.seen_at = now
        each.save(update_fields=["seen_at"])
    if seen:
        record("scoring.nudge_read", seen[-1], by=by, scope=notice.seat.round.scope)


def notices_for(user: User, now: datetime) -> list[Notice]:
    """What is to stand on the member's screen: unread reminders of which something still waits.

    Asks once where there is nothing. `now` in local time.
    """
    chairs = Seat.objects.in_force().filter(
        round=OuterRef("seat__round"), user=OuterRef("sent_by"), part=Seat.Part.CHAIR
    )
    nudges = Nudge.objects.unseen().filter(
        seat__user=user, seat__withdrawn_at=None, seat__round__phase=Phase.SCORING
    )
    newest = nudges.annotate(is_from_chair=Exists(chairs)).select_related("seat__round")
    by_seat = {each.seat_id: each for each in newest.order_by("sent_at", "pk")}
    if not by_seat:
        return []
    waiting = waiting_of([each.seat for each in by_seat.values()], now)
    notices = [
        Notice(each, [sheet for sheet in waiting if sheet.seat_id == seat])
        for seat, each in by_seat.items()
    ]
    return [notice for notice in notices if notice.sheets]


def waiting_of(seats: Iterable[Seat], now: datetime) -> list[Sheet]:
    """Sheets of these members that are not signed though their candidate was heard, or is to be
    heard at no set time; in the order of candidates. `now` in local time."""
    seats = list(seats)
    slots = slots_by_candidate({seat.round_id for seat in seats})
    unsigned = Sheet.objects.in_force().filter(~EXCUSED, seat__in=seats, signed_at=None)
    return [
        sheet
        for sheet in unsigned.select_related("candidate", "instrument", "vacancy").order_by(
            "candidate__number", "instrument__code", "pk"
        )
        if _was_heard(sheet, slots[sheet.candidate_id], now)
    ]


def _was_heard(sheet: Sheet, slots: Sequence[Slot], now: datetime) -> bool:
    slot = slot_among(sheet.instrument_id, sheet.vacancy_id, slots)
    hours = hours_on(slot.date, slots, now.tzinfo) if slot else None
    return hours is None or hours.ends <= now
