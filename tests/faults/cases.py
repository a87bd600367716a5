"""One fault at work: who sits at the screens, what they were told, and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext

from tests.faults.bot import Bot
from tests.faults.crowd import Crowd, Hand
from tests.faults.journal import Claim, Journal, Stored, duplicated, stored_of
from tests.faults.servers import Copy
from tests.faults.table import Row

LAPTOP = {"width": 1366, "height": 768}
CHAIR = "hadiwinata.suryaningrat@pansel.example"
STAFF = "staf@pekalongan.example"
MEMBERS = [
    "suryo.kalingga@pansel.example",
    "wibawa.pranata@pekalongan.example",
    "anindita.rahayu@pansel.example",
    "hesti.kusuma@pekalongan.example",
    "nareswara.dewanata@pansel.example",
    "puspita.arum@pansel.example",
    CHAIR,
]


class Case:
    """What a test of a fault has at hand: the copy, the people at it, and their journal."""

    def __init__(self, copy: Copy, chromium: Browser, row: Row) -> None:
        self.copy, self.chromium, self.row = copy, chromium, row
        self.journal = Journal()
        self.contexts: list[BrowserContext] = []

    def browser(self, email: str = MEMBERS[0]) -> Bot:
        """Somebody who has signed in, at a browser of his own."""
        self.contexts.append(self.chromium.new_context(locale="id-ID", viewport=LAPTOP))
        page = self.contexts[-1].new_page()
        return Bot(page, self.copy.address, self.journal).sign_in(email)

    def bot(self, email: str = MEMBERS[0]) -> Bot:
        """A member who has opened a sheet that nobody has touched."""
        return self.browser(email).open(self.fresh_sheet(email))

    def hand(self, email: str) -> Hand:
        """A device that has not signed in."""
        return Hand(self.copy.address, email, self.journal)

    def crowd(self, size: int) -> Crowd:
        """As many devices, each signed in and before a sheet of its own."""
        emails = list(islice(cycle(MEMBERS), size))
        hands = [self.hand(email) for email in emails]
        for hand in hands:
            assert hand.sign_in() == 200
            hand.open(self.fresh_sheet(hand.email))
        return Crowd(hands)

    def fresh_sheet(self, email: str) -> UUID:
        """A sheet of this member that was never saved, and that nobody here has opened."""
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

    def end_sessions(self) -> None:
        """Everybody's, as after ten hours."""
        with self.copy.connect("postgres") as connection:
            connection.execute("DELETE FROM django_session")

    @contextmanager
    def recovering(self) -> Iterator[None]:
        """The time between the end of a fault and the screen that says saved."""
        began = time.monotonic()
        yield
        self.row.seconds = max(self.row.seconds or 0, time.monotonic() - began)

    def lost(self) -> list[Claim]:
        """What a screen said is saved, and the database does not have."""
        return self.journal.lost(self._stored())

    def compare(self) -> None:
        """The one assertion of every fault: what a screen said is in the database, and once."""
        stored = self._stored()
        lost, hasty = self.journal.lost(stored), self.journal.hasty(stored)
        twice = duplicated(stored)
        self.row.acknowledged = self.journal.acknowledged
        self.row.lost, self.row.duplicated = len(lost) + len(hasty), len(twice)
        assert (lost, hasty, twice) == ([], [], [])

    def _stored(self) -> list[Stored]:
        with self.copy.connect() as connection:
            return stored_of(connection, self.journal.sheets)
