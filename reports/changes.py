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
    "selection.round_withdrawn": "membatalkan impor putaran",
    "selection.frozen": "membekukan aturan",
    "selection.scoring": "membuka penilaian",
    "selection.unsealed": "membuka segel",
    "selection.handed_over": "menyerahkan hasil kepada Wali Kota",
    "selection.attached": "mengunggah berkas",
    "selection.blind_set": "mengubah penilaian tanpa nama",
    "selection.stability_set": "mengubah ambang kestabilan",
    "candidates.paper_deadline_set": "menetapkan batas waktu makalah",
    "candidates.paper_handed_in": "menerima makalah gagasan",
    "candidates.input_window_requested": "meminta masa masukan masyarakat",
    "candidates.input_window_opened": "membuka masa masukan masyarakat",
    "candidates.input_window_returned": "mengembalikan permintaan masa masukan",
    "candidates.input_window_ended": "mengakhiri masa masukan masyarakat",
    "candidates.input_received": "mengirim masukan",
    "candidates.input_step_taken": "mencatat langkah verifikasi masukan",
    "candidates.identity_opened": "membuka identitas pengirim masukan",
    "candidates.input_erased": "menghapus masukan yang masa simpannya habis",
    "panels.attendance_noted": "mencatat kehadiran",
    "panels.incident_written": "mencatat kejadian",
    "candidates.candidates_set": "mengubah data kandidat",
    "candidates.talent_imported": "mengimpor data talenta",
    "candidates.talent_scheme_added": "menambahkan skema talenta",
    "candidates.talent_withdrawn": "menarik impor data talenta",
    "candidates.career_set": "mengubah riwayat jabatan",
    "candidates.nominations_set": "mengubah pencalonan",
    "candidates.facts_checked": "memeriksa data kandidat",
    "candidates.evidence_recorded": "mencatat dokumen kandidat",
    "candidates.evidence_checked": "mencocokkan dokumen kandidat",
    "candidates.relatedness_judged": "menilai pengalaman terkait",
    "candidates.proposals_confirmed": "mengesahkan usulan pengalaman terkait",
    "candidates.field_judged": "menilai bidang pendidikan",
    "candidates.acting_judged": "memutuskan masa Plt, Plh, atau Pj",
    "candidates.rules_adopted": "menetapkan syarat daerah",
    "candidates.rule_ended": "mengakhiri syarat daerah",
    "candidates.verdicts_settled": "menetapkan hasil pemeriksaan syarat",
    "candidates.exception_requested": "mengajukan pengecualian syarat",
    "candidates.exception_approved": "menyetujui pengecualian syarat",
    "candidates.exception_returned": "mengembalikan pengecualian syarat",
    "panels.seats_set": "mengubah susunan panitia",
    "panels.conflicts_set": "mengubah benturan kepentingan",
    "panels.slots_set": "mengubah jadwal",
    "panels.seat_added": "menambah penilai",
    "panels.seat_changed": "mengubah data penilai",
    "panels.seat_withdrawn": "mengeluarkan penilai",
    "panels.letter_filed": "mengunggah surat penugasan",
    "panels.warning_noted": "mencatat alasan susunan panitia",
    "panels.reminded": "mengingatkan penilai",
    "panels.order_drawn": "mengundi urutan",
    "panels.timetable_prepared": "menyiapkan jadwal",
    "panels.timetable_arranged": "menyusun jadwal",
    "panels.timetable_discarded": "membuang rancangan jadwal",
    "panels.timetable_published": "menerbitkan jadwal",
    "panels.timetable_adopted": "memakai jadwal dari buku kerja",
    "panels.sitting_moved": "memindahkan satu sesi",
    "panels.sittings_swapped": "menukar dua sesi",
    "panels.sittings_delayed": "memundurkan jadwal",
    "panels.change_requested": "mengajukan perubahan panitia",
    "panels.change_approved": "menyetujui perubahan panitia",
    "panels.change_refused": "menolak perubahan panitia",
    "scoring.panel_fixed": "menetapkan sidik jari panitia",
    "scoring.panel_changed": "melaksanakan perubahan panitia",
    "scoring.sheets_laid_out": "menerima lembar nilai",
    "scoring.practised": "menyelesaikan lembar latihan",
    "scoring.member_nudged": "mengingatkan penilai di layarnya",
    "scoring.given_values_set": "mengubah nilai data",
    "scoring.reopening_requested": "minta lembar nilai dibuka kembali",
    "scoring.reopening_granted": "membuka kembali satu lembar nilai",
    "scoring.reopening_refused": "menolak membuka kembali satu lembar nilai",
    "scoring.paper_opened": "menyatakan penilaian memakai kertas",
    "scoring.paper_closed": "mengakhiri penilaian di kertas",
    "scoring.transcribed": "mengetik salinan kertas",
    "scoring.transcription_withdrawn": "menarik salinan kertas",
    "scoring.transcription_returned": "mengembalikan salinan kertas",
    "scoring.day_closed": "menutup hari penilaian",
    "scoring.minutes_confirmed": "mengonfirmasi berita acara",
    "scoring.unsealing_requested": "meminta pembukaan segel",
    "scoring.unsealing_returned": "mengembalikan permintaan pembukaan segel",
    "scoring.alarm_raised": "menemukan catatan nilai yang tidak cocok",
    "scoring.evidence_exported": "mengekspor bukti",
    "scoring.sheets_rebuilt": "membangun ulang lembar nilai dari catatannya",
    "scoring.freeze_requested": "meminta pembekuan aturan",
    "scoring.freeze_approved": "menyetujui pembekuan aturan",
    "scoring.freeze_returned": "mengembalikan permintaan pembekuan",
    "decisions.plenary_opened": "membuka rapat pleno",
    "decisions.attendance_noted": "mencatat kehadiran pleno",
    "decisions.decided": "mencatat keputusan pleno",
    "decisions.withdrawn": "mencabut keputusan pleno",
    "decisions.dissented": "menyampaikan pendapat berbeda",
    "decisions.plenary_adjourned": "menunda rapat pleno",
    "decisions.minutes_confirmed": "mengonfirmasi berita acara pleno",
    "decisions.result_frozen": "menetapkan hasil",
    "reports.document_ordered": "memesan dokumen",
    "reports.document_made": "menyelesaikan dokumen",
    "reports.document_failed": "gagal menyelesaikan dokumen",
    "reports.document_retried": "mengulangi dokumen",
    "reports.document_revoked": "mencabut dokumen",
    "reports.document_replaced": "memesan pengganti dokumen",
    "reports.signatories_named": "menentukan penanda tangan dokumen",
    "reports.signature_prepared": "mulai menandatangani dokumen",
    "reports.signature_signed": "menyimpan dokumen yang ditandatangani",
    "reports.signature_failed": "mencatat penandatanganan yang gagal",
    "reports.signature_unknown": "mencatat penandatanganan yang belum pasti",
    "reports.scan_uploaded": "mengunggah pindaian bertanda tangan",
    "reports.scan_accepted": "menerima pindaian bertanda tangan",
    "reports.scan_refused": "menolak pindaian bertanda tangan",
    "workbook.applied": "menerapkan buku kerja",
    "workbook.day_checked": "memeriksa gerbang hari penilaian",
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
