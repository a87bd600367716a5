"""Two worlds in which the same people did the same things, but for what is sealed."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.test import Client

from accounts.cards import digest
from accounts.policy import Role
from scoring import actions, panel_changes
from scoring.models import Sheet
from scoring.rules import indicators_of
from selection.phases import Phase
from tests import factories
from tests.leaks.addresses import TOKEN
from tests.leaks.dice import at, counters, turn_back
from tests.test_policy import Place, place

MORNING = datetime(2098, 12, 3, 0, 30, tzinfo=UTC)  # 07.30 on the day of the timetable
SAVING = datetime(2098, 12, 3, 2, 20, tzinfo=UTC)  # a bucket of five minutes
SIGNING = datetime(2098, 12, 3, 2, 25, tzinfo=UTC)  # and the next
LATER = datetime(2098, 12, 3, 2, 40, tzinfo=UTC)  # when everybody looks
BUCKET = timedelta(minutes=5)
NOBODY, NO_ROLE, NEIGHBOUR = "Tamu", "Tanpa peran", "Staf instansi lain"
COLLEAGUE = "Penilai kedua, kemudian mundur"
WORDS = {"A": "nuansa tenang", "B": "gagasan yang jauh lebih berani"}


@dataclass(frozen=True)
class Lookers:
    """People who may know the same: nothing sealed, or only what their own seat wrote."""

    name: str
    roles: tuple
    own: int | None = None

    def one_by_one(self):
        """Each of them apart."""
        return [replace(self, roles=(role,)) for role in self.roles]


OUTSIDERS = Lookers(
    "luar panitia", (Role.STAFF, Role.HEAD, Role.AUTHORITY, Role.AUDITOR, Role.SYSADMIN)
)
STRANGERS = Lookers("orang lain", (NO_ROLE, NOBODY))
MEMBER = Lookers("penilai", (Role.MEMBER,), own=0)
CHAIR = Lookers("ketua", (Role.CHAIR,), own=-1)
ROLES = (OUTSIDERS, MEMBER, CHAIR)  # of the policy table
EVERYBODY = (*ROLES, STRANGERS)
WHOEVER = (*EVERYBODY, Lookers("di pinggir", (NEIGHBOUR,)), Lookers("rekan", (COLLEAGUE,), own=1))


class Values:
    """What the members of one world write, and when within a bucket; `own` wrote as in world A."""

    def __init__(self, world, here, lookers):
        self.world = world
        self.sheets = list(
            Sheet.objects.filter(seat__round=here.small.round)
            .select_related("seat__user", "seat__round", "candidate", "instrument")
            .order_by("pk")
        )
        self.own = None if lookers.own is None else here.small.seats[lookers.own].pk
        self.steps = {sheet.pk: step for step, sheet in enumerate(self.sheets)}
        if world == "B":
            hidden = [sheet.pk for sheet in self.sheets if sheet.seat_id != self.own]
            steps = [self.steps[pk] for pk in hidden]
            self.steps.update(zip(hidden, reversed(steps), strict=True))

    def of(self, sheet):
        return "A" if sheet.seat_id == self.own else self.world

    def moment(self, sheet, bucket):
        return bucket + BUCKET * self.steps[sheet.pk] / len(self.sheets)

    def entries(self, sheet):
        """A whole sheet: scores, and notes at the extremes and here and there."""
        world, number = self.of(sheet), sheet.candidate.number
        return {
            indicator.code: self._entry(world, sheet.seat.number, number, criterion)
            for criterion, indicator in enumerate(indicators_of(sheet.instrument))
        }

    def part(self, sheet):
        """A sheet that is not finished: how much of it is filled in is sealed too."""
        entries = self.entries(sheet)
        is_half = (sheet.candidate.number + sheet.seat.number + (self.of(sheet) == "B")) % 2
        return dict(list(entries.items())[: 1 if is_half else None])

    def _entry(self, world, seat, candidate, criterion):
        if world == "A":
            score = 57 + candidate * 10 + seat + criterion * 3
        else:
            score = 100 - candidate * 9 - seat * 2 - criterion * 4
        is_extreme = not 60 <= score <= 90
        wants_note = is_extreme or (candidate + criterion + (world == "B")) % 2
        note = {"note": f"{WORDS[world]} {seat}-{candidate}-{criterion}"} if wants_note else {}
        return {"score": score} | note


class Scribe:
    """Writes sheets through the one path that there is, each at its own second."""

    def __init__(self, here, values):
        self.here, self.small, self.values = here, here.small, values

    def save(self, sheet, *, whole=True):
        entries = self.values.entries(sheet) if whole else self.values.part(sheet)
        with at(self.values.moment(sheet, SAVING)):
            return self._write(actions.save, sheet, entries)

    def sign(self, sheet):
        saved = self.save(sheet)
        with at(self.values.moment(sheet, SIGNING)):
            return self._write(actions.sign, saved)

    def sheets(self, *seats):
        """The sheets of these members (places on the panel), or of all."""
        chosen = {self.small.seats[seat].pk for seat in seats}
        return [s for s in self.values.sheets if not seats or s.seat_id in chosen]

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
    with at(SIGNING + BUCKET):
        change = scribe.here.change
        for officer in (scribe.small.head, scribe.small.chair):
            change = panel_changes.approve(change, by=officer)


@dataclass(frozen=True)
class Moment:
    """A moment before unsealing: what was written until then, on a panel of how many."""

    name: str
    write: Callable
    members: int = 3


MOMENTS = (
    Moment("isian dimulai", drafts),
    Moment("di tengah hari", middle),
    Moment("semua ditandatangani", all_signed),
    Moment("penilai mengundurkan diri", withdrawn, members=8),
)
SUBSET = ((MOMENTS[1], EVERYBODY), (MOMENTS[2], ROLES))


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
    with at(MORNING):
        here = place(Phase.SCORING, members=moment.members)
        people = {role: here.somebody(role) for role in Role}
        people[NO_ROLE] = factories.UserFactory()
        people[NEIGHBOUR] = factories.MembershipFactory().user
        people[COLLEAGUE] = here.small.members[1]
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
    kept = counters()
    with transaction.atomic():
        base.dice.throw("building")
        with at(MORNING):
            scribe = Scribe(base.here, Values(name, base.here, lookers))
        base.moment.write(scribe)
        with at(LATER):
            yield scribe
        transaction.set_rollback(True)
    turn_back(kept)
