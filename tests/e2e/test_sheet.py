"""The score sheet where two tabs, a fault, or an expired session come between, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.e2e.product import ROOT
from tests.e2e.test_journey import sheets_of

pytestmark = pytest.mark.e2e


def meet(member, address):
    """Two tabs fill in the same sheet; the first saves last. Gives it, and the dialogs it saw."""
    first, second = member.page, member.context.new_page()
    dialogs = []
    first.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    first.goto(address)
    second.goto(address)
    second.locator("#n1").fill("70")
    second.locator("#k1 summary").click()
    second.locator("#c1").fill("Dari tab kedua")
    second.locator("#n2").fill("75")
    second.get_by_role("button", name="Simpan").click()
    expect(second.locator("#keadaan")).to_contain_text("Tersimpan di server")
    first.locator("#n1").fill("90")
    first.get_by_role("button", name="Simpan").click()
    expect(first.get_by_text("Lembar ini juga dibuka di tab atau perangkat lain")).to_be_visible()
    return first, dialogs


def test_two_tabs_end_in_a_comparison(person):
    member = person("suryo.kalingga@pansel.example")
    address = sheets_of(member)[2]

    page, dialogs = meet(member, address)

    theirs = page.locator('#k1 label:has(input[value="server"])')
    expect(theirs).to_contain_text("Tersimpan di server: 70")
    expect(theirs).to_contain_text("Dari tab kedua")
    expect(page.locator("#n1")).to_have_value("90")
    expect(page.locator("#n2")).to_have_value("75")
    assert page.url.endswith(address)
    assert (dialogs, member.troubles) == ([], [])


@pytest.mark.long
def test_of_two_tabs_the_one_on_the_server_can_be_chosen(person):
    member = person("suryo.kalingga@pansel.example")
    page, dialogs = meet(member, sheets_of(member)[3])

    page.locator('#k1 label:has(input[value="server"])').click()
    expect(page.locator("#n1")).to_have_value("70")
    expect(page.locator("#c1")).to_have_value("Dari tab kedua")
    page.locator("#n3").fill("81")
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("#keadaan")).to_contain_text("Tersimpan di server pukul")
    expect(page.locator("[data-meeting]")).to_have_count(0)
    page.reload()
    assert [page.locator(f"#n{n}").input_value() for n in (1, 2, 3)] == ["70", "75", "81"]
    assert dialogs == []


@pytest.mark.long
def test_a_note_that_is_still_wanted_is_said_at_every_save(person):
    member = person("wibawa.pranata@pekalongan.example")
    page = member.page
    page.goto(sheets_of(member)[1])
    numbers = page.locator("input[id^=n]")
    for place in range(numbers.count()):
        numbers.nth(place).fill("90" if place else "55")
    expect(page.locator("#c1")).to_be_visible()
    expect(page.locator("#c2")).to_be_hidden()

    expect(page.locator("#keadaan")).to_contain_text("1 catatan wajib belum diisi")
    page.locator("#c1").fill("Tidak dapat memberi contoh")

    expect(page.locator("#keadaan")).to_contain_text("Semua kriteria terisi")


def test_a_fault_in_a_note_is_said_at_the_note(person):
    member = person("wibawa.pranata@pekalongan.example")
    page = member.page
    page.goto(sheets_of(member)[0])
    page.locator("#n1").fill("81")
    page.locator("#c2").evaluate(
        "note => { note.removeAttribute('maxlength'); note.value = 'x'.repeat(2001) }"
    )

    page.get_by_role("button", name="Simpan").click()

    expect(page.locator("#f2")).to_contain_text("Catatan paling panjang 2000 huruf")
    expect(page.locator("#f2 svg")).to_be_visible()
    expect(page.locator("#c2")).to_be_focused()
    expect(page.locator("#c2")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#e2")).to_be_empty()
    expect(page.locator("#n2")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#keadaan use")).to_have_attribute("href", "#i-simpan")
    page.locator("#c2").fill("")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#f2")).to_be_empty()
    expect(page.locator("#keadaan")).to_contain_text("Anda dapat menyimpan dan melanjutkan nanti")


@pytest.mark.long
def test_a_command_after_the_session_ended_leads_back_to_its_page(person):
    member = person("staf@pekalongan.example")
    page = member.page
    page.goto("/buku-kerja/")
    page.set_input_files("input[type=file]", ROOT / "samples" / "kecil-uji.xlsx")
    member.context.clear_cookies(name="sesi")

    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_text("Masuk lagi untuk melanjutkan")).to_be_visible()
    page.fill("input[name=login]", member.email)
    page.fill("input[name=password]", member.password)
    page.click("form:has(input[name=password]) button[type=submit]")

    expect(page.get_by_text("tindakan terakhir belum dilakukan. Ulangi.")).to_be_visible()
    assert page.url.endswith("/buku-kerja/")
    page.goto("/buku-kerja/unggah/")
    assert page.url.endswith("/buku-kerja/")
