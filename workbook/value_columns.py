"""The sheets of time and numbers: Jadwal, Nilai_Data, Nilai_Pansel."""

from workbook.contract import Column, Kind, Sheet
from workbook.rows import GivenValueRow, ScoreRow, SlotRow

VACANCY = "Kode jabatan; diisi hanya bila lingkup instrumen JABATAN."

SLOTS = Sheet(
    "Jadwal",
    SlotRow,
    "slots",
    (
        Column("tanggal", "date", Kind.DATE, "Tanggal pelaksanaan.", required=True),
        Column("mulai", "starts", Kind.TIME, "Jam mulai, JJ:MM.", required=True),
        Column("selesai", "ends", Kind.TIME, "Jam selesai, JJ:MM.", required=True),
        Column("ruang", "room", Kind.TEXT, "Ruang pelaksanaan.", required=True, longest=120),
        Column("instrumen", "instrument", Kind.CODE, "Kode instrumen.", required=True),
        Column("nip", "nip", Kind.NIP, "NIP kandidat pada lembar Peserta.", required=True),
        Column("jabatan", "vacancy", Kind.CODE, VACANCY),
    ),
    key=("date", "starts", "room", "instrument", "nip", "vacancy"),
)

GIVEN_VALUES = Sheet(
    "Nilai_Data",
    GivenValueRow,
    "given_values",
    (
        Column("nip", "nip", Kind.NIP, "NIP kandidat pada lembar Peserta.", required=True),
        Column(
            "instrumen",
            "instrument",
            Kind.CODE,
            "Kode instrumen dengan sumber DATA.",
            required=True,
        ),
        Column("jabatan", "vacancy", Kind.CODE, VACANCY),
        Column(
            "nilai",
            "value",
            Kind.DECIMAL,
            "Nilai pada skala instrumen; boleh berdesimal.",
            required=True,
        ),
    ),
    key=("nip", "instrument", "vacancy"),
)

SCORES = Sheet(
    "Nilai_Pansel",
    ScoreRow,
    "scores",
    (
        Column("email", "email", Kind.EMAIL, "Email penilai pada lembar Pansel.", required=True),
        Column("nip", "nip", Kind.NIP, "NIP kandidat pada lembar Peserta.", required=True),
        Column(
            "instrumen",
            "instrument",
            Kind.CODE,
            "Kode instrumen dengan sumber PANSEL.",
            required=True,
        ),
        Column("jabatan", "vacancy", Kind.CODE, VACANCY),
        Column("indikator", "indicator", Kind.CODE, "Kode kriteria.", required=True),
        Column(
            "nilai",
            "value",
            Kind.INTEGER,
            "Bilangan bulat pada skala instrumen. Hanya untuk putaran arsip.",
            required=True,
        ),
        Column("catatan", "note", Kind.TEXT, "Catatan penilai."),
    ),
    key=("email", "nip", "instrument", "vacancy", "indicator"),
)
