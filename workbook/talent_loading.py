"""Checks an export of the talent pool: what is in it, what is wrong, what would come of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypedDict

from accounts.models import Agency
from accounts.wording import in_words
from candidates.models import Official, TalentImport
from candidates.simata import NAME, Export, NotAnExport, Problem, Record, evidence, unused_columns
from candidates.simata_career import CAREER, POST_SINCE
from candidates.simata_differences import differences
from candidates.talent import Placement, place
from candidates.talent_evidence import ImpossibleEvidence
from candidates.talent_pool import TalentFile, complaints_of, misdated, unnamed
from candidates.talent_rules import NoSingleScheme, Scheme
from candidates.talent_standing import scheme_in_force
from candidates.talent_wording import why_unplaced
from workbook.guard import Refused
from workbook.models import Upload
from workbook.talent_reading import read_export

SHOWN = 500
NO_NAME = "Nama wajib diisi: NIP ini belum dikenal."
LEFT_OUT = "Kolom {name} tidak dipakai dan tidak disimpan."
ABSENT = "Kolom {name} tidak ada di berkas; isinya dianggap belum ada datanya."
NO_CAREER = (
    "Tanpa kolom {names}, berkas tetap dapat diterapkan, tetapi kesiapan pengganti pada Gerbong"
    " tidak dapat dipastikan dari data ini."
)
NOT_YET = "Tanggal ini sesudah tanggal data {day}. Periksa TMT-nya atau tanggal datanya."
NOT_COUNTED = "Kolom {name} disimpan, tetapi tidak dihitung oleh {scheme}."
WHOLE_FILE = "Berkas"


class PersonRow(TypedDict):
    """One person that the page shows: Excel row, NIP, name, and what there is to say."""

    row: int
    nip: str
    name: str
    text: str


class Fault(TypedDict):
    """`row` 0 is the file as a whole."""

    row: int
    column: str
    message: str


class TalentFindings(TypedDict):
    """What the check found. The lists hold at most SHOWN each; the counts are always whole."""

    people: int
    new: int
    held: bool
    boxes: list[tuple[int, int]]
    unplaced: list[PersonRow]
    unplaced_count: int
    differences: list[PersonRow]
    difference_count: int
    faults: list[Fault]
    fault_count: int
    notes: list[str]


def talent_file(upload: Upload) -> TalentFile:
    """The upload as the action takes it. Raises Refused, also for what is no export."""
    with upload.file.open("rb") as file:
        content = file.read()
    assert upload.as_of is not None  # the database sees to it
    try:
        return TalentFile(upload.name, content, read_export(content), upload.as_of)
    except NotAnExport as refusal:
        raise Refused(str(refusal)) from refusal


def talent_findings(upload: Upload) -> TalentFindings:
    """What applying the upload would do. Raises Refused."""
    return findings_of(upload.agency, talent_file(upload))


def findings_of(agency: Agency, file: TalentFile) -> TalentFindings:
    """What putting the file in would do, and why it cannot be. Writes nothing."""
    faults, export = faults_of(agency, file), file.export
    nips = [record.nip for record in export.records]
    known = Official.objects.filter(agency=agency, nip__in=nips).count()
    scheme, notes = _scheme(agency, file)
    placed = list(_placed(export, scheme, file)) if scheme else []
    boxes = Counter(p.box.number for _, p in placed if p.box)
    unplaced = [_row(r, why_unplaced(p)) for r, p in placed if p.box is None]
    apart = [
        _row(record, " ".join(d.message for d in found))
        for record, placement in placed
        if (found := differences(export, record, placement))
    ]
    held = TalentImport.objects.in_force().filter(agency=agency, sha256=file.sha256)
    return {
        "people": len(export.records),
        "new": len(nips) - known,
        "held": held.filter(as_of=file.as_of).exists(),
        "boxes": sorted(boxes.items(), reverse=True),
        "unplaced": unplaced[:SHOWN],
        "unplaced_count": len(unplaced),
        "differences": apart[:SHOWN],
        "difference_count": len(apart),
        "faults": faults[:SHOWN],
        "fault_count": len(faults),
        "notes": notes,
    }


def faults_of(agency: Agency, file: TalentFile) -> list[Fault]:
    """Everything that keeps the file out, cell by cell, then of the file as a whole."""
    nameless = [Problem(record.row, NAME, NO_NAME) for record in unnamed(agency, file.export)]
    not_yet = NOT_YET.format(day=in_words(file.as_of))
    early = [Problem(record.row, POST_SINCE, not_yet) for record in misdated(file)]
    cells = sorted([*file.export.problems, *nameless, *early], key=lambda problem: problem.row)
    found: list[Fault] = [
        {"row": cell.row, "column": cell.column, "message": cell.message} for cell in cells
    ]
    if not cells:
        found += [
            {"row": 0, "column": WHOLE_FILE, "message": complaint}
            for complaint in complaints_of(agency, file)
        ]
    return found


def notes_of(export: Export, scheme: Scheme | None) -> list[str]:
    """What does not stand in the way, and is said: columns left out, absent, or not counted."""
    unused = unused_columns(scheme) if scheme else ()
    career = [name for name in CAREER if name in export.absent]
    return [
        *(LEFT_OUT.format(name=name) for name in export.unknown),
        *(ABSENT.format(name=name) for name in export.absent if name not in CAREER),
        *([NO_CAREER.format(names=", ".join(career))] if career else []),
        *(
            NOT_COUNTED.format(name=name, scheme=scheme.name)
            for name in unused
            if scheme and name not in export.absent
        ),
    ]


def _scheme(agency: Agency, file: TalentFile) -> tuple[Scheme | None, list[str]]:
    try:
        scheme = scheme_in_force(agency, file.as_of)
    except NoSingleScheme as refusal:
        return None, [str(refusal), *notes_of(file.export, None)]
    return scheme, notes_of(file.export, scheme)


def _placed(export: Export, scheme: Scheme, file: TalentFile) -> Iterable[tuple[Record, Placement]]:
    for record in export.records:
        try:
            yield record, place(scheme, evidence(record, scheme, file.as_of))
        except ImpossibleEvidence:  # its own page says so; a score is never out of range here
            continue


def _row(record: Record, text: str) -> PersonRow:
    return {"row": record.row, "nip": record.nip, "name": record.name, "text": text}


def lines_of(faults: Sequence[Fault]) -> str:
    """The faults for a terminal, one a line."""
    return "\n".join(
        f"Baris {fault['row']}, {fault['column']}: {fault['message']}"
        if fault["row"]
        else f"{fault['column']}: {fault['message']}"
        for fault in faults
    )
