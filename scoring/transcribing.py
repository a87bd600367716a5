"""A sheet written on paper: typed twice by two staff, confirmed by its member, marked for ever."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership, User
from audit.actions import record
from panels.models import Seat
from panels.receipts import new_receipt
from scoring.copies import BOTH, copies_of
from scoring.hours import is_early, require_open, with_hours
from scoring.ledger import Said, append
from scoring.models import PaperMode, ScoreEvent, Sheet, Transcription
from scoring.rules import Entries, Entry, require_complete
from selection.models import Round

TRIES = 5  # a copy that differs says so; without a limit its scores could be guessed one by one
MEANWHILE = "Salinannya sudah berubah sementara ini. Muat ulang halaman, lalu periksa lagi."


class CannotTranscribe(Exception):
    """The sheet is not one to be typed by this person now; the message says why."""


class CannotConfirmCopies(Exception):
    """There are no two equal copies for the member to confirm, or no longer the same ones."""


@transaction.atomic
def transcribe(sheet: Sheet, entries: Entries, *, by: User) -> Transcription:
    """Keep what this person read off the paper, in the place of what he typed before.

    Raises CannotTranscribe, rules.SheetIncomplete.
    """
    locked = _lock(sheet)
    if refusal := why_not(locked, by):
        raise CannotTranscribe(refusal)
    mode = PaperMode.objects.select_for_update().get(round=locked.seat.round, closed_at=None)
    said = settled(entries)
    _require_complete(locked, said)
    copies = copies_of(locked)
    mine = copies.of(by)
    if mine and mine.entries == said:
        return mine
    _require_place(locked, mode, by, is_free=mine is not None or len(copies.held) < BOTH)
    if mine:
        Transcription.objects.filter(pk=mine.pk).update(withdrawn_at=timezone.now())
    taken = {copy.copy for copy in copies.held if copy is not mine}
    copy = Transcription.objects.create(
        sheet=locked,
        mode=mode,
        copy=min({1, 2} - taken),
        entries=said,
        typed_by=by,
        typed_at=timezone.now(),
    )
    _record("scoring.transcribed", locked, by=by, copy=copy.copy)
    return copy


@transaction.atomic
def withdraw(sheet: Sheet, *, by: User) -> None:
    """Take one's own copy back, so that somebody else can type. Raises CannotTranscribe."""
    locked = _lock(sheet)
    mine = copies_of(locked).of(by)
    if mine is None or locked.version:
        raise CannotTranscribe("Tidak ada salinan Anda yang dapat ditarik. Tidak ada yang berubah.")
    Transcription.objects.filter(pk=mine.pk).update(withdrawn_at=timezone.now())
    _record("scoring.transcription_withdrawn", locked, by=by, copy=mine.copy)


def confirm(sheet: Sheet, key: str, mutation_id: UUID, *, by: User) -> Sheet:
    """Make two equal copies the member's signed sheet. `key`: the copies that he saw.

    Confirmed twice (a double click), it is signed once. Raises CannotConfirmCopies,
    hours.SheetClosed, rules.SheetIncomplete.
    """
    try:
        with transaction.atomic():
            return _confirm(_lock(sheet), key, mutation_id, by=by)
    except IntegrityError as error:
        raise CannotConfirmCopies(MEANWHILE) from error


def _confirm(sheet: Sheet, key: str, mutation_id: UUID, *, by: User) -> Sheet:
    if sheet.is_signed:
        return sheet
    require_open(sheet)
    copies = copies_of(sheet)
    if not copies.agree or copies.key != key or sheet.version:
        raise CannotConfirmCopies(MEANWHILE)
    entries = copies.held[0].entries
    _require_complete(sheet, entries)
    facts = {"typists": [copy.typed_by_id for copy in copies.held]}
    said = Said(ScoreEvent.Kind.PAPER, entries, new_receipt(), facts)
    return append(sheet, said, mutation_id, actor=by)


@transaction.atomic
def send_back(sheet: Sheet, key: str, *, by: User) -> None:
    """The copies are not what the paper says: both are typed again. Raises CannotConfirmCopies."""
    locked = _lock(sheet)
    copies = copies_of(locked)
    if not copies.agree or copies.key != key or locked.version:
        raise CannotConfirmCopies(MEANWHILE)
    held = Transcription.objects.filter(pk__in=[copy.pk for copy in copies.held])
    held.update(withdrawn_at=timezone.now(), is_returned=True)
    _record("scoring.transcription_returned", locked, by=by)


def why_not(sheet: Sheet, user: User) -> str:
    """Why this person may not type a copy of a sheet of `with_hours`; empty where he may."""
    return _not_by(sheet.seat.round, user) or _not_of(sheet)


def settled(entries: Entries) -> Mapping[str, Entry]:
    """Entries with every note on one line, so that two copies differ by words alone."""
    tidy: dict[str, Entry] = {}
    for code, entry in entries.items():
        tidy[code] = entry.copy()
        if "note" in entry:
            tidy[code]["note"] = " ".join(entry["note"].split())
    return tidy


def _not_by(round_: Round, user: User) -> str:
    """Staff who do not sit on the panel type, while the chair says that paper is used."""
    modes = PaperMode.objects.filter(round=round_, closed_at=None)
    if not round_.is_scoring or not modes.exists():
        return "Ketua belum menyatakan bahwa penilaian memakai kertas. Belum ada yang disimpan."
    staff = Membership.objects.filter(
        user=user, agency=round_.agency_id, role=Membership.Role.STAFF, ended_at=None
    )
    if Seat.objects.in_force().filter(round=round_, user=user).exists() or not staff.exists():
        return "Salinan diketik oleh staf yang tidak duduk di panitia putaran ini."
    return ""


def _not_of(sheet: Sheet) -> str:
    """Only a sheet that nobody has begun on screen, and whose candidate was heard."""
    if sheet.version or sheet.withdrawn_at:
        return "Lembar ini sudah diisi di layar atau sudah disahkan. Nilainya aman."
    if getattr(sheet, "is_excused", False):
        return "Lembar ini ditutup dengan keterangan berhalangan. Minta penilai membukanya kembali."
    return "Kandidat lembar ini belum tiba gilirannya." if is_early(sheet) else ""


def _lock(sheet: Sheet) -> Sheet:
    locked = with_hours(Sheet.objects.select_for_update(of=("self",)))
    return locked.select_related("seat__round", "instrument").get(pk=sheet.pk)


def _require_complete(sheet: Sheet, entries: Entries) -> None:
    """The copy would be a complete sheet, if it were signed."""
    require_complete(Sheet(instrument=sheet.instrument, entries=entries))


def _require_place(sheet: Sheet, mode: PaperMode, by: User, *, is_free: bool) -> None:
    if not is_free:
        raise CannotTranscribe(
            "Lembar ini sudah diketik oleh dua orang lain. Tidak ada yang berubah."
        )
    if Transcription.objects.filter(sheet=sheet, mode=mode, typed_by=by).count() >= TRIES:
        raise CannotTranscribe(
            f"Anda sudah mengetik lembar ini {TRIES} kali. Serahkan kertasnya kepada staf lain,"
            " atau minta ketua mengakhiri lalu membuka lagi penilaian di kertas."
        )


def _record(verb: str, sheet: Sheet, *, by: User, **facts: object) -> None:
    record(verb, sheet, by=by, scope=sheet.seat.round.scope, sheet=sheet.pk, **facts)
