"""The main job from an empty agency to the mayor, in a real browser, with a panel of five."""

import re
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.conftest import Person
from tests.e2e.looking import complaints
from tests.e2e.preparing import STEPS_TO_THE_FREEZE, appoint, workbook_of_the_agency
from tests.e2e.resolving import hold_the_plenary

pytestmark = pytest.mark.e2e

CODE = "kecil-uji"
PASSWORD = "kereta hijau di pagi hari"
OFFICE = [
    ("kepala@uji.example", "Kepala Uji, S.H.", "kepala"),
    ("staf@uji.example", "Staf Uji, S.E.", "staf"),
    ("wali@uji.example", "Wali Uji, S.Sos.", "wali-kota"),
]
PANEL = [f"penilai{number}@pansel.example" for number in range(1, 6)]
BY_KEYBOARD = 3  # members who use nothing else, from the first number to the last signature


@dataclass
class People:
    """Who works in the round, each at a browser of his own. The chair is the first member."""

    staff: Person
    head: Person
    members: list[Person]

    @property
    def chair(self):
        return self.members[0]


@pytest.fixture(scope="module")
def office(chromium, product):
    """An agency that is empty: its head and its staff, appointed at the terminal."""
    people = []
    for email, name, role in OFFICE:
        address, code = appoint(product, email, name, role)
        people.append(activate(Person(chromium, product, email, PASSWORD), address, code))
    yield people
    for somebody in people:
        somebody.context.close()


@pytest.fixture(scope="module")
def staff(office):
    return office[1]


@pytest.fixture(scope="module")
def round_(staff):
    """Staff hand in the workbook, read what was found and apply it."""
    page = staff.page
    page.goto("/")
    expect(page.get_by_text("Belum ada putaran")).to_be_visible()
    page.goto("/buku-kerja/")
    page.set_input_files("input[type=file]", workbook_of_the_agency())
    page.click("text=Unggah dan periksa")
    expect(page.get_by_text("Putaran baru siap diterapkan")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Belum ada yang disimpan.")).to_be_visible()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Pengisian 2 Jabatan"))
    return CODE


@pytest.fixture(scope="module")
def people(chromium, product, office, round_):
    """The head prints a card for each member; each sets a first password with it."""
    head, staff, _ = office
    members = []
    for email in PANEL:
        head.page.goto("/akun/")
        head.page.locator("tr", has_text=email).get_by_role("button").click()
        assert email != PANEL[0] or complaints(head.page) == {}
        address = head.page.locator("dd.break b").inner_text()
        code = head.page.locator("dd.big").inner_text()
        members.append(activate(Person(chromium, product, email, PASSWORD), address, code))
    yield People(staff, head, members)
    for member in members:
        member.context.close()


def activate(member, address, code):
    member.page.goto(urlsplit(address).path)
    assert member.email != PANEL[0] or complaints(member.page) == {}
    member.page.fill("input[name=code]", code)
    member.page.fill("input[name=password]", PASSWORD)
    member.page.fill("input[name=again]", PASSWORD)
    member.page.get_by_role("button", name="Aktifkan akun").click()
    expect(member.page.get_by_text("Akun Anda aktif")).to_be_visible()
    return member.sign_in()


@pytest.fixture(scope="module")
def frozen(people, round_):
    """Talent data, requirements, declarations, a paper, a drawn timetable; then three freeze."""
    for step in STEPS_TO_THE_FREEZE:
        step(people, round_)
    return people


@pytest.fixture(scope="module")
def scored(frozen, round_, product):
    """The chair opens; three members score by keyboard, two over HTTP; all sign."""
    page = frozen.chair.page
    page.goto(f"/seleksi/{round_}/")
    page.get_by_role("button", name="Buka penilaian").click()
    expect(page.get_by_text("Penilaian dibuka")).to_be_visible()
    product.let_the_day_come(round_)
    for place, member in enumerate(frozen.members):
        sheets = sheets_of(member)
        assert sheets
        for number, address in enumerate(sheets):
            scores = [60 + (place * 7 + number * 5 + k * 3) % 30 for k in range(3)]
            if place < BY_KEYBOARD:
                score_by_keyboard(member, address, scores)
            else:
                member.score_over_http(address, scores[: criteria_at(member, address)])
        assert all_signed(member, len(sheets))
    return frozen


def sheets_of(member):
    member.page.goto("/penilaian/")
    links = member.page.locator("a", has_text="Buka lembar")
    return [link.get_attribute("href") for link in links.all()]


def criteria_at(member, address):
    return member.context.request.get(address).text().count("<fieldset")


def all_signed(member, count):
    member.page.goto("/penilaian/")
    return member.page.get_by_text(f"{count} dari {count} lembar ditandatangani").count() > 0


def score_by_keyboard(member, address, scores):
    """Tab, digits, Ctrl+Enter, space, Enter: no mouse from the first number to the signature."""
    page = member.page
    page.goto(address)
    criteria = page.locator("fieldset.crit").count()
    for number in range(1, criteria + 1):
        tab_to(page, f"n{number}")
        page.keyboard.type(str(scores[number - 1]))
        expect(page.locator(f"#l{number}")).not_to_have_text("Belum diisi")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/tinjau/")
    expect(page.get_by_text(f"Lengkap: {criteria} kriteria")).to_be_visible()
    tab_to(page, "mine")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kode bukti")).to_be_visible()


def tab_to(page, name):
    for _ in range(40):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not within 40 Tab presses")


def test_levels_and_numbers_follow_each_other_by_keyboard(person):
    member = person("puspita.arum@pansel.example")
    page = member.page
    page.goto(sheets_of(member)[0])

    page.locator('input[name="t1"]').first.focus()
    page.keyboard.press("4")
    expect(page.locator("#n1")).to_have_value("85")
    page.locator("#n1").fill("95")
    expect(page.locator('input[name="t1"][value="5"]')).to_be_checked()
    page.locator("#n1").fill("82,5")
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("#e1")).to_contain_text("misalnya 82.")
    expect(page.locator("#keadaan")).to_contain_text("1 isian perlu diperbaiki")
    assert page.title().startswith("Kesalahan: ")
    assert page.evaluate("document.activeElement.id") == "n1"
    page.locator("#n1").fill("83")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#keadaan")).to_contain_text("Tersimpan di server pukul")
    assert member.troubles == []


def test_an_expired_session_keeps_the_values_on_the_page(person):
    member = person("nareswara.dewanata@pansel.example")
    page = member.page
    page.goto(sheets_of(member)[0])
    page.locator("#n1").fill("81")
    member.context.clear_cookies(name="sesi")

    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#keadaan")).to_contain_text("Sesi Anda berakhir")
    with member.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk kembali (tab baru)").click()
    again = opened.value
    again.fill("input[name=login]", member.email)
    again.fill("input[name=password]", member.password)
    again.click("form:has(input[name=password]) button[type=submit]")
    again.wait_for_url(re.compile(r".*/$"))

    expect(page.locator("#keadaan")).to_contain_text("Tersimpan di server pukul")
    expect(page.locator("#n1")).to_have_value("81")


def test_the_line_to_the_report_and_the_mayor(product, office, scored, round_):
    chair = scored.chair
    page = chair.page
    assert page.goto(f"/seleksi/{round_}/hasil/").status == 403  # nobody reads it sealed
    root = close_the_day(scored, round_)
    open_the_seal(scored, round_, root)

    content = order_and_download(product, chair, round_)
    ranking = product.ranking(round_)
    assert_report_agrees(content, ranking)
    address = page.locator("a[href*='/p/']").get_attribute("href")
    assert_anybody_can_compare(page.context.browser, address, content)

    hold_the_plenary(scored, round_)
    page.goto(f"/seleksi/{round_}/")
    page.get_by_role("button", name="Serahkan hasil").click()
    expect(page.get_by_text("Hasil diserahkan.")).to_be_visible()
    mayor = office[2]
    for vacancy in ranking["vacancies"]:
        mayor.page.goto(f"/usulan/{round_}/jabatan/{vacancy['code']}/")
        totals = mayor.page.locator(".cmp .big").all_inner_texts()
        wanted = [r["total"] for r in vacancy["ranked"] if r["put_forward"] is not False]
        assert totals == [total.replace(".", ",") for total in wanted]
    assert [p.troubles for p in (chair, mayor)] == [[], []]


def close_the_day(people, code):
    """The chair closes, every member confirms with the own password; the root, off the minutes."""
    page = people.chair.page
    page.goto(f"/seleksi/{code}/")
    page.get_by_role("link", name="Hari penilaian dan segel").click()
    page.get_by_role("link", name="Periksa dan tutup hari").click()
    expect(page.get_by_text("Semua lembar hari ini sudah ditandatangani.")).to_be_visible()
    assert complaints(page) == {}
    page.get_by_role("button", name="Tutup hari ini").click()
    expect(page.get_by_text("Hari ditutup.")).to_be_visible()
    assert complaints(page) == {}
    root = page.locator("section[aria-labelledby=akar] .hash").inner_text()
    for member in people.members:
        member.page.goto(f"/seleksi/{code}/segel/1/")
        member.page.get_by_label("Kata sandi Anda").fill(PASSWORD)
        member.page.get_by_role("button", name="Konfirmasi berita acara").click()
        expect(member.page.get_by_text("Anda sudah mengonfirmasi")).to_be_visible()
    return root


def open_the_seal(people, code, root):
    """The chair asks; another member types the root that the paper has, and no screen shows."""
    page, witness = people.chair.page, people.members[1].page
    page.goto(f"/seleksi/{code}/segel/")
    page.get_by_role("button", name="Minta pembukaan segel").click()
    expect(page.get_by_text("Menunggu seorang penilai sebagai saksi")).to_be_visible()
    witness.goto(f"/seleksi/{code}/segel/")
    assert root[:19] not in witness.content()
    assert complaints(witness) == {}
    witness.get_by_label("Akar pada berita acara nomor 1").fill(root[:19])
    witness.get_by_role("button", name="Saksikan dan buka segel").click()
    expect(witness.get_by_text("Segel dibuka. Peringkat kini dapat dibaca.")).to_be_visible()


def order_and_download(product, chair, code):
    """Order the report, see how far it is while it is being made, and bring the file."""
    page = chair.page
    page.goto(f"/seleksi/{code}/dokumen/")
    page.get_by_role("button", name=re.compile("^Pesan")).click()
    with product.worker_held_at(chair, page.url, 20) as percent:
        bar = page.get_by_role("progressbar", name="Kemajuan pembuatan berkas")
        expect(page.get_by_role("heading", name="Berkas sedang dibuat")).to_be_visible()
        expect(bar).to_have_attribute("value", str(percent))
        expect(
            page.get_by_text(re.compile("^(Menyusun|Menata|Menggambar|Menulis)"))
        ).to_be_visible()
        assert 20 <= percent < 100
    expect(page.get_by_role("heading", name="Siap diunduh")).to_be_visible(timeout=60_000)
    expect(bar).to_have_attribute("value", "100")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Unduh")).first.click()
    return download.value.path().read_bytes()


def assert_anybody_can_compare(browser, address, content):
    """Without an account, and without sending the file: the same to the byte, or not."""
    stranger = browser.new_page()
    sent = []
    stranger.on("request", lambda request: sent.append(request.method))
    stranger.goto(address)
    for file, answer in ((content, "Sama persis"), (content[:-1] + b"x", "Berbeda")):
        upload = {"name": "laporan.pdf", "mimeType": "application/pdf", "buffer": file}
        stranger.get_by_label("Pilih berkas PDF").set_input_files(upload)
        expect(stranger.locator("[data-answer]")).to_contain_text(answer)
        assert complaints(stranger) == {}
    assert set(sent) == {"GET"}
    stranger.close()


def assert_report_agrees(content, ranking):
    """Under each post the report prints all rows of the ranking, in order, number by number."""
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    details = re.sub(r"\s+", " ", text).split("Peringkat tiap jabatan")[1]
    for number, vacancy in enumerate(ranking["vacancies"], start=1):
        heading = f"{number}. {vacancy['title']} "
        _, _, details = details.partition(heading)
        assert details, heading
        own = re.split(r"\bPer\. Kandidat\b", details)[1]
        numbers = r"((?:\d+,\d{4} )+)(\d+,\d{2})\b"
        printed = [[*scores.split(), total] for scores, total in re.findall(numbers, own)]
        wanted = [
            [score.replace(".", ",") for score in [*row["instruments"].values(), row["total"]]]
            for row in vacancy["ranked"]
        ]
        assert printed == wanted
        names = ".*?".join(rf"\b{row['rank']} .{{0,20}}{row['name']}" for row in vacancy["ranked"])
        assert re.search(names, own)
