import pytest

from audit.models import Event
from candidates.actions import put_candidates
from candidates.models import Candidate, Official
from selection.actions import RoundFixed
from tests import factories

pytestmark = pytest.mark.django_db


def newcomer(round_):
    return factories.CandidateFactory.build(round=round_, official=None, number=None)


def test_a_newcomer_joins_a_draft_under_the_next_number_and_the_agencys_officials(draft):
    new = newcomer(draft.round)

    put_candidates(draft.round, [*draft.candidates, new], by=draft.staff)

    joined = Candidate.objects.get(nip=new.nip)
    assert (joined.number, joined.official.nip) == (4, new.nip)
    assert Candidate.objects.in_force().filter(round=draft.round).count() == 4


def test_a_newcomer_to_a_fixed_round_is_refused_by_name_and_nobody_is_kept(draft):
    draft.freeze()
    before = (Candidate.objects.count(), Official.objects.count(), Event.objects.count())
    new = newcomer(draft.round)

    with pytest.raises(RoundFixed) as refusal:
        put_candidates(draft.round, [*draft.candidates, new], by=draft.staff)

    assert refusal.value.changes.new == [(new.nip,)]
    assert (Candidate.objects.count(), Official.objects.count(), Event.objects.count()) == before
