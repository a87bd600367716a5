"""What is printed of a fixed round bears the fingerprint of its rules, on whatever page."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

PAGES = [
    ("reports:round", []),
    ("reports:rules", []),
    ("reports:requirements", []),
    ("reports:requirement-matrix", ["DINKES"]),
    ("reports:exceptions", []),
    ("reports:requirement-rules", []),
    ("reports:candidate", [1]),
    ("reports:talent-grid", []),
    ("reports:papers", []),
    ("reports:attendance", []),
    ("reports:attendance-list", []),
    ("panels:panel", []),
    ("panels:timetable", []),
]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_a_page_of_a_fixed_round_prints_the_fingerprint_of_its_rules(client, draft, name, more):
    client.force_login(draft.staff)
    address = reverse(name, args=[draft.round.code, *more])

    before = client.get(address).text
    draft.freeze()
    after = client.get(address).text

    assert 'class="imprint"' not in before
    assert after.count(f'class="hash">{draft.round.scheme_sha256}</span></p>') == 1
