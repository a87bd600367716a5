"""Attempts to forge or annul what the authority decided: by actions, and by the app's own SQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from decisions import actions
from decisions.approving import present_route
from decisions.barring import note_withdrawal
from decisions.choosing import CannotChoose, Picked, save_draft
from decisions.determining import determine as set_choices
from decisions.determining import proposal_of
from decisions.ending import (
    DecreePaper,
    end_choice,
    inaugurate,
    plan_inauguration,
    record_decree,
)
from decisions.happenings import ApprovalRefused, Happening, Paper, letter_of
from decisions.models import (
    Announcement,
    Choice,
    ChoiceDraft,
    Decree,
    Determination,
    Inauguration,
    Letter,
    RoundClosure,
    What,
)
from decisions.region_facts import Term, record_term
from scoring.models import Confirmation
from selection.models import Vacancy
from selection.scheme import fingerprint
from tests import factories
from tests.announcing import asked
from tests.decisions.chosen import approve, determine
from tests.rounds import make_round
from tests.selection.pdfs import upload

pytestmark = pytest.mark.django_db
LONG = (
    "Pengalaman memimpin puskesmas sesuai prioritas 2026. Bidang kesehatan masyarakat paling dekat"
    " dengan tugas jabatan ini."
)


@pytest.fixture
def handed(handed_over):
    return handed_over


def pick(small, number, *, post=0, seen=0):
    person = Picked(What.PERSON, small.candidates[number - 1])
    vacancy = Vacancy.objects.get(pk=small.vacancies[post].pk)
    return save_draft(vacancy, person, LONG, seen_version=seen, by=small.authority)


def settle(small, reason=""):
    seen = proposal_of(small.round).seen
    proof = Confirmation.Proof.PASSWORD
    return set_choices(small.round, seen=seen, reason=reason, proof=proof, by=small.authority)


def inaugurated(small, choice):
    """A decree and an inauguration, written past the actions."""
    approve(small, choice)
    decree = Decree.objects.create(**decree_of(small, choice))
    by = {"recorded_by": decree.recorded_by, "recorded_at": decree.recorded_at}
    return Inauguration.objects.create(choice=choice, number=1, on=decree.dated, held=True, **by)


def decree_of(small, choice):
    return {
        "choice": choice,
        "number": "821.2/7",
        "dated": timezone.localdate(),
        "file": factories.AttachmentFactory(round=small.round),
        "recorded_by": small.staff,
        "recorded_at": timezone.now(),
    }


def settled_rows():
    """Look now at what the database would look at on commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused_by_the_database(words):
    return pytest.raises(DatabaseError, match=words)


def test_a_filled_post_is_chosen_for_no_more(handed):
    pick(handed, 3)
    settle(handed)
    choice = Choice.objects.get()
    pick(handed, 2, seen=2)
    inaugurated(handed, choice)

    with pytest.raises(CannotChoose, match="sudah dilantik pada"):
        settle(handed, "Pertimbangan lain sesudah pelantikan.")
    with pytest.raises(CannotChoose, match="sudah dilantik pada"):
        pick(handed, 1, seen=3)
    with refused_by_the_database("holds the post"), transaction.atomic():
        determine(handed, [(handed.vacancies[0], handed.candidates[1])], reason="Diganti.")
    assert Determination.objects.count() == 1


def test_nothing_is_chosen_in_a_closed_round(handed):
    determine(handed, [(handed.vacancies[0], What.NOBODY)])
    closed = {"inaugurated": 0, "ended": 1, "closed_by": handed.head}
    RoundClosure.objects.create(round=handed.round, closed_at=timezone.now(), **closed)

    with pytest.raises(CannotChoose, match="sudah ditutup ke arsip"):
        pick(handed, 3)
    assert not ChoiceDraft.objects.exists()


def test_who_is_chosen_in_another_round_is_not_chosen_again_until_that_came_to_its_end(agency):
    first = make_round(agency, code="satu-2026").play().resolve()
    first.round = actions.hand_over(first.round, by=first.chair)
    other = make_round(agency, code="dua-2026")
    other.candidates[2].official = first.candidates[2].official
    other.candidates[2].save()
    other.play().resolve()
    other.round = actions.hand_over(other.round, by=other.chair)
    pick(other, 3)
    (choice,) = determine(first, [(first.vacancies[0], first.candidates[2])])

    with pytest.raises(CannotChoose, match=r"dalam putaran .* belum dilantik"):
        settle(other)
    with pytest.raises(CannotChoose, match=r"dalam putaran .* belum dilantik"):
        pick(other, 3, seen=1)
    end_choice(choice, "Ditarik pengusul.", by=first.staff)
    assert settle(other).number == 1


def test_who_withdrew_gets_no_decree_and_takes_no_office(handed):
    (choice,) = determine(handed, [(handed.vacancies[0], handed.candidates[2])])
    today = timezone.localdate()
    note_withdrawal(handed.candidates[2], "800/12/2026", by=handed.staff)
    paper = DecreePaper(number="821.2/7", dated=today, upload=upload())

    with pytest.raises(ApprovalRefused, match="mengundurkan diri"):
        record_decree(choice, paper, by=handed.staff)
    for swear in (plan_inauguration, inaugurate):
        with pytest.raises(ApprovalRefused, match="mengundurkan diri"):
            swear(choice, today, by=handed.staff)
    with refused_by_the_database("not appointed"), transaction.atomic():
        inaugurated(handed, choice)
    assert not Decree.objects.exists()


def test_who_records_facts_of_the_region_does_not_record_the_decree_they_clear(handed):
    (choice,) = determine(handed, [(handed.vacancies[0], handed.candidates[2])])
    today = timezone.localdate()
    term = Term(
        office="Wali Kota",
        is_acting=False,
        inaugurated_on=today - timedelta(days=400),
        ends_on=None,
        source="Keputusan karangan",
    )
    record_term(handed.round.agency, term, by=handed.staff)
    paper = DecreePaper(number="821.2/7", dated=today, upload=upload())

    with pytest.raises(ApprovalRefused, match="Pertimbangan teknis"):
        record_decree(choice, paper, by=handed.head)
    approve(handed, choice)
    with pytest.raises(ApprovalRefused, match=r"Persetujuan tertulis Mendagri.*orang lain"):
        record_decree(choice, paper, by=handed.staff)
    with refused_by_the_database("approvals of its route"), transaction.atomic():
        Decree.objects.create(**decree_of(handed, choice))
    assert not Decree.objects.exists()
    assert record_decree(choice, paper, by=handed.head).recorded_by == handed.head


def test_a_decree_is_not_slipped_in_before_its_approvals(handed):
    (choice,) = determine(handed, [(handed.vacancies[0], handed.candidates[2])])
    fields = decree_of(handed, choice)

    with refused_by_the_database("approvals of its route"), transaction.atomic():
        Decree.objects.create(**fields)
    approve(handed, choice)
    lapsed = choice.approvals.order_by("pk").first()
    lapsed.events.create(
        number=4,
        kind="expired",
        happened_on=timezone.localdate(),
        reason="Habis masa berlaku.",
        owner=handed.staff,
        recorded_at=timezone.now(),
    )
    with refused_by_the_database("approvals of its route"), transaction.atomic():
        Decree.objects.create(**fields)
    assert not Decree.objects.exists()


def test_a_choice_cannot_be_slipped_into_what_was_set(handed):
    determine(handed, [(handed.vacancies[0], handed.candidates[2])])
    settled_rows()
    fields = {"what": What.PERSON, "candidate": handed.candidates[0], "rank": 1, "reason": LONG}

    with refused_by_the_database("what the text"), transaction.atomic():
        made = Determination.objects.get()
        Choice.objects.create(determination=made, vacancy=handed.vacancies[1], **fields)
        settled_rows()


def test_nobody_is_chosen_who_was_not_put_forward(agency):
    small = make_round(agency, candidates=4).play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)

    with refused_by_the_database("put forward"), transaction.atomic():
        determine(small, [(small.vacancies[0], small.candidates[0])])
        settled_rows()


@pytest.mark.parametrize(
    "forged",
    [
        {"text": "{}", "sha256": fingerprint("{}")},
        {"sha256": "0" * 64},
        {"reason": "Alasan lain."},
    ],
)
def test_a_determination_says_what_its_hash_and_its_rows_say(handed, forged):
    determine(handed, [(handed.vacancies[0], handed.candidates[2])])
    settled_rows()
    (choice,) = determine(
        handed, [(handed.vacancies[0], handed.candidates[1])], reason="Pertimbangan baru."
    )
    settled_rows()
    made = choice.determination
    rows = {name: getattr(made, name) for name in ("text", "sha256", "reason", "result", "set_by")}

    with refused_by_the_database("what the text"), transaction.atomic():
        again = Determination.objects.create(
            **rows | forged, round=made.round, number=3, proof="factor", set_at=made.set_at
        )
        Choice.objects.create(
            determination=again,
            vacancy=choice.vacancy,
            what=What.PERSON,
            candidate=choice.candidate,
            rank=1,
            reason=choice.reason,
        )
        settled_rows()


def test_the_letter_of_another_body_carries_no_answer(handed):
    (choice,) = determine(handed, [(handed.vacancies[0], handed.candidates[2])])
    today = timezone.localdate()
    theirs = Letter.objects.create(
        round=handed.round,
        direction=Letter.Direction.IN,
        body="Kementerian lain",
        number="100/1",
        dated=today,
        file=factories.AttachmentFactory(round=handed.round, kind="letter"),
        recorded_by=handed.staff,
        recorded_at=timezone.now(),
    )
    step = next(iter(present_route(choice).required))
    answer = Happening(kind="allowed", on=today, paper=Paper(known=theirs))

    with pytest.raises(ApprovalRefused, match="tidak cocok"):
        letter_of(choice, step, None, answer, handed.staff)


def test_an_announcement_is_asked_for_by_staff_and_published_by_the_head(handed):
    request = asked(handed)
    fields = {"answer": "published", "answered_at": timezone.now(), "code": "x" * 22}

    with refused_by_the_database("head publishes"), transaction.atomic():
        Announcement.objects.update(**fields, answered_by=handed.chair)
    with refused_by_the_database("staff ask"), transaction.atomic():
        Announcement.objects.create(
            round=request.round,
            kind=request.kind,
            result=request.result,
            disclosure=request.disclosure,
            number="2",
            dated=request.dated,
            text=request.text,
            sha256=request.sha256,
            requested_by=handed.chair,
            requested_at=timezone.now(),
        )
