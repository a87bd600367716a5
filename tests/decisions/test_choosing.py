"""What the authority picks, sets and asks: through the actions, and what the database refuses."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Event
from decisions import actions
from decisions.barring import CannotWithdraw, barred_of, note_withdrawal
from decisions.choosing import (
    CannotChoose,
    Overtaken,
    Picked,
    choices_of,
    clear_draft,
    drafts_of,
    save_draft,
)
from decisions.determining import determine, newest_determination, proposal_of
from decisions.ending import end_choice
from decisions.inquiring import answer_inquiry, ask_panel
from decisions.models import Choice, ChoiceDraft, Determination, Inquiry, What, Withdrawal
from scoring import outcome
from scoring.evidence import ChainBroken
from scoring.models import Confirmation
from scoring.results import recount
from selection.models import Vacancy
from selection.scheme import fingerprint
from tests.rounds import make_round

pytestmark = pytest.mark.django_db
REASON = "Pengalaman memimpin puskesmas sesuai prioritas 2026."
LONGER = f"{REASON} Bidang kesehatan masyarakat paling dekat dengan tugas jabatan ini."
PASSWORD = Confirmation.Proof.PASSWORD


@pytest.fixture
def handed(handed_over):
    """Three are put forward for DINKES, best first by number 3, 2, 1; number 1 also for DISHUB."""
    return handed_over


def pick(small, number=3, reason=REASON, *, post=0, seen=0):
    """Save a draft for the person with this number."""
    person = Picked(What.PERSON, small.candidates[number - 1])
    vacancy = Vacancy.objects.get(pk=small.vacancies[post].pk)
    return save_draft(vacancy, person, reason, seen_version=seen, by=small.authority)


def settle(small, *, reason="", seen=None):
    proposal = proposal_of(small.round)
    return determine(
        small.round, seen=seen or proposal.seen, reason=reason, proof=PASSWORD, by=small.authority
    )


def facts_of(verb):
    return [json.loads(event.facts_json) for event in Event.objects.filter(verb=verb)]


def test_a_draft_is_kept_and_its_trail_does_not_say_whom_it_names(handed):
    draft = pick(handed, reason=f"  {REASON}  \n ")

    assert (draft.version, draft.candidate, draft.reason) == (1, handed.candidates[2], REASON)
    assert drafts_of(handed.round) == {handed.vacancies[0].pk: draft}
    assert facts_of("decisions.choice_drafted") == [{"vacancy": "DINKES", "version": 1}]


def test_a_draft_is_changed_and_taken_back_at_will(handed):
    pick(handed)
    changed = pick(handed, 2, LONGER, seen=1)
    clear_draft(handed.vacancies[0], seen_version=2, by=handed.authority)

    assert changed.version == 2
    assert drafts_of(handed.round) == {}
    assert pick(handed, seen=3).version == 4


@pytest.mark.parametrize(
    ("number", "reason", "words"),
    [
        (3, "", "paling sedikit 30 huruf"),
        (3, " " * 40, "paling sedikit 30 huruf"),
        (3, "Sesuai    " * 4, "paling sedikit 30 huruf. Alasan ini baru 27 huruf"),
        (2, REASON, "paling sedikit 80 huruf. Alasan ini baru 52 huruf"),
    ],
)
def test_a_reason_of_spaces_or_too_few_letters_is_refused(handed, number, reason, words):
    with pytest.raises(CannotChoose, match=words):
        pick(handed, number, reason)

    assert not ChoiceDraft.objects.exists()


def test_who_is_not_put_forward_cannot_be_picked(agency):
    small = make_round(agency, candidates=4).play().resolve()
    small.round = actions.hand_over(small.round, by=small.chair)

    with pytest.raises(CannotChoose, match="tidak diusulkan panitia"):
        pick(small, 1, LONGER)
    assert not ChoiceDraft.objects.exists()


def test_who_withdrew_cannot_be_picked(handed):
    note_withdrawal(handed.candidates[2], "800/12/2026", by=handed.staff)

    with pytest.raises(CannotChoose, match=r"mengundurkan diri \(800/12/2026"):
        pick(handed)
    assert not ChoiceDraft.objects.exists()


def test_who_is_chosen_for_another_post_cannot_be_picked_until_that_is_taken_back(handed):
    pick(handed, 1, LONGER)

    with pytest.raises(CannotChoose, match=r"sudah dipilih untuk Kepala Dinas Kesehatan\. Pilih"):
        pick(handed, 1, post=1)
    clear_draft(handed.vacancies[0], seen_version=1, by=handed.authority)
    assert pick(handed, 1, post=1).version == 1


def test_who_was_set_and_ended_is_free_for_another_post(handed):
    pick(handed, 1, LONGER)
    settle(handed)
    with pytest.raises(CannotChoose, match="sudah dipilih untuk Kepala Dinas Kesehatan"):
        pick(handed, 1, post=1)
    end_choice(Choice.objects.get(), "Ditarik pengusul.", by=handed.head)

    pick(handed, 1, post=1)
    settle(handed, reason="Pilihan pertama diakhiri tanpa pelantikan.")

    with connection.cursor() as cursor:  # at once, as the end of a transaction would
        cursor.execute("SET CONSTRAINTS decisions_nobody_is_chosen_twice IMMEDIATE")
    assert {choice.vacancy.code for choice in choices_of(handed.round)} == {"DINKES", "DISHUB"}


def test_another_tablet_is_told_what_is_saved_by_now(handed):
    pick(handed)

    with pytest.raises(Overtaken, match="Nama Rahasia 03") as refusal:
        pick(handed, 2, LONGER)
    assert "perangkat lain" in str(refusal.value)
    with pytest.raises(Overtaken):
        clear_draft(handed.vacancies[0], seen_version=0, by=handed.authority)
    assert drafts_of(handed.round)[handed.vacancies[0].pk].candidate == handed.candidates[2]


def test_nothing_is_picked_before_the_hand_over(draft):
    small = draft.play().resolve()

    with pytest.raises(CannotChoose, match="belum menyerahkan"):
        pick(small)
    assert not ChoiceDraft.objects.exists()


def test_a_special_post_sends_all_names_and_only_them(draft):
    Vacancy.objects.filter(round=draft.round, code="DINKES").update(special_approval="Kemendagri")
    handed = draft.play().resolve()
    handed.round = actions.hand_over(handed.round, by=handed.chair)
    vacancy = Vacancy.objects.get(pk=draft.vacancies[0].pk)

    with pytest.raises(CannotChoose, match="memerlukan persetujuan Kemendagri"):
        pick(handed)
    names = Picked(What.NAMES)
    sent = save_draft(vacancy, names, REASON, seen_version=0, by=handed.authority)
    assert (sent.what, sent.candidate) == (What.NAMES, None)
    with pytest.raises(CannotChoose, match="jalur khusus"):
        save_draft(handed.vacancies[1], names, REASON, seen_version=0, by=handed.authority)


def test_the_review_says_who_is_chosen_and_also_among_names_sent_together(draft):
    Vacancy.objects.filter(round=draft.round, code="DINKES").update(special_approval="Kemendagri")
    handed = draft.play().resolve()
    handed.round = actions.hand_over(handed.round, by=handed.chair)
    save_draft(
        Vacancy.objects.get(pk=draft.vacancies[0].pk),
        Picked(What.NAMES),
        REASON,
        seen_version=0,
        by=handed.authority,
    )
    pick(handed, 1, post=1)

    sent, chosen = proposal_of(handed.round).ready

    name = chosen.draft.candidate.full_name
    assert sent.note == f"{name} juga dipilih untuk Kepala Dinas Perhubungan."
    assert chosen.note == "Namanya juga disampaikan untuk Kepala Dinas Kesehatan."
    assert not sent.fault and not chosen.fault


def test_nobody_may_be_chosen_with_the_longer_reason(handed):
    nobody = Picked(What.NOBODY)
    given = {"seen_version": 0, "by": handed.authority}

    with pytest.raises(CannotChoose, match="paling sedikit 80 huruf"):
        save_draft(handed.vacancies[0], nobody, REASON, **given)
    assert save_draft(handed.vacancies[0], nobody, LONGER, **given).what == What.NOBODY


def test_all_drafts_are_set_at_once_with_hash_and_proof(handed):
    pick(handed, 2, LONGER)
    pick(handed, 1, post=1)
    made = settle(handed)

    assert [(c.vacancy.code, c.candidate.number, c.rank) for c in choices_of(handed.round)] == [
        ("DINKES", 2, 2),
        ("DISHUB", 1, 1),
    ]
    assert (made.number, made.proof, made.sha256) == (1, "password", fingerprint(made.text))
    said = json.loads(made.text)
    assert said["result"]["sha256"] == made.result.sha256
    assert [choice["rank"] for choice in said["choices"]] == [2, 1]
    assert drafts_of(handed.round) == {}
    (facts,) = facts_of("decisions.choices_set")
    assert facts["vacancies"] == ["DINKES", "DISHUB"]
    assert "Nama Rahasia" not in json.dumps(facts)


def test_the_second_of_two_tablets_sees_that_all_is_set_and_doubles_nothing(handed):
    pick(handed)
    seen = proposal_of(handed.round).seen
    settle(handed, seen=seen)

    with pytest.raises(Overtaken, match="sudah ditetapkan"):
        settle(handed, seen=seen)
    assert (Determination.objects.count(), Choice.objects.count()) == (1, 1)


def test_what_changed_since_the_review_is_not_set(handed):
    pick(handed)
    seen = proposal_of(handed.round).seen
    pick(handed, 2, LONGER, seen=1)

    with pytest.raises(Overtaken, match="Pilihan berubah"):
        settle(handed, seen=seen)
    assert not Determination.objects.exists()


def test_without_drafts_nothing_is_set(handed):
    with pytest.raises(CannotChoose, match="Belum ada pilihan"):
        settle(handed)
    assert not Determination.objects.exists()


def test_a_later_change_is_a_new_determination_with_a_reason(handed):
    pick(handed)
    first = settle(handed)
    with pytest.raises(Overtaken, match="ditetapkan atau dibatalkan"):
        pick(handed, 2, LONGER, seen=1)
    pick(handed, 2, LONGER, seen=2)

    with pytest.raises(CannotChoose, match="memerlukan alasan"):
        settle(handed)
    assert Determination.objects.count() == 1
    second = settle(handed, reason="Calon pertama diangkat provinsi pada pekan ini.")
    assert json.loads(second.text)["previous_sha256"] == first.sha256
    assert [choice.candidate.number for choice in choices_of(handed.round)] == [2]
    assert newest_determination(handed.round) == second
    assert Choice.objects.count() == 2


def test_who_was_set_for_another_post_is_free_once_that_post_has_another_draft(handed):
    pick(handed, 1, LONGER)
    settle(handed)
    with pytest.raises(CannotChoose, match="sudah dipilih"):
        pick(handed, 1, post=1)
    pick(handed, 3, seen=2)
    pick(handed, 1, post=1)

    settle(handed, reason="Susunan ditukar menurut kebutuhan dinas.")

    chosen = {c.vacancy.code: c.candidate.number for c in choices_of(handed.round)}
    assert chosen == {"DINKES": 3, "DISHUB": 1}


def test_who_withdrew_after_the_draft_is_not_set(handed):
    pick(handed)
    note_withdrawal(handed.candidates[2], "800/12/2026", by=handed.staff)
    proposal = proposal_of(handed.round)

    assert "mengundurkan diri" in proposal.faults[0]
    with pytest.raises(CannotChoose, match="Belum ada yang ditetapkan"):
        settle(handed)
    assert not Determination.objects.exists()


def test_a_result_that_does_not_come_out_again_sets_nothing(handed, monkeypatch):
    pick(handed)
    counted = outcome._given
    key = handed.candidates[0].pk, handed.talent.pk, None
    monkeypatch.setattr(outcome, "_given", lambda rows: counted(rows) | {key: Fraction(70)})

    with pytest.raises(ChainBroken):
        settle(handed)
    assert not Determination.objects.exists()
    assert len(drafts_of(handed.round)) == 1


def test_a_draft_that_was_cleared_is_not_proposed(handed):
    draft = pick(handed)
    clear_draft(handed.vacancies[0], seen_version=draft.version, by=handed.authority)

    assert proposal_of(handed.round).ready == []


def test_the_panel_is_asked_and_the_chair_answers_once(handed):
    why = " Mengapa gagasannya lebih rendah? "
    asked = ask_panel(handed.vacancies[0], why, by=handed.authority)
    with pytest.raises(CannotChoose, match="menunggu jawaban"):
        ask_panel(handed.vacancies[0], "Mengapa gagasannya lebih rendah?", by=handed.authority)
    with pytest.raises(CannotChoose, match="Tulis jawabannya"):
        answer_inquiry(asked, "  ", by=handed.chair)
    answered = answer_inquiry(asked, "Makalahnya tidak memuat anggaran.", by=handed.chair)

    assert answered.answer == "Makalahnya tidak memuat anggaran."
    with pytest.raises(CannotChoose, match="sudah dijawab"):
        answer_inquiry(asked, "Lain", by=handed.chair)
    with pytest.raises(CannotChoose, match="Tulis apa"):
        ask_panel(handed.vacancies[0], "   ", by=handed.authority)
    assert Inquiry.objects.count() == 1
    assert "Makalah" not in json.dumps(facts_of("decisions.panel_answered"))


def test_a_withdrawal_is_noted_once_by_letter_and_moves_no_rank(handed):
    person = handed.candidates[2]
    with pytest.raises(CannotWithdraw, match="Tulis nomor"):
        note_withdrawal(person, "  ", by=handed.staff)
    note_withdrawal(person, "800/12/2026", by=handed.staff)

    with pytest.raises(CannotWithdraw, match="sudah dicatat"):
        note_withdrawal(person, "800/13/2026", by=handed.staff)
    barred = barred_of(handed.round)
    assert list(barred.left) == [person.pk]
    assert barred.why(person.pk, handed.vacancies[1].pk) == barred.left[person.pk]
    assert recount(proposal_of(handed.round).result).faults == ()


def test_nobody_withdraws_from_a_result_that_is_not_handed_over(draft):
    small = draft.play().resolve()

    with pytest.raises(CannotWithdraw, match="belum diserahkan"):
        note_withdrawal(small.candidates[0], "800/12/2026", by=small.staff)
    with refused_by_the_database("before the hand-over"), transaction.atomic():
        Withdrawal.objects.create(
            candidate=small.candidates[0], letter="1", noted_by=small.staff, noted_at=timezone.now()
        )


def test_the_database_refuses_a_choice_of_who_withdrew(handed):
    note_withdrawal(handed.candidates[0], "800/12/2026", by=handed.staff)

    with refused_by_the_database("withdrew"), transaction.atomic():
        plant(handed)


def plant(small, *, by=None, number=1, **choice):
    """Rows written past the actions, as only the database could refuse them."""
    result = proposal_of(small.round).result
    made = Determination.objects.create(
        round=small.round,
        number=number,
        result=result,
        text="{}",
        sha256=fingerprint("{}"),
        reason="Alasan" if number > 1 else "",
        proof="password",
        set_by=by or small.authority,
        set_at=timezone.now(),
    )
    given = {"what": What.PERSON, "candidate": small.candidates[0], "rank": 1, "reason": REASON}
    for vacancy in choice.pop("posts", small.vacancies[:1]):
        Choice.objects.create(determination=made, vacancy=vacancy, **given | choice)
    return made


def refused_by_the_database(words):
    return pytest.raises((DatabaseError, IntegrityError), match=words)


def test_the_database_refuses_one_person_for_two_posts(handed):
    with refused_by_the_database("two posts"), transaction.atomic():
        plant(handed, posts=handed.vacancies)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS decisions_nobody_is_chosen_twice IMMEDIATE")


def test_the_database_refuses_a_setting_by_anybody_else_or_before_the_hand_over(handed):
    with refused_by_the_database("the authority sets"), transaction.atomic():
        plant(handed, by=handed.staff)
    with refused_by_the_database("the authority sets"), transaction.atomic():
        plant(handed, number=2)


def test_the_database_refuses_a_setting_before_the_hand_over(draft):
    small = draft.play().resolve()

    with refused_by_the_database("the authority sets"), transaction.atomic():
        plant(small)


def test_the_database_refuses_who_does_not_compete_for_the_post(handed):
    stranger = replace(handed, candidates=[handed.candidates[1]])

    with refused_by_the_database("competes"), transaction.atomic():
        plant(stranger, posts=[handed.vacancies[1]])


def test_what_was_set_is_never_changed(handed):
    pick(handed)
    made = settle(handed)

    for rows in (Determination.objects.filter(pk=made.pk), Choice.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(reason="Lain")
