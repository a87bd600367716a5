"""Sheets written on paper: typed twice, confirmed by the member, and what is refused."""

import json
from uuid import uuid4

import pytest
from django.utils import timezone

from audit.models import Event
from scoring import actions
from scoring.copies import Stage, apart, copies_of, paper_sheets_of, waiting_for
from scoring.evidence import broken_link, faults_of
from scoring.models import PaperMode, ScoreEvent, Sheet, Transcription
from scoring.paper_modes import CannotUsePaper, close_paper, mode_of, open_paper
from scoring.rebuilding import rebuild
from scoring.reopening import grant_reopening, request_reopening
from scoring.rules import SheetIncomplete
from scoring.transcribing import (
    MEANWHILE,
    TRIES,
    CannotConfirmCopies,
    CannotTranscribe,
    confirm,
    send_back,
    transcribe,
    withdraw,
)
from tests import factories
from tests.rounds import fill
from tests.scoring.database import refused
from tests.scoring.papers import confirmed, copied, typists, written
from workbook.sample_sealing import close_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    return draft.open()


@pytest.fixture
def on_paper(small):
    """The round while paper is used, its first sheet, and the two who type."""
    open_paper(small.round, "Listrik padam", by=small.chair)
    return small, small.sheet(), *typists(small)


def nothing_typed():
    return not Transcription.objects.exists() and not ScoreEvent.objects.exists()


# The chair's word


def test_the_chair_opens_paper_with_a_reason_and_ends_it(small):
    mode = open_paper(small.round, "  Listrik padam ", by=small.chair)

    assert (mode_of(small.round), mode.reason) == (mode, "Listrik padam")
    assert open_paper(small.round, "lain", by=small.chair) == mode
    assert close_paper(small.round, by=small.chair) == 0
    assert mode_of(small.round) is None
    verbs = Event.objects.filter(verb__startswith="scoring.paper").order_by("pk")
    assert [event.verb for event in verbs] == ["scoring.paper_opened", "scoring.paper_closed"]


def test_without_a_reason_nothing_opens(small):
    with pytest.raises(CannotUsePaper, match="Tulis alasan"):
        open_paper(small.round, "  ", by=small.chair)
    with pytest.raises(CannotUsePaper, match="sudah diakhiri"):
        close_paper(small.round, by=small.chair)
    assert not PaperMode.objects.exists()


def test_before_scoring_there_is_no_paper(draft):
    with pytest.raises(CannotUsePaper, match="tidak sedang dibuka"):
        open_paper(draft.round, "Listrik padam", by=draft.chair)


def test_the_end_withdraws_what_nobody_confirmed_and_leaves_what_somebody_did(small):
    people = typists(small)
    kept, loose = small.sheet(), small.sheet(candidate=1)
    for sheet in (kept, loose):
        copied(small, sheet, by=people)
    confirm(kept, copies_of(kept).key, uuid4(), by=kept.seat.user)

    assert close_paper(small.round, by=small.chair) == 2

    assert len(copies_of(kept).held) == 2
    assert copies_of(loose).held == []


# Typing


def test_two_who_type_the_same_agree_and_a_second_saying_is_the_same_copy(on_paper):
    _, sheet, one, two = on_paper

    first = transcribe(sheet, written(sheet), by=one)
    assert transcribe(sheet, written(sheet), by=one) == first
    assert copies_of(sheet).stage(sheet) is Stage.ONE
    transcribe(sheet, written(sheet), by=two)

    copies = copies_of(sheet)
    assert copies.agree and copies.stage(sheet) is Stage.AGREED
    assert [copy.copy for copy in copies.held] == [1, 2]
    assert Event.objects.filter(verb="scoring.transcribed").count() == 2
    sheet.refresh_from_db()
    assert (sheet.version, sheet.entries) == (0, {})


def test_the_trail_says_who_typed_and_no_score(on_paper):
    _, sheet, one, _ = on_paper

    transcribe(sheet, written(sheet, 83), by=one)

    event = Event.objects.get(verb="scoring.transcribed")
    assert event.actor_id == one.pk
    assert json.loads(event.facts_json) == {"copy": 1, "sheet": sheet.pk}


def test_a_difference_is_named_to_both_and_its_value_to_neither(on_paper):
    _, sheet, one, two = on_paper
    transcribe(sheet, written(sheet), by=one)
    transcribe(sheet, written(sheet, W2=81), by=two)

    copies = copies_of(sheet)

    assert copies.stage(sheet) is Stage.DIFFERENT
    for person in (one, two):
        found = copies.apart_for(person)
        assert (found.scores, found.worded, found.notes) == ({"W2"}, set(), {})
    transcribe(sheet, written(sheet), by=two)
    assert copies_of(sheet).agree


def test_wordings_are_shown_only_where_all_scores_agree():
    mine = {"W1": {"score": 95, "note": "runtut"}, "W2": {"score": 80}}
    same = {"W1": {"score": 95, "note": "runut"}, "W2": {"score": 80}}
    other = {"W1": {"score": 95, "note": "runut"}, "W2": {"score": 70}}

    assert apart(mine, same).notes == {"W1": "runut"}
    assert (apart(mine, other).notes, apart(mine, other).worded) == ({}, {"W1"})
    assert not apart(mine, mine)


def test_notes_differ_by_words_not_by_line_ends(on_paper):
    _, sheet, one, two = on_paper
    for person, note in ((one, "Runtut,\n data kuat"), (two, "Runtut, data  kuat")):
        said = written(sheet, 95)
        transcribe(sheet, {c: e | {"note": note} for c, e in said.items()}, by=person)

    assert copies_of(sheet).agree


def test_a_copy_is_taken_back_and_somebody_else_types(on_paper):
    small, sheet, one, two = on_paper
    third = factories.in_role(small.round.agency, "staff")
    transcribe(sheet, written(sheet), by=one)
    transcribe(sheet, written(sheet, 70), by=two)
    with pytest.raises(CannotTranscribe, match="dua orang lain"):
        transcribe(sheet, written(sheet, 70), by=third)

    withdraw(sheet, by=one)
    transcribe(sheet, written(sheet, 70), by=third)

    assert copies_of(sheet).agree
    with pytest.raises(CannotTranscribe, match="Tidak ada salinan Anda"):
        withdraw(sheet, by=one)


def test_scores_are_not_guessed_one_by_one(on_paper):
    _, sheet, one, two = on_paper
    transcribe(sheet, written(sheet, 80), by=one)
    for score in range(60, 60 + TRIES):
        transcribe(sheet, written(sheet, score), by=two)

    with pytest.raises(CannotTranscribe, match=f"{TRIES} kali"):
        transcribe(sheet, written(sheet, 80), by=two)

    assert copies_of(sheet).stage(sheet) is Stage.DIFFERENT


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"W1": {"score": 80}}, "belum dinilai"),
        ({"W1": {"score": 80}, "W2": {"score": 95}}, "catatan wajib"),
    ],
)
def test_what_is_not_whole_is_not_kept(on_paper, entries, words):
    _, sheet, one, _ = on_paper

    with pytest.raises(SheetIncomplete, match=words):
        transcribe(sheet, entries, by=one)

    assert nothing_typed()


def test_without_the_chair_s_word_nothing_is_typed(small):
    with pytest.raises(CannotTranscribe, match="Ketua belum menyatakan"):
        transcribe(small.sheet(), written(small.sheet()), by=small.staff)
    assert nothing_typed()


@pytest.mark.parametrize("who", ["chair", "head", "auditor", "authority"])
def test_only_staff_type(on_paper, who):
    small, sheet, *_ = on_paper
    with pytest.raises(CannotTranscribe, match="staf yang tidak duduk di panitia"):
        transcribe(sheet, written(sheet), by=getattr(small, who))
    assert nothing_typed()


def test_staff_with_a_seat_on_the_panel_type_nobody_s_sheet(on_paper):
    small, sheet, *_ = on_paper
    both = small.members[1]
    factories.MembershipFactory(agency=small.round.agency, user=both)

    with pytest.raises(CannotTranscribe, match="tidak duduk di panitia"):
        transcribe(sheet, written(sheet), by=both)


def test_a_sheet_begun_on_screen_is_not_typed(on_paper):
    _, sheet, one, _ = on_paper
    entries = {"W1": {"score": 80}}
    actions.save(sheet, entries, base_version=0, mutation_id=uuid4(), by=sheet.seat.user)

    with pytest.raises(CannotTranscribe, match="sudah diisi di layar"):
        transcribe(sheet, written(sheet), by=one)
    assert not Transcription.objects.exists()


def test_an_excused_sheet_is_not_typed(on_paper):
    small, sheet, one, _ = on_paper
    close_days(small.round, excused="Sakit")

    with pytest.raises(CannotTranscribe, match="berhalangan"):
        transcribe(sheet, written(sheet), by=one)


# The member's word


def test_the_member_confirms_and_the_sheet_is_signed_from_paper(small):
    signed = confirmed(small)

    event = ScoreEvent.objects.get()
    held = copies_of(signed).held
    assert (event.kind, event.version, event.actor) == ("paper", 1, signed.seat.user)
    assert event.payload == {
        "entries": written(signed),
        "receipt": signed.receipt,
        "typists": [copy.typed_by_id for copy in held],
    }
    sheet = Sheet.objects.with_origin().get(pk=signed.pk)
    assert (sheet.is_signed, sheet.is_paper, sheet.receipt) == (
        True,
        True,
        event.payload["receipt"],
    )
    assert copies_of(signed).stage(sheet) is Stage.CONFIRMED
    assert broken_link(small.round) is None and list(faults_of(small.round)) == []


def test_confirmed_twice_it_is_signed_once(small):
    sheet = copied(small)
    key, mutation_id = copies_of(sheet).key, uuid4()

    first = confirm(sheet, key, mutation_id, by=sheet.seat.user)
    again = confirm(sheet, key, mutation_id, by=sheet.seat.user)

    assert again.receipt == first.receipt
    assert ScoreEvent.objects.count() == 1


def test_others_than_he_saw_are_not_confirmed(on_paper):
    small, sheet, one, two = on_paper
    copied(small, sheet, by=(one, two))
    seen = copies_of(sheet).key
    for person in (one, two):
        transcribe(sheet, written(sheet, 85), by=person)

    for act in (
        lambda: confirm(sheet, seen, uuid4(), by=sheet.seat.user),
        lambda: send_back(sheet, seen, by=sheet.seat.user),
    ):
        with pytest.raises(CannotConfirmCopies, match=MEANWHILE):
            act()
    assert not ScoreEvent.objects.exists()
    assert copies_of(sheet).agree


def test_copies_that_differ_are_not_confirmed(on_paper):
    _, sheet, one, two = on_paper
    transcribe(sheet, written(sheet), by=one)
    transcribe(sheet, written(sheet, 81), by=two)

    with pytest.raises(CannotConfirmCopies):
        confirm(sheet, copies_of(sheet).key, uuid4(), by=sheet.seat.user)
    assert not ScoreEvent.objects.exists()


def test_what_was_begun_on_screen_meanwhile_wins_over_paper(small):
    sheet = copied(small)
    key = copies_of(sheet).key
    actions.save(
        sheet, {"W1": {"score": 70}}, base_version=0, mutation_id=uuid4(), by=sheet.seat.user
    )

    with pytest.raises(CannotConfirmCopies):
        confirm(sheet, key, uuid4(), by=sheet.seat.user)
    assert waiting_for(sheet.seat.user) == []


def test_the_member_returns_both_copies(small):
    sheet = copied(small)
    assert waiting_for(sheet.seat.user) == [sheet]

    send_back(sheet, copies_of(sheet).key, by=sheet.seat.user)

    assert copies_of(sheet).stage(sheet) is Stage.RETURNED
    assert waiting_for(sheet.seat.user) == []
    assert Event.objects.filter(verb="scoring.transcription_returned").count() == 1


def test_paper_is_a_mark_for_ever(small):
    signed = confirmed(small)
    reopening = request_reopening(signed, "Salah baca", by=signed.seat.user)
    grant_reopening(reopening, by=small.chair)

    again = fill(small.sheet(), lambda *_: 85)

    sheet = Sheet.objects.with_origin().get(pk=again.pk)
    assert (sheet.version, sheet.is_signed, sheet.is_paper) == (4, True, True)
    assert not Sheet.objects.with_origin().get(pk=small.sheet(candidate=1).pk).is_paper


def test_a_paper_sheet_is_rebuilt_from_its_event(small):
    signed = confirmed(small)

    assert rebuild(small.round) == []
    assert small.sheet().receipt == signed.receipt


def test_the_list_knows_states_and_not_what_was_scored_on_screen(on_paper):
    small, sheet, one, _ = on_paper
    fill(small.sheet(candidate=1), lambda *_: 80)
    transcribe(sheet, written(sheet), by=one)

    lines = paper_sheets_of(small.round, one)

    assert len(lines) == Sheet.objects.count() - 1
    mine = [line for line in lines if line.mine]
    assert [(line.sheet, line.stage, line.may_open) for line in mine] == [(sheet, Stage.ONE, True)]


# The database refuses the application's own role, whatever the code above it does.


def paper_event(sheet, actor=None, entries=None, typists=()):
    payload = {"entries": entries or written(sheet), "typists": list(typists), "receipt": "X"}
    return ScoreEvent.objects.create(
        round=sheet.seat.round,
        sheet=sheet,
        actor=actor or sheet.seat.user,
        kind="paper",
        base_version=sheet.version,
        version=sheet.version + 1,
        mutation_id=uuid4(),
        payload_json=json.dumps(payload),
        at=timezone.now(),
        chain_no=0,
        prev_hash=b"",
        hash=b"",
    )


NO_COPY = "two people typed the same, or it is no copy"


def test_an_event_of_paper_needs_two_copies_that_say_just_that(on_paper):
    _, sheet, one, two = on_paper
    with refused(NO_COPY):
        paper_event(sheet)
    transcribe(sheet, written(sheet), by=one)
    with refused(NO_COPY):
        paper_event(sheet, typists=[one.pk])
    transcribe(sheet, written(sheet, 81), by=two)
    with refused(NO_COPY):
        paper_event(sheet, typists=[one.pk, two.pk])
    transcribe(sheet, written(sheet), by=two)
    with refused(NO_COPY):
        paper_event(sheet, typists=[two.pk, one.pk])
    with refused(NO_COPY):
        paper_event(sheet, typists=[one.pk, two.pk], entries=written(sheet, 99))
    with refused("only the member scores"):
        paper_event(sheet, actor=one, typists=[one.pk, two.pk])

    assert paper_event(sheet, typists=[one.pk, two.pk]).version == 1


def test_an_event_of_paper_is_a_sheet_s_first(small):
    sheet = copied(small)
    people = [copy.typed_by_id for copy in copies_of(sheet).held]
    sheet = actions.save(
        sheet, {"W1": {"score": 70}}, base_version=0, mutation_id=uuid4(), by=sheet.seat.user
    )

    with refused(NO_COPY):
        paper_event(sheet, typists=people)


def copy_of(sheet, user, copy=1, **fields):
    return Transcription.objects.create(
        sheet=sheet,
        mode=PaperMode.objects.latest("pk"),
        copy=copy,
        entries=written(sheet),
        typed_by=user,
        typed_at=timezone.now(),
        **fields,
    )


STAFF_ONLY = "staff copy an untouched sheet while paper is used"


def test_a_copy_is_of_staff_outside_the_panel(on_paper):
    small, sheet, one, _ = on_paper
    factories.MembershipFactory(agency=small.round.agency, user=small.members[1])
    for user in (small.head, small.chair, small.members[1], factories.MembershipFactory().user):
        with refused(STAFF_ONLY):
            copy_of(sheet, user)
    assert copy_of(sheet, one).pk


def test_one_person_types_one_copy_and_there_are_two(on_paper):
    small, sheet, one, two = on_paper
    copy_of(sheet, one)
    with refused("scoring_transcription_by_two_people"):
        copy_of(sheet, one, copy=2)
    with refused("scoring_transcription_first_or_second"):
        copy_of(sheet, two, copy=3)
    copy_of(sheet, two, copy=2)
    with refused("scoring_transcription_two_at_most"):
        copy_of(sheet, factories.in_role(small.round.agency, "staff"), copy=2)


def test_a_copy_is_of_an_untouched_sheet_while_paper_is_used(on_paper):
    small, sheet, one, _ = on_paper
    fill(sheet, lambda *_: 80)
    with refused(STAFF_ONLY):
        copy_of(sheet, one)
    close_paper(small.round, by=small.chair)
    with refused(STAFF_ONLY):
        copy_of(small.sheet(candidate=1), one)


def test_copies_do_not_change_and_stay_once_confirmed(small):
    sheet = copied(small)
    held = Transcription.objects.filter(sheet=sheet)
    for change in ({"entries": {}}, {"copy": 1}, {"is_returned": False}):
        with refused("a copy is withdrawn once"):
            held.update(**change)
    confirm(sheet, copies_of(sheet).key, uuid4(), by=sheet.seat.user)
    with refused("a copy is withdrawn once"):
        held.update(withdrawn_at=timezone.now())
    with refused("permission denied|copies are kept"):
        held.delete()


def test_the_use_of_paper_is_the_chair_s_and_ends_once(small):
    mode = PaperMode(round=small.round, reason="x", opened_at=timezone.now())
    for user in (small.staff, small.members[0]):
        mode.opened_by = user
        with refused("the chair opens paper"):
            mode.save(force_insert=True)
    mode = open_paper(small.round, "Listrik padam", by=small.chair)
    with refused("the chair opens paper"):
        PaperMode.objects.update(reason="lain")
    close_paper(small.round, by=small.chair)
    with refused("the chair opens paper"):
        PaperMode.objects.filter(pk=mode.pk).update(closed_at=timezone.now())
    with refused("permission denied|use of paper is kept"):
        mode.delete()


def test_an_id_that_another_sheet_was_signed_with_signs_nothing(small):
    used, mutation_id = small.sheet(), uuid4()
    confirmed(small, used, mutation_id)
    sheet = copied(small, small.sheet(candidate=1))

    with pytest.raises(CannotConfirmCopies, match=MEANWHILE):
        confirm(sheet, copies_of(sheet).key, mutation_id, by=sheet.seat.user)
    assert ScoreEvent.objects.count() == 1
