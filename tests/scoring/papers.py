"""Sheets written on paper, for tests."""

from uuid import uuid4

from accounts.models import Membership
from scoring.copies import copies_of
from scoring.paper_modes import open_paper
from scoring.rules import indicators_of
from scoring.transcribing import confirm, transcribe
from tests import factories


def typists(small):
    """The two staff of the round who type, the second one new."""
    role = Membership.Role.STAFF
    return small.staff, factories.in_role(small.round.agency, role)


def written(sheet, score=80, **others):
    """What stands on the paper: `others` are criteria with another score."""
    return {i.code: {"score": others.get(i.code, score)} for i in indicators_of(sheet.instrument)}


def copied(small, sheet=None, by=None, score=80):
    """The sheet typed twice alike, while paper is used."""
    sheet = sheet or small.sheet()
    open_paper(small.round, "Listrik padam", by=small.chair)
    for person in by or typists(small):
        transcribe(sheet, written(sheet, score), by=person)
    return sheet


def confirmed(small, sheet=None, mutation_id=None, score=80):
    """The sheet as its member confirmed it."""
    sheet = copied(small, sheet, score=score)
    key = copies_of(sheet).key
    return confirm(sheet, key, mutation_id or uuid4(), by=sheet.seat.user)
