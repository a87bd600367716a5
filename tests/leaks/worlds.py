"""Two worlds in which the same people did the same things, but for what is sealed."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from django.db import transaction
from django.test import Client

from accounts.cards import digest
from accounts.policy import Role
from reports.actions import order_minutes
from scoring import actions, panel_changes
from scoring.models import Sheet
from scoring.reopening import grant_reopening, request_reopening
from scoring.unsealing import request_unsealing
from selection.phases import Phase
from tests import factories
from tests.leaks import papers
from tests.leaks.addresses import TOKEN
from tests.leaks.dice import at, counters, same_clock, turn_back
from tests.leaks.values import CLOSING, SAVING, SIGNING, Lookers, Values
from tests.test_policy import Place, place
from workbook.sample_sealing import close_days

MORNING = datetime(2025, 12, 3, 0, 30, tzinfo=UTC)  # 07.30 on the one day of the timetable
AGAIN = datetime(2025, 12, 3, 2, 35, tzinfo=UTC)  # the bucket of what was opened again
LATER = datetime(2025, 12, 3, 2, 42, tzinfo=UTC)  # when everybody looks
NOBODY, NO_ROLE, NEIGHBOUR = "Tamu", "Tanpa peran", "Staf instansi lain"
COLLEAGUE = "Penilai kedua, kemudian mundur"
TYPIST = "Staf pengetik"

OUTSIDERS = Lookers(
    "luar panitia", (Role.STAFF, Role.HEAD, Role.AUTHORITY, Role.AUDITOR, Role.SYSADMIN)
)
STRANGERS = Lookers("orang lain", (NO_ROLE, NOBODY))
MEMBER = Lookers("penilai", (Role.MEMBER,), own=0)
CHAIR = Lookers("ketua", (Role.CHAIR,), own=-1)
EVERYBODY = (OUTSIDERS, MEMBER, CHAIR, STRANGERS)
WHOEVER = (*EVERYBODY, Lookers("di pinggir", (NEIGHBOUR,)), Lookers("rekan", (COLLEAGUE,), own=1))
TYPISTS = Lookers("pengetik", (TYPIST,), read=papers.READ)


class Scribe:
    """Writes sheets through the one path that there is, each at its own second."""

    def __init__(self, here, values):
        self.here, self.small, self.values = here, here.small, values

    def save(self, sheet, *, whole=True, bucket=SAVING):
        entries = self.values.entries(sheet) if whole else self.values.part(sheet)
        with at(self.values.moment(sheet, bucket)):
            return self._write(actions.save, sheet, entries)

    def sign(self, sheet):
        saved = self.save(sheet)
        with at(self.values.moment(sheet, SIGNING)):
            return self._write(actions.sign, saved)

    def sheets(self, *seats):
        """The sheets of these members (places on the panel), or of all."""
        chosen = {self.small.seats[seat].pk for seat in seats}
        return [s for s in self.values.sheets if not seats or s.seat_id in chosen]

    def sheet(self, seat, candidate):
        """The one of this member about this candidate, both by their places."""
        wanted = self.small.seats[seat].pk, self.small.candidates[candidate].pk
        return next(s for s in self.values.sheets if (s.seat_id, s.candidate_id) == wanted)

    def close(self, *, excused="", confirmed=False):
        """The day, with its minutes ordered as a document."""
        [closing] = close_days(self.small.round, excused=excused, confirmed=confirmed)
        self.here.minutes = order_minutes(closing, paper="f4", by=self.small.staff)

    def _write(self, action, sheet, *entries):
        mine = {"mutation_id": uuid4(), "by": sheet.seat.user}
        return action(sheet, *entries, base_version=sheet.version, **mine)


def drafts(scribe):
    for sheet in scribe.sheets():
        scribe.save(sheet, whole=False)


def middle(scribe):
    """Each member has something signed, something begun and something untouched."""
    for place_, sheet in enumerate(scribe.sheets()):
        if (place_ + place_ // 3) % 3 == 0:
            scribe.sign(sheet)
        elif (place_ + place_ // 3) % 3 == 1:
            scribe.save(sheet, whole=False)


def all_signed(scribe):
    for sheet in scribe.sheets():
        scribe.sign(sheet)


def withdrawn(scribe):
    """In the middle of it a member leaves: what he signed stays, what he began is withdrawn."""
    middle(scribe)
    with at(CLOSING):
        change = scribe.here.change
        for officer in (scribe.small.head, scribe.small.chair):
            change = panel_changes.approve(change, by=officer)


def closed(scribe):
    """The day is closed with some sheets excused; a member and the chair ask to open one again."""
    sheets = scribe.sheets()
    for sheet in sheets:
        if sheet.candidate == scribe.small.candidates[-1]:
            scribe.save(sheet, whole=False)
        else:
            scribe.sign(sheet)
    with at(CLOSING):
        scribe.here.reopenings = [
            request_reopening(sheet, "Salah menekan", by=sheet.seat.user)
            for sheet in (scribe.sheets(0)[0], scribe.sheets(-1)[0])
        ]
        scribe.close(excused="Sakit")


def reopened(scribe):
    """Both were allowed to, and one has already changed what the sheet said."""
    closed(scribe)
    mine, chairs = scribe.here.reopenings
    with at(CLOSING):
        grant_reopening(mine, by=scribe.small.chair)
        grant_reopening(chairs, by=scribe.small.members[1])
    sheet = Sheet.objects.select_related("seat__user").get(pk=chairs.sheet_id)
    scribe.save(sheet, whole=False, bucket=AGAIN)


def asked(scribe):
    """Everything signed, closed and confirmed; the chair has asked for the seal to be opened."""
    all_signed(scribe)
    with at(CLOSING):
        scribe.close(confirmed=True)
        request_unsealing(scribe.small.round, by=scribe.small.chair)


@dataclass(frozen=True)
class Moment:
    """A moment before unsealing: what was written until then, on a panel of how many.

    `also`: who looks besides those who always do.
    """

    name: str
    write: Callable
    members: int = 3
    also: tuple = ()


MOMENTS = (
    Moment("isian dimulai", drafts),
    Moment("di tengah hari", middle),
    Moment("semua ditandatangani", all_signed),
    Moment("hari ditutup", closed),
    Moment("dibuka kembali", reopened),
    Moment("segel diminta", asked),
    Moment("penilai mengundurkan diri", withdrawn, members=8),
    Moment("kertas dipakai", papers.typed, papers.MEMBERS, (TYPISTS,)),
    Moment("kertas diakhiri", papers.closed, papers.MEMBERS, (TYPISTS,)),
)
PAPER = MOMENTS[7]
CLOSED = MOMENTS[3]
OFFICE = Lookers("kantor", (Role.STAFF, Role.AUDITOR))  # who reads most, of those outside the panel
SUBSET = ((PAPER, (*EVERYBODY, TYPISTS)), (CLOSED, (OFFICE, MEMBER, CHAIR)))


@dataclass
class Base:
    """What both worlds share: a round that is open for scoring, and everybody signed in.

    One client takes everybody's cookies in turn: building its middleware takes time.
    """

    here: Place
    browsers: dict
    moment: Moment
    dice: object
    client: Client


def base_of(moment, dice):
    dice.throw("base", moment.name)
    same_clock()
    with at(MORNING):
        here = place(Phase.SCORING, is_asked=False, members=moment.members)
        people = {role: here.somebody(role) for role in Role}
        people[NO_ROLE] = factories.UserFactory()
        people[NEIGHBOUR] = factories.MembershipFactory().user
        people[COLLEAGUE] = here.small.members[1]
        here.typists = papers.staff_who_type(here.small.round.agency)
        people[TYPIST] = here.typists[papers.TYPIST]
        factories.InvitationFactory(agency=here.small.round.agency, token_sha256=digest(TOKEN))
        browsers = {role: _signed_in(user) for role, user in people.items()} | {NOBODY: {}}
    return Base(here, browsers, moment, dice, Client(raise_request_exception=False))


def _signed_in(user):
    """The cookies of a browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


@contextmanager
def world(name, base, lookers):
    """World A or B as these people may not know it; gone without a trace when it is left."""
    kept, here = counters(), base.here
    here.reopenings, here.minutes = [], None
    with transaction.atomic():
        base.dice.throw("building")
        with at(MORNING):
            scribe = Scribe(base.here, Values(name, base.here, lookers))
        base.moment.write(scribe)
        with at(LATER):
            yield scribe
        transaction.set_rollback(True)
    turn_back(kept)
