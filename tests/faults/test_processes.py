"""What goes wrong with the processes of the product."""

import os
import signal

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.fault("F3", "Satu proses web dibunuh (kill -9)")
def test_a_killed_web_worker_costs_one_retry(case):
    bot = case.bot()
    bot.type(n1=81)
    for pid in case.copy.children("web"):
        os.kill(pid, signal.SIGKILL)
        bot.type(n2=70 + pid % 20)
        with case.recovering():
            bot.wait_until_saved()
