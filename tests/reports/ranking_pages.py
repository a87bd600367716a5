"""Reading the pages of a ranking as somebody, and arranging what they show."""

import re
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from scoring.models import GivenValue, Sheet


def equals(seat, candidate, place):
    return 80


def within_the_ordinary(seat, candidate, place):
    return 70 + candidate + seat


def text_of(response):
    """The page as it is read: without tags, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def as_user(client, user):
    client.force_login(user)
    return client


def results(client, small):
    return client.get(reverse("reports:results", args=[small.round.code]))


def ranking(client, small, vacancy="DINKES"):
    return client.get(reverse("reports:ranking", args=[small.round.code, vacancy]))


def with_equal_data(small):
    GivenValue.objects.filter(candidate__round=small.round).update(value=Decimal(70))
    return small


def withdraw(rows):
    rows.update(withdrawn_at=timezone.now())


def unsign(**which):
    Sheet.objects.filter(**which).update(signed_at=None, receipt="")
