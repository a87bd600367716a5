"""The sample round's requirements, checked by its staff: all but a share, or so that all meet."""

from collections import Counter

import pytest
from django.conf import settings

from candidates.judging import judged_of
from candidates.models import ActingService, FieldFit, Requirement
from candidates.requirement_gaps import gaps_of
from selection.models import Round, Vacancy
from tests import factories
from tests.rounds import make_round
from workbook.loading import load
from workbook.reading import read
from workbook.requirement_samples import check_requirements

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample():
    agency = factories.AgencyFactory(name="Pemerintah Kota Pekalongan")
    staff = factories.MembershipFactory(agency=agency).user
    book = read((settings.BASE_DIR / "samples" / "pekalongan-2025.xlsx").read_bytes())
    return load(book, by=staff, agencies=[agency]).round, staff


def test_a_share_is_left_open_then_everybody_meets(sample):
    round_, staff = sample

    check_requirements(round_, staff=staff, open_percent=12)
    verdicts = Counter(str(one.verdict) for one in judged_of(round_))
    assert verdicts == {"met": 37, "needs_review": 7, "not_met": 2}
    assert [gap.words for gap in gaps_of(round_)] == [
        "Nilai pengalaman terkait untuk 6 jabatan",
        "Periksa data 3 kandidat",
        "Lengkapi bukti untuk 3 kandidat",
    ]

    check_requirements(round_, staff=staff, all_meet=True)
    assert Counter(str(one.verdict) for one in judged_of(round_)) == {"met": 46}
    assert gaps_of(round_) == []
    assert Requirement.objects.filter(agency=round_.agency_id).count() == 4


def test_fields_in_other_words_and_times_as_acting_head_are_decided(agency):
    small = make_round(agency)
    Vacancy.objects.filter(round=small.round).update(education_fields="Kedokteran")
    factories.CareerPostFactory(candidate=small.candidates[0], post="Plt. Camat")

    check_requirements(Round.objects.get(pk=small.round.pk), staff=small.staff)

    assert FieldFit.objects.count() == 4
    assert ActingService.objects.count() == 1
