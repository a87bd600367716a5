"""The authority decides ten posts on a tablet: a conflict, a special route, proof and record."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.following import announce, follow
from tests.e2e.looking import complaints
from tests.e2e.test_accessibility import DONE

pytestmark = pytest.mark.e2e

MAYOR, STAFF = "walikota@pekalongan.example", "staf@pekalongan.example"
TABLET = {"width": 1024, "height": 768}
FIRST = "Pengalaman dan gagasannya paling sesuai dengan prioritas jabatan ini."
OTHER = f"{FIRST} Jabatan lain lebih memerlukan calon yang pertama, sehingga ia tetap di sana."
POSTS = f"/usulan/{DONE}/"


def test_ten_posts_are_decided_on_a_tablet(product, person, chromium):
    mayor = person(MAYOR)
    page, before = mayor.page, product.count_events("decisions.choices_set")
    page.set_viewport_size(TABLET)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Buka jabatan.*sudah selesai")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jabatan yang diputuskan")
    page.get_by_role("link", name="Mulai memilih").click()

    posts = page.locator(".posts a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    met = [decide(page, post) for post in posts]

    assert len(posts) == 10
    assert met.count("names") == 1
    assert met.count("elsewhere") >= 1
    page.goto(POSTS)
    expect(page.get_by_text("10 dari 10 jabatan sudah dipilih")).to_be_visible()
    see_the_whole(page)
    set_all(page, mayor.password)
    assert_record(page, person)
    assert product.count_events("decisions.choices_set") == before + 1
    assert mayor.troubles == []
    follow(person, DONE)
    stranger = chromium.new_context(base_url=product.address, bypass_csp=True)
    announce(person, stranger.new_page(), DONE)
    stranger.close()


def decide(page, address):
    """Choose the best who is still free; says what stood in the way."""
    page.goto(address)
    if address.endswith("/DINKES/"):
        refuse_a_short_reason(page)
    names = page.locator("input[name=picked][value=names]")
    if names.count():
        names.check()
        return saved(page, FIRST, "names")
    cards = page.locator(".cmp > li")
    free = cards.filter(has=page.locator("input[name=picked]:not([disabled])"))
    is_held = cards.filter(has_text="Tidak tersedia: sudah dipilih untuk").count() > 0
    if not free.count():
        page.locator("input[name=picked][value=nobody]").check()
        return saved(page, OTHER, "elsewhere")
    radio = free.first.locator("input[name=picked]")
    radio.check()
    is_first = "off-rank" not in (radio.get_attribute("class") or "")
    return saved(page, FIRST if is_first else OTHER, "elsewhere" if is_held else "free")


def refuse_a_short_reason(page):
    """What was typed comes back under the words that say what is missing."""
    page.locator(".cmp input[name=picked]:not([disabled])").last.check()
    page.get_by_label("Mengapa pilihan ini?").fill("Cocok.")
    page.get_by_role("button", name="Simpan pilihan sementara").click()
    expect(page.get_by_role("alert")).to_contain_text("paling sedikit")
    expect(page.get_by_label("Mengapa pilihan ini?")).to_have_value("Cocok.")
    assert complaints(page) == {}
    page.set_viewport_size(TABLET)


def saved(page, reason, met):
    page.get_by_label("Mengapa pilihan ini?").fill(reason)
    page.get_by_role("button", name="Simpan pilihan sementara").click()
    expect(page.get_by_role("button", name="Batalkan pilihan ini")).to_be_visible()
    return met


def see_the_whole(page):
    """All posts at once, with the computation beside; then back to where it is read once more."""
    page.get_by_role("link", name="Seluruh kabinet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Seluruh kabinet")
    expect(page.locator(".cabinet tbody tr")).to_have_count(10)
    expect(page.get_by_text(re.compile(r"Sama pada \d+ dari \d+ jabatan"))).to_be_visible()
    assert complaints(page) == {}
    page.set_viewport_size(TABLET)
    page.get_by_role("link", name="Jabatan", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jabatan yang diputuskan")


def set_all(page, password):
    """Read once more, prove, set; then the same again changes nothing."""
    page.get_by_role("link", name="Tinjau dan tetapkan").last.click()
    expect(
        page.get_by_text(re.compile(r"Anda akan menetapkan 9 pilihan dan 1 usulan"))
    ).to_be_visible()
    assert complaints(page) == {}
    page.set_viewport_size(TABLET)
    page.get_by_label("Kata sandi Anda").fill(password)
    page.get_by_role("button", name="Tetapkan dan sampaikan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pilihan yang ditetapkan")
    expect(page.locator("main tbody tr")).to_have_count(10)
    assert complaints(page) == {}


def assert_record(page, person):
    """Staff read what was set, and can choose nothing."""
    reader = person(STAFF).page
    reader.goto(f"{POSTS}ditetapkan/")
    assert reader.locator("main tbody").inner_text() == page.locator("main tbody").inner_text()
    reader.goto(f"{POSTS}jabatan/DINKES/")
    expect(reader.get_by_text(re.compile("^Ditetapkan"))).to_be_visible()
    expect(reader.locator("input[name=picked]")).to_have_count(0)
