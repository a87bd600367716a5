"""What goes wrong between the browser and the server."""

import pytest

from tests.faults.proxy import lose_answer

pytestmark = pytest.mark.e2e


@pytest.mark.fault("F2", "Jawaban hilang sesudah server menyimpan")
def test_an_answer_that_is_lost_after_commit_is_asked_for_again(case):
    bot = case.bot()
    with case.copy.proxy.meets(lose_answer, saves_only=True, times=1):
        bot.type(n1=81, n2=74)
        with case.recovering():
            bot.wait_until_saved()

    assert case.copy.proxy.seen == 1
