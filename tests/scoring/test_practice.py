from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit.models import Event
from scoring import practising
from scoring.models import Practice, ScoreEvent, Sheet
from scoring.rules import SheetIncomplete

pytestmark = pytest.mark.django_db

GOOD = {"n1": "82", "n2": "75", "n3": "70", "c1": "", "c2": "Contoh", "c3": ""}


@pytest.fixture
def me(client, draft):
    client.force_login(draft.members[0])
    return client


def address(small, name=""):
    return reverse(f"scoring:{name or 'practice'}", args=[small.round.code])


def save(client, small, *, fetch=False, **typed):
    headers = {"Accept": "application/json"} if fetch else {}
    data = {"mutation_id": uuid4(), "base_version": 0, **typed}
    return client.post(address(small, "save-practice"), data, headers=headers)


def test_the_practice_sheet_looks_like_a_sheet_and_says_that_it_is_none(me, draft):
    page = me.get(address(draft)).text

    assert "Ini latihan." in page
    assert page.count("<fieldset") == 3
    assert 'id="n3"' in page
    assert "Wajib untuk nilai di bawah 60 atau di atas 90" in page
    assert "Nama Rahasia" not in page


def test_what_is_tried_stands_on_the_page_again_and_nowhere_among_the_scores(me, draft):
    assert save(me, draft, **GOOD).url == address(draft)

    criteria = me.get(address(draft)).context["criteria"]

    assert [(c.typed, c.note) for c in criteria] == [("82", ""), ("75", "Contoh"), ("70", "")]
    assert (Sheet.objects.count(), ScoreEvent.objects.count()) == (0, 0)
    assert Practice.objects.get().seat == draft.seats[0]


def test_a_save_by_the_script_is_answered_as_a_sheet_answers(me, draft):
    mutation = str(uuid4())

    answer = save(me, draft, fetch=True, **{**GOOD, "mutation_id": mutation}).json()

    assert answer["version"] == 1
    assert answer["mutation_id"] == mutation
    assert answer["errors"] == {}
    assert len(answer["saved_at"]) == 8


def test_a_bad_score_is_named_and_the_others_are_kept(me, draft):
    response = save(me, draft, **{**GOOD, "n1": "101"})

    assert response.status_code == 422
    assert "harus bilangan bulat 0 sampai 100." in response.text
    assert Practice.objects.get().entries["L2"] == {"score": 75, "note": "Contoh"}
    script = save(me, draft, fetch=True, **{**GOOD, "n1": "delapan"})
    assert (script.status_code, list(script.json()["errors"])) == (422, ["n1"])


def test_saving_can_lead_on_to_the_review(me, draft):
    response = save(me, draft, **GOOD, next="review")

    assert response.url == address(draft, "practice-review")
    page = me.get(response.url)
    assert page.context["unscored"] == page.context["silent"] == []
    assert "Tanda tangani lembar latihan" in page.text


def test_the_review_names_what_is_missing(me, draft):
    save(me, draft, n1="95", n2="70")

    page = me.get(address(draft, "practice-review"))

    assert [c.number for c in page.context["unscored"]] == [3]
    assert [c.number for c in page.context["silent"]] == [1]


def test_finishing_empties_the_practice_and_is_remembered(me, draft):
    save(me, draft, **GOOD)

    page = me.post(address(draft, "finish-practice"), {"mine": "1"}, follow=True)

    done = Practice.objects.get()
    assert "Latihan selesai" in page.text
    assert (done.entries, done.finished_at is not None) == ({}, True)
    assert practising.practised_by(draft.members[0]) == {draft.round.pk}
    assert practising.unpractised(draft.round) == draft.seats[1:]
    assert Event.objects.filter(verb="scoring.practised").count() == 1


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [({**GOOD, "n3": ""}, True), ({**GOOD, "n1": "99"}, True), (GOOD, False)],
    ids=["no score", "no note", "no tick"],
)
def test_an_incomplete_practice_is_not_finished(me, draft, typed, ticked):
    save(me, draft, **typed)

    page = me.post(address(draft, "finish-practice"), {"mine": "1"} if ticked else {}, follow=True)

    assert page.context["messages"]
    assert "Latihan selesai" not in page.text
    assert Practice.objects.get().finished_at is None
    assert not Event.objects.filter(verb="scoring.practised").exists()


def test_the_practice_can_be_done_again_and_stays_done(me, draft):
    save(me, draft, **GOOD)
    me.post(address(draft, "finish-practice"), {"mine": "1"})
    first = Practice.objects.get().finished_at

    save(me, draft, **GOOD)
    assert "Tanda tangani lembar latihan" in me.get(address(draft, "practice-review")).text
    me.post(address(draft, "finish-practice"), {"mine": "1"})

    assert Practice.objects.get().finished_at == first
    assert Event.objects.filter(verb="scoring.practised").count() == 1


def test_the_database_keeps_a_finished_practice_finished(me, draft):
    save(me, draft, **GOOD)
    practising.finish(draft.seats[0], by=draft.members[0])

    for wrong in (
        lambda: Practice.objects.update(finished_at=None),
        lambda: Practice.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_nobody_tries_in_anothers_name(draft):
    with pytest.raises(draft.seats[0].DoesNotExist):
        practising.save(draft.seats[0], {}, by=draft.members[1])

    assert not Practice.objects.exists()


def test_an_empty_practice_cannot_be_signed(draft):
    with pytest.raises(SheetIncomplete):
        practising.finish(draft.seats[0], by=draft.members[0])

    assert not Practice.objects.exists()


def test_only_members_of_the_panel_practise(client, draft):
    client.force_login(draft.staff)

    assert client.get(address(draft)).status_code == 404
    assert save(client, draft, **GOOD).status_code == 404


def test_the_list_offers_the_practice_until_it_is_done_and_then_again(me, draft):
    draft.open()
    before = me.get(reverse("scoring:agenda")).text
    save(me, draft, **GOOD)
    practising.finish(draft.seats[0], by=draft.members[0])

    after = me.get(reverse("scoring:agenda")).text

    assert ("Coba lembar latihan" in before, "Ulangi lembar latihan" in before) == (True, False)
    assert ("Coba lembar latihan" in after, "Ulangi lembar latihan" in after) == (False, True)


def test_the_practice_sheet_costs_few_questions(me, draft, django_assert_num_queries):
    # session, user, seat, practice, frame: memberships and seats
    with django_assert_num_queries(5):
        me.get(address(draft))
    with django_assert_num_queries(5):
        me.get(address(draft, "practice-review"))
