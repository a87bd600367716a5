"""What nobody may bend unseen: the sheets, the scheme, the chain and the phase of a round."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scoring.evidence import ChainBroken, faults_of, place_in_chain
from scoring.models import Sheet
from selection.models import Indicator, Round
from tests import factories
from tests.rounds import fill
from tests.scoring.database import refused
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(draft):
    draft.open()
    fill(draft.sheet(), lambda *_: 80)
    return draft


def test_a_round_that_nobody_bent_has_no_faults(small):
    assert list(faults_of(small.round)) == []


def test_a_sheet_that_says_more_than_its_events_is_named(small, bend):
    bend("scoring_sheet", f"entries = '{{}}' WHERE id = {small.sheet().pk}")

    assert list(faults_of(small.round)) == [
        f"lembar {small.sheet().pk} tidak sama dengan catatan nilai terakhirnya"
    ]


def test_a_sheet_without_any_event_is_named(small, bend):
    stray = small.sheet(candidate=1)
    bend("scoring_sheet", f"version = 1, saved_at = now() WHERE id = {stray.pk}")

    assert [str(stray.pk) in fault for fault in faults_of(small.round)] == [True]


def test_a_weight_changed_under_the_round_is_named(small, bend):
    bend("selection_indicator", "weight = weight / 2")

    assert list(faults_of(small.round)) == [
        "aturan nilai tidak sama dengan sidik jari saat dibekukan"
    ]


def test_an_event_rewritten_is_named_and_the_seal_stays(small, bend):
    bend("scoring_scoreevent", "payload_json = replace(payload_json, '80', '95')")

    with pytest.raises(ChainBroken, match="rantai catatan nilai terputus"):
        open_seal(small.round, excused="Sakit")

    small.round.refresh_from_db()
    assert small.round.phase == "scoring"


def test_verify_scores_counts_what_it_has_seen(small, capsys):
    call_command("verify_scores")

    assert capsys.readouterr().out == "Nilai utuh: 2 catatan, 1 putaran.\n"


def test_verify_scores_of_one_round_takes_its_code_in_any_case(small, capsys):
    call_command("verify_scores", small.round.code.upper())

    assert "1 putaran" in capsys.readouterr().out


def test_verify_scores_names_the_round_and_the_fault(small, bend):
    bend("selection_indicator", "weight = weight / 2")

    with pytest.raises(CommandError, match=f"{small.round.code}: aturan nilai") as refusal:
        call_command("verify_scores")

    assert refusal.value.returncode == 1


def test_verify_scores_of_an_unknown_round_is_refused():
    with pytest.raises(CommandError, match="Putaran tidak-ada tidak ada"):
        call_command("verify_scores", "tidak-ada")


# The database refuses the application's own role, whatever the code above it does.


@pytest.mark.parametrize(
    "change",
    [
        {"entries": {"W1": {"score": 99}}},
        {"version": 9},
        {"receipt": "AAAA-AAAA"},
        {"signed_at": None},
    ],
)
def test_a_signed_sheet_does_not_change(small, change):
    with refused("a sheet says what its newest event says"):
        Sheet.objects.filter(pk=small.sheet().pk).update(**change)


def test_a_sheet_does_not_say_what_no_event_says(small):
    with refused("a sheet says what its newest event says"):
        Sheet.objects.filter(pk=small.sheet(candidate=1).pk).update(version=1)


def test_a_sheet_does_not_pass_to_another_candidate(small):
    with refused("a signed sheet does not change"):
        Sheet.objects.filter(pk=small.sheet(candidate=1).pk).update(candidate=small.candidates[2])


def test_a_sheet_is_not_added_with_scores(small):
    with refused("sheets are laid out when scoring opens"):
        Sheet.objects.create(
            seat=small.seats[0],
            candidate=small.candidates[0],
            instrument=small.talent,
            version=1,
        )


@pytest.mark.parametrize(
    "bending",
    [
        lambda small: Indicator.objects.filter(instrument=small.interview).update(weight=1),
        lambda small: small.interview.__class__.objects.update(weight=1),
        lambda small: factories.VacancyFactory(round=small.round),
        lambda small: factories.CandidateFactory(round=small.round),
        lambda small: factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[0]),
        lambda small: factories.SeatFactory(round=small.round),
        lambda small: small.candidates[0].nominations.update(vacancy=small.vacancies[1]),
        lambda small: small.round.candidates.update(round=factories.RoundFactory()),
        lambda small: small.round.vacancies.update(round=factories.RoundFactory()),
        lambda small: small.round.instruments.update(round=factories.RoundFactory()),
        lambda small: small.round.seats.update(round=factories.RoundFactory()),
        lambda small: small.interview.indicators.update(instrument=factories.InstrumentFactory()),
        lambda small: small.talent.given_values.update(instrument=factories.InstrumentFactory()),
        lambda small: small.candidates[0].nominations.update(
            candidate=factories.CandidateFactory()
        ),
    ],
)
def test_what_scores_are_counted_with_stands_still(small, bending):
    with refused("the round is fixed"):
        bending(small)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phase": "draft"}, "a round goes only forward"),
        ({"quorum": 1}, "the scheme is fixed"),
        ({"scheme_sha256": "0" * 64}, "the scheme is fixed"),
        ({"is_archive": True}, "set once"),
        ({"code": "lain"}, "set once"),
    ],
)
def test_a_round_does_not_go_back(small, change, words):
    with refused(words):
        Round.objects.filter(pk=small.round.pk).update(**change)


def test_a_round_may_still_be_bent_before_scoring(draft):
    Indicator.objects.filter(instrument=draft.interview).update(title="Lain")
    Round.objects.filter(pk=draft.round.pk).update(quorum=2)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_sheet_that_nobody_touched_has_no_place_in_the_chain(draft):
    assert place_in_chain(draft.open().sheet()) is None
