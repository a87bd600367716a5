"""How rows call themselves in logs and shells: enough to find them, and never a score."""

import pytest

from scoring.models import ScoreEvent
from tests.rounds import fill

pytestmark = pytest.mark.django_db


def test_sheets_their_events_and_freezes_are_named_by_their_keys(draft):
    sheet = draft.open().sheet()
    fill(sheet, lambda *_: 83)
    freeze = draft.round.freezes.get()
    named = [str(event) for event in ScoreEvent.objects.order_by("version")]

    assert str(sheet) == f"Lembar {sheet.pk}"
    assert named == [f"draft {sheet.pk} v1", f"sign {sheet.pk} v2"]
    assert str(freeze) == f"Pembekuan {draft.round.pk}: {draft.round.scheme_sha256[:12]}"


def test_a_given_value_is_named_by_its_instrument_and_candidate(draft):
    value = draft.candidates[0].given_values.get(instrument=draft.talent)

    assert str(value) == f"{draft.talent} {draft.candidates[0]}: {value.value:f}"
