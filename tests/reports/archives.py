"""A past round, brought along with its scores."""

from itertools import product

from audit.actions import SYSTEM
from scoring.actions import archive_sheets
from tests.rounds import make_round


def an_archive(agency):
    small = make_round(agency, is_archive=True)
    entries = {"W1": {"score": 80}, "W2": {"score": 82}}
    pairs = product(small.members, small.candidates)
    sheets = {(member.email, c.nip, "WAWANCARA", ""): entries for member, c in pairs}
    archive_sheets(small.round, sheets, by=SYSTEM)
    return small
