"""What goes wrong until the day is closed: a member who leaves, a record that was touched."""

import re

import pytest
from playwright.sync_api import expect

from tests.faults.cases import CHAIR, MEMBERS
from tests.faults.crowd import Hand, hidden_in
from tests.faults.journal import Journal

pytestmark = [pytest.mark.e2e, pytest.mark.long]

DAYS = 2
SEAL = "/seleksi/pekalongan-2025/segel/"
TAMPER = """
SET session_replication_role = replica;
UPDATE scoring_scoreevent SET payload_json = replace(payload_json, '81', '99')
WHERE sheet_id = (SELECT id FROM scoring_sheet WHERE public_id = %s)
"""


@pytest.mark.fault("F25", "Penilai berhalangan di tengah hari", own_copy=True)
def test_who_withdraws_keeps_what_was_signed(case):
    bot, chair = case.bot(), case.hand(CHAIR)
    bot.type(n1=81, n2=74)
    bot.sign()
    bot.open(case.fresh_sheet(MEMBERS[0]))
    bot.type(n1=66)
    bot.wait_until_saved()
    chair.sign_in()
    duties = sheets_of(case, MEMBERS[0])
    for _ in range(DAYS):
        assert "Hari ditutup" in close_the_day(chair, absent=duties)
    bot.page.locator("#n2").fill("70")
    expect(bot.page).to_have_url(re.compile("/tinjau/$"))

    assert case.copy.count("scoring_excuse") == len(duties) - 1


@pytest.mark.fault("F30", "Catatan nilai diubah orang, ketahuan saat Tutup hari", own_copy=True)
def test_a_day_is_not_closed_over_a_record_that_was_touched(case):
    bot, chair = case.bot(), case.hand(CHAIR)
    bot.type(n1=81, n2=74)
    bot.wait_until_saved()
    victim = Hand(case.copy.address, MEMBERS[1], Journal())
    victim.sign_in()
    victim.open(case.fresh_sheet(MEMBERS[1])).save({"1": "81"})
    with case.copy.connect("postgres") as superuser:
        superuser.execute(TAMPER.replace("%s", f"'{victim.sheet}'"))
    chair.sign_in()
    closed = case.copy.count("scoring_closing")
    refusal = close_the_day(chair, absent=[])
    assert "Hari tidak dapat ditutup" in refusal
    assert case.copy.count("scoring_closing") == closed
    assert case.copy.count("scoring_alarm") == 1
    assert "Catatan nilai tidak cocok" in chair.get(SEAL)
    assert '"tersegel": true' in chair.get(f"{SEAL}bukti/")
    bot.type(n3=66)
    with case.recovering():
        bot.wait_until_saved()


def close_the_day(chair, absent):
    """The page after the chair has closed, or tried to close, the day."""
    page = chair.get(f"{SEAL}tutup/")
    form = {name: hidden_in(page, name) for name in ("csrfmiddlewaretoken", "day")}
    form |= {"state": "carried", "reason": ""}
    for sheet in absent:
        form |= {f"s{sheet}": "excused", f"r{sheet}": "Sakit sejak pukul 11.00"}
    return chair.send(f"{SEAL}tutup/sekarang/", form, accept="text/html")[1]


def sheets_of(case, email):
    with case.copy.connect() as connection:
        rows = connection.execute(
            """SELECT s.id FROM scoring_sheet s JOIN panels_seat p ON p.id = s.seat_id
               JOIN accounts_user u ON u.id = p.user_id JOIN selection_round r ON r.id = p.round_id
               WHERE u.email = %s AND r.phase = 'scoring'""",
            [email],
        )
        return [row[0] for row in rows]
