from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import Actor
from panels.receipts import new_receipt
from scoring.duties import SheetKey, archived_duties_of, duties_of, missing_for_opening
from scoring.hours import NotOpenYet, SheetClosed, require_open, with_hours
from scoring.ledger import Said, append, lay_down
from scoring.models import GivenValue, ScoreEvent, Sheet
from scoring.rules import Entries, SheetIncomplete, require_complete
from selection.actions import advance, settle
from selection.models import Round
from selection.phases import Phase
from selection.registry import Changes, replace

STALE = (
    "Lembar ini juga dibuka di tab atau perangkat lain dan sudah berubah. Bandingkan lalu pilih"
    " isi yang benar."
)

__all__ = ["NotOpenYet", "SheetClosed", "SheetIncomplete"]


class NotReady(Exception):
    """Something that scoring needs is not there yet."""


class SheetChanged(Exception):
    """Another tab or device saved the sheet in between."""


@transaction.atomic
def open_scoring(round_: Round, *, by: Actor) -> Round:
    """Fix the scheme, lay out a sheet for every duty, and let the members begin."""
    gaps = missing_for_opening(round_)
    if gaps:
        raise NotReady("Penilaian belum dapat dibuka: " + "; ".join(gaps) + ".")
    opened = advance(round_, to=Phase.SCORING, by=by)
    duties = duties_of(opened)
    if not duties:
        raise NotReady("Penilaian belum dapat dibuka: tidak ada lembar yang harus dinilai.")
    Sheet.objects.bulk_create(duties)
    return opened


def save(
    sheet: Sheet, entries: Entries, *, base_version: int, mutation_id: UUID, by: User
) -> Sheet:
    """Keep what was entered so far. The same `mutation_id` twice is one save, and entries that
    are what the sheet says already write nothing.

    Raises SheetClosed, NotOpenYet, SheetChanged.
    """
    try:
        with transaction.atomic():
            return _write(_lock(sheet), entries, base_version, mutation_id, by=by)
    except IntegrityError as error:
        raise SheetChanged(STALE) from error


def sign(sheet: Sheet, *, base_version: int, mutation_id: UUID, by: User) -> Sheet:
    """Close the sheet with the member's signature and a random receipt code.

    Signing again what is signed (a double click) changes nothing and returns the sheet.
    Raises SheetClosed, NotOpenYet, SheetChanged, SheetIncomplete.
    """
    try:
        with transaction.atomic():
            locked = _lock(sheet)
            if locked.is_signed:
                return locked
            require_complete(locked)
            return _write(locked, None, base_version, mutation_id, by=by)
    except IntegrityError as error:
        raise SheetChanged(STALE) from error


@transaction.atomic
def put_given_values(
    round_: Round, wanted: Sequence[GivenValue], *, by: Actor
) -> Changes[GivenValue]:
    """Make the values of the round's data instruments those of the file."""
    existing = GivenValue.objects.filter(instrument__round=round_)
    changes = replace(
        existing.select_related("instrument", "candidate", "vacancy"),
        wanted,
        key=lambda g: (g.candidate.nip, g.instrument.code, g.vacancy.code if g.vacancy else ""),
        fields=("value",),
        write=round_.is_draft,
    )
    settle(round_, "scoring.given_values_set", changes, by=by)
    return changes


@transaction.atomic
def archive_sheets(round_: Round, wanted: Mapping[SheetKey, Entries], *, by: Actor) -> None:
    """Give an archive round its signed sheets, as its workbook brought them, and unseal it.

    `wanted`: (e-mail, NIP, instrument code, vacancy code or "") -> entries.
    """
    sheets = archived_duties_of(round_, wanted.keys())
    for key, sheet in sheets.items():
        if key in wanted:
            sheet.entries = dict(wanted[key])
            sheet.version, sheet.saved_at = 1, timezone.now()
            sheet.signed_at, sheet.receipt = sheet.saved_at, new_receipt()
    lay_down([(sheet, uuid4()) for sheet in sheets.values()])
    signed = sum(sheet.is_signed for sheet in sheets.values())
    advance(round_, to=Phase.UNSEALED, by=by, archived_sheets=signed)


def _lock(sheet: Sheet) -> Sheet:
    locked = with_hours(Sheet.objects.select_for_update(of=("self",)))
    return locked.select_related("seat__round", "instrument").get(pk=sheet.pk)


def _write(
    sheet: Sheet, entries: Entries | None, base_version: int, mutation_id: UUID, *, by: User
) -> Sheet:
    """Append the event and bring the sheet up to it; without entries it is the signature."""
    if base_version != sheet.version and _is_stored(sheet, entries, mutation_id):
        return sheet
    require_open(sheet)
    if base_version != sheet.version:
        raise SheetChanged(STALE)
    if entries == sheet.entries:
        return sheet
    if entries is None:
        said = Said(ScoreEvent.Kind.SIGN, sheet.entries, new_receipt())
    else:
        said = Said(ScoreEvent.Kind.DRAFT, entries)
    return append(sheet, said, mutation_id, actor=by)


def _is_stored(sheet: Sheet, entries: Entries | None, mutation_id: UUID) -> bool:
    """Whether this very save was kept before: the same id with the same content."""
    event = ScoreEvent.objects.filter(sheet=sheet, mutation_id=mutation_id).first()
    return event is not None and (entries is None or event.payload["entries"] == entries)
