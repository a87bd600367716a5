import pytest

from audit.models import Event
from selection.actions import RoundFixed, withdraw_round
from selection.models import Round

pytestmark = pytest.mark.django_db


def test_a_draft_goes_out_of_sight_and_stays_in_the_table(draft):
    withdraw_round(draft.round, by=draft.staff)

    assert not Round.objects.in_force().exists()
    assert Round.objects.get().withdrawn_at
    event = Event.objects.get(scope=draft.round.scope, verb="selection.round_withdrawn")
    assert event.actor_name == draft.staff.name


def test_a_fixed_round_is_not_withdrawn(draft):
    draft.freeze()

    with pytest.raises(RoundFixed):
        withdraw_round(draft.round, by=draft.staff)

    assert Round.objects.in_force().get() == draft.round
    assert not Event.objects.filter(verb="selection.round_withdrawn").exists()
