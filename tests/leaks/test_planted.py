"""The comparison finds what it is there for: every leak that is planted, and every lost address."""

from unittest.mock import patch

import pytest
from django.http import Http404, HttpResponse
from django.urls import path

from audit.actions import record
from scoring import actions
from tests.leaks.addresses import Unvisitable, addresses
from tests.leaks.comparing import Report, compare, leaks_between
from tests.leaks.dice import same_chance
from tests.leaks.looking import look
from tests.leaks.masks import links
from tests.leaks.planting import PLANTS, TO_A_TYPIST, planted, visit_of
from tests.leaks.worlds import OUTSIDERS, PAPER, TYPISTS, base_of, world

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


@pytest.fixture
def base():
    with same_chance() as dice:
        yield base_of(PAPER, dice)


@pytest.fixture
def channels(base):
    """Plant -> channels in which the worlds differed, and the leaks that were there without it."""
    where = addresses(base.here)
    seen = {}
    for name in "AB":
        with world(name, base, OUTSIDERS):
            seen[name] = links(), {kind: _sight(base, where, kind) for kind in PLANTS}
    known = seen["A"][0] | seen["B"][0]
    return {
        kind: {
            leak.channel for leak in leaks_between("", visit_of(PLANTS[kind], where), known, (a, b))
        }
        for (kind, a), b in zip(seen["A"][1].items(), seen["B"][1].values(), strict=True)
    }


def _sight(base, where, kind):
    with planted(PLANTS[kind]):
        sight = look(base, visit_of(PLANTS[kind], where))
    assert sight.status < 500, f"{kind} breaks the page"
    return sight


def test_every_planted_leak_is_found_where_it_leaks(channels):
    missed = {k: p.channels - channels[k] for k, p in PLANTS.items() if p.channels - channels[k]}

    assert missed == {}
    assert len(PLANTS) >= 20


def test_without_a_plant_the_same_visits_tell_nothing(base):
    report = Report()

    def asking(where, role):
        return [v for p in PLANTS.values() if (v := visit_of(p, where)).role == role]

    compare(base, asking, report)

    assert report.leaks == []
    assert {visit for visits in report.visits for visit in visits} >= {
        "Staf BKPSDM",
        "Ketua panitia",
    }


def test_what_one_typist_is_told_of_the_copy_of_the_other_is_found(base):
    report = Report()

    def asking(where, _role):
        return [visit_of(TO_A_TYPIST, where)]

    with planted(TO_A_TYPIST):
        compare(base, asking, report, [TYPISTS])

    assert {leak.channel for leak in report.leaks} >= TO_A_TYPIST.channels


def test_a_value_copied_into_another_table_is_found(base):
    honest = actions.save

    def gossip(sheet, entries, **rest):
        saved = honest(sheet, entries, **rest)
        facts = {"scope": sheet.seat.round.scope, "highest": sum(saved.scores.values())}
        record("scoring.saved", saved, by=rest["by"], **facts)
        return saved

    report = Report()
    with patch.object(actions, "save", gossip):
        compare(base, lambda *_: [], report, [OUTSIDERS])

    assert {leak.channel for leak in report.leaks} == {"audit_event"}


def _nowhere(_request, **_):
    raise Http404


def _broken(_request):
    raise RuntimeError("a fault of the page")


def _with(*more):
    """The product's URLconf and these addresses as well."""
    from config.urls import urlpatterns

    return type("urls", (), {"urlpatterns": [*urlpatterns, *more]})


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (path("baru/<slug:thing>/", _nowhere, name="new"), "new: thing"),
        (path("baru/<str:whatever>/", _nowhere, name="new"), "new: whatever"),
    ],
)
def test_an_address_that_cannot_be_filled_in_fails(base, settings, address, words):
    settings.ROOT_URLCONF = _with(address)

    with pytest.raises(Unvisitable, match=words) as refusal:
        addresses(base.here)

    assert "Place.arguments" in str(refusal.value)


def _asking_only(kind):
    from tests.leaks.asking import plainly

    return lambda where, role: [v for v in plainly(where, role) if v.kind == kind]


def test_an_address_that_nobody_finds_anything_at_fails(base, settings):
    settings.ROOT_URLCONF = _with(path("baru/<uuid:public_id>/", _nowhere, name="new"))
    report = Report()
    compare(base, _asking_only("new"), report)

    with pytest.raises(Unvisitable, match="new: 404 for everybody"):
        report.require_clean()


def test_an_address_that_breaks_fails(base, settings):
    settings.ROOT_URLCONF = _with(path("baru/", _broken, name="new"))
    report = Report()
    compare(base, _asking_only("new"), report, [OUTSIDERS])

    with pytest.raises(AssertionError, match="GET /baru/ answers 500"):
        report.require_clean()


def test_an_address_known_by_the_type_of_its_object_is_visited(base, settings):
    def answer(_request, code, day, public_id):
        return HttpResponse(f"{code} {day} {public_id}")

    settings.ROOT_URLCONF = _with(
        path("baru/<slug:code>/<str:day>/<uuid:public_id>/", answer, name="new")
    )
    found = [where for where in addresses(base.here) if where.kind == "new"]

    assert len(found) > 5
    assert all("/2025-12-03/" in where.path for where in found)
