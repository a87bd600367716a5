"""The database computes the route of a choice as the product does (migration 0014)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.periods import shift
from decisions import actions
from decisions.approving import present_route
from decisions.models import Choice, ElectionWindow
from decisions.route_terms import trait_of
from tests.decisions.chosen import determine, mayor

pytestmark = pytest.mark.django_db
DAYS = [date(2023, 6, 1) + timedelta(days=9 * count) for count in range(200)]
POSTS = [
    ("Kepala Dinas Kesehatan", "Dinas Kesehatan"),
    ("Inspektur", "Inspektorat"),
    ("INSPEKTUR  Daerah", ""),
    ("Inspektur Pembantu Wilayah I", "Inspektorat"),
    ("Sekda", "Sekretariat Daerah"),
    (" Sekretaris  Daerah Kota", ""),
    ("Sekretaris DPRD", "Sekretariat DPRD"),
    ("Kepala Dinas", "Dinas Kependudukan dan Pencatatan Sipil"),
    ("Kepala Disdukcapil", ""),
    ("Sekretaris Disdukcapil", "Disdukcapil"),
]


def told(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(("post", "unit"), POSTS)
def test_what_is_special_about_a_post_is_the_same(post, unit):
    assert told("SELECT decisions_trait_of(%s, %s)", post, unit) == [trait_of(post, unit).value]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(-30, 400))
def test_months_are_counted_the_same(day, months):
    assert told("SELECT decisions_shift(%s, %s)", day, months) == [shift(day, months)]


@pytest.fixture
def choice(draft):
    small = draft.play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)
    small.choice = determine(small, [(small.vacancies[0], small.candidates[1])])[0]
    return small


def same_on_every_day(small):
    choice = Choice.objects.select_related("vacancy__round", "candidate").get(pk=small.choice.pk)
    demanded = {
        day: sorted(told("SELECT decisions_rules_demand(%s, %s)", choice.pk, day)) for day in DAYS
    }
    expected = {
        day: sorted(step.rule.code for step in present_route(choice, day).required) for day in DAYS
    }
    assert demanded == expected
    return demanded


def window(small, designation, ends=None):
    return ElectionWindow.objects.create(
        agency=small.round.agency,
        designation_on=designation,
        ends_on=ends,
        source="Keputusan contoh",
        recorded_by=small.staff,
        recorded_at=timezone.now(),
    )


def test_the_same_is_demanded_while_nothing_is_known_of_the_region(choice):
    assert any("MENDAGRI" in codes for codes in same_on_every_day(choice).values())


def test_the_same_is_demanded_through_an_election_and_an_acting_head(choice):
    mayor(choice, since=date(2023, 9, 24), until=date(2025, 2, 19), acting=True)
    mayor(choice, since=date(2025, 2, 20))
    window(choice, date(2024, 9, 22))
    window(choice, date(2027, 3, 1), date(2027, 8, 1))

    counts = {len(codes) for codes in same_on_every_day(choice).values()}
    assert len(counts) > 1


@pytest.mark.parametrize(("post", "unit"), POSTS)
def test_the_same_is_demanded_for_every_kind_of_post(choice, bend, post, unit):
    mayor(choice)
    bend("selection_vacancy", f"title = '{post}', unit = '{unit}', special_approval = ' Gubernur '")
    bend("candidates_candidate", "post_kind = 'senior', post_since = '2024-02-29'")
    bend("candidates_candidate", "post = 'Kepala Disdukcapil', unit = 'Disdukcapil'")

    same_on_every_day(choice)


def test_what_two_people_decided_otherwise_is_demanded(choice):
    mayor(choice)
    fields = {"title": "x", "reason": "x", "requested_by": choice.staff}
    fields |= {"requested_at": timezone.now()}
    decided = {"decision": "approved", "decided_by": choice.head, "decided_at": timezone.now()}
    make = choice.choice.overrides.create
    with pytest.raises(DatabaseError, match="asked for before"), transaction.atomic():
        make(code="BKN_PERTEK", needed=False, **fields | decided)
    make(code="BKN_PERTEK", needed=False, **fields)
    make(code="DUKCAPIL_NAMES", needed=True, **fields)
    choice.choice.overrides.update(**decided)

    today = timezone.localdate()
    demanded = told("SELECT code FROM decisions_approvals_of(%s, %s)", choice.choice.pk, today)
    expected = [step.rule.code for step in present_route(choice.choice).required]
    assert sorted(demanded) == sorted(expected)
    assert "DUKCAPIL_NAMES" in demanded and "BKN_PERTEK" not in demanded
