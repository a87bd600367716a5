"""No page costs more queries for 260 candidates than for the 26 of the reference case."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from panels.adopting import adopt_slots
from tests import factories
from tests.candidates.exports import person, put
from tests.checking import checking_of
from tests.rounds import make_round

pytestmark = [pytest.mark.django_db, pytest.mark.long]

FIRST_DAY = date(2026, 3, 2)
A_DAY = 20  # sittings
OF_STAFF = {
    "reports:home": [],
    "reports:round": ["round"],
    "reports:changes": ["round"],
    "reports:rules": ["round"],
    "reports:requirements": ["round"],
    "reports:requirement-matrix": ["round", "DINKES"],
    "reports:requirement-cell": ["round", "DINKES", 2, "USIA"],
    "reports:relatedness": ["round", "DINKES"],
    "reports:exceptions": ["round"],
    "reports:requirement-rules": ["round"],
    "reports:candidate": ["round", 2],
    "reports:papers": ["round"],
    "reports:paper": ["round", 2, "DINKES"],
    "reports:attendance": ["round"],
    "reports:attendance-list": ["round"],
    "reports:talent-pool": [],
    "reports:talent-grid": ["round"],
    "reports:talent-candidate": ["round", 2],
    "panels:panel": ["round"],
    "panels:timetable": ["round"],
    "panels:timetable-setup": ["round"],
    "panels:draw": ["round"],
    "accounts:accounts": [],
    "workbook:uploads": [],
}
OF_MEMBERS = {
    "reports:home": [],
    "scoring:agenda": [],
    "panels:mine": [],
    "panels:declaration": ["round"],
    "panels:my-timetable": ["round"],
}


def a_round(candidates):
    """Every candidate with a career, a paper, a record in the talent pool and a sitting."""
    small = make_round(factories.AgencyFactory(), candidates=candidates)
    put(small.round.agency, *(person(n) for n in range(1, candidates + 1)))
    for place, candidate in enumerate(small.candidates):
        factories.CareerPostFactory(candidate=candidate)
        factories.IdeaPaperFactory(nomination=candidate.nominations.first())
        day, turn = divmod(place, A_DAY)
        starts = time(8 + turn // 2, 30 * (turn % 2))
        factories.SlotFactory(
            round=small.round,
            candidate=candidate,
            instrument=small.interview,
            date=FIRST_DAY + timedelta(days=day),
            starts=starts,
            ends=starts.replace(minute=starts.minute + 25),
        )
    checking_of(small)
    adopt_slots(small.round, by=small.staff)
    return small


def costs(client, user, small, pages):
    """Queries of each page, all of them opened once before: caches belong to nobody."""
    client.force_login(user)
    found = {}
    for name, arguments in pages.items():
        given = [small.round.code if a == "round" else a for a in arguments]
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(name, args=given))
        assert response.status_code == 200, name
        found[name] = len(queries)
    return found


def test_no_page_costs_more_for_ten_times_the_candidates(client):
    few, many = a_round(26), a_round(260)

    for phase in ("draft", "scoring"):
        if phase == "scoring":
            few.open()
            many.open()
        for who, pages in (("staff", OF_STAFF), ("member", OF_MEMBERS)):
            small, wide = (
                costs(client, r.staff if who == "staff" else r.members[0], r, pages)
                for r in (few, many)
            )
            assert wide == small, f"{phase}, {who}"
