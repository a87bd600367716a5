"""What goes wrong with the processes of the product."""

import json
import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.faults.cases import CHAIR, MEMBERS

pytestmark = [pytest.mark.e2e, pytest.mark.long]


def order_a_document(chair):
    chair.visit("/seleksi/pekalongan-2025-selesai/dokumen/")
    chair.page.get_by_role("button", name=re.compile("^Pesan")).click()
    chair.page.get_by_role("heading", name=re.compile("^Berkas sedang")).wait_for()


def wait_for_document(chair):
    expect(chair.page.get_by_role("heading", name="Siap diunduh")).to_be_visible(timeout=120_000)


@pytest.mark.fault("F1", "Server dinyalakan ulang di tengah kiriman, sebelum disimpan")
def test_a_restart_in_the_middle_of_a_save_loses_nothing(case):
    bot = case.bot()
    on_the_way, arrived = threading.Event(), threading.Event()

    def held(trip):
        on_the_way.set()
        trip.give(trip.ask(pause=arrived))

    with case.copy.proxy.meets(held, saves_only=True, times=1):
        bot.type(n1=81, n2=74)
        bot.wait_until(on_the_way.is_set)
        case.copy.stop("web")
        arrived.set()
        case.copy.start("web")
        with case.recovering():
            bot.wait_until_saved()


@pytest.mark.fault("F3", "Satu proses web dibunuh (kill -9)")
def test_a_killed_web_worker_costs_one_retry(case):
    bot = case.bot()
    with case.crowd(6) as crowd:
        for score in (70, 75, 80):
            bot.type(n1=score)
            os.kill(case.copy.children("web")[0], signal.SIGKILL)
            with case.recovering():
                bot.wait_until_saved()

    assert crowd.saved > 50


@pytest.mark.fault("F6", "Redis mati selama penilaian; tabel singgahan hilang", own_copy=True)
def test_scoring_needs_neither_redis_nor_the_cache(case):
    bot, chair = case.bot(), case.browser(CHAIR)
    case.copy.stop("redis")
    bot.type(n1=81, n2=74)
    bot.wait_until_saved()
    bot.sign()
    order_a_document(chair)
    case.copy.start("redis")
    with case.recovering():
        wait_for_document(chair)

    with case.copy.connect("postgres") as connection:
        connection.execute("ALTER TABLE accounts_cache RENAME TO accounts_cache_gone")
    bot.open(case.fresh_sheet(MEMBERS[0]))
    bot.type(n1=66)
    bot.wait_until_saved()
    assert case.hand(MEMBERS[1]).sign_in() in (429, 503)


@pytest.mark.fault("F7", "Pekerja dibunuh saat membuat PDF")
def test_a_worker_killed_in_mid_document_makes_it_once(case):
    bot, chair = case.bot(), case.browser(CHAIR)
    before = case.copy.count("reports_document", "status = 'ready'")
    order_a_document(chair)
    chair.wait_until(lambda: case.copy.count("reports_document", "status = 'making'") == 1)
    case.copy.kill("worker")
    bot.type(n1=81, n2=74)
    bot.wait_until_saved()
    assert case.copy.count("reports_document", "status = 'ready'") == before
    case.copy.start("worker")
    with case.recovering():
        wait_for_document(chair)

    assert case.copy.count("reports_document", "status = 'ready'") == before + 1
    made = case.copy.count("audit_event", "verb = 'reports.document_made'")
    assert made == before + 1
    files = [path for path in (case.copy.places.store / "documents").rglob("*") if path.is_file()]
    assert len(files) == before + 1


@pytest.mark.fault("F8", "Pekerja mati sepanjang hari")
def test_scoring_and_signing_need_no_worker(case):
    bot, chair = case.bot(), case.browser(CHAIR)
    case.copy.stop("worker", "scheduler")
    bot.type(n1=81, n2=74)
    bot.wait_until_saved()
    bot.sign()
    order_a_document(chair)
    expect(chair.page.get_by_role("heading", name="Berkas sedang disiapkan")).to_be_visible()
    case.copy.start("worker", "scheduler")
    with case.recovering():
        wait_for_document(chair)


@pytest.mark.fault("F15", "Jam server mundur 5 menit")
def test_a_clock_that_jumps_back_orders_nothing_anew(case, tmp_path):
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    if library is None:
        pytest.skip("perlu paket libfaketime")
    (clock := tmp_path / "jam").write_text("+0")
    with case.copy.changed("web", **false_clock(library, clock)):
        bot = case.bot()
        bot.type(n1=81)
        bot.wait_until_saved()
        clock.write_text("-5m")
        bot.type(n2=74)
        with case.recovering():
            bot.wait_until_saved()
        said = json.loads(case.hand(MEMBERS[1]).get("/penilaian/sesi/"))["now"] / 1000
        assert said < time.time() - 240
    assert "Nilai utuh" in case.copy.manage("verify_scores")


def false_clock(library, clock):
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
    }
