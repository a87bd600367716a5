"""A small, complete round, and playing it through the real actions."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from accounts.models import Membership, User
from scoring import actions
from scoring.models import Sheet
from scoring.panel_changes import fix_panel
from scoring.rubric import rubric_hash
from scoring.rules import indicators_of
from selection.actions import advance
from selection.models import Instrument, Round, Vacancy
from selection.phases import Phase
from tests import factories
from workbook.sample_plenary import resolve
from workbook.sample_sealing import open_seal


@dataclass
class Small:
    """A round with its people. `members[0]` is an ordinary member, `chair` presides."""

    round: Round
    vacancies: list[Vacancy]
    candidates: list
    interview: Instrument
    talent: Instrument
    seats: list
    staff: User
    head: User
    authority: User
    auditor: User

    @property
    def chair(self) -> User:
        return self.seats[-1].user

    @property
    def members(self) -> list[User]:
        return [seat.user for seat in self.seats]

    def sheet(self, seat=0, candidate=0) -> Sheet:
        return Sheet.objects.get(seat=self.seats[seat], candidate=self.candidates[candidate])

    def freeze(self) -> "Small":
        """Fix the rules as they stand, whatever is still missing."""
        if self.round.is_draft:
            people = {"requested_by": self.staff, "head": self.head, "chair": self.chair}
            self.round = frozen(self.round, **people)
        return self

    def open(self) -> "Small":
        self.freeze()
        self.round = actions.open_scoring(self.round, by=self.chair)
        return self

    def play(self, scores=None) -> "Small":
        """Open, score everything (`scores(seat number, candidate number, place)`), sign, unseal."""
        self.open()
        for sheet in Sheet.objects.filter(seat__round=self.round).select_related(
            "seat__user", "candidate", "instrument"
        ):
            fill(sheet, scores or (lambda seat, candidate, _: min(90, 70 + candidate * 4 + seat)))
        self.round = open_seal(self.round)
        return self

    def resolve(self, reason="") -> "Small":
        """Hold the plenary of a played round and freeze its result."""
        resolve(self.round, reason=reason)
        return self


def frozen(round_: Round, **people) -> Round:
    """The round with its rules fixed as they stand, agreed to by three people."""
    freeze = factories.FreezeFactory(round=round_, **people)
    fixed = advance(round_, to=Phase.FROZEN, by=freeze.chair, rules=freeze.text)
    fix_panel(fixed, by=freeze.chair)
    return fixed


def fill(sheet: Sheet, scores) -> Sheet:
    entries = {
        indicator.code: {"score": scores(sheet.seat.number, sheet.candidate.number, place)}
        for place, indicator in enumerate(indicators_of(sheet.instrument))
    }
    user = sheet.seat.user
    saved = actions.save(sheet, entries, base_version=sheet.version, mutation_id=uuid4(), by=user)
    return actions.sign(saved, base_version=saved.version, mutation_id=uuid4(), by=user)


def made_from(sheet: Sheet) -> dict[str, str]:
    """What a page of the sheet says it was made from: its member and its rules."""
    hash_ = rubric_hash(sheet.instrument, indicators_of(sheet.instrument))
    return {"as_user": str(sheet.seat.user.public_id), "rubric_hash": hash_}


def nip(number: int) -> str:
    """The NIP of candidate `number`, up to 999."""
    return f"1970010119950310{number:02}" if number < 100 else f"197001021996031{number:03}"


def make_round(agency, *, candidates=3, members=3, **fields) -> Small:
    round_ = factories.RoundFactory(agency=agency, **fields)
    vacancies = [
        factories.VacancyFactory(round=round_, code=code, title=title)
        for code, title in (
            ("DINKES", "Kepala Dinas Kesehatan"),
            ("DISHUB", "Kepala Dinas Perhubungan"),
        )
    ]
    interview = factories.InstrumentFactory(
        round=round_, code="WAWANCARA", title="Wawancara", weight=Decimal(40)
    )
    for code in ("W1", "W2"):
        factories.IndicatorFactory(instrument=interview, code=code, title=f"Kriteria {code}")
    talent = factories.InstrumentFactory(
        round=round_, code="TALENTA", title="Nilai talenta", source="data", weight=Decimal(60)
    )
    people = stored(
        factories.CandidateFactory.build(
            round=round_,
            official=factories.OfficialFactory(agency=agency, nip=nip(number)),
            number=number,
            nip=nip(number),
            name=f"Nama Rahasia {number:02}",
        )
        for number in range(1, candidates + 1)
    )
    stored(
        factories.NominationFactory.build(candidate=candidate, vacancy=vacancy)
        for candidate, vacancy in [(c, vacancies[0]) for c in people] + [(people[0], vacancies[1])]
    )
    stored(
        factories.GivenValueFactory.build(
            candidate=candidate, instrument=talent, value=Decimal(70 + candidate.number % 30)
        )
        for candidate in people
    )
    users = stored(factories.UserFactory.build() for _ in range(members + 4))
    seats = stored(
        factories.SeatFactory.build(
            round=round_,
            user=user,
            number=number,
            part="chair" if number == members else "member",
        )
        for number, user in enumerate(users[:members], start=1)
    )
    staff, head, authority, auditor = users[members:]
    role = Membership.Role
    hats = {staff: role.STAFF, head: role.HEAD, authority: role.AUTHORITY, auditor: role.AUDITOR}
    stored(Membership(user=user, agency=agency, role=hat) for user, hat in hats.items())
    return Small(
        round_, vacancies, people, interview, talent, seats, staff, head, authority, auditor
    )


def stored(rows):
    """The rows, all of one model, written in one go: thousands of tests begin here."""
    rows = list(rows)
    return type(rows[0]).objects.bulk_create(rows)
