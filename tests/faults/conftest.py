import os
import time
from contextlib import contextmanager
from uuid import UUID

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.conftest import ARGUMENTS
from tests.faults.bot import Bot
from tests.faults.journal import Journal, duplicated, stored_of
from tests.faults.servers import Copy, clone, folder
from tests.faults.table import Row, lines, rows_of


@pytest.fixture(scope="session")
def made():
    """The data of a copy with the sample rounds, from which each copy here begins."""
    with folder() as data:
        Copy(data).fill()
        yield data


@pytest.fixture(scope="session")
def shared(made):
    """The copy for faults that leave nothing behind but what was scored."""
    with folder() as data, clone(made, data) as running:
        yield running


@pytest.fixture
def copy(request):
    """What the fault happens to: the shared copy, or one of its own that it may ruin."""
    if request.node.get_closest_marker("fault").kwargs.get("own_copy"):
        with folder() as data, clone(request.getfixturevalue("made"), data) as running:
            yield running
    else:
        yield request.getfixturevalue("shared")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("PRATAMA_CHROMIUM"), args=ARGUMENTS
        )
        yield browser
        browser.close()


class Case:
    """One fault at work: who sits at the screens, what they were told, how long it took."""

    def __init__(self, copy, chromium, row):
        self.copy, self.chromium, self.row = copy, chromium, row
        self.journal = Journal()
        self.contexts = []

    def bot(self, email="suryo.kalingga@pansel.example"):
        """A member who has signed in and opened a sheet that nobody has touched."""
        self.contexts.append(self.chromium.new_context(locale="id-ID"))
        bot = Bot(self.contexts[-1], self.copy.address, self.journal).sign_in(email)
        return bot.open(self.fresh_sheet(email))

    def fresh_sheet(self, email) -> UUID:
        with self.copy.connect() as connection:
            found = connection.execute(
                """SELECT s.public_id FROM scoring_sheet s JOIN panels_seat p ON p.id = s.seat_id
                   JOIN accounts_user u ON u.id = p.user_id
                   JOIN selection_round r ON r.id = p.round_id
                   WHERE u.email = %s AND r.phase = 'scoring' AND s.version = 0
                     AND NOT s.public_id = ANY(%s) ORDER BY s.id LIMIT 1""",
                [email, list(self.journal.sheets)],
            )
            return found.fetchone()[0]

    @contextmanager
    def recovering(self):
        """The time between the end of a fault and the screen that says saved."""
        began = time.monotonic()
        yield
        self.row.seconds = max(self.row.seconds or 0, time.monotonic() - began)

    def compare(self):
        """The one assertion of every fault: what a screen said is in the database, and once."""
        with self.copy.connect() as connection:
            stored = stored_of(connection, self.journal.sheets)
        lost, twice = self.journal.lost(stored), duplicated(stored)
        self.row.acknowledged = self.journal.acknowledged
        self.row.lost, self.row.duplicated = len(lost), len(twice)
        assert (lost, twice) == ([], [])


@pytest.fixture
def case(copy, chromium, request):
    mark = request.node.get_closest_marker("fault")
    row = Row(*mark.args)
    case = Case(copy, chromium, row)
    try:
        yield case
        case.compare()
    finally:
        for context in case.contexts:
            context.close()
        request.node.user_properties.append(("fault", row.packed()))


def pytest_terminal_summary(terminalreporter):
    rows = rows_of(terminalreporter.stats)
    if rows:
        terminalreporter.section("gangguan pada hari penilaian")
        for line in lines(rows):
            terminalreporter.write_line(line)
