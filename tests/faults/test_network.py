"""What goes wrong between the browser and the server."""

import random
import time
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.faults.bot import SAVED
from tests.faults.cases import MEMBERS
from tests.faults.proxy import lose, lose_answer, pass_on

pytestmark = [pytest.mark.e2e, pytest.mark.long]

DEAD_SPOT = 30  # seconds, in place of twenty minutes
LOSS = 0.3
STEADY = 2.9  # seconds for which the bar at least stays as it is


@pytest.mark.fault("F2", "Jawaban hilang sesudah server menyimpan")
def test_an_answer_that_is_lost_after_commit_is_asked_for_again(case):
    bot = case.bot()
    with case.copy.proxy.meets(lose_answer, saves_only=True, times=1):
        bot.type(n1=81, n2=74)
        with case.recovering():
            bot.wait_until_saved()

    assert case.copy.proxy.seen == 1


@pytest.mark.fault("F17", "Wi-Fi hilang 20 menit (dipadatkan); tiga lembar diisi")
def test_what_is_typed_in_a_dead_spot_arrives_afterwards(case):
    first = case.bot()
    others = [first.other_tab().open(case.fresh_sheet(MEMBERS[0])) for _ in range(2)]
    for tab in (first, *others):
        tab.wait_until(tab.has_shell)
    with case.copy.proxy.meets(lose):
        first.type(n1=81)
        expect(first.page.get_by_text("Sambungan terputus")).to_be_visible()
        for tab in others:
            tab.page.reload()
            tab.type(n1=70, n2=75)
        first.page.wait_for_timeout(DEAD_SPOT * 1000)
        first.type(n2=74)
        assert not any(case.journal.says(tab.sheet, {"1": "81"}) for tab in (first, *others))
    with case.recovering():
        for tab in (first, *others):
            tab.page.bring_to_front()
            tab.wait_until_saved()


@pytest.mark.fault("F18", "Wi-Fi putus-sambung: 30% hilang, tertunda sampai 2 detik (proksi TCP)")
def test_a_flapping_network_neither_loses_nor_repeats(case):
    bot, dice = case.bot(), random.Random(18)

    def flapping(trip):
        time.sleep(dice.uniform(0, 2))
        dice.choices((pass_on, lose, lose_answer), (1 - LOSS, LOSS / 2, LOSS / 2))[0](trip)

    with case.copy.proxy.meets(flapping):
        for score in (70, 74, 78, 82):
            bot.type(n1=score, n2=score - 1, n3=score - 2)
            bot.page.wait_for_timeout(3_000)
        bot.wait_until_saved()
    changes = [(at, said) for (_, before), (at, said) in pairwise(bot.moods) if said != before]
    hasty = [
        (before, after)
        for (earlier, before), (later, after) in pairwise(changes)
        if later - earlier < STEADY and not before.startswith(SAVED)
    ]
    assert hasty == []


@pytest.mark.fault("F19", "Muat ulang atau Kembali di tengah lembar")
def test_a_reload_in_mid_sheet_keeps_what_was_typed(case):
    bot = case.bot()
    dialogs = bot.accept_dialogs()
    with case.copy.proxy.meets(lose, saves_only=True):
        bot.type(n1=81, n2=74)
        bot.page.wait_for_timeout(1_500)
        bot.page.reload()
        expect(bot.page.locator("#n1")).to_have_value("81")
    with case.recovering():
        bot.wait_until_saved()
    dialogs.clear()
    bot.page.wait_for_timeout(500)
    bot.visit("/penilaian/")
    bot.page.go_back()
    expect(bot.page.locator("#n2")).to_have_value("74")

    assert dialogs == []
