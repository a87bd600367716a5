"""The workbook's codes and the tables' codes for the same things, both ways."""

from collections.abc import Mapping

from candidates.models import PostKind, Rating, Sanction
from panels.models import Conflict, Seat
from selection.models import Aggregation, Instrument, Kind

KINDS = {"TALENTA": Kind.TALENT_FILL, "UJIKOM": Kind.COMPETENCY_REVIEW}
AGGREGATIONS = {
    "RATA_RATA": Aggregation.MEAN,
    "MEDIAN": Aggregation.MEDIAN,
    "RATA_RATA_TERPANGKAS": Aggregation.TRIMMED_MEAN,
}
POST_KINDS = {
    "JPT_PRATAMA": PostKind.SENIOR,
    "ADMINISTRATOR": PostKind.ADMINISTRATOR,
    "PENGAWAS": PostKind.SUPERVISOR,
    "JF_AHLI_MADYA": PostKind.EXPERT_MADYA,
    "JF_AHLI_UTAMA": PostKind.EXPERT_UTAMA,
    "JF_AHLI_MUDA": PostKind.EXPERT_MUDA,
}
RATINGS = {
    "SANGAT_BAIK": Rating.VERY_GOOD,
    "BAIK": Rating.GOOD,
    "BUTUH_PERBAIKAN": Rating.NEEDS_WORK,
    "KURANG": Rating.POOR,
    "SANGAT_KURANG": Rating.VERY_POOR,
    "": "",
}
SANCTIONS = {
    "TIDAK_ADA": Sanction.NONE,
    "RINGAN": Sanction.LIGHT,
    "SEDANG": Sanction.MEDIUM,
    "BERAT": Sanction.HEAVY,
    "": "",
}
ELEMENTS = {
    "PROVINSI": Seat.Element.PROVINCE,
    "AKADEMISI": Seat.Element.ACADEMIC,
    "SEKDA": Seat.Element.SECRETARY,
    "BPKAD": Seat.Element.FINANCE,
    "BKN": Seat.Element.BKN,
    "PROFESIONAL": Seat.Element.PROFESSIONAL,
    "INTERNAL": Seat.Element.INTERNAL,
}
PARTS = {
    "KETUA": Seat.Part.CHAIR,
    "SEKRETARIS": Seat.Part.SECRETARY,
    "ANGGOTA": Seat.Part.MEMBER,
}
SOURCES = {"PANSEL": Instrument.Source.PANEL, "DATA": Instrument.Source.DATA}
COVERAGES = {"JABATAN": Instrument.Coverage.VACANCY, "PESERTA": Instrument.Coverage.CANDIDATE}
CONFLICT_KINDS = {
    "KELUARGA": Conflict.Kind.FAMILY,
    "ATASAN_LANGSUNG": Conflict.Kind.SUPERIOR,
    "BAWAHAN": Conflict.Kind.SUBORDINATE,
    "USAHA": Conflict.Kind.BUSINESS,
    "LAINNYA": Conflict.Kind.OTHER,
}


def code_of(table: Mapping[str, str], value: str) -> str:
    """The workbook's code for a value of the tables."""
    return next(code for code, known in table.items() if known == value)
