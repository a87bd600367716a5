"""The score sheet to try out: invented candidate and criteria, and nothing among the scores."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from candidates.models import Candidate
from panels.models import Seat
from scoring.forms import SheetForm
from scoring.models import Practice, Sheet
from scoring.rules import Entries, require_all
from selection.models import Indicator, Instrument, Round

NAME = "Kandidat Latihan"
SPACE = UUID("5c2f1b0e-6f6c-4b57-9f0e-2f5f8b7a1d11")  # of the ids under which browsers keep one
INSTRUMENT = Instrument(
    code="LATIHAN",
    title="Wawancara latihan",
    source=Instrument.Source.PANEL,
    coverage=Instrument.Coverage.CANDIDATE,
    scale_min=Decimal(0),
    scale_max=Decimal(100),
    weight=Decimal(100),
    bands=["60", "70", "80", "90"],
)
INDICATORS = [
    Indicator(
        code="L1",
        title="Menyiapkan taman kota",
        weight=Decimal(40),
        anchors=["Tidak ada rencana", "Rencana umum", "Langkah jelas", "Terukur", "Dapat ditiru"],
        questions=["Apa yang Anda tanam lebih dahulu, dan mengapa?"],
    ),
    Indicator(
        code="L2",
        title="Mengajak warga merawat taman",
        weight=Decimal(30),
        anchors=["Tidak diajak", "Diberi tahu", "Diajak sesekali", "Ikut rutin", "Warga memimpin"],
    ),
    Indicator(
        code="L3",
        title="Menjelaskan dengan singkat",
        weight=Decimal(30),
        anchors=["Sulit diikuti", "Berbelit", "Cukup jelas", "Jelas", "Jelas dan hidup"],
    ),
]


def practice_of(seat: Seat) -> Practice:
    """What the member tried so far; a new, unsaved one before the first save."""
    return Practice.objects.filter(seat=seat).first() or Practice(seat=seat)


def sheet_of(practice: Practice) -> Sheet:
    """The practice in the shape of a sheet, for pages and rules; it is never stored as one."""
    seat = practice.seat
    return Sheet(
        public_id=uuid5(SPACE, f"{seat.user.public_id} {seat.round.code}"),
        seat=seat,
        candidate=Candidate(number=0, name=NAME),
        instrument=INSTRUMENT,
        version=practice.version,
        entries=practice.entries,
        saved_at=practice.saved_at,
    )


def form_of(sheet: Sheet, data: QueryDict | None = None) -> SheetForm:
    """The fields as typed, or else as they were saved."""
    form = SheetForm(data or _fields(sheet), instrument=INSTRUMENT, indicators=INDICATORS)
    form.is_valid()
    return form


@transaction.atomic
def save(seat: Seat, entries: Entries, *, by: User) -> Practice:
    """Keep what was tried so far; the last save wins, whichever tab it comes from."""
    practice = _lock(seat, by=by)
    practice.version += 1
    practice.entries, practice.saved_at = dict(entries), timezone.now()
    practice.save(update_fields=["version", "entries", "saved_at"])
    return practice


@transaction.atomic
def finish(seat: Seat, *, by: User) -> Practice:
    """Sign the practice sheet: what was typed is gone, that it was done is remembered.

    Raises SheetIncomplete, as a sheet does.
    """
    practice = _lock(seat, by=by)
    require_all(sheet_of(practice), INDICATORS)
    is_first = practice.finished_at is None
    practice.version += 1
    practice.entries, practice.saved_at = {}, timezone.now()
    practice.finished_at = practice.finished_at or practice.saved_at
    practice.save(update_fields=["version", "entries", "saved_at", "finished_at"])
    if is_first:
        record("scoring.practised", practice, by=by, scope=seat.round.scope)
    return practice


def practised_by(user: User) -> set[int]:
    """The rounds in which the user finished the practice sheet."""
    done = Practice.objects.filter(seat__user=user, seat__withdrawn_at=None)
    return set(done.exclude(finished_at=None).values_list("seat__round_id", flat=True))


def unpractised(round_: Round) -> Sequence[Seat]:
    """The members of the panel in force who have not finished the practice sheet, by number."""
    seats = Seat.objects.in_force().filter(round=round_)
    return list(seats.exclude(practice__finished_at__isnull=False).order_by("number"))


def _lock(seat: Seat, *, by: User) -> Practice:
    """The seat must be his own: nobody tries in another's name."""
    locked = Seat.objects.select_for_update(of=("self",)).select_related("round", "user")
    mine = locked.get(pk=seat.pk, user=by)
    practice, _ = Practice.objects.get_or_create(seat=mine, defaults={"saved_at": timezone.now()})
    practice.seat = mine
    return practice


def _fields(sheet: Sheet) -> QueryDict:
    fields = QueryDict(mutable=True)
    for number, indicator in enumerate(INDICATORS, start=1):
        entry = sheet.entries.get(indicator.code, {})
        fields[f"n{number}"] = str(entry.get("score", ""))
        fields[f"c{number}"] = entry.get("note", "")
    return fields
