"""What members read beside a sheet: papers of whom they score, and nothing of a blind candidate."""

import pytest
from django.urls import reverse

from audit.models import Event
from candidates.papers import hand_in
from selection.blinding import set_blind
from tests import factories
from tests.rounds import fill
from tests.selection.pdfs import pdf, upload

NAME, POST = "Nama Rahasia 01", "Sekretaris Dinas"


@pytest.fixture
def paper(draft):
    nomination = draft.candidates[0].nominations.get(vacancy__code="DINKES")
    return hand_in(nomination, upload(name=f"Makalah {NAME}.pdf"), by=draft.staff)


def address(paper):
    return reverse("scoring:paper", args=[paper.attachment.public_id])


def pages_of(client, sheet):
    """Everything that a member sees of a candidate while scoring, in one text."""
    names = ("scoring:sheet", "scoring:review", "scoring:profile")
    addresses = [reverse(name, args=[sheet.public_id]) for name in names]
    return "".join(client.get(a).text for a in [reverse("scoring:agenda"), *addresses])


def test_the_paper_lies_beside_the_sheet_and_is_named_by_number(member_client, draft, paper):
    draft.open()
    sheet = member_client.get(reverse("scoring:sheet", args=[draft.sheet().public_id]))

    response = member_client.get(address(paper))

    assert address(paper) in sheet.text
    assert response.content == pdf()
    assert response["Content-Disposition"] == (
        'attachment; filename="Makalah Kandidat 01 DINKES.pdf"'
    )
    assert Event.objects.filter(verb="scoring.paper_read", actor_id=draft.members[0].pk).exists()


def test_a_candidate_without_a_paper_has_no_link(member_client, draft, paper):
    draft.open()
    sheet = draft.sheet(candidate=1)

    response = member_client.get(reverse("scoring:sheet", args=[sheet.public_id]))

    assert response.context["papers"] == []


def test_a_sheet_for_a_post_shows_the_paper_for_that_post_only(member_client, draft, paper):
    other = draft.candidates[0].nominations.get(vacancy__code="DISHUB")
    second = hand_in(other, upload(), by=draft.staff)
    draft.interview.coverage = "vacancy"
    draft.interview.save()
    draft.open()
    sheet = draft.candidates[0].sheets.get(seat=draft.seats[0], vacancy__code="DISHUB")

    response = member_client.get(reverse("scoring:sheet", args=[sheet.public_id]))

    assert response.context["papers"] == [second]


def test_only_the_newest_version_is_read(member_client, draft, paper):
    newer = hand_in(paper.nomination, upload(), by=draft.staff)
    draft.open()

    assert member_client.get(address(paper)).status_code == 404
    assert member_client.get(address(newer)).status_code == 200


def test_a_recused_member_reads_nothing(client, draft, paper):
    factories.ConflictFactory(seat=draft.seats[0], candidate=draft.candidates[0])
    draft.open()
    client.force_login(draft.members[0])

    assert client.get(address(paper)).status_code == 404


def test_papers_are_read_while_scores_are_given_and_not_before_or_after(client, draft, paper):
    client.force_login(draft.members[0])

    assert client.get(address(paper)).status_code == 404
    draft.play()
    assert client.get(address(paper)).status_code == 404


def test_without_blind_reading_the_profile_shows_the_name(member_client, draft, paper):
    draft.open()

    text = pages_of(member_client, draft.sheet())

    assert NAME in text
    assert POST in text


def test_blind_reading_shows_number_only_until_the_sheet_is_signed(member_client, draft, paper):
    set_blind(draft.round, {"WAWANCARA"}, by=draft.staff)
    draft.open()
    sheet = draft.sheet()

    text = pages_of(member_client, sheet)
    profile = reverse("scoring:profile", args=[sheet.public_id])

    assert member_client.get(profile).status_code == 403
    assert "Kandidat 01" in text
    assert NAME not in text
    assert POST not in text
    assert draft.candidates[0].nip not in text
    assert NAME not in str(member_client.get(address(paper)).headers)

    fill(sheet, lambda *_: 80)
    assert NAME in member_client.get(profile).text


def test_one_blind_instrument_hides_the_candidate_on_the_other_sheets_too(member_client, draft):
    other = factories.InstrumentFactory(round=draft.round, code="GAGASAN", weight=0)
    factories.IndicatorFactory(instrument=other, weight=100)
    set_blind(draft.round, {"GAGASAN"}, by=draft.staff)
    draft.open()
    sheets = draft.candidates[0].sheets.filter(seat=draft.seats[0])
    seen = sheets.get(instrument__code="WAWANCARA")

    assert NAME not in pages_of(member_client, seen)
    fill(sheets.get(instrument=other), lambda *_: 80)
    assert NAME in pages_of(member_client, seen)


def test_guiding_questions_lie_over_the_sheet_of_their_criterion(member_client, draft):
    asked, _ = draft.interview.indicators.order_by("code")
    asked.questions = ["Apa yang Anda kerjakan sendiri?"]
    asked.save()
    draft.open()
    address = draft.sheet().public_id

    for page in ("scoring:sheet", "scoring:shell"):
        response = member_client.get(reverse(page, args=[address]))
        assert 'data-key="KeyG"' in response.text and asked.questions[0] in response.text
        assert [c.indicator for c in response.context["guided"]] == [asked]


def test_without_guiding_questions_there_is_no_way_to_them(member_client, draft):
    draft.open()

    response = member_client.get(reverse("scoring:sheet", args=[draft.sheet().public_id]))

    assert "KeyG" not in response.text and "pertanyaan panduan" not in response.text


@pytest.mark.parametrize("papers", [1, 2])
def test_the_sheet_costs_the_same_for_any_number_of_papers(
    member_client, draft, papers, django_assert_num_queries
):
    for nomination in draft.candidates[0].nominations.all()[:papers]:
        hand_in(nomination, upload(), by=draft.staff)
    draft.open()
    page = reverse("scoring:sheet", args=[draft.sheet().public_id])

    with django_assert_num_queries(10):
        assert len(member_client.get(page).context["papers"]) == papers
