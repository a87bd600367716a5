"""What goes wrong with the people at the screens, and with their devices."""

import threading

import pytest
from playwright.sync_api import expect

from tests.faults.cases import MEMBERS

pytestmark = pytest.mark.e2e


@pytest.mark.fault("F9", "Tanda tangan ditekan dua kali")
def test_a_double_click_signs_once(case):
    bot = case.bot()
    bot.type(n1=81, n2=74)
    bot.review()
    bot.page.get_by_role("button", name="Tanda tangani lembar nilai").dblclick()
    bot.read_receipt()

    assert (
        case.copy.count(
            "scoring_scoreevent",
            "kind = 'sign' AND sheet_id ="
            f" (SELECT id FROM scoring_sheet WHERE public_id = '{bot.sheet}')",
        )
        == 1
    )


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
