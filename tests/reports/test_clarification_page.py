from copy import deepcopy
from http import HTTPStatus

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from scoring.answering import NotAsked, note_answer
from scoring.clarifying import clarification_of
from scoring.models import ClarificationNote
from scoring.outcome import StillSealed
from tests import factories
from tests.reports.ranking_pages import as_user, results, text_of
from tests.rounds import make_round

pytestmark = pytest.mark.django_db

NEVER = ("curang", "kecurangan", "manipulasi", "melanggar", "bersekongkol")


def opened(agency, **given):
    """A round in which the first member gave all candidates one and the same sheet."""
    small = make_round(agency, candidates=6, **given)
    return small.play(lambda seat, who, place: 80 if seat == 1 else 70 + who * 2 + seat + place * 3)


@pytest.fixture(scope="module")
def opened_once(made_once):
    return made_once(lambda: opened(factories.AgencyFactory()))


@pytest.fixture
def played(opened_once, db):
    return deepcopy(opened_once)


def read(client, small):
    return client.get(reverse("reports:clarification", args=[small.round.code]))


def answer(client, small, key, text):
    address = reverse("reports:note-clarification", args=[small.round.code])
    return client.post(address, {"key": key, "answer": text})


def key_of(small):
    return next(s.key for s in clarification_of(small.round).sightings if s.members == ("P1",))


# Who reads it


@pytest.mark.parametrize("reader", ["chair", "auditor"])
def test_chair_and_auditor_read_the_same_questions(client, played, reader):
    page = text_of(read(as_user(client, getattr(played, reader)), played))

    assert "Perlu klarifikasi" in page
    assert "6 kandidat dengan nilai yang sama, Wawancara" in page
    assert f"Ditanyakan kepada {played.seats[0].name}" in page
    assert "6 kandidat mendapat nilai yang sama persis" in page
    assert not any(word in page.lower() for word in NEVER)


@pytest.mark.parametrize("reader", ["staff", "head", "authority"])
def test_the_office_and_the_mayor_neither_read_nor_see_a_way_to_it(client, played, reader):
    client = as_user(client, getattr(played, reader))

    assert read(client, played).status_code == HTTPStatus.FORBIDDEN
    assert "klarifikasi" not in results(client, played).content.decode()


def test_a_member_neither_reads_nor_sees_a_way_to_it(client, played):
    client = as_user(client, played.members[0])

    assert read(client, played).status_code == HTTPStatus.FORBIDDEN
    assert "klarifikasi" not in results(client, played).content.decode()
    assert answer(client, played, key_of(played), "Saya.").status_code == HTTPStatus.FORBIDDEN
    assert not ClarificationNote.objects.exists()


@pytest.mark.parametrize("reader", ["chair", "auditor"])
def test_the_results_lead_to_the_questions(client, played, reader):
    page = results(as_user(client, getattr(played, reader)), played).content.decode()

    assert reverse("reports:clarification", args=[played.round.code]) in page


@pytest.mark.parametrize("reader", ["chair", "auditor"])
def test_nobody_reads_it_while_scores_are_sealed(client, draft, reader):
    draft.open()
    client = as_user(client, getattr(draft, reader))

    assert read(client, draft).status_code == HTTPStatus.FORBIDDEN
    assert answer(client, draft, "rata:P1", "Tidak.").status_code == HTTPStatus.FORBIDDEN
    with pytest.raises(StillSealed):
        clarification_of(draft.round)


def test_each_reading_is_recorded(client, played):
    read(as_user(client, played.auditor), played)

    event = Event.objects.filter(scope=played.round.scope).latest("seq")
    assert (event.verb, event.actor_id) == ("reports.clarification_read", played.auditor.pk)


def test_more_candidates_take_no_more_queries(client, agency):
    counts = set()
    for candidates in (6, 12):
        small = make_round(factories.AgencyFactory(), candidates=candidates).play()
        as_user(client, small.auditor)
        read(client, small)
        with CaptureQueriesContext(connection) as queries:
            read(client, small)
        counts.add(len(queries))

    assert len(counts) == 1
    assert counts.pop() <= 24


def test_a_panel_without_anything_to_ask_says_what_was_looked_at(client, agency):
    small = make_round(agency, candidates=2).play(lambda seat, who, place: 70 + seat + who * place)

    page = text_of(read(as_user(client, small.chair), small))

    assert "Tidak ada yang perlu diklarifikasi" in page
    assert "6 lembar yang ditandatangani" in page
    assert "Dua penilai yang sangat serupa: tidak ada" in page


def test_without_nominations_there_is_nothing_to_look_at(client, played, bend):
    bend("candidates_nomination", "withdrawn_at = now()")

    page = text_of(read(as_user(client, played.chair), played))

    assert "Tidak ada yang dapat dilihat" in page


# Answers


@pytest.mark.parametrize("writer", ["chair", "auditor"])
def test_an_answer_stands_under_its_question(client, played, writer):
    client = as_user(client, getattr(played, writer))

    response = answer(client, played, key_of(played), "Kandidat memang setara.")

    note = ClarificationNote.objects.get()
    assert response.status_code == HTTPStatus.FOUND
    assert response.url.endswith(f"#t-{key_of(played).replace(':', '-')}")
    assert note.written_by == getattr(played, writer)
    page = text_of(read(client, played))
    assert "Kandidat memang setara." in page
    assert "Jawaban dicatat" in page
    event = Event.objects.filter(verb="scoring.clarification_noted").get()
    assert event.facts == {}


@pytest.mark.parametrize("text", ["", "   ", "a" * 1001])
def test_an_answer_of_no_or_too_many_words_stays_typed(client, played, text):
    response = answer(as_user(client, played.chair), played, key_of(played), text)

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Ada yang perlu diperbaiki" in text_of(response)
    assert text in response.content.decode()
    assert not ClarificationNote.objects.exists()
    assert not Event.objects.filter(verb="scoring.clarification_noted").exists()


def test_an_answer_to_no_question_is_refused(client, played):
    response = answer(as_user(client, played.chair), played, "rata:P9", "Tidak ada.")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Pertanyaan ini tidak ada pada putaran ini." in text_of(response)
    assert not ClarificationNote.objects.exists()


def test_the_action_refuses_a_question_that_is_not_asked(played):
    with pytest.raises(NotAsked):
        note_answer(played.round, "dorongan:P1:DINKES:001", "Tidak.", by=played.chair)


def test_a_note_never_changes_and_never_goes(played, as_owner):
    note = note_answer(played.round, key_of(played), "Begini.", by=played.chair)

    for change in ("UPDATE scoring_clarificationnote SET text = 'Lain'",
                   "DELETE FROM scoring_clarificationnote"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            as_owner.execute(change)
    note.refresh_from_db()
    assert note.text == "Begini."


def test_the_table_takes_no_note_about_a_sealed_round(draft):
    draft.open()

    with pytest.raises(DatabaseError), transaction.atomic():
        ClarificationNote.objects.create(
            round=draft.round,
            key="rata:P1",
            text="Tidak.",
            written_by=draft.chair,
            written_at=timezone.now(),
        )
    assert not ClarificationNote.objects.exists()
