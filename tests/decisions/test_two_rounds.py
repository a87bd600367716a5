"""One person, two rounds, two connections at the same moment: only one of them gets him."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from decisions import actions
from decisions.choosing import CannotChoose, Picked, save_draft
from decisions.determining import determine, proposal_of
from decisions.models import Choice, Determination, What
from scoring.models import Confirmation
from selection.models import Vacancy
from tests.decisions import chosen
from tests.factories import AgencyFactory
from tests.rounds import make_round

pytestmark = pytest.mark.django_db(transaction=True)
REASON = (
    "Pengalaman memimpin puskesmas sesuai prioritas 2026. Bidang kesehatan masyarakat paling dekat"
    " dengan tugas jabatan ini."
)


@pytest.fixture
def rounds():
    with transaction.atomic():
        return _two_rounds(AgencyFactory())


def _two_rounds(agency):
    first, other = (make_round(agency, code=code) for code in ("satu-2026", "dua-2026"))
    other.candidates[2].official = first.candidates[2].official
    other.candidates[2].save()
    for small in (first, other):
        small.play().resolve()
        small.round = actions.hand_over(small.round, by=small.chair)
        vacancy = Vacancy.objects.get(pk=small.vacancies[0].pk)
        person = Picked(What.PERSON, small.candidates[2])
        save_draft(vacancy, person, REASON, seen_version=0, by=small.authority)
    return first, other


def settle(small):
    seen, proof = proposal_of(small.round).seen, Confirmation.Proof.PASSWORD
    return determine(small.round, seen=seen, reason="", proof=proof, by=small.authority)


def by_sql(small):
    with transaction.atomic():
        chosen.determine(small, [(small.vacancies[0], small.candidates[2])])


def elsewhere(act, small):
    try:
        act(small)
    finally:
        connection.close()


@pytest.mark.parametrize(("act", "refusal"), [(settle, CannotChoose), (by_sql, DatabaseError)])
def test_who_is_being_chosen_in_one_round_is_chosen_in_no_other(rounds, act, refusal):
    first, other = rounds
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            settle(first)
            later = pool.submit(elsewhere, act, other)
            with pytest.raises(TimeoutError):
                later.result(timeout=0.8)
        with pytest.raises(refusal, match=r"Pilihan berubah|two rounds"):
            later.result(timeout=10)

    assert Choice.objects.get().determination.round == first.round
    assert Determination.objects.count() == 1
