"""What changes the talent pool: rules added as versions, exports put in, imports taken back."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Agency, User
from accounts.wording import in_words
from audit.actions import Actor, record
from candidates.models import Official, TalentImport, TalentRecord, TalentScheme
from candidates.simata import Export, Record
from candidates.talent_definitions import as_head, definition_of, scheme_of
from candidates.talent_rules import Scheme
from selection.models import Round
from selection.phases import Phase

NATIONAL = "talent"
"""The audit chain of the rules that hold for every agency."""

NOTHING = "Tidak ada yang disimpan."
NO_REASON = "Tulis alasan penarikan. Impor ini belum ditarik."
FIRST_YEAR = 2000


class SchemesOverlap(Exception):
    """The version begins before, or while, another one of the same owner holds for good."""


class RoundIsFixed(Exception):
    """A fixed round rests on the version that holds on its day."""


class NotImportable(Exception):
    """The export cannot become an import; the message says why and what to do."""


class NotWithdrawable(Exception):
    """The import was taken back already, or no reason is given."""


@dataclass(frozen=True, slots=True)
class TalentFile:
    """An export as it was handed in: its name, its bytes, what they say, and as of which day."""

    name: str
    content: bytes
    export: Export
    as_of: date

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@transaction.atomic
def add_scheme(scheme: Scheme, agency: Agency | None, *, by: Actor) -> TalentScheme:
    """Add a version of the rules (no agency: for all). What held for good ends the day before.

    Raises SchemesOverlap, RoundIsFixed, and ImpossibleScheme for what its definition cannot
    express.
    """
    scheme = scheme_of(definition_of(scheme), as_head(scheme))
    _keep_fixed_rounds(scheme, agency)
    held = TalentScheme.objects.select_for_update().filter(agency=agency)
    _end_open_one(list(held), scheme)
    row = TalentScheme.objects.create(
        agency=agency,
        definition=definition_of(scheme),
        added_at=timezone.now(),
        added_by=by if isinstance(by, User) else None,
        **as_head(scheme),
    )
    record(
        "candidates.talent_scheme_added",
        row,
        by=by,
        scope=agency.scope if agency else NATIONAL,
        code=row.code,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        legal_basis=row.legal_basis,
    )
    return row


@transaction.atomic
def put_talent(agency: Agency, file: TalentFile, *, by: Actor) -> tuple[TalentImport, bool]:
    """Keep an export whole: bytes, a row a person, officials who are new. True where it is new.

    The same file with the same day changes nothing. Raises NotImportable.
    """
    Agency.objects.select_for_update().get(pk=agency.pk)
    held = TalentImport.objects.in_force().filter(agency=agency, sha256=file.sha256).first()
    if held is not None and held.as_of == file.as_of:
        return held, False
    if complaints := complaints_of(agency, file):
        raise NotImportable(f"{' '.join(complaints)} {NOTHING}")
    saved = _keep(agency, file, by=by)
    officials = _officials(agency, file.export.records)
    TalentRecord.objects.bulk_create(
        [_row(saved, officials[record_.nip], record_) for record_ in file.export.records]
    )
    record(
        "candidates.talent_imported",
        saved,
        by=by,
        scope=agency.scope,
        sha256=saved.sha256,
        as_of=saved.as_of,
        people=len(file.export.records),
    )
    return saved, True


@transaction.atomic
def withdraw_talent(talent_import: TalentImport, reason: str, *, by: Actor) -> TalentImport:
    """Take an import back: it is kept, and no longer counted with. Raises NotWithdrawable."""
    locked = TalentImport.objects.select_for_update().get(pk=talent_import.pk)
    if locked.status != TalentImport.Status.APPLIED:
        raise NotWithdrawable("Impor ini sudah ditarik. Tidak ada yang berubah.")
    if not reason.strip():
        raise NotWithdrawable(NO_REASON)
    locked.status = TalentImport.Status.WITHDRAWN
    locked.withdrawn_at, locked.reason = timezone.now(), reason.strip()
    locked.save(update_fields=["status", "withdrawn_at", "reason"])
    scope = f"agency:{locked.agency_id}"
    record("candidates.talent_withdrawn", locked, by=by, scope=scope, reason=locked.reason)
    return locked


def complaints_of(agency: Agency, file: TalentFile) -> list[str]:
    """Why the file as a whole cannot be put in, besides the problems of its cells."""
    found = []
    if file.as_of > timezone.localdate():
        found.append(f"Tanggal data {in_words(file.as_of)} belum tiba.")
    if file.as_of.year < FIRST_YEAR:
        found.append(f"Tanggal data {in_words(file.as_of)} terlalu lama.")
    held = TalentImport.objects.in_force().filter(agency=agency, sha256=file.sha256)
    found += [
        f"Berkas ini sudah diterapkan sebagai data per {in_words(other.as_of)}."
        for other in held.exclude(as_of=file.as_of)
    ]
    faulty = [*file.export.problems, *unnamed(agency, file.export), *misdated(file)]
    if faulty:
        found.append(f"Ada {len(faulty)} sel yang harus diperbaiki dahulu.")
    if not file.export.records and not file.export.problems:
        found.append("Berkas tidak memuat seorang pun.")
    return found


def unnamed(agency: Agency, export: Export) -> list[Record]:
    """Records without a name, of people whom the agency does not know either."""
    nameless = [record_ for record_ in export.records if not record_.name]
    known = Official.objects.filter(agency=agency, nip__in=[record_.nip for record_ in nameless])
    nips = set(known.values_list("nip", flat=True))
    return [record_ for record_ in nameless if record_.nip not in nips]


def misdated(file: TalentFile) -> list[Record]:
    """Records whose post began after the day of the data."""
    return [
        record_
        for record_ in file.export.records
        if record_.career.post_since and record_.career.post_since > file.as_of
    ]


def _keep_fixed_rounds(scheme: Scheme, agency: Agency | None) -> None:
    """The days of a fixed round: that of reckoning, and those of the imports that it saw."""
    rounds = Round.objects.in_force().exclude(phase=Phase.DRAFT)
    if agency:
        rounds = rounds.filter(agency=agency)
    for round_ in rounds.order_by("-reference_date", "code"):
        seen = TalentImport.objects.filter(
            agency=round_.agency_id, applied_at__lte=round_.frozen_at
        )
        days = [round_.reference_date, *seen.values_list("as_of", flat=True)]
        touched = max((day for day in days if scheme.holds_on(day)), default=None)
        if touched:
            raise RoundIsFixed(
                f"{round_.title} sudah dibekukan dengan skema yang berlaku {in_words(touched)}. "
                f"{NOTHING} Pilih masa berlaku yang mulai sesudah hari itu."
            )


def _end_open_one(held: Iterable[TalentScheme], scheme: Scheme) -> None:
    for row in held:
        if row.valid_until is None and row.valid_from < scheme.valid_from:
            row.valid_until = scheme.valid_from - timedelta(days=1)
            row.save(update_fields=["valid_until"])
        elif (row.valid_until is None or row.valid_until >= scheme.valid_from) and (
            scheme.valid_until is None or scheme.valid_until >= row.valid_from
        ):
            raise SchemesOverlap(
                f"Masa berlakunya bertumpuk dengan {row.name} (mulai {in_words(row.valid_from)}). "
                f"{NOTHING} Pilih masa berlaku yang tidak bertumpuk."
            )


def _keep(agency: Agency, file: TalentFile, *, by: Actor) -> TalentImport:
    saved = TalentImport(
        agency=agency,
        name=file.name[-200:],
        size=len(file.content),
        sha256=file.sha256,
        as_of=file.as_of,
        potential_places=file.export.potential_places,
        performance_places=file.export.performance_places,
        applied_at=timezone.now(),
        applied_by=by if isinstance(by, User) else None,
    )
    saved.file.save(f"{saved.public_id}.xlsx", ContentFile(file.content), save=False)
    saved.save()
    saved.refresh_from_db(fields=["applied_at", "applied_tx"])
    return saved


def _officials(agency: Agency, records: Iterable[Record]) -> dict[str, Official]:
    """The agency's officials by NIP; unknown ones are added under the name in the file."""
    Official.objects.bulk_create(
        [Official(agency=agency, nip=r.nip, name=r.name) for r in records if r.name],
        ignore_conflicts=True,
    )
    known = Official.objects.filter(agency=agency, nip__in=[r.nip for r in records])
    return {official.nip: official for official in known}


def _row(saved: TalentImport, official: Official, found: Record) -> TalentRecord:
    return TalentRecord(
        talent_import=saved,
        official=official,
        row=found.row,
        name=found.name or official.name,
        unit=found.unit,
        post=found.post,
        components={code: f"{score:f}" for code, score in found.components.items()},
        potential=found.potential,
        performance=found.performance,
        box=found.box,
        echelon=found.career.echelon,
        grade=found.career.grade,
        post_since=found.career.post_since,
        education=found.career.education,
    )
