"""SIMATA exports as `candidates.simata` reads them, and putting them in by the real action."""

from datetime import date
from decimal import Decimal

from audit.actions import SYSTEM
from candidates import simata
from candidates.talent_pool import TalentFile, put_talent
from tests.rounds import nip

AS_OF = date(2025, 11, 1)
FULL = {  # golden test 1 of domain.md 3.5: Y 79, X 86.4167, box 8
    "NIP": "197001011995031001",
    "Nama": "Nama Rahasia 01",
    "Unit Organisasi": "Dinas Kesehatan",
    "Jabatan": "Sekretaris Dinas",
    "Nilai X": Decimal("86.42"),
    "Nilai Y": Decimal(79),
    "Box": Decimal(8),
    "X - Penilaian Kompetensi": Decimal(85),
    "X - Pengembangan Kompetensi": Decimal(80),
    "X - Pengalaman Jabatan": Decimal("86.6666666667"),
    "X - Penilaian Potensi": Decimal(75),
    "X - Tingkat Pendidikan Formal": Decimal(90),
    "X - Kesesuaian Bidang Ilmu": Decimal(100),
    "X - Verifikasi Rekam Jejak Disiplin": Decimal(100),
    "Y - Penilaian Kinerja": Decimal(100),
    "Y - Penghargaan": Decimal(0),
    "Y - Penugasan dalam Tim Kerja": Decimal(70),
    "Y - Umpan Balik Kinerja 360": Decimal(85),
}


def person(number, **changes):
    columns = {
        "award": "Y - Penghargaan",
        "x": "Nilai X",
        "y": "Nilai Y",
        "box": "Box",
        "name": "Nama",
        "aptitude": "X - Penilaian Potensi",
        "feedback": "Y - Umpan Balik Kinerja 360",
    }
    named = {columns[name]: value for name, value in changes.items()}
    return {**FULL, "NIP": nip(number), "Nama": f"Nama Rahasia {number:02}", **named}


def rows(*people, columns=simata.COLUMNS):
    return [list(columns), *([row.get(column) for column in columns] for row in people)]


def talent_file(*people, as_of=AS_OF, name="simata.xlsx", columns=simata.COLUMNS):
    table = rows(*people, columns=columns)
    return TalentFile(name, repr(table).encode(), simata.read(table), as_of)


def put(agency, *people, by=SYSTEM, **fields):
    return put_talent(agency, talent_file(*people, **fields), by=by)[0]
