"""A paper sheet before its member: compared, confirmed or returned, and marked for ever."""

from uuid import uuid4

import pytest
from django.urls import reverse

from reports.minutes import minutes_of
from scoring.copies import copies_of
from scoring.models import Closing, ScoreEvent, Sheet
from scoring.transcribing import transcribe
from tests.rounds import fill
from tests.scoring.packages import contents
from tests.scoring.papers import confirmed, copied, typists, written
from workbook.sample_sealing import close_days, open_seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    return draft.open()


@pytest.fixture
def waiting(small):
    """A sheet whose two copies agree."""
    return copied(small)


def at(name, sheet):
    return reverse(f"scoring:{name}", args=[sheet.public_id])


def me(client, sheet):
    client.force_login(sheet.seat.user)
    return client


def word(sheet, **data):
    return {"copies": copies_of(sheet).key, "mutation_id": uuid4(), "mine": "1", **data}


def test_the_member_is_told_compares_and_confirms(client, small, waiting):
    agenda = me(client, waiting).get(reverse("scoring:agenda"))
    page = client.get(at("copies", waiting))
    signed = client.post(at("confirm-copies", waiting), word(waiting), follow=True)

    assert "Salinan kertas menunggu Anda" in agenda.text
    assert at("copies", waiting) in agenda.text
    for copy in copies_of(waiting).held:
        assert copy.typed_by.name in page.text
    assert ">80<" in page.text
    sheet = small.sheet()
    assert signed.redirect_chain[-1][0] == at("review", waiting)
    assert sheet.receipt in signed.text and "(salinan kertas)" in signed.text
    assert "menunggu Anda" not in client.get(reverse("scoring:agenda")).text


def test_without_the_statement_nothing_is_signed(client, waiting):
    answer = me(client, waiting).post(
        at("confirm-copies", waiting), word(waiting, mine=""), follow=True
    )

    assert "Centang pernyataan" in answer.text
    assert not ScoreEvent.objects.exists()


@pytest.mark.parametrize("data", [{"copies": "0-0"}, {"copies": ""}, {"copies": "9" * 60}])
@pytest.mark.parametrize("name", ["confirm-copies", "return-copies"])
def test_copies_that_he_did_not_see_are_neither_signed_nor_returned(client, waiting, name, data):
    answer = me(client, waiting).post(at(name, waiting), word(waiting, **data), follow=True)

    assert "Salinannya sudah berubah sementara ini" in answer.text
    assert not ScoreEvent.objects.exists()
    assert copies_of(waiting).agree


def test_a_member_returns_what_is_not_on_his_paper(client, waiting):
    answer = me(client, waiting).post(at("return-copies", waiting), word(waiting), follow=True)

    assert "Salinan dikembalikan" in answer.text
    assert copies_of(waiting).was_returned


def test_copies_that_differ_are_nothing_to_the_member(client, small):
    sheet, (one, two) = small.sheet(), typists(small)
    copied(small, sheet, by=(one, two))
    transcribe(sheet, written(sheet, 83), by=two)

    page = me(client, sheet).get(at("copies", sheet))

    assert page.url == at("review", sheet)
    assert "menunggu Anda" not in client.get(reverse("scoring:agenda")).text


def test_nobody_else_reads_or_confirms_them(client, small, waiting):
    for user in (small.members[1], small.chair, small.staff):
        client.force_login(user)
        assert client.get(at("copies", waiting)).status_code == 404
        assert client.post(at("confirm-copies", waiting), word(waiting)).status_code == 404
        assert client.post(at("return-copies", waiting), word(waiting)).status_code == 404
    assert copies_of(waiting).agree


def test_the_page_costs_few_queries(client, waiting, django_assert_max_num_queries):
    me(client, waiting).get(at("copies", waiting))
    with django_assert_max_num_queries(10):
        client.get(at("copies", waiting))


# Marked for ever


def test_the_minutes_mark_it(client, small):
    sheet = confirmed(small)
    fill(small.sheet(candidate=1), lambda *_: 80)
    close_days(small.round, excused="Sakit")

    closing = Closing.objects.select_related("round__agency", "closed_by").get()
    lines = [line for member in minutes_of(closing).members for line in member.lines]
    client.force_login(small.chair)
    page = client.get(reverse("reports:minutes", args=[small.round.code, 1]))

    assert [line.sheet_id for line in lines if line.is_paper] == [sheet.pk]
    assert page.text.count("(salinan kertas)") == 1


def test_the_ranking_marks_it_and_the_evidence_says_who_typed(client, small):
    confirmed(small)
    for sheet in Sheet.objects.filter(signed_at=None).select_related(
        "seat__user", "candidate", "instrument"
    ):
        fill(sheet, lambda *_: 80)
    small.round = open_seal(small.round)

    client.force_login(small.chair)
    page = client.get(reverse("reports:ranking", args=[small.round.code, "DINKES"]))
    evidence = client.get(reverse("reports:evidence", args=[small.round.code]))

    assert page.text.count("<small>(salinan kertas)</small>") == 1
    events = contents(evidence.content)["catatan"]
    assert [e["jenis"] for e in events].count("paper") == 1 and "typists" in events[0]["isi"]
