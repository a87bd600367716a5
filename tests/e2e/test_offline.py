"""The hall's Wi-Fi is gone: scoring goes on, survives a reload and a dead battery, and arrives."""

import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsers import ARGUMENTS
from tests.e2e.conftest import SAMPLE_PASSWORD
from tests.e2e.looking import complaints
from tests.e2e.sheets import bar, buffered, events_of, open_sheet, ready, values, wait_for_save

pytestmark = pytest.mark.e2e

MEMBER = "hesti.kusuma@pekalongan.example"
SHELLS = """async (address) => {
  await navigator.serviceWorker.ready;
  for (;;) {
    if (await caches.match(address + "kerangka/", { ignoreSearch: true })) return true;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}"""
STORED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const key of await store.keys()) {
      if (!key.url.includes("/static/")) found.push(await (await store.match(key)).text());
    }
  }
  return found;
}"""


def test_three_sheets_are_scored_without_a_connection_and_all_arrive(person, product):
    member = person(MEMBER)
    pages = [member.page, member.context.new_page(), member.context.new_page()]
    addresses = []
    for place, page in enumerate(pages):
        member.page = page
        addresses.append(open_sheet(member, place))
    member.context.set_offline(True)
    for number, page in enumerate(pages, start=1):
        page.locator("#n1").fill(str(70 + number))
        page.locator("#n2").fill(str(80 + number))
        expect(bar(page)).to_contain_text("Belum terkirim ke server")
        expect(page.get_by_text("Sambungan terputus. Anda tetap dapat menilai.")).to_be_visible()
    assert {record["version"] for record in buffered(pages[0])} == {None}

    member.context.set_offline(False)

    for number, (page, address) in enumerate(zip(pages, addresses, strict=True), start=1):
        wait_for_save(page)
        page.goto(address)
        assert values(page, 1, 2) == [str(70 + number), str(80 + number)]
        assert events_of(product, address) in (1, 2)
    assert buffered(pages[0]) == []


@pytest.mark.long
def test_a_reload_without_a_connection_gives_a_shell_in_which_scoring_goes_on(person):
    member = person(MEMBER)
    address = open_sheet(member, 3)
    page = member.page
    assert page.evaluate(SHELLS, address)
    page.locator("#n1").fill("81")
    wait_for_save(page)
    member.context.set_offline(True)
    page.locator("#n2").fill("72")
    expect(bar(page)).to_contain_text("Belum terkirim ke server")
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()

    expect(page.get_by_text("Lembar nilai – Anda sedang luring")).to_be_visible()
    assert values(page, 1, 2) == ["", ""]
    page.locator("#n3").fill("93")
    expect(bar(page)).to_contain_text("Belum terkirim ke server")
    assert {record["base"] for record in buffered(page)} == {1, None}
    member.context.set_offline(False)
    wait_for_save(page)
    expect(page.locator("#n3")).to_have_value("93")
    page.wait_for_timeout(1500)
    page.reload()
    assert values(page, 1, 2, 3) == ["81", "72", "93"]
    assert buffered(page) == []


@pytest.mark.long
def test_the_list_without_a_connection_leads_to_todays_sheets(person, product):
    product.let_the_day_come("pekalongan-2025", days_ago=0)
    member = person(MEMBER)
    address = open_sheet(member, 4)
    page = member.page
    assert page.evaluate(SHELLS, address)
    page.goto("/penilaian/")
    member.context.set_offline(True)

    page.reload()
    expect(page.get_by_role("heading", name="Lembar nilai hari ini")).to_be_visible()
    page.locator("main a").first.click()
    expect(page.get_by_text("Lembar nilai – Anda sedang luring")).to_be_visible()
    member.context.set_offline(False)

    expect(page.get_by_role("button", name="Tinjau nilai")).to_be_visible()


@pytest.mark.long
def test_axe_finds_nothing_in_what_stands_there_without_a_connection(person):
    member = person(MEMBER)
    address = open_sheet(member, 5)
    page = member.page
    assert page.evaluate(SHELLS, address)
    member.context.set_offline(True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#n1").fill("82")
    expect(bar(page)).to_contain_text("Belum terkirim ke server")

    found = {"unsent": complaints(page)}
    for name, place in (("shell", address), ("list", "/penilaian/")):
        page.goto(place)
        found[name] = complaints(page)

    assert found == {"unsent": {}, "shell": {}, "list": {}}


def test_what_is_stored_names_nobody_and_holds_no_score(person, product):
    member = person(MEMBER)
    address = open_sheet(member, 5)
    page = member.page
    page.locator("#n1").fill("83")
    wait_for_save(page)
    page.reload()
    assert page.evaluate(SHELLS, address)

    stored = page.evaluate(STORED)

    people = product.rows(
        "SELECT name FROM candidates_candidate UNION SELECT name FROM accounts_user"
    )
    names = [name for (name,) in people]
    assert len(stored) > 1
    assert len(names) > 20
    for text in stored:
        assert [name for name in names if name and name in text] == []
        assert 'value="83"' not in text
        assert '"d"' not in text
        assert "csrfmiddlewaretoken" not in text


def test_a_browser_that_was_killed_finds_what_was_unsent(chromium, product, tmp_path):
    profile = tmp_path / "profil"
    page = started(chromium, product, profile)
    page.goto("/penilaian/")
    address = page.locator("a", has_text="Buka lembar").nth(6).get_attribute("href")
    page.goto(address)
    ready(page)
    page.context.set_offline(True)
    page.locator("#n1").fill("86")
    expect(bar(page)).to_contain_text("Belum terkirim ke server")
    for pid in processes_of(profile):
        os.kill(pid, signal.SIGKILL)

    page = started(chromium, product, profile)
    page.goto(address)
    asked = page.get_by_text(re.compile(r"Kami menemukan isian yang belum terkirim pukul"))
    expect(asked).to_be_visible()
    assert values(page, 1) == [""]
    page.get_by_role("button", name="Pulihkan").click()
    wait_for_save(page)
    page.goto(address)
    assert values(page, 1) == ["86"]
    assert buffered(page) == []
    page.context.close()


@pytest.mark.long
def test_a_board_that_is_not_brought_up_to_date_says_so(person):
    chair = person("hadiwinata.suryaningrat@pansel.example")
    chair.page.clock.install()
    chair.page.goto("/seleksi/pekalongan-2025/kemajuan/")
    stale = chair.page.get_by_text("Sambungan terputus. Yang tampil adalah keadaan pukul")
    expect(stale).to_be_hidden()

    chair.context.set_offline(True)
    chair.page.clock.fast_forward(16_000)
    expect(stale).to_be_visible()
    chair.context.set_offline(False)
    chair.page.clock.fast_forward(16_000)

    expect(stale).to_be_hidden()


def started(chromium, product, profile):
    """A browser of its own with that profile, the member signed in."""
    context = chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=os.environ.get("PRATAMA_CHROMIUM"),
        args=ARGUMENTS,
        base_url=product.address,
        locale="id-ID",
    )
    page = context.pages[0]
    page.goto("/akun/login/")
    if "/akun/login/" in page.url:
        page.fill("input[name=login]", MEMBER)
        page.fill("input[name=password]", SAMPLE_PASSWORD)
        page.click("form:has(input[name=password]) button[type=submit]")
        expect(page.get_by_text("Anda masuk sebagai")).to_be_visible()
        page.goto("/penilaian/")
        page.get_by_role("button", name="Ya, saya").click()
    return page


def processes_of(profile):
    """The browser with that profile: its first process takes the others along."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"--user-data-dir={profile}" in command and "--type=" not in command:
            found.append(int(entry.name))
    return found
