"""What is wrong with an uploaded PDF, in words for whoever uploaded it."""

from enum import Enum


class Fault(Enum):
    """Why a PDF is refused: what is wrong, what is safe, what to do."""

    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    SCRIPT = "script"
    ACTION = "action"
    EMBEDDED = "embedded"
    FORM = "form"
    BROKEN = "broken"
    HEAVY = "heavy"


SAFE = "Tidak ada yang disimpan; berkas yang sudah diunggah sebelumnya tetap ada."
AGAIN = "Simpan ulang sebagai PDF dari aplikasi asalnya (Cetak, Simpan sebagai PDF), lalu unggah"
WORDS = {
    Fault.EMPTY: (
        f"PDF ini tidak berisi satu halaman pun. {SAFE} Periksa berkasnya, lalu unggah lagi."
    ),
    Fault.ENCRYPTED: (
        f"PDF ini bersandi atau dibatasi penggunaannya, sehingga tidak dapat diperiksa. {SAFE}"
        " Simpan salinan tanpa kata sandi, lalu unggah lagi."
    ),
    Fault.SCRIPT: (
        "PDF ini berisi skrip, yaitu perintah yang dapat berjalan di komputer pembacanya."
        f" {SAFE} {AGAIN} lagi."
    ),
    Fault.ACTION: (
        "PDF ini melakukan sesuatu saat dibuka atau diklik, misalnya menjalankan program atau"
        f" membuka berkas lain di komputer. {SAFE} Hapus tautan ke berkas lain, simpan ulang"
        " sebagai PDF, lalu unggah lagi."
    ),
    Fault.EMBEDDED: (
        f"PDF ini membawa berkas lain, suara, atau video di dalamnya. {SAFE} Hapus lampiran itu,"
        " simpan ulang sebagai PDF, lalu unggah lagi."
    ),
    Fault.FORM: (
        f"PDF ini berupa formulir elektronik (XFA), bukan dokumen biasa. {SAFE} {AGAIN} lagi."
    ),
    Fault.BROKEN: f"PDF ini rusak atau tidak lengkap. {SAFE} {AGAIN} lagi.",
    Fault.HEAVY: (
        "PDF ini tidak dapat diperiksa dalam batas memori dan waktu yang aman."
        f" {SAFE} {AGAIN} lagi."
    ),
}
