"""What goes wrong with the people at the screens, and with their devices."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsers import ARGUMENTS
from tests.faults.bot import Bot
from tests.faults.cases import MEMBERS
from tests.faults.proxy import lose

pytestmark = pytest.mark.e2e

OF_SHEET = "sheet_id = (SELECT id FROM scoring_sheet WHERE public_id = '{}')"
SECRET = "Catatan yang tidak boleh dibaca orang lain"
OPTIONS = {
    "executable_path": os.environ.get("PRATAMA_CHROMIUM"),
    "args": ARGUMENTS,
    "locale": "id-ID",
}
EVERYTHING_STORED = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((resolve) => {
        database.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) =>
          resolve(target.result);
      });
      const text = new TextDecoder();
      found.push(JSON.stringify(rows, (_, value) =>
        value instanceof Uint8Array ? text.decode(value) : value));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(await (await cache.match(request)).text());
    }
  }
  return found.join("\\n");
}"""


def kill_browser(profile):
    """Every process of the browser with this profile, as when the power goes."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(profile) in (process / "cmdline").read_text():
                os.kill(int(process.name), signal.SIGKILL)
        except OSError:
            continue


@pytest.mark.fault("F9", "Tanda tangan ditekan dua kali")
def test_a_double_click_signs_once(case):
    bot = case.bot()
    bot.type(n1=81, n2=74)
    bot.review()
    bot.page.get_by_role("button", name="Tanda tangani lembar nilai").dblclick()
    bot.read_receipt()

    signed = f"kind = 'sign' AND {OF_SHEET.format(bot.sheet)}"
    assert case.copy.count("scoring_scoreevent", signed) == 1


@pytest.mark.long
@pytest.mark.fault("F10", "Lembar yang sama di dua tab")
def test_of_two_tabs_none_overwrites_the_other_silently(case):
    first = case.bot()
    second = first.other_tab().open(first.sheet)
    second.type(n1=70)
    second.wait_until_saved()
    first.type(n1=90)
    expect(first.page.get_by_text("Lembar ini juga dibuka di tab")).to_be_visible()
    assert not case.journal.says(first.sheet, {"1": "90"})
    first.page.locator('#k1 input[value="mine"]').check(force=True)
    first.page.get_by_role("button", name="Simpan").click()
    with case.recovering():
        first.wait_until_saved()

    second.page.reload()
    assert second.values() == {"1": "90"}


@pytest.mark.long
@pytest.mark.fault("F11", "Sesi berakhir saat mengetik")
def test_a_session_that_ends_costs_a_password_and_no_score(case):
    bot = case.bot()
    case.end_sessions()
    bot.type(n1=81, n2=74)
    expect(bot.page.get_by_role("dialog")).to_contain_text("Sesi Anda berakhir")
    assert bot.values() == {"1": "81", "2": "74"}
    bot.other_tab().sign_in(MEMBERS[0])
    with case.recovering():
        bot.wait_until_saved()

    expect(bot.page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.long
@pytest.mark.fault("F12", "Token CSRF berganti karena masuk di tab lain")
def test_a_token_of_yesterday_is_renewed_in_silence(case):
    bot = case.bot()
    case.end_sessions()
    bot.other_tab().sign_in(MEMBERS[0])
    bot.type(n1=81, n2=74)
    with case.recovering():
        bot.wait_until_saved()

    expect(bot.page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.fault("F26", "12 perangkat masuk bersamaan dari satu alamat")
def test_twelve_devices_begin_at_once(case):
    answers = []
    hands = [case.hand(email) for email in (MEMBERS * 2)[:12]]
    arriving = [
        threading.Thread(target=lambda hand=hand: answers.append(hand.sign_in())) for hand in hands
    ]
    with case.recovering():
        for thread in arriving:
            thread.start()
        for thread in arriving:
            thread.join()

    assert answers == [200] * 12
    for hand in hands:
        hand.open(case.fresh_sheet(hand.email)).save({"1": "75"})


@pytest.mark.long
@pytest.mark.fault("F13", "Orang lain masuk di laptop yang sama")
def test_a_shared_laptop_shows_nobody_what_another_typed(case):
    bot = case.bot()
    with case.copy.proxy.meets(lose, saves_only=True):
        bot.type(n1=81)
        bot.page.locator("#k1 details").evaluate("note => { note.open = true; }")
        bot.page.fill("#c1", SECRET)
        bot.page.wait_for_timeout(1_500)
        case.end_sessions()
        other = bot.other_tab().sign_in(MEMBERS[1])
    dialog = bot.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Perangkat ini sekarang dipakai oleh", timeout=40_000)
    assert SECRET not in bot.page.content()
    assert SECRET not in other.page.content()
    assert SECRET not in other.page.evaluate(EVERYTHING_STORED)
    assert "81" not in bot.page.locator("body").inner_text()
    case.end_sessions()
    bot.other_tab().sign_in(MEMBERS[0])
    with case.recovering():
        expect(bot.page.locator("#c1")).to_have_value(SECRET)
        bot.wait_until_saved()

    assert bot.values() == {"1": "81"}


@pytest.mark.parametrize("hours", [3, -24])
@pytest.mark.long
@pytest.mark.fault("F14", "Jam laptop salah (+3 jam, −1 hari)")
def test_a_wrong_clock_changes_nothing_but_a_warning(case, hours):
    bot = case.browser()
    bot.page.clock.install(time=time.time() + hours * 3600)
    bot.open(case.fresh_sheet(MEMBERS[0]))
    expect(
        bot.page.get_by_text(f"Jam perangkat berbeda {abs(hours)} jam dari server")
    ).to_be_visible()
    bot.type(n1=81, n2=74)
    with case.recovering():
        bot.wait_until_saved()

    off = f"{OF_SHEET.format(bot.sheet)} AND abs(extract(epoch FROM now() - at)) > 120"
    assert case.copy.count("scoring_scoreevent", off) == 0


@pytest.mark.long
@pytest.mark.fault("F16", "Baterai habis: peramban mati seketika")
def test_a_browser_that_dies_leaves_what_was_typed(case, playwright, tmp_path):
    def browser():
        context = playwright.chromium.launch_persistent_context(tmp_path / "profil", **OPTIONS)
        case.contexts.append(context)
        return Bot(context.new_page(), case.copy.address, case.journal).sign_in(MEMBERS[0])

    bot = browser().open(case.fresh_sheet(MEMBERS[0]))
    with case.copy.proxy.meets(lose, saves_only=True):
        bot.type(n1=81, n2=74)
        bot.page.wait_for_timeout(2_000)
        kill_browser(tmp_path / "profil")
    again = browser()
    again.typed = bot.typed
    again.open(bot.sheet)
    with case.recovering():
        again.restore()
        again.wait_until_saved()
