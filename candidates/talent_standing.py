"""Where the people of one import stand, by the rules in force on the day of its data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Q

from accounts.models import Agency
from candidates.models import Official, TalentImport, TalentRecord, TalentScheme
from candidates.simata import Export, Record, evidence
from candidates.simata_differences import Difference, differences
from candidates.talent import Crossing, Placement, place
from candidates.talent_definitions import scheme_of
from candidates.talent_evidence import ImpossibleEvidence
from candidates.talent_rules import NoSingleScheme, Scheme, in_force
from candidates.talent_wording import completeness, near_boundary, why_unplaced

NEAR = Fraction(3, 2)
"""Points of an axis within which a person is marked as standing near a boundary (ux.md d)."""

NOT_IN_FILE = "Tidak ada dalam impor ini."


@dataclass(frozen=True)
class Standing:
    """One official in one import. Without a record the official is not in that file at all.

    `complaint`: why the scheme cannot count what the file says (a score it does not know).
    """

    official: Official
    record: TalentRecord | None = None
    placement: Placement | None = None
    differences: Sequence[Difference] = ()
    complaint: str = ""

    @property
    def box(self) -> int | None:
        placed = self.placement.box if self.placement else None
        return None if placed is None else placed.number

    @property
    def is_succession(self) -> bool:
        return bool(self.placement and self.placement.is_succession)

    @property
    def near(self) -> Crossing | None:
        """The nearest boundary, where it is near."""
        crossing = self.placement.nearest if self.placement else None
        return crossing if crossing and crossing.distance < NEAR else None

    @property
    def distance(self) -> str:
        crossing = self.placement.nearest if self.placement else None
        return near_boundary(crossing) if crossing else ""

    @property
    def completeness(self) -> str:
        return completeness(self.placement) if self.placement else ""

    @property
    def why_not(self) -> str:
        """What keeps the official off the grid; empty with a box."""
        if self.complaint or self.placement is None:
            return self.complaint or NOT_IN_FILE
        return why_unplaced(self.placement)


@dataclass(frozen=True)
class Pool:
    """All people of an import, best box first; without rules in force (`no_rules`) none has one."""

    talent_import: TalentImport
    scheme: Scheme | None
    no_rules: str
    people: Sequence[Standing] = field(default_factory=tuple)

    @cached_property
    def by_official(self) -> Mapping[int, Standing]:
        return {standing.official.pk: standing for standing in self.people}

    def of(self, official: Official) -> Standing:
        """Where this official stands; somebody who is not in the file stands nowhere."""
        return self.by_official.get(official.pk) or Standing(official)


def schemes_of(agency: Agency) -> list[TalentScheme]:
    """The agency's own versions and the national ones, the newest first."""
    rows = TalentScheme.objects.filter(Q(agency=agency) | Q(agency=None))
    return list(rows.order_by("-valid_from", "agency_id", "code"))


def as_scheme(row: TalentScheme) -> Scheme:
    """The rules of a row. Raises `ImpossibleScheme` for a definition nobody validated."""
    names = ("code", "name", "legal_basis", "source", "caveat", "valid_from", "valid_until")
    return scheme_of(row.definition, {name: getattr(row, name) for name in names})


def scheme_in_force(agency: Agency, day: date) -> Scheme:
    """The agency's own rules on that day, else the national ones. Raises `NoSingleScheme`."""
    return scheme_among(schemes_of(agency), day)


def scheme_among(rows: Iterable[TalentScheme], day: date) -> Scheme:
    """The one of these versions that holds on the day. Raises `NoSingleScheme`."""
    rows = list(rows)
    own = [as_scheme(row) for row in rows if row.agency_id is not None]
    try:
        return in_force(own, day)
    except NoSingleScheme:
        return in_force([as_scheme(row) for row in rows if row.agency_id is None], day)


@dataclass(frozen=True)
class Rows:
    """An import loaded, with its rules; people are placed when somebody asks for them.

    `schemes`: all versions of the agency, for whoever loads another import beside this one.
    """

    talent_import: TalentImport
    schemes: Sequence[TalentScheme]
    by_official: Mapping[int, TalentRecord]

    def pool(self, only: Iterable[int] | None = None) -> Pool:
        """Everybody, or `only` these officials, by key."""
        wanted = self.by_official if only is None else set(only) & self.by_official.keys()
        rows = [self.by_official[official] for official in wanted]
        scheme, no_rules = self.rules
        people = sorted_by_box(standing_of(row, scheme) for row in rows)
        return Pool(self.talent_import, scheme, no_rules, people)

    @cached_property
    def rules(self) -> tuple[Scheme | None, str]:
        """The scheme in force on the day of the data, or why there is none."""
        try:
            return scheme_among(self.schemes, self.talent_import.as_of), ""
        except NoSingleScheme as refusal:
            return None, str(refusal)


def pool_of(talent_import: TalentImport, only: Iterable[int] | None = None) -> Pool:
    """Everybody in the import, or `only` these officials, by key. Two queries for any number."""
    return rows_of(talent_import, only).pool()


def rows_of(
    talent_import: TalentImport,
    only: Iterable[int] | None = None,
    *,
    schemes: Sequence[TalentScheme] | None = None,
) -> Rows:
    """Two queries for any number of people; one where the versions of the rules are at hand."""
    found = TalentRecord.objects.filter(talent_import=talent_import).select_related("official")
    if only is not None:
        found = found.filter(official__in=list(only))
    by_official = {row.official_id: row for row in found}
    for row in by_official.values():
        row.talent_import = talent_import
    if schemes is None:
        schemes = schemes_of(talent_import.agency)
    return Rows(talent_import, schemes, by_official)


def standing_of(record: TalentRecord, scheme: Scheme | None) -> Standing:
    """One person's standing; `record` with its import and official loaded."""
    if scheme is None:
        return Standing(record.official, record, complaint="Tidak ada skema yang berlaku.")
    saved, found = record.talent_import, _as_record(record)
    try:
        placement = place(scheme, evidence(found, scheme, saved.as_of))
    except ImpossibleEvidence as refusal:
        return Standing(record.official, record, complaint=str(refusal))
    apart = differences(_as_export(saved), found, placement)
    return Standing(record.official, record, placement, apart)


def sorted_by_box(people: Iterable[Standing]) -> list[Standing]:
    """By box, then by talent score, best first; those without a box last, by name."""
    return sorted(
        people,
        key=lambda s: (
            -(s.box or 0),
            -(s.placement.talent or 0) if s.placement else 0,
            s.official.name,
            s.official.nip,
        ),
    )


def _as_record(row: TalentRecord) -> Record:
    return Record(
        row=row.row,
        nip=row.official.nip,
        name=row.name,
        unit=row.unit,
        post=row.post,
        potential=row.potential,
        performance=row.performance,
        box=row.box,
        components={code: Decimal(score) for code, score in row.components.items()},
    )


def _as_export(saved: TalentImport) -> Export:
    """Only what comparing needs of the whole file: how exactly its sums are written."""
    return Export((), (), (), (), saved.potential_places, saved.performance_places)
