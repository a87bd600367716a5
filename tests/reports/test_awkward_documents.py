"""Whatever people are called, and however many they are: readable, complete, within the page."""

import pytest
from django.utils import timezone

from reports.builders import make
from tests.factories import DocumentFactory, SlotFactory
from tests.reports.awkward import LONG, an_awkward_round
from tests.reports.reading import pages_of
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
READABLE = ["Zoë Ñandú", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "Aminah", "Kartini"]


def made(small, kind, candidate=0, paper="f4"):
    """The document's text without spaces: where a line breaks is not the question.

    Where a font carries emoji pypdf reads a zero before each letter; pdftotext reads none.
    """
    of = small.candidates[candidate] if kind == "candidate" else None
    document = DocumentFactory(round=small.round, kind=kind, candidate=of, paper=paper)
    rendered = make(document, lambda _percent, _step: None)
    return "".join("".join(pages_of(rendered.content)).replace("\0", "").split())


def with_slots(small):
    for candidate in small.candidates:
        SlotFactory(candidate=candidate, round=small.round, instrument=small.interview)
    return small


@pytest.mark.parametrize("kind", ["recapitulation", "attendance"])
def test_awkward_names_are_printed_as_they_are(agency, kind):
    small = with_slots(an_awkward_round(agency)).play()

    text = made(small, kind)

    assert all("".join(name.split()) in text for name in [*READABLE, LONG])


@pytest.mark.parametrize(
    "candidate",
    [pytest.param(0, marks=pytest.mark.long), 4, pytest.param(6, marks=pytest.mark.long)],
)
def test_an_awkward_candidate_has_a_report(agency, candidate):
    small = an_awkward_round(agency).play()

    text = made(small, "candidate", candidate, paper="a4")

    assert small.candidates[candidate].nip in text
    assert "".join(small.candidates[candidate].back_title.split()) in text


@pytest.mark.long
@pytest.mark.parametrize("paper", ["f4", "a4"])
def test_awkward_names_stand_beside_each_other_on_a_decision_sheet(agency, paper):
    small = an_awkward_round(agency).play()

    decision = made(small, "decision", paper=paper)

    assert LONG in decision and "=cmd|'/Ccalc'!A0" in decision
    assert f"Kepala{LONG}"[:199] in decision


def test_sixty_criteria_are_all_compared(agency):
    small = an_awkward_round(agency, candidates=2, indicators=60).play()

    titles = list(small.interview.indicators.values_list("title", flat=True))

    text = made(small, "candidate")

    assert len(titles) == 60
    assert all("".join(title.split()) in text for title in titles)


def test_a_single_candidate_has_every_document(agency):
    small = with_slots(make_round(agency, candidates=1)).play()

    assert all(small.candidates[0].nip in made(small, k) for k in ("decision", "candidate"))
    assert "NamaRahasia01" in made(small, "attendance")


def test_nobody_with_a_rank_is_said_so(draft):
    for candidate in draft.candidates:
        candidate.given_values.update(withdrawn_at=timezone.now())
    draft.play()

    decision = made(draft, "decision")

    assert "Tidakadanamayangdapatdiusulkan" in decision
    assert "Nilaidatabelumada" in made(draft, "recapitulation")


@pytest.mark.long
def test_two_hundred_candidates_are_all_there(agency):
    small = with_slots(make_round(agency, candidates=200, members=2)).play()

    names = [candidate.name.replace(" ", "") for candidate in small.candidates]
    codes = list(small.seats[0].sheets.values_list("receipt", flat=True))
    for kind, expected in (
        ("recapitulation", names),
        ("attendance", names),
        ("receipts", codes),
    ):
        text = made(small, kind)
        assert all(one in text for one in expected), kind
