"""The save protocol in a browser: what the page does with each answer, and with none."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SAMPLE_PASSWORD
from tests.e2e.sheets import (
    bar,
    buffered,
    events_of,
    open_sheet,
    ready,
    values,
    wait_for_save,
)

pytestmark = pytest.mark.e2e

MEMBER = "puspita.arum@pansel.example"
OTHER = "nareswara.dewanata@pansel.example"
OTHERS_NAME = "Nareswara Dewanata"


def sign_in_again(page, email):
    page.goto("/akun/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", SAMPLE_PASSWORD)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_url(lambda address: "/akun/login/" not in address)


def test_typing_alone_saves_and_leaves_nothing_in_the_browser(person, product):
    member = person(MEMBER)
    address = open_sheet(member, 0)

    member.page.locator("#n1").press_sequentially("82", delay=80)

    wait_for_save(member.page)
    assert buffered(member.page) == []
    assert events_of(product, address) == 1
    member.page.reload()
    assert values(member.page, 1) == ["82"]
    assert member.troubles == []


@pytest.mark.long
def test_who_types_without_a_pause_is_saved_all_the_same(person, product):
    member = person(MEMBER)
    open_sheet(member, 9)
    member.page.locator("#k1 summary").click()
    asked = []
    member.page.on("request", lambda request: asked.append(request.method))
    member.page.locator("#c1").press_sequentially("Menjawab dengan contoh. " * 2, delay=150)

    assert "POST" in asked


def test_an_answer_that_is_lost_after_the_commit_stores_one_event(person, product):
    member = person(MEMBER)
    address = open_sheet(member, 1)
    dropped = []

    def drop_the_first(route):
        if dropped:
            return route.continue_()
        dropped.append(route.fetch().status)
        return route.abort("connectionreset")

    member.page.route("**/simpan/", drop_the_first)
    member.page.locator("#n1").fill("77")

    expect(member.page.get_by_text("Sambungan terputus. Anda tetap dapat menilai.")).to_be_visible()
    wait_for_save(member.page)
    assert dropped == [200]
    assert events_of(product, address) == 1
    assert buffered(member.page) == []
    expect(member.page.locator("#sambungan")).to_be_empty()


@pytest.mark.long
def test_what_is_typed_while_an_answer_is_missing_follows_as_a_save_of_its_own(person, product):
    member = person(MEMBER)
    address = open_sheet(member, 2)
    page = member.page
    lost = []

    def lose(route):
        if len(lost) > 1:
            return route.continue_()
        lost.append(route.fetch().status if not lost else 0)
        return route.abort("connectionreset")

    page.route("**/simpan/", lose)
    page.locator("#n1").fill("70")
    expect(page.locator("#sambungan .banner")).to_be_visible()
    page.locator("#n2").fill("71")

    expect(page.locator("#sambungan")).to_be_empty()
    wait_for_save(page)
    page.wait_for_function("() => document.querySelector('#keadaan b').textContent.startsWith('T')")
    page.reload()
    assert values(page, 1, 2) == ["70", "71"]
    assert events_of(product, address) == 2
    assert buffered(page) == []


@pytest.mark.long
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_is_asked_again(person, status):
    member = person(MEMBER)
    open_sheet(member, 3)
    page = member.page
    asked = []

    def refuse_twice(route):
        asked.append(route.request.post_data_json["mutation_id"])
        return route.fulfill(status=status) if len(asked) < 3 else route.continue_()

    page.route("**/simpan/", refuse_twice)
    page.locator("#n1").fill(str(status % 100 + 60))

    expect(bar(page)).to_contain_text("Layanan sedang dipulihkan")
    wait_for_save(page)
    assert len(set(asked)) == 1 < len(asked)


@pytest.mark.long
def test_of_two_tabs_what_does_not_conflict_is_brought_together(person):
    member = person(MEMBER)
    address = open_sheet(member, 4)
    first, second = member.page, member.context.new_page()
    second.goto(address)
    second.locator("#n2").fill("75")
    wait_for_save(second)

    first.locator("#n1").fill("90")
    first.locator("#c1").evaluate("note => { note.closest('details').open = true }")
    first.locator("#c1").fill("Contoh sulit")

    wait_for_save(first)
    assert values(first, 1, 2) == ["90", "75"]
    first.reload()
    assert values(first, 1, 2) == ["90", "75"]


def test_where_two_tabs_conflict_nothing_is_saved_before_the_member_chose(person, product):
    member = person(MEMBER)
    address = open_sheet(member, 5)
    first, second = member.page, member.context.new_page()
    second.goto(address)
    second.locator("#n1").fill("75")
    wait_for_save(second)
    first.locator("#n1").fill("90")
    expect(first.get_by_text("Tersimpan di server: 75")).to_be_visible()

    first.get_by_role("button", name="Simpan").click()
    expect(bar(first)).to_contain_text("Pilih isi yang benar dahulu")
    first.locator("#n2").fill("66")
    assert events_of(product, address) == 1
    first.locator('#k1 label:has(input[value="mine"])').click()

    wait_for_save(first)
    first.reload()
    assert values(first, 1, 2) == ["90", "66"]
    assert events_of(product, address) == 2


def test_a_session_that_ends_while_typing_is_taken_up_again(person):
    member = person(MEMBER)
    open_sheet(member, 6)
    page = member.page

    page.locator("#n1").fill("84")
    member.context.clear_cookies(name="sesi")
    dialog = page.get_by_role("dialog", name="Sesi Anda berakhir")
    expect(dialog).to_be_visible()
    assert values(page, 1) == ["84"]
    sign_in_again(member.context.new_page(), MEMBER)

    expect(dialog).to_be_hidden()
    wait_for_save(page)
    page.reload()
    assert values(page, 1) == ["84"]


@pytest.mark.long
def test_a_token_that_a_sign_in_replaced_is_renewed_without_a_word(person):
    member = person(MEMBER)
    open_sheet(member, 7)
    member.context.clear_cookies(name="csrf")

    member.page.locator("#n1").fill("85")

    wait_for_save(member.page)
    expect(member.page.locator("#kunci")).to_be_hidden()


def test_on_a_shared_laptop_the_next_one_sees_nothing_and_nothing_is_lost(person):
    member = person(MEMBER)
    address = open_sheet(member, 8)
    page, second = member.page, member.context.new_page()
    second.goto("/")
    second.get_by_role("button", name="Ganti pengguna").click()
    second.wait_for_url(re.compile(r".*/akun/login/.*"))
    sign_in_again(second, OTHER)

    page.locator("#n1").fill("87")

    dialog = page.get_by_role("dialog", name="Perangkat ini dipakai orang lain")
    expect(dialog).to_contain_text(f"Perangkat ini sekarang dipakai oleh {OTHERS_NAME}")
    expect(dialog).to_contain_text("Masuk kembali sebagai Dr. Puspita Arum")
    expect(page.locator("#n1")).to_have_count(0)
    (record,) = buffered(second)
    assert record["version"] is None
    assert '"n1"' not in record["text"]
    assert second.goto(address).status == 404
    second.goto("/")
    second.get_by_role("button", name="Keluar").click()
    second.get_by_role("button", name="Keluar dan hapus isian").click()
    second.wait_for_url(re.compile(r".*/akun/login/.*"))
    sign_in_again(second, MEMBER)
    expect(page.locator("#n1")).to_have_value("87")
    wait_for_save(page)


@pytest.mark.long
def test_a_page_that_learned_of_the_sign_out_first_is_emptied_for_the_next_one(person):
    member = person(MEMBER)
    open_sheet(member, 8)
    page, second = member.page, member.context.new_page()
    second.goto("/")
    second.get_by_role("button", name="Ganti pengguna").click()
    second.wait_for_url(re.compile(r".*/akun/login/.*"))

    page.locator("#n1").fill("86")
    expect(page.get_by_role("dialog", name="Sesi Anda berakhir")).to_be_visible()
    sign_in_again(second, OTHER)

    expect(page.get_by_role("dialog", name="Perangkat ini dipakai orang lain")).to_be_visible()
    expect(page.locator("#n1")).to_have_count(0)
    second.goto("/")
    second.get_by_role("button", name="Keluar").click()
    second.get_by_role("button", name="Keluar dan hapus isian").click()
    second.wait_for_url(re.compile(r".*/akun/login/.*"))
    sign_in_again(second, MEMBER)
    expect(page.locator("#n1")).to_have_value("86")
    wait_for_save(page)


@pytest.mark.long
def test_a_sheet_signed_elsewhere_is_shown_as_it_was_signed(person):
    member = person(MEMBER)
    address = open_sheet(member, 9)
    member.score_over_http(address, [80] * member.page.locator("fieldset.crit").count())

    member.page.locator("#n1").fill("60")

    expect(
        member.page.get_by_role("heading", name="Lembar nilai sudah ditandatangani")
    ).to_be_visible()
    assert buffered(member.page) == []


@pytest.mark.long
def test_saves_that_a_standby_lacks_are_sent_again_in_their_order(person, product):
    """The old primary acknowledged two saves and died before the standby had them."""
    member = person(MEMBER)
    address = open_sheet(member, 9)
    page = member.page
    lost = []

    def acknowledge_and_lose(route):
        lost.append(route.request.post_data_json)
        answer = {"version": len(lost), "saved_at": "10.00.00", "position": "0/1"}
        route.fulfill(json={**answer, "replicated_to": 0, "errors": {}})

    page.route("**/simpan/", acknowledge_and_lose)
    for count, (field, score) in enumerate((("#n1", "71"), ("#n2", "72")), start=1):
        page.locator(field).fill(score)
        expect(bar(page)).to_contain_text("Tersimpan di server")
        page.wait_for_timeout(1500)
        assert sorted(r["version"] for r in buffered(page)) == list(range(1, count + 1))
    page.unroute("**/simpan/")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    page.wait_for_timeout(3000)
    assert events_of(product, address) == 2
    page.goto(address)
    assert values(page, 1, 2) == ["71", "72"]
    page.wait_for_timeout(1000)
    assert buffered(page) == []


@pytest.mark.long
def test_a_clock_that_is_hours_off_is_said(person):
    member = person(MEMBER)
    member.page.clock.install()
    member.page.clock.fast_forward("03:00:00")

    address = open_sheet(member, 9)

    expect(member.page.locator("#jam")).to_contain_text("Jam perangkat berbeda 3 jam dari server.")
    ready(member.page)
    assert member.page.url.endswith(address)


def test_signing_out_wipes_what_the_browser_kept(person):
    member = person(MEMBER)
    address = open_sheet(member, 9)
    page = member.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.locator("#n2").fill("73")

    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(re.compile(r".*/akun/login/.*"))

    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    member.sign_in()
    page.goto(address)
    assert values(page, 2) == ["73"]
