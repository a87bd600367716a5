"""What an agency does in the browser between the workbook and the freeze, step by step."""

import re
from datetime import date, timedelta
from io import BytesIO

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.candidates.exports import FULL, rows
from tests.e2e.product import ROOT
from tests.selection.pdfs import pdf

AGENCY = "Pemerintah Kota Uji"
CITY_OF_THE_SAMPLE = "Pemerintah Kota Pekalongan"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEED = "padi menguning di sawah utara"


def workbook_of_the_agency():
    """The small sample as this agency's own, with no timetable: that is drawn in the browser."""
    book = load_workbook(ROOT / "samples" / "kecil-uji.xlsx")
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value == CITY_OF_THE_SAMPLE:
                cell.value = AGENCY
    book["Jadwal"].delete_rows(2, book["Jadwal"].max_row)
    return _file("kecil-uji.xlsx", book)


def talent_export():
    """The talent data of the small sample's candidates as SIMATA exports them."""
    people = load_workbook(ROOT / "samples" / "kecil-uji.xlsx")["Peserta"].iter_rows(
        min_row=2, max_col=3, values_only=True
    )
    book = Workbook()
    for row in rows(*({**FULL, "NIP": nip, "Nama": name} for nip, _, name in people)):
        book.active.append(row)
    return _file("simata.xlsx", book)


def appoint(product, email, name, role):
    """An account by the terminal: address and code of its activation card."""
    card = product.manage("appoint", email, name, AGENCY, role)
    address = re.search(r"Alamat +(\S+)", card)[1]
    return address, "".join(re.search(r"Kode +(\d{4}) (\d{4})", card).groups())


def _file(name, book):
    content = BytesIO()
    book.save(content)
    return {"name": name, "mimeType": XLSX, "buffer": content.getvalue()}


def _pdf(name):
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf()}


def import_talent(people, code):
    page = people.staff.page
    page.goto("/buku-kerja/talenta/")
    page.get_by_label("Data per tanggal").fill("01-11-2025")
    page.set_input_files("input[type=file]", talent_export())
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_role("button", name="Terapkan").click(timeout=20_000)
    page.goto(f"/seleksi/{code}/talenta/")
    expect(page.get_by_role("heading", name="Kandidat", exact=True)).to_be_visible()


def sign_the_declarations(people, code):
    for member in people.members:
        page = member.page
        page.goto("/pernyataan/")
        page.get_by_role("link", name=re.compile("Isi pernyataan")).click()
        for known in page.get_by_label("Saya berhalangan menilai").all():
            if known.is_visible():
                known.check()
        page.get_by_label(re.compile("^Saya menyatakan tidak memiliki")).check()
        page.get_by_role("button", name="Tanda tangani pernyataan").click()
        expect(page.get_by_text("Ditandatangani").first).to_be_visible()


def file_the_decree(people, code):
    page = people.staff.page
    page.goto(f"/seleksi/{code}/panitia/")
    page.locator("summary", has_text="Unggah").click()
    page.get_by_label("Nomor surat").fill("800/1/2025")
    page.get_by_label("Tanggal surat").fill("03-11-2025")
    page.set_input_files("input[type=file]", _pdf("sk.pdf"))
    page.get_by_role("button", name="Unggah surat").click()
    expect(page.get_by_text("Nomor 800/1/2025, 3 November 2025")).to_be_visible()


def judge_the_experience(people, code):
    page = people.staff.page
    for vacancy in ("DINKOMINFO", "DPMPTSP"):
        page.goto(f"/seleksi/{code}/keterkaitan/{vacancy}/")
        page.get_by_role("button", name=re.compile(r"^Sahkan \d+ usulan")).click()
        open_ones = page.locator("tr", has_text="Belum dinilai")
        for post in open_ones.all():
            post.get_by_label("Tidak terkait").check()
            post.locator("input:not([type=radio])").fill("Tugasnya di bidang lain")
        page.get_by_role("button", name="Simpan penilaian").click()
        expect(open_ones).to_have_count(0)


def check_the_data(people, code):
    page = people.staff.page
    for number in range(1, 5):
        page.goto(f"/seleksi/{code}/kandidat/{number}/")
        checking = page.locator("form", has=page.get_by_role("button", name="Simpan pemeriksaan"))
        for topic in checking.get_by_role("checkbox").all():
            topic.check()
        checking.get_by_label("Keadaan data per tanggal").fill("01-12-2025")
        checking.get_by_role("button", name="Simpan pemeriksaan").click()
        expect(page.get_by_text(f"Pemeriksaan data Kandidat {number:02} disimpan.")).to_be_visible()
        papers = page.locator("form", has=page.get_by_role("button", name="Simpan dokumen"))
        for asked in papers.locator("input[name$=-codes], input[name=codes]").all():
            asked.check()
        papers.get_by_label("Nama dan nomor dokumen").fill("Berkas 800/2/2025")
        papers.get_by_label("Tanggal dokumen").fill("01-12-2025")
        papers.get_by_label("Ya", exact=True).check()
        papers.locator("input[type=file]").set_input_files(_pdf("bukti.pdf"))
        papers.get_by_label("Saya sudah mencocokkan dengan dokumen aslinya").check()
        papers.get_by_role("button", name="Simpan dokumen").click()
        expect(page.get_by_text(f"Dokumen Kandidat {number:02} dicatat.")).to_be_visible()


def take_a_paper(people, code):
    page = people.staff.page
    page.goto(f"/seleksi/{code}/makalah/2/DINKOMINFO/")
    page.set_input_files("input[type=file]", _pdf("makalah.pdf"))
    page.get_by_role("button", name="Unggah makalah").click()
    expect(page.get_by_text("makalah.pdf").first).to_be_visible()


def next_wednesday():
    """At least a week ahead, so that no timetable is made for a day that has passed."""
    soonest = date.today() + timedelta(days=7)
    return soonest + timedelta(days=(2 - soonest.weekday()) % 7)


def draw_and_publish_the_timetable(people, code):
    page = people.staff.page
    page.goto(f"/seleksi/{code}/jadwal/isian/")
    hours = page.locator("section", has=page.get_by_role("heading", name="Hari dan jam buka"))
    first_day = (f"{next_wednesday():%d-%m-%Y}", "08.00", "15.00")
    for place, text in enumerate(first_day):
        hours.locator("tbody tr").first.locator("input").nth(place).fill(text)
    rooms = page.locator("section", has=page.get_by_role("heading", name="Ruang dan penilainya"))
    rooms.locator("tbody tr").first.locator("input").nth(0).fill("Ruang Melati")
    rooms.locator("tbody tr").first.locator("input").nth(1).fill("12")
    page.get_by_role("button", name="Simpan isian").click()
    page.goto(f"/seleksi/{code}/jadwal/undian/")
    page.get_by_label("Kata kunci").fill(SEED)
    page.get_by_label("Saksi").fill("Ketua, sekretaris, dan dua kandidat")
    page.get_by_role("button", name="Undi urutan").click()
    expect(page.get_by_role("heading", name="Hasil undian")).to_be_visible()
    page.goto(f"/seleksi/{code}/jadwal/isian/")
    page.get_by_role("button", name="Simpan dan susun jadwal").click()
    if page.get_by_label("Catatan untuk peringatan di atas").count():
        page.get_by_label("Catatan untuk peringatan di atas").fill("Disepakati panitia.")
    page.get_by_role("button", name=re.compile("^Terbitkan")).click()
    expect(page.get_by_text("Jadwal versi 1").first).to_be_visible()


def ask_for_the_freeze(people, code):
    page = _rules(people.staff, code)
    page.get_by_role("button", name="Minta pembekuan").click()
    expect(page.get_by_text("Pembekuan diminta.")).to_be_visible()


def approve_the_freeze(people, code):
    for somebody, said in ((people.head, "Anda menyetujui."), (people.chair, "Aturan dibekukan.")):
        page = _rules(somebody, code)
        page.get_by_label("Saya sudah membaca seluruh aturan").check()
        page.get_by_role("button", name="Setujui pembekuan").click()
        expect(page.get_by_text(said)).to_be_visible()


def _rules(somebody, code):
    somebody.page.goto(f"/seleksi/{code}/aturan/")
    return somebody.page


STEPS_TO_THE_FREEZE = [
    import_talent,
    judge_the_experience,
    check_the_data,
    sign_the_declarations,
    file_the_decree,
    take_a_paper,
    draw_and_publish_the_timetable,
    ask_for_the_freeze,
    approve_the_freeze,
]
