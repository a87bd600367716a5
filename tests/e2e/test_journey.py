"""The main job from end to end, in a real browser, on a small workbook with a panel of five."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.conftest import Person
from tests.e2e.product import ROOT

pytestmark = pytest.mark.e2e

CODE = "kecil-uji"
PASSWORD = "kereta hijau di pagi hari"
PANEL = [f"penilai{number}@pansel.example" for number in range(1, 6)]
SCORES = (82, 76, 88)


@pytest.fixture(scope="module")
def staff(person):
    return person("staf@pekalongan.example")


@pytest.fixture(scope="module")
def round_(staff):
    """Staff hand in the workbook, read what was found and apply it."""
    page = staff.page
    page.goto("/buku-kerja/")
    page.set_input_files("input[type=file]", ROOT / "samples" / "kecil-uji.xlsx")
    page.click("text=Unggah dan periksa")
    expect(page.get_by_text("Putaran baru siap diterapkan")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Belum ada yang disimpan.")).to_be_visible()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Pengisian 2 Jabatan"))
    return CODE


@pytest.fixture(scope="module")
def panel(chromium, product, person, round_):
    """The head prints a card for each member; each sets a first password with it."""
    head = person("kepala.bkpsdm@pekalongan.example")
    members = []
    for email in PANEL:
        head.page.goto("/akun/")
        head.page.locator("tr", has_text=email).get_by_role("button").click()
        address = head.page.locator("dd.break b").inner_text()
        code = head.page.locator("dd.big").inner_text()
        members.append(activate(Person(chromium, product, email, PASSWORD), address, code))
    yield members
    for member in members:
        member.context.close()


def activate(member, address, code):
    member.page.goto(address.replace("http://localhost:8000", member.product.address))
    member.page.fill("input[name=code]", code)
    member.page.fill("input[name=password]", PASSWORD)
    member.page.fill("input[name=again]", PASSWORD)
    member.page.get_by_role("button", name="Aktifkan akun").click()
    expect(member.page.get_by_text("Akun Anda aktif")).to_be_visible()
    return member.sign_in()


@pytest.fixture(scope="module")
def scored(panel, round_):
    """The chair opens; three members score by keyboard, two by the same requests; all sign."""
    chair = panel[0]
    chair.page.goto(f"/seleksi/{round_}/")
    chair.page.get_by_role("button", name="Buka penilaian").click()
    expect(chair.page.get_by_text("Penilaian dibuka")).to_be_visible()
    for place, member in enumerate(panel):
        sheets = sheets_of(member)
        for number, address in enumerate(sheets):
            if place < 3 and number < 2:
                score_by_keyboard(member, address)
            else:
                scores = [60 + (place * 7 + number * 5 + k * 3) % 30 for k in range(3)]
                member.score_over_http(address, scores[: criteria_at(member, address)])
        assert all_signed(member, len(sheets))
    return panel


def sheets_of(member):
    member.page.goto("/penilaian/")
    links = member.page.locator("a", has_text="Buka lembar")
    return [link.get_attribute("href") for link in links.all()]


def criteria_at(member, address):
    return member.context.request.get(address).text().count("<fieldset")


def all_signed(member, count):
    member.page.goto("/penilaian/")
    return member.page.get_by_text(f"{count} dari {count} lembar ditandatangani").count() > 0


def score_by_keyboard(member, address):
    """Tab, digits, Ctrl+Enter, space, Enter: no mouse from the first number to the signature."""
    page = member.page
    page.goto(address)
    criteria = page.locator("fieldset.crit").count()
    for number in range(1, criteria + 1):
        tab_to(page, f"n{number}")
        page.keyboard.type(str(SCORES[number - 1]))
        expect(page.locator(f"#l{number}")).to_have_text(re.compile("Cukup baik|Baik"))
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


def test_levels_and_numbers_follow_each_other_by_keyboard(panel, scored, person):
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
    page.locator("#n1").fill("")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#keadaan")).to_contain_text("Tersimpan di server pukul")
    assert member.troubles == []


def test_an_expired_session_keeps_the_values_on_the_page(panel, scored, person):
    member = person("nareswara.dewanata@pansel.example")
    page = member.page
    page.goto(sheets_of(member)[0])
    page.locator("#n1").fill("81")
    member.context.clear_cookies(name="sesi")

    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#keadaan")).to_contain_text("Sesi Anda berakhir")
    with member.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk kembali di tab baru").click()
    again = opened.value
    again.fill("input[name=login]", member.email)
    again.fill("input[name=password]", member.password)
    again.click("form:has(input[name=password]) button[type=submit]")
    again.wait_for_url(re.compile(r".*/$"))
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("#keadaan")).to_contain_text("Tersimpan di server pukul")
    expect(page.locator("#n1")).to_have_value("81")


def test_two_tabs_end_in_a_comparison(panel, scored, person):
    member = person("suryo.kalingga@pansel.example")
    address = sheets_of(member)[0]
    first, second = member.page, member.context.new_page()
    first.goto(address)
    second.goto(address)
    second.locator("#n1").fill("70")
    second.get_by_role("button", name="Simpan").click()
    expect(second.locator("#keadaan")).to_contain_text("Tersimpan di server")

    first.locator("#n1").fill("90")
    first.get_by_role("button", name="Simpan").click()

    expect(first.get_by_text("Lembar ini juga dibuka di tab atau perangkat lain")).to_be_visible()
    expect(first.get_by_text("Tersimpan di server: 70")).to_be_visible()
    expect(first.locator("#n1")).to_have_value("90")


def test_nobody_reads_the_ranking_before_unsealing(staff, scored, round_):
    response = staff.page.goto(f"/seleksi/{round_}/hasil/")

    assert response.status == 403


def test_the_line_to_the_report_and_the_mayor(product, person, scored, round_):
    chair = scored[0]
    page = chair.page
    page.goto(f"/seleksi/{round_}/")
    page.get_by_role("button", name="Buka segel").click()
    expect(page.get_by_text("Segel dibuka. Peringkat kini dapat dibaca.")).to_be_visible()

    content = order_and_download(chair, round_)
    ranking = product.ranking(round_)
    assert_report_agrees(content, ranking)

    page.goto(f"/seleksi/{round_}/")
    page.get_by_role("button", name="Serahkan hasil").click()
    expect(page.get_by_text("Hasil diserahkan.")).to_be_visible()
    mayor = person("walikota@pekalongan.example")
    for vacancy in ranking["vacancies"]:
        mayor.page.goto(f"/usulan/{round_}/jabatan/{vacancy['code']}/")
        totals = mayor.page.locator(".cmp .big").all_inner_texts()
        wanted = [r["total"] for r in vacancy["ranked"] if r["put_forward"] is not False]
        assert totals == [total.replace(".", ",") for total in wanted]
    assert [p.troubles for p in (chair, mayor)] == [[], []]


def order_and_download(chair, round_):
    """Order the report, watch its progress reach 100 %, and bring the file."""
    page = chair.page
    page.goto(f"/seleksi/{round_}/dokumen/")
    page.get_by_role("button", name=re.compile("^Pesan")).click()
    expect(page.get_by_role("heading", name="Siap diunduh")).to_be_visible(timeout=60_000)
    expect(page.locator("progress")).to_have_attribute("value", "100")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Unduh")).first.click()
    return download.value.path().read_bytes()


def assert_report_agrees(content, ranking):
    """Every total of the ranking stands in the report beside the name, in the same order."""
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    flat = re.sub(r"\s+", " ", text)
    for vacancy in ranking["vacancies"]:
        for row in vacancy["ranked"]:
            assert Decimal(row["total"]) > 0
            assert row["total"].replace(".", ",") in flat
            assert row["name"] in flat
