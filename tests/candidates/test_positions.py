from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from candidates.models import OfficialPost
from candidates.positions import current_post_of, newer_post_of, newer_posts_of
from tests import factories

pytestmark = pytest.mark.django_db


def take_up(official, since, post="Kepala Dinas Kesehatan"):
    return OfficialPost.objects.create(
        official=official,
        post=post,
        post_kind="senior",
        unit="Dinas Kesehatan",
        since=since,
        source="SK 821.2/7",
        recorded_by=factories.UserFactory(),
        recorded_at=timezone.now(),
    )


def test_the_post_taken_up_last_is_the_present_one():
    official = factories.OfficialFactory()
    assert current_post_of(official) is None
    later = take_up(official, date(2026, 3, 2))
    take_up(official, date(2025, 1, 6), "Sekretaris Dinas")

    assert current_post_of(official) == later


@pytest.mark.parametrize(
    ("since", "post", "is_news"),
    [
        (date(2026, 1, 5), "Kepala Dinas Kesehatan", True),
        (date(2021, 1, 4), "Kepala Dinas Kesehatan", True),
        (date(2021, 1, 4), "sekretaris  dinas", False),
        (date(2020, 1, 4), "Kepala Dinas Kesehatan", False),
    ],
)
def test_a_workbook_that_does_not_know_the_new_post_is_noticed(since, post, is_news):
    candidate = factories.CandidateFactory(post="Sekretaris Dinas", post_since=date(2021, 1, 4))
    taken = take_up(candidate.official, since, post)

    assert newer_post_of(candidate) == (taken if is_news else None)
    assert newer_posts_of([candidate]) == ({candidate.pk: taken} if is_news else {})


def test_what_was_taken_up_stays():
    post = take_up(factories.OfficialFactory(), date(2026, 1, 5))

    with pytest.raises(DatabaseError), transaction.atomic():
        OfficialPost.objects.filter(pk=post.pk).update(post="Lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficialPost.objects.all().delete()
