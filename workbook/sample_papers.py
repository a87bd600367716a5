"""Idea papers for the sample rounds: small PDF with invented text, made here, opened by anyone."""

import textwrap

from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.models import Nomination
from workbook.sample_pdf import page_of

WIDTH = 84  # letters a line, at 11 points on A4
BODY = (
    "Warga menilai layanan dari hal yang sederhana: berapa lama menunggu, berapa kali kembali,"
    " dan siapa yang dapat ditanya. Makalah ini mengusulkan tiga langkah yang dapat dimulai dengan"
    " anggaran dan pegawai yang sudah ada.",
    "Pertama, satu daftar janji layanan untuk setiap loket: syarat, lama, dan nama petugas yang"
    " bertanggung jawab. Daftar itu ditempel dan diperiksa setiap pekan.",
    "Kedua, pertemuan pagi lima belas menit di setiap bidang untuk memindahkan pegawai ke antrean"
    " yang panjang. Percobaan selama tiga bulan dilakukan di dua kelurahan lebih dahulu.",
    "Ketiga, laporan bulanan yang memuat keluhan dan tindak lanjutnya, dibaca bersama kecamatan,"
    " agar perbaikan tidak bergantung pada satu orang.",
    "Ukuran keberhasilan: waktu tunggu berkurang sepertiga dalam setahun, dan tidak ada warga yang"
    " kembali lebih dari satu kali untuk urusan yang sama.",
)


def paper_for(nomination: Nomination) -> SimpleUploadedFile:
    """The paper of one nomination, named as candidates name such files."""
    unit = nomination.vacancy.unit
    title = textwrap.wrap(f"Gagasan untuk {unit}", 50)
    lines = [*title, "", *_wrapped(BODY)]
    return SimpleUploadedFile(
        f"Makalah {unit}.pdf", page_of(lines, headings=len(title)), content_type="application/pdf"
    )


def _wrapped(paragraphs: tuple[str, ...]) -> list[str]:
    return [line for text in paragraphs for line in [*textwrap.wrap(text, WIDTH), ""]]
