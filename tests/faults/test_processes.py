"""What goes wrong with the processes of the product."""

import os
import signal
import threading

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.long
@pytest.mark.fault("F1", "Server dinyalakan ulang di tengah kiriman, sebelum disimpan")
def test_a_restart_in_the_middle_of_a_save_loses_nothing(case):
    bot = case.bot()
    on_the_way, arrived = threading.Event(), threading.Event()

    def held(trip):
        on_the_way.set()
        trip.give(trip.ask(pause=arrived))

    with case.copy.proxy.meets(held, saves_only=True, times=1):
        bot.type(n1=81, n2=74)
        bot.press_save()
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
