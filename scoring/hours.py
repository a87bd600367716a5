"""When a sheet is open: from ten minutes before its candidate is heard until its day is closed."""

from datetime import date, datetime, time

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.wording import at_clock, with_weekday
from panels.models import Slot
from scoring.models import Excuse, Reopening, Sheet
from scoring.models.sheets import SheetQuerySet
from scoring.slots import OPENS_BEFORE
from selection.models import Round

EXCUSED = Exists(Excuse.objects.filter(sheet=OuterRef("pk"), lifted_at=None))
REOPENED = Exists(Reopening.objects.filter(sheet=OuterRef("pk"), is_granted=True))
_SLOTS = Slot.objects.in_force().filter(candidate=OuterRef("candidate"))
_OWN = Q(instrument=OuterRef("instrument"), of=Coalesce(OuterRef("vacancy"), Value(0)))
DAY = Subquery(
    _SLOTS.annotate(of=Coalesce("vacancy", Value(0)))
    .annotate(is_own=Case(When(_OWN, then=True), default=False))
    .order_by("-is_own", "date", "starts", "pk")
    .values("date")[:1]
)
STARTS = Subquery(_SLOTS.filter(date=OuterRef("slot_date")).order_by("starts").values("starts")[:1])
CLOSED = "Lembar nilai ini sudah ditutup. Nilai yang tersimpan sebelumnya aman."


class SheetClosed(Exception):
    """The sheet was signed or excused, or scoring is not open."""


class NotOpenYet(SheetClosed):
    """The sheet's candidate is not heard yet."""


def with_hours(sheets: SheetQuerySet) -> SheetQuerySet:
    """The same sheets, each knowing when its candidate is first heard, and if it was excused.

    On the day of the slot for this very instrument and vacancy, or else of the candidate's first.
    """
    return sheets.annotate(slot_date=DAY).annotate(slot_starts=STARTS, is_excused=EXCUSED)


def opens_at(sheet: Sheet) -> datetime | None:
    """The moment from which a sheet of `with_hours` may be filled in; None for at once.

    What was begun stays open where its slot is moved (reliability.md F24).
    """
    date, starts = getattr(sheet, "slot_date", None), getattr(sheet, "slot_starts", None)
    if date is None or starts is None or sheet.version:
        return None
    return opening_of(date, starts)


def opening_of(date: date, starts: time) -> datetime:
    """Ten minutes before a slot begins, in local time."""
    moment = datetime.combine(date, starts, timezone.get_current_timezone())
    return moment - OPENS_BEFORE


def is_closed(sheet: Sheet) -> bool:
    """Whether a sheet of `with_hours` can only be read: signed, excused, or scoring is over."""
    is_excused = getattr(sheet, "is_excused", False)
    return sheet.is_signed or is_excused or not sheet.seat.round.is_scoring


def is_early(sheet: Sheet) -> bool:
    """Whether a sheet of `with_hours` is not open yet."""
    opens = opens_at(sheet)
    return opens is not None and timezone.now() < opens


def require_open(sheet: Sheet) -> None:
    """Refuse a sheet of `with_hours` that nobody may change now. Raises SheetClosed, NotOpenYet."""
    if sheet.is_signed or sheet.withdrawn_at or not sheet.seat.round.is_scoring:
        raise SheetClosed(CLOSED)
    if getattr(sheet, "is_excused", False):
        raise SheetClosed(
            "Lembar nilai ini ditutup dengan keterangan berhalangan pada berita acara hari itu."
            " Nilai yang tersimpan sebelumnya aman. Minta dibuka kembali bila Anda masih menilai."
        )
    if is_early(sheet) and (opens := opens_at(sheet)):
        raise NotOpenYet(
            f"Lembar ini dapat dibuka mulai {with_weekday(opens)} pukul {at_clock(opens)}, sepuluh"
            " menit sebelum giliran kandidat. Belum ada yang disimpan."
        )


def open_sheets(round_: Round) -> int:
    """How many of the round's sheets are neither signed nor excused."""
    return Sheet.objects.in_force().filter(~EXCUSED, seat__round=round_, signed_at=None).count()
