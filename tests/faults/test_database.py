"""What goes wrong with PostgreSQL and its disk."""

import signal
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.faults.servers import ROOT, STOP_ORDER

pytestmark = pytest.mark.e2e

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
