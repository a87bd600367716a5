"""A plenary through its actions: who is there, what is decided, what may be frozen, and when."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Event
from candidates.models import Nomination
from decisions import actions
from decisions.deciding import Proposal, decide, withdraw
from decisions.holding import CannotHold, Presence, adjourn, dissent, note_attendance, open_plenary
from decisions.models import Dissent, Plenary, PlenaryAttendance, PlenaryDecision
from decisions.questions import questions_of
from decisions.settling import confirm, freeze_result, recount_or_break
from decisions.standing import fingerprint_of, members_of, outcome_with, present_at
from scoring.evidence import ChainBroken
from scoring.models import Confirmation, Result, Sheet
from scoring.outcome import outcome_of
from scoring.printing import as_json, printout_of
from selection.scheme import fingerprint
from tests.rounds import fill, make_round
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db
HERE = Presence(is_present=True)
Kind = PlenaryDecision.Kind


def began(small, **given):
    told = {"held_on": timezone.localdate(), "place": "Ruang Rapat"} | given
    return open_plenary(small.round, **told, by=small.chair)


def attended(small, absent=0, **given):
    """A plenary with all members there, but for the first ones."""
    plenary = began(small, **given)
    away = {seat.pk for seat in small.seats[:absent]}
    noted = {
        s.pk: Presence(is_present=False, reason="Sakit") if s.pk in away else HERE
        for s in small.seats
    }
    return note_attendance(plenary, noted, by=small.chair)


def all_confirm(plenary):
    sha256 = fingerprint_of(plenary, outcome_with(plenary))
    for seat in present_at(plenary):
        confirm(plenary, seat, sha256, Confirmation.Proof.PASSWORD)


def everything():
    """How much has been written: nothing of it may remain after a refusal."""
    models = (Plenary, PlenaryAttendance, PlenaryDecision, Dissent, Result, Event)
    return [model.objects.count() for model in models]


def refused(act, *args, **kwargs):
    """What the refusal says; nothing was written."""
    before = everything()
    with pytest.raises(CannotHold) as refusal:
        act(*args, **kwargs)
    assert everything() == before
    return str(refusal.value)


def cut(tied, numbers=(1, 2, 4), **given):
    nips = tuple(tied.candidates[number - 1].nip for number in numbers)
    told = {"kind": Kind.CUT, "vacancy": "DINKES", "nips": nips, "reason": "Rekam jejak"}
    return Proposal(**(told | given))


# Opening and attendance


def test_the_chair_opens_one_plenary_after_the_seal(played):
    plenary = began(played)

    assert (plenary.number, plenary.chair.user, plenary.is_open) == (1, played.chair, True)
    assert Event.objects.filter(verb="decisions.plenary_opened").count() == 1
    assert "sudah dibuka" in refused(began, played)


def test_nobody_else_opens_it_and_not_while_sealed(draft):
    draft.open()
    assert "segel" in refused(began, draft)


def test_a_member_does_not_open_it(played):
    by = played.members[0]
    day = timezone.localdate()
    said = refused(open_plenary, played.round, held_on=day, place="Ruang", by=by)
    assert "ketua" in said


def test_an_absence_needs_its_reason_and_every_member_a_word(played):
    plenary = began(played)
    seats = played.seats
    some = {seats[0].pk: HERE}
    without = {s.pk: HERE for s in seats[1:]} | {seats[0].pk: Presence(is_present=False)}

    assert "setiap penilai" in refused(note_attendance, plenary, some, by=played.chair)
    assert "alasan tidak hadir" in refused(note_attendance, plenary, without, by=played.chair)


def test_what_was_noted_first_is_kept(played):
    plenary = attended(played, absent=1)

    note_attendance(plenary, {seat.pk: HERE for seat in played.seats}, by=played.chair)

    assert len(present_at(plenary)) == 3
    assert PlenaryAttendance.objects.filter(plenary=plenary).count() == 4


# Deciding


def test_the_names_at_the_cut_are_chosen_and_the_others_are_not_put_forward(tied):
    plenary = attended(tied)

    decide(plenary, cut(tied, votes=(2, 1)), by=tied.chair)

    found = outcome_with(plenary)
    rows = found.vacancies[0].ranking.ranked
    assert [row.put_forward for row in rows] == [True, True, False, True]
    assert [row.rank for row in rows] == [1, 1, 1, 1]
    assert not questions_of(found).open_ties
    assert outcome_of(tied.round).vacancies[0].ranking.ranked[0].put_forward is None  # not frozen


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"numbers": (1, 2)}, "tepat 3 dari 4"),
        ({"numbers": (1, 2, 3, 4)}, "tepat 3 dari 4"),
        ({"numbers": (1, 1, 2)}, "tepat 3 dari 4"),
        ({"numbers": ()}, "tidak berbagi peringkat"),
        ({"vacancy": "DISHUB"}, "tidak berbagi peringkat"),
        ({"reason": "  "}, "Tulis alasan"),
        ({"votes": (3, 1)}, "Jumlah suara"),
        ({"kind": Kind.QUORUM}, "Pengecualian kuorum"),
        ({"kind": Kind.SHARED}, "Sebutkan semua"),
    ],
)
def test_a_decision_that_does_not_fit_the_ranking_is_refused(tied, changed, said):
    plenary = attended(tied)

    assert said in refused(decide, plenary, cut(tied, **changed), by=tied.chair)


def test_nothing_is_decided_without_the_quorum_of_the_plenary(tied):
    plenary = attended(tied, absent=2)

    assert "1 dari 3 penilai hadir, paling sedikit 2" in refused(
        decide, plenary, cut(tied), by=tied.chair
    )


def test_the_round_says_how_many_must_be_there(agency):
    small = make_round(agency, plenary_quorum=3).play()

    other = Proposal(Kind.OTHER, "Catatan")
    assert "paling sedikit 3" in refused(decide, attended(small, absent=1), other, by=small.chair)


def test_a_decision_is_withdrawn_with_a_reason_and_stays(tied):
    plenary = attended(tied)
    first = decide(plenary, cut(tied), by=tied.chair)
    assert "Cabut" in refused(decide, plenary, cut(tied, numbers=(1, 2, 3)), by=tied.chair)
    assert "Tulis mengapa" in refused(withdraw, first, reason=" ", by=tied.chair)

    withdraw(first, reason="Salah nama", by=tied.chair)
    second = decide(plenary, cut(tied, numbers=(1, 2, 3)), by=tied.chair)

    assert (second.number, PlenaryDecision.objects.count()) == (2, 2)
    assert "sudah dicabut" in refused(withdraw, first, reason="Lagi", by=tied.chair)


def test_a_shared_rank_that_needs_no_decision_can_be_noted(agency):
    small = make_round(agency, candidates=2)
    for candidate in small.candidates:
        candidate.given_values.update(value=80)
    plenary = attended(small.play(lambda *_: 80))
    nips = [candidate.nip for candidate in small.candidates]

    decide(plenary, Proposal(Kind.SHARED, "Setara", "DINKES", nips), by=small.chair)

    assert {row.put_forward for row in outcome_with(plenary).vacancies[0].ranking.ranked} == {True}


# Quorum of sheets


@pytest.fixture
def lacking(draft):
    """Candidate 2 has one signed sheet out of three."""
    small = draft
    small.open()
    for sheet in Sheet.objects.filter(seat__round=small.round).select_related(
        "seat__user", "candidate", "instrument"
    ):
        if sheet.candidate.number != 2 or sheet.seat.number == 1:
            fill(sheet, lambda *_: 90)
    small.round = open_seal(small.round, excused="Sakit")
    return small


def test_a_plenary_admits_a_score_without_its_quorum_of_sheets(lacking):
    plenary = attended(lacking)
    nip = lacking.candidates[1].nip
    (question,) = questions_of(outcome_with(plenary)).lacking
    assert [i.code for i in question.instruments] == ["WAWANCARA"]

    said = decide(
        plenary, Proposal(Kind.QUORUM, "Dua penilai sakit", "DINKES", [nip]), by=lacking.chair
    )

    ranked = {row.nip: row for row in outcome_with(plenary).vacancies[0].ranking.ranked}
    assert said.instruments == ["WAWANCARA"]
    assert str(ranked[nip].total) == "79.20"  # 90 × 40% + 72 × 60%
    withdraw(said, reason="Tidak jadi", by=lacking.chair)
    assert nip not in {r.nip for r in outcome_with(plenary).vacancies[0].ranking.ranked}


def test_who_does_not_qualify_is_no_question_of_quorum(draft):
    Nomination.objects.filter(candidate=draft.candidates[1]).update(verdict="not_met")
    plenary = attended(draft.play())

    assert questions_of(outcome_with(plenary)).lacking == []


# Freezing


def test_a_result_is_frozen_with_its_fingerprint_and_shown_ever_after(tied):
    plenary = attended(tied)
    decide(plenary, cut(tied), by=tied.chair)
    all_confirm(plenary)

    result = freeze_result(plenary, by=tied.chair)

    said = json.loads(result.text)
    assert fingerprint(result.text) == result.sha256
    assert (said["round"], said["number"], said["correction"]) == (tied.round.code, 1, None)
    assert said["scheme_sha256"] == tied.round.scheme_sha256
    assert [d["kind"] for d in said["decisions"]] == ["cut"]
    dinkes = said["vacancies"][0]
    assert [row["put_forward"] for row in dinkes["ranked"]] == [True, True, False, True]
    assert dinkes["ranked"][0]["exact_total"] == "80/1"
    shown = json.loads(as_json(printout_of(tied.round)))
    assert shown["frozen"] is True
    assert [r["put_forward"] for r in shown["vacancies"][0]["ranked"]] == [True, True, False, True]
    assert not recount_or_break(result).faults
    assert "sudah berakhir" in refused(decide, plenary, cut(tied), by=tied.chair)


def test_a_tie_at_the_cut_keeps_the_result_from_being_frozen(tied):
    plenary = attended(tied)
    all_confirm(plenary)

    assert "1 peringkat bersama" in refused(freeze_result, plenary, by=tied.chair)


def test_whoever_is_there_confirms_what_was_said_last(played):
    plenary = attended(played)
    all_confirm(plenary)
    dissent(plenary, played.seats[0], "Saya berpendapat lain.")

    assert "3 penilai" in refused(freeze_result, plenary, by=played.chair)
    stale = "0" * 64
    seat, proof = played.seats[0], Confirmation.Proof.PASSWORD
    assert "berubah sesudah" in refused(confirm, plenary, seat, stale, proof)

    result = freeze_result(plenary, unconfirmed_reason="Sudah pulang", by=played.chair)
    assert result.plenary.unconfirmed == "Sudah pulang"


def test_attendance_and_quorum_are_asked_before_the_freeze(played):
    said = refused(freeze_result, began(played), by=played.chair)

    assert "kehadiran belum dicatat" in said
    assert "0 dari paling sedikit 2" in said


def test_only_who_is_there_dissents_and_confirms(played):
    plenary = attended(played, absent=1)
    away = played.seats[0]
    sha256 = fingerprint_of(plenary, outcome_with(plenary))

    assert "hadir" in refused(dissent, plenary, away, "Tidak setuju")
    assert "hadir" in refused(confirm, plenary, away, sha256, Confirmation.Proof.PASSWORD)


def test_an_adjourned_plenary_ends_and_another_one_begins(played):
    plenary = attended(played, absent=2)
    assert "mengapa rapat ditunda" in refused(adjourn, plenary, reason="", by=played.chair)

    adjourn(plenary, reason="Tidak kuorum", by=played.chair)

    assert "sudah berakhir" in refused(freeze_result, plenary, by=played.chair)
    assert began(played).number == 2


def test_a_correction_is_a_new_result_with_its_reason_and_the_old_one_stays(tied):
    first = tied.resolve().round.results.get()
    assert "Tulis mengapa hasil itu dikoreksi" in refused(began, tied)
    plenary = attended(tied, reason="Rekam jejak keliru dibaca")
    decide(plenary, cut(tied, numbers=(2, 3, 4)), by=tied.chair)
    all_confirm(plenary)

    second = freeze_result(plenary, by=tied.chair)

    assert (second.number, second.reason) == (2, "Rekam jejak keliru dibaca")
    assert json.loads(second.text)["correction"] == {
        "previous_sha256": first.sha256,
        "reason": "Rekam jejak keliru dibaca",
    }
    ranked = outcome_of(tied.round).vacancies[0].ranking.ranked
    assert [row.put_forward for row in ranked] == [False, True, True, True]
    assert not recount_or_break(first).faults


# Hand-over and recount


def test_without_a_result_nothing_is_handed_over(played):
    with pytest.raises(actions.NoResult):
        actions.hand_over(played.round, by=played.chair)

    played.round.refresh_from_db()
    assert not played.round.is_handed_over


def test_a_changed_score_is_told_and_blocks_the_hand_over(played):
    played.resolve()
    value = played.candidates[1].given_values.get()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scoring.outcome._given", lambda _: {})
        with pytest.raises(ChainBroken) as broken:
            actions.hand_over(played.round, by=played.chair)

    assert f"NIP {value.candidate.nip}" in "; ".join(broken.value.faults)
    played.round.refresh_from_db()
    assert not played.round.is_handed_over


# What SQL keeps


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE decisions_plenarydecision SET reason = 'lain'",
        "DELETE FROM decisions_plenarydecision",
        "UPDATE decisions_plenaryattendance SET is_present = true",
        "DELETE FROM decisions_dissent",
        "UPDATE decisions_plenary SET place = 'lain'",
        "UPDATE decisions_plenary SET result_id = NULL",
        "UPDATE scoring_result SET sha256 = ''",
    ],
)
def test_what_a_plenary_said_does_not_change(tied, sql):
    tied.resolve()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_nothing_is_said_after_the_freeze(tied):
    tied.resolve()
    plenary = tied.round.plenaries.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Dissent.objects.create(
            plenary=plenary, seat=members_of(tied.round)[0], text="Terlambat", at=timezone.now()
        )


def store_a_bare_result(small):
    with transaction.atomic(), connection.cursor() as cursor:
        Result.objects.create(
            round=small.round,
            number=1,
            text="{}",
            sha256=fingerprint("{}"),
            chain_no=0,
            frozen_by=small.chair,
            frozen_at=timezone.now(),
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_result_without_a_plenary_is_not_kept(played):
    with pytest.raises(IntegrityError):
        store_a_bare_result(played)
