"""A part of the panel writes on paper: three staff type it, and no two sheets are equally far."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from accounts.models import Membership
from scoring import transcribing
from scoring.copies import copies_of
from scoring.paper_modes import close_paper, open_paper
from tests import factories
from tests.leaks.dice import at
from tests.leaks.values import CLOSING, SAVING, SIGNING

TYPIST, SECOND, THIRD = range(3)  # the first of them looks; nobody who looks is another
MEMBERS = 5


@dataclass(frozen=True)
class Paper:
    """A sheet on paper: of which member, about whom, typed by whom, and what is done then.

    `slip`: what the last who typed it misread, its scores or only its notes.
    """

    seat: int
    candidate: int
    typists: tuple
    slip: str = ""
    then: Callable | None = None


def confirm(sheet, _):
    transcribing.confirm(sheet, copies_of(sheet).key, uuid4(), by=sheet.seat.user)


def send_back(sheet, _):
    transcribing.send_back(sheet, copies_of(sheet).key, by=sheet.seat.user)


def withdraw(sheet, typist):
    transcribing.withdraw(sheet, by=typist)


PAPERS = (
    Paper(0, 0, (TYPIST, SECOND), slip="score"),
    Paper(0, 1, (SECOND, THIRD), then=confirm),
    Paper(0, 2, (SECOND, THIRD), slip="score"),
    Paper(1, 0, (TYPIST, SECOND)),
    Paper(1, 1, (SECOND, THIRD), slip="note"),
    Paper(2, 0, (TYPIST, SECOND), slip="note"),
    Paper(2, 1, (TYPIST,)),
    Paper(2, 2, (TYPIST,), then=withdraw),
    Paper(3, 0, (THIRD,)),
    Paper(-1, 0, (TYPIST, SECOND), then=confirm),
    Paper(-1, 1, (SECOND, THIRD)),
    Paper(-1, 2, (SECOND, THIRD), then=send_back),
)
READ = frozenset((paper.seat, paper.candidate) for paper in PAPERS if TYPIST in paper.typists)
SIGNED, BEGUN = (1, 2), (3, 1)  # on screen, while others write on paper; one is not begun


def staff_who_type(agency):
    return [factories.in_role(agency, Membership.Role.STAFF) for _ in range(3)]


def typed(scribe):
    """Paper is used: every sheet on it another way along, and some on screen."""
    with at(SAVING):
        open_paper(scribe.small.round, "Listrik padam", by=scribe.small.chair)
    for paper in PAPERS:
        _type(scribe, paper)
    scribe.sign(scribe.sheet(*SIGNED))
    scribe.save(scribe.sheet(*BEGUN), whole=False)


def closed(scribe):
    """Paper is used no more, and the day is closed: confirmed copies stay, the others go."""
    typed(scribe)
    with at(CLOSING):
        close_paper(scribe.small.round, by=scribe.small.chair)
        scribe.close(excused="Sakit", confirmed=True)


def _type(scribe, paper):
    sheet, values = scribe.sheet(paper.seat, paper.candidate), scribe.values
    typists = [scribe.here.typists[number] for number in paper.typists]
    with at(SAVING):
        for typist in typists:
            errs = paper.slip and typist == typists[-1]
            said = values.misread(sheet, paper.slip) if errs else values.entries(sheet)
            transcribing.transcribe(sheet, said, by=typist)
    if paper.then:
        is_sealed = paper.then is confirm  # the trail tells when the others were
        with at(values.moment(sheet, SIGNING) if is_sealed else SIGNING):
            paper.then(sheet, typists[-1])
