"""The last changes of a round in words, out of its audit trail; what was only read is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from audit.models import Event
from selection.models import Round

WORDS: Mapping[str, str] = {
    "selection.round_set": "mengubah data putaran",
    "selection.vacancies_set": "mengubah jabatan",
    "selection.instruments_set": "mengubah instrumen",
    "selection.indicators_set": "mengubah kriteria",
    "selection.frozen": "membekukan aturan",
    "selection.scoring": "membuka penilaian",
    "selection.unsealed": "membuka segel",
    "selection.handed_over": "menyerahkan hasil kepada Wali Kota",
    "selection.attached": "mengunggah berkas",
    "candidates.candidates_set": "mengubah data kandidat",
    "candidates.career_set": "mengubah riwayat jabatan",
    "candidates.nominations_set": "mengubah pencalonan",
    "panels.seats_set": "mengubah susunan panitia",
    "panels.conflicts_set": "mengubah benturan kepentingan",
    "panels.slots_set": "mengubah jadwal",
    "scoring.given_values_set": "mengubah nilai data",
    "scoring.freeze_requested": "meminta pembekuan aturan",
    "scoring.freeze_approved": "menyetujui pembekuan aturan",
    "scoring.freeze_returned": "mengembalikan permintaan pembekuan",
    "reports.document_ordered": "memesan laporan rekomendasi",
    "reports.document_made": "menyelesaikan laporan rekomendasi",
    "reports.document_failed": "gagal menyelesaikan laporan rekomendasi",
    "reports.document_retried": "mengulangi laporan rekomendasi",
    "workbook.applied": "menerapkan buku kerja",
}
"""A verb of the trail, as it follows a person's name."""

FEW, MANY = 6, 200


@dataclass(frozen=True, slots=True)
class Change:
    """One line: who did what, when."""

    at: datetime
    who: str
    what: str


def changes_of(round_: Round, limit: int = FEW) -> list[Change]:
    """The newest changes first, at most so many."""
    events = Event.objects.filter(scope=round_.scope, verb__in=WORDS).order_by("-seq")[:limit]
    return [Change(event.at, _who(event), WORDS[event.verb]) for event in events]


def _who(event: Event) -> str:
    return event.actor_name[:1].upper() + event.actor_name[1:]
