"""One row of each sheet of the round workbook, as Python values.

The types hold for a book without faults, the only kind that is ever loaded. In a book with faults
a field that could not be read is None, and only the preview looks at such a row. Codes are the
workbook's own, in upper case; a text that was left empty is "".
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RoundRow:
    """The sheet Seleksi, whose keys stand below one another."""

    number: int
    code: str
    title: str
    kind: str
    agency: str
    legal_basis: tuple[str, ...]
    reference_date: datetime.date
    location: str
    aggregation: str
    quorum: int | None
    plenary_quorum: int | None
    precision: int
    tie_breaks: tuple[str, ...]
    names_put_forward: int
    max_nominations: int
    is_archive: bool


@dataclass(frozen=True, slots=True)
class VacancyRow:
    number: int
    code: str
    title: str
    unit: str
    echelon: str
    vacant_since: datetime.date | None
    acting: str
    education_min: str
    education_fields: str
    grade_min: str
    experience_min_years: int
    age_max: int
    special_approval: str
    incumbent_nip: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    number: int
    nip: str
    front_title: str
    name: str
    back_title: str
    grade: str
    grade_since: datetime.date | None
    post: str
    post_kind: str
    echelon: str
    post_since: datetime.date
    unit: str
    education: str
    education_field: str
    rating_1: str
    rating_2: str
    performance: Decimal | None
    potential: Decimal | None
    sanction: str
    email: str
    nominations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """One line of a candidate's career. `related_to`: vacancy codes; ("-",) none; () not judged."""

    number: int
    nip: str
    post: str
    post_kind: str
    unit: str
    began: datetime.date
    ended: datetime.date | None
    related_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatRow:
    number: int
    email: str
    name: str
    post: str
    institution: str
    element: str
    is_internal: bool
    part: str


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    number: int
    code: str
    title: str
    source: str
    coverage: str
    scale_min: Decimal
    scale_max: Decimal
    weight: Decimal
    pass_mark: Decimal | None
    bands: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    number: int
    instrument: str
    code: str
    title: str
    weight: Decimal
    anchors: tuple[str, ...]
    questions: tuple[str, ...] = ()  # absent from books kept before there were any


@dataclass(frozen=True, slots=True)
class ConflictRow:
    number: int
    email: str
    nip: str
    kind: str
    note: str
    still_scores: bool


@dataclass(frozen=True, slots=True)
class SlotRow:
    number: int
    date: datetime.date
    starts: datetime.time
    ends: datetime.time
    room: str
    instrument: str
    nip: str
    vacancy: str


@dataclass(frozen=True, slots=True)
class GivenValueRow:
    number: int
    nip: str
    instrument: str
    vacancy: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One number of one member. All of a member, candidate, instrument and vacancy: one sheet."""

    number: int
    email: str
    nip: str
    instrument: str
    vacancy: str
    indicator: str
    value: int
    note: str


Row = (
    RoundRow
    | VacancyRow
    | CandidateRow
    | PostRow
    | SeatRow
    | InstrumentRow
    | IndicatorRow
    | ConflictRow
    | SlotRow
    | GivenValueRow
    | ScoreRow
)
