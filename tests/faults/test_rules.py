"""What people may not do on the scoring day, or do while somebody scores."""

import re
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import expect

from tests.faults.cases import MEMBERS, STAFF
from tests.faults.crowd import hidden_in

pytestmark = [pytest.mark.e2e, pytest.mark.long]

TIMETABLE = "/seleksi/pekalongan-2025/jadwal/"
FIXED = {
    "selection_indicator": "weight = weight / 2",
    "selection_instrument": "weight = weight / 2",
    "scoring_sheet": "entries = '{}'",
    "scoring_scoreevent": "payload_json = '{}'",
}


@pytest.mark.fault("F23", "Aturan atau bobot diubah saat penilaian")
def test_rules_do_not_change_while_people_score_by_them(case):
    bot = case.bot()
    bot.type(n1=81, n2=74)
    bot.wait_until_saved()
    with case.copy.connect("pratama_app") as application:
        for table, change in FIXED.items():
            with pytest.raises(
                (psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege)
            ):
                application.execute(f"UPDATE {table} SET {change}")
    hand = case.hand(MEMBERS[1])
    hand.sign_in()
    hand.open(case.fresh_sheet(MEMBERS[1]))
    other_rules = {**hand.form, "rubric_hash": "0" * 64, "mutation_id": str(uuid4()), "n1": "81"}
    status, text = hand.send(f"{hand.path}simpan/", other_rules)
    assert (status, "Aturan penilaian lembar ini berubah" in text) == (409, True)
    assert "other-rules" in case.copy.places.log("web").read_text()
    bot.type(n3=66)
    with case.recovering():
        bot.wait_until_saved()


@pytest.mark.fault("F24", "Jadwal dipindah selagi lembarnya terbuka")
def test_a_sheet_stays_open_when_its_hour_moves(case):
    bot, staff = case.bot(), case.hand(STAFF)
    bot.type(n1=81)
    bot.wait_until_saved()
    staff.sign_in()
    swap_first_two(staff, bot)
    count_the_seats(case.browser(STAFF))
    publish(staff)
    expect(bot.page.get_by_text(re.compile(r"^Jadwal Kandidat \d+ berubah"))).to_be_visible(
        timeout=40_000
    )
    bot.type(n2=74)
    with case.recovering():
        bot.wait_until_saved()


def swap_first_two(staff, bot):
    """The candidate of the open sheet and another one change places in a draft."""
    mine = re.search(r"Kandidat (\d+)", bot.page.get_by_role("heading", level=1).inner_text())[1]
    page = staff.get(f"{TIMETABLE}?kandidat={mine}")
    other = re.search(r'<select id="dengan".*?<option value="(\d+)"', page, re.DOTALL)[1]
    change = {"kandidat": mine, "dengan": other, **seen_on(page)}
    assert staff.send(f"{TIMETABLE}tukar/", change, accept="text/html")[0] == 200


def count_the_seats(staff):
    """No timetable is published before it is known how many people each room holds."""
    page = staff.visit(f"{TIMETABLE}isian/")
    for number, room in enumerate(page.locator("input[name^=room]").all(), start=1):
        if room.input_value():
            page.fill(f"input[name=capacity{number}]", "40")
    page.get_by_role("button", name=re.compile("^Simpan isian")).click()
    page.get_by_text("Isian disimpan").wait_for()


def publish(staff):
    draft = {**seen_on(staff.get(TIMETABLE)), "catatan": "Kandidat meminta bertukar."}
    status, text = staff.send(f"{TIMETABLE}terbitkan/", draft, accept="text/html")
    assert (status, re.findall("belum dapat diterbitkan[^<]*", text)) == (200, [])


def seen_on(page):
    return {name: hidden_in(page, name) for name in ("csrfmiddlewaretoken", "versi", "perubahan")}
