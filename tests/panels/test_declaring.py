from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Mail
from accounts.wording import with_weekday
from audit.models import Event
from panels.declaring import (
    Answer,
    NobodyToRemind,
    NotNow,
    NotYours,
    RemindedLately,
    Unanswered,
    declare,
    remind,
)
from panels.models import Conflict, Declaration, Reminder
from panels.standing import State, dues_of, standing_of, standings_of
from tests import factories
from tests.panels.panels import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(draft):
    return draft.seats[0]


def trail():
    return (Declaration.objects.count(), Conflict.objects.count(), Event.objects.count())


def test_a_declaration_keeps_the_words_the_candidates_and_a_receipt(draft, seat):
    answers = {draft.candidates[1].pk: Answer("family", still_scores=False, note="Sepupu")}

    signed = declare(seat, answers, by=seat.user)

    conflict = Conflict.objects.get()
    assert (signed.number, signed.candidates, len(signed.receipt)) == (1, [1, 2, 3], 14)
    cousin = draft.candidates[1]
    who = f"{cousin.full_name} ({cousin.place})"
    assert f"1. {who}: Keluarga. Keterangan: Sepupu" in signed.text
    assert "Saya berhalangan menilai kandidat ini." in signed.text
    assert "kecuali yang saya sebutkan" in signed.text
    assert (conflict.origin, conflict.decided_by, conflict.still_scores) == (
        "declared",
        seat.user,
        False,
    )
    assert standing_of(seat).state is State.SIGNED
    event = Event.objects.get(verb="panels.declared")
    assert event.actor_id == seat.user_id
    assert "Sepupu" not in event.facts_json


def test_without_any_relation_the_text_says_so(seat):
    assert "Tidak ada yang saya sebutkan." in declare(seat, {}, by=seat.user).text


def test_nobody_signs_for_the_member_and_nothing_remains(draft, seat):
    before = trail()

    for somebody in (draft.staff, draft.head, draft.chair):
        with pytest.raises(NotYours):
            declare(seat, {}, by=somebody)

    assert trail() == before


def test_who_left_the_panel_signs_no_more(seat):
    seat.withdrawn_at = timezone.now()
    seat.save()

    with pytest.raises(NotYours):
        declare(seat, {}, by=seat.user)


def test_the_database_refuses_a_signature_of_somebody_else(draft, seat):
    with pytest.raises(DatabaseError, match="only the member signs"), transaction.atomic():
        Declaration.objects.create(
            seat=seat,
            number=1,
            text="x",
            receipt="AAAA-BBBB-CCCC",
            signed_by=draft.staff,
            signed_at=timezone.now(),
        )


def test_the_database_lets_nobody_change_a_declaration(as_owner, seat):
    signed = sign(seat)
    Reminder.objects.create(seat=seat, asked_by=seat.user, asked_at=timezone.now())

    for table in ("panels_declaration", "panels_reminder"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            as_owner.execute(f"UPDATE {table} SET seat_id = seat_id")
    assert Declaration.objects.get() == signed


def test_the_database_counts_declarations_one_by_one(seat):
    with pytest.raises(DatabaseError, match="out of turn"), transaction.atomic():
        Declaration.objects.create(
            seat=seat,
            number=2,
            text="x",
            receipt="AAAA-BBBB-CCCC",
            signed_by=seat.user,
            signed_at=timezone.now(),
        )


def test_what_the_workbook_says_needs_the_members_answer(draft, seat):
    told = factories.ConflictFactory(seat=seat, candidate=draft.candidates[0], kind="superior")

    with pytest.raises(Unanswered, match="Nama Rahasia 01"):
        declare(seat, {}, by=seat.user)
    declare(seat, {told.candidate_id: Answer("superior", still_scores=True)}, by=seat.user)

    told.refresh_from_db()
    assert (told.origin, told.decided_by, told.still_scores) == ("workbook", seat.user, True)


def test_what_the_data_show_is_asked_and_ends_as_the_member_says(draft, seat):
    seat.post, seat.is_internal = "Kepala Dinas Kesehatan", True
    seat.save()
    standing = standing_of(seat)

    assert [q.candidate.number for q in standing.open] == [1, 2, 3]
    assert {q.proposal.ground.kind for q in standing.open} == {"superior"}
    sign(seat)
    assert set(Conflict.objects.values_list("origin", flat=True)) == {"data"}
    assert standing_of(seat).state is State.SIGNED


def test_sharing_the_agency_is_said_once_and_asks_nothing(draft, seat):
    seat.post, seat.is_internal = "Inspektur", True
    seat.save()
    standing = standing_of(seat)

    assert (standing.shares_agency, standing.open) == (True, [])


def test_family_is_never_proposed(seat):
    assert all(question.proposal is None for question in standing_of(seat).questions)


def test_a_new_candidate_lets_the_declaration_lapse_visibly(draft, seat):
    sign(seat)
    factories.CandidateFactory(round=draft.round, number=4)

    standing = standing_of(seat)

    assert standing.state is State.LAPSED
    assert standing.why_lapsed == "1 kandidat baru sesudah ditandatangani"
    assert list(dues_of(seat.user)) == [draft.round.pk]
    assert sign(seat).number == 2
    assert standing_of(seat).state is State.SIGNED


def test_a_new_line_of_the_workbook_lets_it_lapse_too(draft, seat):
    sign(seat)
    factories.ConflictFactory(seat=seat, candidate=draft.candidates[2])

    assert standing_of(seat).why_lapsed == "1 hubungan belum dijawab"


def test_a_relation_no_longer_named_is_withdrawn_and_can_come_back(draft, seat):
    answer = {draft.candidates[1].pk: Answer("family", still_scores=False)}
    declare(seat, answer, by=seat.user)
    declare(seat, {}, by=seat.user)
    assert Conflict.objects.in_force().count() == 0
    assert standing_of(seat).recused == []

    declare(seat, answer, by=seat.user)

    assert Conflict.objects.get().withdrawn_at is None
    assert [c.number for c in standing_of(seat).recused] == [2]


def test_saying_the_same_again_leaves_the_decision_as_it_was(draft, seat):
    answer = {draft.candidates[1].pk: Answer("family", still_scores=False)}
    declare(seat, answer, by=seat.user)
    first = Conflict.objects.get().decided_at
    declare(seat, answer, by=seat.user)

    assert Conflict.objects.get().decided_at == first


def test_after_the_draft_what_is_signed_stands_and_who_has_none_may_still_sign(draft, seat):
    sign(seat)
    small = draft.open()
    before = trail()

    with pytest.raises(NotNow, match="dibekukan"):
        declare(seat, {}, by=seat.user)

    assert trail() == before
    assert sign(small.seats[1]).number == 1


def test_once_scores_are_open_nobody_signs(draft):
    small = draft.play()

    with pytest.raises(NotNow):
        sign(small.seats[0])
    assert dues_of(small.members[0]) == {}


def test_reminding_reaches_those_who_have_not_signed(draft, seat):
    sign(seat)

    reminded = remind(draft.round, by=draft.staff)

    assert reminded == draft.seats[1:]
    assert [s.reminder is not None for s in standings_of(draft.round)] == [False, True, True]
    assert Event.objects.filter(verb="panels.reminded").count() == 1


def test_who_is_reminded_gets_a_mail_with_the_way_to_the_declaration(draft):
    remind(draft.round, by=draft.staff)

    mails = Mail.objects.order_by("pk")
    assert [mail.to_user for mail in mails] == draft.members
    assert {mail.ordered_by for mail in mails} == {draft.staff}
    assert all(f"/pernyataan/{draft.round.code}/" in mail.body for mail in mails)


def test_nobody_is_reminded_twice_within_twelve_hours(draft, seat):
    evening = timezone.now()
    with time_machine.travel(evening, tick=False):
        remind(draft.round, by=draft.staff)
    kept = (Reminder.objects.count(), Event.objects.count())

    with (
        time_machine.travel(evening + timedelta(hours=11, minutes=59), tick=False),
        pytest.raises(RemindedLately, match="Pengingat terakhir dicatat") as refusal,
    ):
        remind(draft.round, by=draft.staff)

    local, again = timezone.localtime(evening), timezone.localtime(evening + timedelta(hours=12))
    assert f"pukul {local:%H.%M} WIB dan tetap tampil" in str(refusal.value)
    assert f"sesudah {with_weekday(again)} pukul {again:%H.%M} WIB." in str(refusal.value)
    assert (Reminder.objects.count(), Event.objects.count()) == kept
    with time_machine.travel(evening + timedelta(hours=12), tick=False):
        assert remind(draft.round, by=draft.staff) == draft.seats
    assert Reminder.objects.filter(seat=seat).count() == 2


def test_who_was_not_reminded_lately_is_reminded_alone(draft, seat):
    Reminder.objects.create(seat=seat, asked_by=draft.staff, asked_at=timezone.now())

    assert remind(draft.round, by=draft.staff) == draft.seats[1:]
    assert Reminder.objects.count() == len(draft.seats)


def test_there_is_nobody_to_remind_when_all_have_signed(draft):
    for each in draft.seats:
        sign(each)

    with pytest.raises(NobodyToRemind):
        remind(draft.round, by=draft.staff)
    assert Reminder.objects.count() == 0


def test_standings_cost_four_queries_for_any_panel(draft, django_assert_num_queries):
    # seats, candidates, declarations, reminders, conflicts
    with django_assert_num_queries(5):
        list(standings_of(draft.round))


def test_a_declaration_names_itself_and_its_conflicts_say_how_they_end(draft, seat):
    signed = declare(
        seat, {draft.candidates[0].pk: Answer("business", still_scores=True)}, by=seat.user
    )
    reminder = Reminder(seat=seat)

    assert signed.receipt in str(signed)
    assert str(reminder) == f"Pengingat untuk {seat.name}"
