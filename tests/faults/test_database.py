"""What goes wrong with PostgreSQL and its disk."""

import signal

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.fault("F4", "PostgreSQL mati mendadak, menyala lagi")
def test_scoring_resumes_when_the_database_is_back(case):
    bot = case.bot()
    bot.type(n1=81)
    bot.wait_until_saved()
    case.copy.stop("postgres", number=signal.SIGQUIT)
    bot.type(n2=74)
    bot.page.wait_for_timeout(5_000)
    case.copy.start("postgres")
    with case.recovering():
        bot.wait_until_saved()
