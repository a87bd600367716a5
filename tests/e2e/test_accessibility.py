"""axe finds no violation on any page, at three widths, and no page scrolls sideways."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.e2e.looking import complaints
from tests.e2e.product import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.long]

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
LIVE, DONE, DECIDED = "pekalongan-2025", "pekalongan-2025-selesai", "pekalongan-2025-putusan"
TRACK = f"/usulan/{DECIDED}/persetujuan/jabatan/DINDAGKOP/"
PAGES = {
    "": [
        "/akun/login/",
        "/akun/password/reset/",
        "/tidak-ada/",
        "/tanda-terima/",
        "/pengumuman/",
        "announced",
        f"/masukan/{DECIDED}/",
    ],
    "staf@pekalongan.example": [
        "/",
        f"/seleksi/{LIVE}/",
        f"/seleksi/{LIVE}/syarat/",
        f"/seleksi/{LIVE}/syarat/DINDUKCAPIL/",
        f"/seleksi/{LIVE}/syarat/DINDUKCAPIL/18/PENGALAMAN_TERKAIT/",
        f"/seleksi/{LIVE}/syarat/DINDUKCAPIL/18/surat/",
        f"/seleksi/{LIVE}/keterkaitan/DINDUKCAPIL/",
        f"/seleksi/{LIVE}/pengecualian/",
        f"/seleksi/{LIVE}/aturan-syarat/",
        f"/seleksi/{LIVE}/kandidat/18/",
        f"/seleksi/{LIVE}/makalah/",
        f"/seleksi/{LIVE}/makalah/5/BAPPERIDA/",
        f"/seleksi/{LIVE}/kehadiran/",
        f"/seleksi/{LIVE}/kehadiran/daftar/",
        f"/seleksi/{LIVE}/kehadiran/lembar/",
        f"/seleksi/{LIVE}/jadwal/?kandidat=01",
        f"/seleksi/{LIVE}/jadwal/isian/",
        f"/seleksi/{LIVE}/jadwal/undian/",
        f"/seleksi/{LIVE}/jadwal/versi/1/",
        f"/seleksi/{LIVE}/jadwal/cetak/ikhtisar/",
        f"/seleksi/{LIVE}/jadwal/cetak/kandidat/",
        f"/seleksi/{LIVE}/surel/",
        f"/seleksi/{LIVE}/surel/undangan/",
        f"/seleksi/{DONE}/masukan/",
        f"/seleksi/{DONE}/pengumuman/",
        f"/seleksi/{DONE}/pengumuman/baru/",
        f"/seleksi/{DONE}/hasil/",
        f"/seleksi/{DONE}/pleno/",
        f"/seleksi/{DONE}/hasil/DINDAGKOP/",
        f"/seleksi/{DONE}/dokumen/",
        f"/usulan/{DONE}/persetujuan/",
        f"/usulan/{DONE}/persetujuan/daerah/",
        f"/seleksi/{DECIDED}/",
        f"/usulan/{DECIDED}/persetujuan/",
        TRACK,
        f"{TRACK}rute/",
        f"{TRACK}langkah/BKN_PERTEK/",
        f"/seleksi/{LIVE}/panitia/",
        f"/seleksi/{LIVE}/panitia/perubahan/",
        f"/seleksi/{LIVE}/panitia/perubahan/baru/ganti/",
        f"/seleksi/{LIVE}/panitia/perubahan/baru/berhalangan/",
        "document",
        "/buku-kerja/",
        "upload",
        "faulty",
        f"/seleksi/{LIVE}/hasil/",
        "/talenta/",
        "/talenta/?tampilan=tabel",
        "/talenta/skema/",
        "/talenta/perbedaan/",
        "official",
        f"/seleksi/{LIVE}/talenta/",
        f"/seleksi/{LIVE}/talenta/?tampilan=tabel",
        f"/seleksi/{LIVE}/talenta/1/",
        "/buku-kerja/talenta/",
        "talent upload",
        "/akun/2fa/",
        "/akun/2fa/totp/activate/",
        "/akun/2fa/webauthn/",
        "/akun/password/change/",
        "/akun/sessions/",
    ],
    "kepala.bkpsdm@pekalongan.example": ["/akun/", "roles", f"/seleksi/{LIVE}/panitia/"],
    "admin@pekalongan.example": ["/akun/", "/akun/baru/"],
    "inspektorat@pekalongan.example": [
        f"/seleksi/{LIVE}/panitia/pernyataan/",
        f"/seleksi/{DONE}/verifikasi/",
        "input",
    ],
    "hadiwinata.suryaningrat@pansel.example": [
        "/",
        f"/seleksi/{LIVE}/",
        f"/seleksi/{LIVE}/kemajuan/",
        f"/usulan/{DECIDED}/tanya/",
    ],
    "anindita.rahayu@pansel.example": [
        "/penilaian/",
        f"/penilaian/jadwal/{LIVE}/",
        "sheet",
        "review",
        "profile",
        f"/penilaian/latihan/{LIVE}/",
        f"/penilaian/latihan/{LIVE}/tinjau/",
        "/pernyataan/",
        f"/pernyataan/{LIVE}/",
        f"/seleksi/{LIVE}/talenta/",
        f"/seleksi/{DONE}/talenta/",
    ],
    "walikota@pekalongan.example": [
        "/",
        f"/usulan/{DONE}/",
        f"/usulan/{DONE}/jabatan/DINKES/",
        f"/usulan/{DONE}/jabatan/DINDUKCAPIL/",
        f"/usulan/{DONE}/kabinet/",
        f"/usulan/{DONE}/tinjau/",
        f"/usulan/{DONE}/ditetapkan/",
        f"/usulan/{DONE}/gerbong/",
        *(f"/usulan/{DECIDED}/{part}/" for part in ("kabinet", "tinjau", "ditetapkan", "gerbong")),
        *(f"/usulan/{DECIDED}/jabatan/{post}/" for post in ("DINDAGKOP", "DINDUKCAPIL", "DISHUB")),
        f"/seleksi/{DONE}/masukan-terverifikasi/",
    ],
}


def with_faults():
    """The sample round with an empty name, a changed post and a column that nobody reads."""
    book = load_workbook(ROOT / "samples" / "pekalongan-2025.xlsx")
    book["Peserta"]["C4"], book["Jabatan"]["B3"], book["Peserta"]["Z1"] = None, "Lain", "NIK"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def document(page):
    page.goto(f"/seleksi/{DONE}/dokumen/")
    return page.locator("main a[href^='/dokumen/']").first.get_attribute("href").split("unduh")[0]


def official(page):
    page.goto("/talenta/")
    return page.locator("main a[href^='/talenta/pejabat/']").first.get_attribute("href")


def announced(page):
    page.goto("/pengumuman/")
    return page.locator("main a[href^='/pengumuman/']").first.get_attribute("href")


def public_input(page):
    page.goto(f"/seleksi/{DECIDED}/verifikasi/")
    return page.locator("main a[href*='/verifikasi/']").first.get_attribute("href")


def talent_upload(page):
    page.goto("/buku-kerja/talenta/")
    page.get_by_label("Data per tanggal").fill("01-11-2025")
    return handed_in(page, SAMPLES / "simata-mutakhir.xlsx", "sudah diterapkan sebagai")


def faulty(page):
    page.goto("/buku-kerja/")
    file = {"name": "keliru.xlsx", "mimeType": "application/zip", "buffer": with_faults()}
    return handed_in(page, file, "harus diperbaiki dahulu")


def upload(page):
    page.goto("/buku-kerja/")
    file = {"name": "salah.xlsx", "mimeType": "application/zip", "buffer": b"bukan buku kerja"}
    return handed_in(page, file, "Tidak ada yang disimpan")


def handed_in(page, file, words):
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_text(words).first.wait_for()
    return page.url


def roles(page):
    page.goto("/akun/")
    return page.get_by_role("link", name="Atur peran Sekar").get_attribute("href")


MADE = {
    "announced": announced,
    "input": public_input,
    "document": document,
    "roles": roles,
    "official": official,
    "talent upload": talent_upload,
    "faulty": faulty,
    "upload": upload,
}


def address_of(page, name):
    """The address of a page that has no fixed one."""
    if name.startswith("/"):
        return name
    if name in MADE:
        return MADE[name](page)
    page.goto("/penilaian/")
    address = page.locator("a", has_text="Buka lembar").first.get_attribute("href")
    return address + {"sheet": "", "review": "tinjau/", "profile": "berkas/"}[name]


@pytest.mark.parametrize("email", PAGES, ids=lambda email: email.split("@")[0] or "tamu")
def test_axe_finds_nothing(person, chromium, product, email):
    if email:
        page = person(email, bypass_csp=True).page
    else:
        page = chromium.new_context(base_url=product.address, bypass_csp=True).new_page()
    found = {}
    for name in PAGES[email]:
        page.goto(address_of(page, name))
        found |= {f"{name} {what}": places for what, places in complaints(page).items()}

    assert found == {}
