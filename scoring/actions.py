import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import Actor
from panels.receipts import new_receipt
from scoring.duties import SheetKey, archived_duties_of, duties_of, missing_for_opening
from scoring.evidence import faults_of
from scoring.models import GivenValue, ScoreEvent, Sheet
from scoring.rules import Entries, SheetIncomplete, require_complete
from selection.actions import advance, settle
from selection.models import Round
from selection.phases import Phase
from selection.registry import Changes, replace

CHAIN_LOCK = 4242  # as in scoring/migrations/0002
STALE = (
    "Lembar ini juga dibuka di tab atau perangkat lain dan sudah berubah. Bandingkan lalu pilih"
    " isi yang benar."
)

__all__ = ["SheetIncomplete"]


class NotReady(Exception):
    """Something that scoring needs is not there yet."""


class SheetClosed(Exception):
    """The sheet was signed, or scoring is not open."""


class SheetChanged(Exception):
    """Another tab or device saved the sheet in between."""


class SheetsMissing(Exception):
    """Some sheets are not signed; unsealing closes them for good."""


class ChainBroken(Exception):
    """The record of scores is not what it was; nothing may be unsealed."""


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

    Raises SheetClosed, SheetChanged.
    """
    try:
        with transaction.atomic():
            return _write(_lock(sheet), entries, base_version, mutation_id, by=by)
    except IntegrityError as error:
        raise SheetChanged(STALE) from error


def sign(sheet: Sheet, *, base_version: int, mutation_id: UUID, by: User) -> Sheet:
    """Close the sheet with the member's signature and a random receipt code.

    Signing again what is signed (a double click) changes nothing and returns the sheet.
    Raises SheetClosed, SheetChanged, SheetIncomplete.
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
def unseal(round_: Round, *, missing_accepted: bool, by: User) -> Round:
    """Open all scores at once. Sheets that are not signed then stay out for good."""
    _wait_for_saves(round_)
    locked = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    missing = Sheet.objects.in_force().filter(seat__round=locked, signed_at=None).count()
    if missing and not missing_accepted:
        raise SheetsMissing(
            f"{missing} lembar nilai belum ditandatangani. Lembar itu tidak ikut dihitung bila"
            " segel dibuka sekarang. Tunggu, atau nyatakan bahwa Anda tetap membukanya."
        )
    _require_evidence(locked)
    return advance(locked, to=Phase.UNSEALED, by=by, unsigned=missing)


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
    Sheet.objects.bulk_create(sheets.values())
    signed = [sheet for sheet in sheets.values() if sheet.is_signed]
    ScoreEvent.objects.bulk_create([_event(s, ScoreEvent.Kind.ARCHIVE, uuid4()) for s in signed])
    advance(round_, to=Phase.UNSEALED, by=by, archived_sheets=len(signed))


def _lock(sheet: Sheet) -> Sheet:
    locked = Sheet.objects.select_for_update(of=("self",))
    return locked.select_related("seat__round", "instrument").get(pk=sheet.pk)


def _write(
    sheet: Sheet, entries: Entries | None, base_version: int, mutation_id: UUID, *, by: User
) -> Sheet:
    """Append the event and bring the sheet up to it; without entries it is the signature."""
    if base_version != sheet.version and _is_stored(sheet, entries, mutation_id):
        return sheet
    if sheet.is_signed or not sheet.seat.round.is_scoring or sheet.withdrawn_at:
        raise SheetClosed("Lembar nilai ini sudah ditutup. Nilai yang tersimpan sebelumnya aman.")
    if base_version != sheet.version:
        raise SheetChanged(STALE)
    if entries == sheet.entries:
        return sheet
    sheet.saved_at = timezone.now()
    if entries is None:
        sheet.signed_at, sheet.receipt = sheet.saved_at, new_receipt()
    else:
        sheet.entries = dict(entries)
    sheet.version += 1
    kind = ScoreEvent.Kind.DRAFT if entries is not None else ScoreEvent.Kind.SIGN
    _event(sheet, kind, mutation_id, actor=by).save(force_insert=True)
    sheet.save(update_fields=["version", "entries", "saved_at", "signed_at", "receipt"])
    return sheet


def _is_stored(sheet: Sheet, entries: Entries | None, mutation_id: UUID) -> bool:
    """Whether this very save was kept before: the same id with the same content."""
    event = ScoreEvent.objects.filter(sheet=sheet, mutation_id=mutation_id).first()
    return event is not None and (entries is None or event.payload["entries"] == entries)


def _event(
    sheet: Sheet, kind: ScoreEvent.Kind, mutation_id: UUID, *, actor: User | None = None
) -> ScoreEvent:
    """The event that says what the sheet now says; chain and time are the database's to set."""
    payload: dict[str, Any] = {"entries": sheet.entries}
    if sheet.receipt:
        payload["receipt"] = sheet.receipt
    return ScoreEvent(
        round_id=sheet.seat.round_id,
        sheet=sheet,
        actor=actor,
        kind=kind,
        base_version=sheet.version - 1,
        version=sheet.version,
        mutation_id=mutation_id,
        payload_json=json.dumps(payload, sort_keys=True, ensure_ascii=False),
        at=timezone.now(),
        chain_no=0,
        prev_hash=b"",
        hash=b"",
    )


def _wait_for_saves(round_: Round) -> None:
    """Take the lock under which score events are linked: whoever saves now is done, or too late."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CHAIN_LOCK, round_.pk])


def _require_evidence(round_: Round) -> None:
    faults = list(faults_of(round_))
    if faults:
        raise ChainBroken(
            f"Segel tidak dapat dibuka: {'; '.join(faults[:3])}. Hubungi Inspektorat; jangan ubah"
            " apa pun."
        )
