"""What the public may not know before the announcement, and what a names-only one never tells."""

from contextlib import contextmanager

import pytest

from decisions.actions import hand_over
from decisions.announced import read
from reports import issuing
from reports.actions import publish_announcement
from reports.models import Document
from selection.models import Round
from tests import announcing
from tests.leaks.addresses import addresses
from tests.leaks.asking import plainly
from tests.leaks.comparing import leaks_between
from tests.leaks.dice import at, same_chance
from tests.leaks.looking import look
from tests.leaks.values import CLOSING
from tests.leaks.worlds import NOBODY, STRANGERS, Moment, all_signed, base_of, world
from workbook.sample_plenary import resolve
from workbook.sample_sealing import open_seal

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
OUTSIDE = {"reports:public-announcement", "reports:public-announcement-file"}


def handed_over(scribe):
    """Scored, opened, fixed and with the mayor; the two worlds rank the same people otherwise."""
    all_signed(scribe)
    small = scribe.small
    with at(CLOSING):
        round_ = Round.objects.get(pk=small.round.pk)
        open_seal(round_)
        round_.refresh_from_db()
        resolve(round_)
        round_.refresh_from_db()
        scribe.handed = hand_over(round_, by=small.chair)


@contextmanager
def told(name, base, *, shows="names", published=False):
    """One world in which staff asked for an announcement, and the head published it, or not yet."""
    with world(name, base, STRANGERS) as scribe:
        small, kept = scribe.small, scribe.small.round
        small.round = scribe.handed
        here = base.here
        here.announcement = announcing.asked(small, shows=shows)
        if published:
            publish_announcement(here.announcement, by=small.head)
            issuing.produce(Document.objects.get(kind="announcement").pk)
            here.announcement.refresh_from_db()
        yield scribe
        small.round, here.announcement = kept, None


def differing(base, **how):
    """(kind of address, channel) that tell a stranger the worlds apart, the visits, the texts."""
    sights, texts = {}, {}
    for name in "AB":
        with told(name, base, **how):
            visits = list(plainly(addresses(base.here), NOBODY))
            sights[name] = {visit: look(base, visit) for visit in visits}
            texts[name] = read(base.here.announcement.text)
    assert sights["A"].keys() == sights["B"].keys()
    leaks = {
        (visit.kind, leak.channel)
        for visit, sight in sights["A"].items()
        for leak in leaks_between("", visit, set(), (sight, sights["B"][visit]))
    }
    return leaks, sights["A"], texts


@pytest.fixture
def base():
    with same_chance() as dice:
        yield base_of(Moment("sesudah diserahkan", handed_over), dice)


def test_before_it_is_published_a_stranger_finds_the_same_everywhere(base):
    leaks, seen, texts = differing(base, shows="scores")

    assert texts["A"].posts != texts["B"].posts  # what waits tells the worlds apart
    assert leaks == set()
    assert len(seen) > 150
    statuses = {visit.kind: sight.status for visit, sight in seen.items()}
    assert {statuses[kind] for kind in OUTSIDE} == {404}
    assert statuses["reports:public-announcements"] == 200


def test_names_alone_tell_nothing_of_ranks_and_scores(base):
    leaks, seen, texts = differing(base, published=True)

    assert texts["A"] == texts["B"]
    assert leaks == set()
    found = [visit.kind for visit, sight in seen.items() if sight.status == 200]
    assert set(found) >= OUTSIDE


def test_ranks_are_told_at_the_public_addresses_and_nowhere_else(base):
    leaks, _seen, _texts = differing(base, shows="ranks", published=True)

    assert {kind for kind, _channel in leaks} == OUTSIDE | {"reports:verify"}
