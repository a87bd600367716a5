"""The export of SIMATA: its columns, what they mean to a scheme, and where its sums differ.

Columns as in domain.md 4.7, with those of `candidates.simata_career` beside them. The cells were
read already; they come as text, as exact numbers, or empty. A component without a value is
missing, never zero and never the total in its place; the axes and the box are computed anew, and
what the file says of them is only compared.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from accounts.nip import ImpossibleNIP
from candidates.simata_career import (
    CAREER,
    ECHELON,
    EDUCATION,
    GRADE,
    NOTHING_KNOWN,
    POST_SINCE,
    Career,
    read_day,
    read_echelon,
    read_education,
    read_grade,
)
from candidates.simata_cells import BadCell, Cell, read_box, read_nip, read_score, read_text
from candidates.talent_evidence import Scored
from candidates.talent_rules import Scheme

NIP, NAME, UNIT, POST = "NIP", "Nama", "Unit Organisasi", "Jabatan"
POTENTIAL, PERFORMANCE, BOX = "Nilai X", "Nilai Y", "Box"
COMPONENTS: Mapping[str, str] = {
    "X - Penilaian Kompetensi": "competence",
    "X - Pengembangan Kompetensi": "training",
    "X - Pengalaman Jabatan": "experience",
    "X - Penilaian Potensi": "aptitude",
    "X - Tingkat Pendidikan Formal": "education",
    "X - Kesesuaian Bidang Ilmu": "field_fit",
    "X - Verifikasi Rekam Jejak Disiplin": "discipline",
    "Y - Penilaian Kinerja": "rating",
    "Y - Penghargaan": "awards",
    "Y - Penugasan dalam Tim Kerja": "team_duty",
    "Y - Umpan Balik Kinerja 360": "feedback",
}
"""Column of the export to the measure code of `candidates.talent_schemes`."""

COLUMNS = (NIP, NAME, UNIT, POST, *CAREER, POTENTIAL, PERFORMANCE, BOX, *COMPONENTS)

T = TypeVar("T")


class NotAnExport(ValueError):
    """The first row is not that of a SIMATA export; the message is for whoever uploads it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be used. `row` counts as the spreadsheet does."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """One person of the export. `components` are scores of 0-100 by measure code; those that
    the file leaves empty are absent. `potential`, `performance` and `box` are the file's own sums.
    """

    row: int
    nip: str
    name: str
    unit: str
    post: str
    potential: Decimal | None
    performance: Decimal | None
    box: int | None
    components: Mapping[str, Decimal]
    career: Career = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Export:
    """All rows: those that can be used, and a problem for every cell that cannot.

    A row with a problem is no record. `absent` are columns that the file lacks, `unknown` those
    that are none of SIMATA's; neither stops the import. `potential_places` and
    `performance_places` are the most decimals that a total has anywhere in its column.
    """

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    potential_places: int
    performance_places: int


def read(rows: Sequence[Sequence[Cell]], first_row: int = 1) -> Export:
    """Read the header row and the rows under it; `first_row` is the header's number in the sheet.

    Raises `NotAnExport` without rows, without the NIP column, without any component column, or
    where one of SIMATA's columns stands twice.
    """
    header = [_column_of(cell) for cell in (rows[0] if rows else ())]
    _require_header(header)
    problems: list[Problem] = []
    records: list[Record] = []
    rows_by_nip: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], first_row + 1):
        if not any(_filled(cell) for cell in cells):
            continue
        row = _Row(number, dict(zip(header, cells, strict=False)), [])
        record = _record(row)
        earlier = rows_by_nip.setdefault(record.nip, number)
        if record.nip and earlier != number:
            row.problems.append(Problem(number, NIP, f"NIP ini sudah ada di baris {earlier}."))
        problems += row.problems
        records += [] if row.problems else [record]
    return Export(
        tuple(records),
        tuple(problems),
        absent=tuple(column for column in COLUMNS if column not in header),
        unknown=tuple(column for column in header if column and column not in COLUMNS),
        potential_places=_places(record.potential for record in records),
        performance_places=_places(record.performance for record in records),
    )


def evidence(record: Record, scheme: Scheme, as_of: date) -> dict[str, Scored]:
    """The components as evidence for `candidates.talent.place`; `as_of` is the export's date.

    Leaves out what the scheme does not know: `unused_columns` says what that is.
    """
    known = {*scheme.codes}
    return {
        code: Scored(Fraction(score), as_of)
        for code, score in record.components.items()
        if code in known
    }


def is_column(title: str) -> bool:
    """Whether the title names one of SIMATA's columns, however it is spelled."""
    return _column_of(title) in COLUMNS


def unused_columns(scheme: Scheme) -> tuple[str, ...]:
    """Component columns for which the scheme has no measure."""
    return tuple(column for column, code in COMPONENTS.items() if code not in scheme.codes)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, Cell]
    problems: list[Problem]

    def value(self, column: str, reader: Callable[[Cell], T], otherwise: T) -> T:
        """The cell as its reader understands it; a cell it refuses becomes a problem."""
        try:
            return reader(self.cells.get(column))
        except (BadCell, ImpossibleNIP) as refusal:
            self.problems.append(Problem(self.number, column, str(refusal)))
            return otherwise


def _record(row: _Row) -> Record:
    scores = {code: row.value(column, read_score, None) for column, code in COMPONENTS.items()}
    return Record(
        row=row.number,
        nip=row.value(NIP, read_nip, ""),
        name=row.value(NAME, read_text, ""),
        unit=row.value(UNIT, read_text, ""),
        post=row.value(POST, read_text, ""),
        potential=row.value(POTENTIAL, read_score, None),
        performance=row.value(PERFORMANCE, read_score, None),
        box=row.value(BOX, read_box, None),
        components={code: score for code, score in scores.items() if score is not None},
        career=Career(
            echelon=row.value(ECHELON, read_echelon, ""),
            grade=row.value(GRADE, read_grade, ""),
            post_since=row.value(POST_SINCE, read_day, None),
            education=row.value(EDUCATION, read_education, ""),
        ),
    )


def _column_of(cell: Cell) -> str:
    """SIMATA's own name of a column, however it is spaced, dashed or capitalised; else as found."""
    text = "" if cell is None else " ".join(str(cell).split())
    return _SPELLED.get(_spelling(text), text)


def _spelling(text: str) -> str:
    plain = text.replace("–", "-").replace("—", "-").replace("°", "").casefold()
    return "".join(plain.split())


_SPELLED = {_spelling(column): column for column in COLUMNS}


def _require_header(header: Sequence[str]) -> None:
    help_ = "Tidak ada yang diimpor. Gunakan berkas ekspor SIMATA dengan baris judul aslinya."
    if NIP not in header:
        raise NotAnExport(f"Baris pertama tidak memuat kolom NIP. {help_}")
    if not any(column in COMPONENTS for column in header):
        raise NotAnExport(f"Tidak ada satu pun kolom unsur, misalnya “Y - Penghargaan”. {help_}")
    counted = Counter(column for column in header if column in COLUMNS)
    if twice := [column for column, count in counted.items() if count > 1]:
        raise NotAnExport(f"Kolom “{twice[0]}” ada dua kali. {help_}")


def _filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _places(totals: Iterable[Decimal | None]) -> int:
    """The most decimals among numbers; Excel drops trailing zeros, so one row tells little."""
    exponents = (total.as_tuple().exponent for total in totals if total is not None)
    return max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
