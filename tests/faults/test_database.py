"""What goes wrong with PostgreSQL and its disk."""

import signal
import subprocess
import sys
import time
from itertools import cycle

import pytest
from playwright.sync_api import expect

from tests.faults.bot import SAVED
from tests.faults.cases import MEMBERS
from tests.faults.proxy import lose, lose_answer, pass_on
from tests.faults.servers import ROOT, STOP_ORDER
from tests.faults.standby import Standby

pytestmark = pytest.mark.e2e

SMALL = 400  # megabytes: room for a copy, and little more
HANGS = """
import config.wsgi, time
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_xact_lock(4242, id::int) FROM selection_round")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.fault("F4", "PostgreSQL mati mendadak, menyala lagi")
def test_scoring_resumes_when_the_database_is_back(case):
    bot = case.bot()
    bot.type(n1=81)
    bot.wait_until_saved()
    case.copy.stop("postgres", number=signal.SIGQUIT)
    bot.type(n2=74)
    expect(bot.page.get_by_text("Layanan sedang dipulihkan")).to_be_visible()
    case.copy.start("postgres")
    with case.recovering():
        bot.wait_until_saved()


@pytest.mark.long
@pytest.mark.fault("F21", "Listrik padam: semua proses mati seketika", own_copy=True)
def test_a_power_cut_loses_nothing_that_was_acknowledged(case):
    bot = case.bot()
    with case.crowd(4) as crowd:
        bot.type(n1=81)
        bot.wait_until_saved()
        bot.wait_until(lambda: crowd.saved > 40)
        bot.type(n2=74)
        for name in STOP_ORDER:
            case.copy.kill(name)
        case.copy.start(*reversed(STOP_ORDER))
        with case.recovering():
            bot.wait_until_saved()

    assert "Nilai utuh" in case.copy.manage("verify_scores")


@pytest.mark.long
@pytest.mark.fault("F29", "Proses macet memegang kunci putaran")
def test_a_hung_writer_holds_the_others_up_for_seconds(case):
    bot = case.bot()
    command = [sys.executable, "-c", HANGS]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=case.copy.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as hung:
        hung.stdout.readline()
        bot.type(n1=81)
        with case.recovering():
            bot.wait_until_saved()
        still_there = hung.poll() is None
        hung.kill()

    assert still_there
    assert case.row.seconds < 25
    assert "Belum terkirim ke server" in [said for _, said in bot.moods]


@pytest.fixture
def standby(copy):
    """Asked for before the case, so that it lives until everything is compared."""
    with Standby(copy) as found:
        yield found


@pytest.mark.long
@pytest.mark.fault("F5", "Server cadangan mengambil alih", own_copy=True)
def test_a_save_that_the_standby_lacks_is_sent_again(standby, case):
    bot = case.bot()
    bot.type(n1=81)
    bot.wait_until_saved()
    bot.wait_until(standby.is_level)
    standby.lag()
    bot.type(n2=74)
    bot.wait_until_saved()
    standby.take_over()
    case.journal.moved_at = time.time()
    assert len(case.lost()) == 1
    fates = [lose_answer, pass_on, lose, pass_on, lose]

    def shaky(trip):
        fates.pop()(trip)

    with case.recovering(), case.copy.proxy.meets(shaky, saves_only=True, times=len(fates)):
        bot.wait_until(lambda: case.lost() == [], patience=60)
        bot.wait_until(lambda: bot.moods[-1][1].startswith(SAVED), patience=60)
    bot.type(n3=66)
    bot.wait_until_saved()


@pytest.mark.long
@pytest.mark.fault("F20", "Cakram server penuh", own_copy=True, megabytes=SMALL)
def test_a_full_disk_stops_saving_and_nothing_else(case):
    bot, reader = case.bot(), case.hand(MEMBERS[1])
    bot.type(n1=81)
    bot.wait_until_saved()
    case.copy.fill_disk()
    for score in cycle(range(50, 90)):
        bot.type(n2=score)
        bot.page.wait_for_timeout(1_500)
        if "Belum terkirim ke server" in [said for _, said in bot.moods]:
            break
    assert 'name="login"' in reader.get("/akun/login/")
    case.copy.free_disk()
    with case.recovering():
        bot.wait_until_saved()
