"""The judge of all faults judged: what it must find lost, and what it must find twice."""

from uuid import UUID, uuid4

import pytest

from tests.faults.journal import Journal, Stored, duplicated
from tests.faults.table import FAILED, NOT_RUN, Row, lines

SHEET, OTHER = UUID(int=1), UUID(int=2)


def stored(version, sheet=SHEET, mutation=None, kind="draft", at=0.0, **scores):
    places = {name.removeprefix("n"): text for name, text in scores.items()}
    return Stored(sheet, version, mutation or uuid4(), kind, places, at)


@pytest.fixture
def journal():
    """A screen said 81 was saved, and later 81 and 74."""
    journal = Journal()
    journal.note(SHEET, {"1": "81", "2": ""})
    journal.note(SHEET, {"1": "81", "2": "74"})
    return journal


def test_nothing_is_lost_where_every_claim_has_its_event(journal):
    assert journal.lost([stored(1, n1="81"), stored(2, n1="81", n2="74")]) == []


def test_saves_in_between_that_no_screen_saw_are_no_loss(journal):
    assert journal.lost([stored(1, n1="80"), stored(2, n1="81"), stored(3, n1="81", n2="74")]) == []


def test_a_claim_without_an_event_is_lost(journal):
    assert journal.lost([stored(1, n1="81")]) == [journal.claims[1]]
    assert journal.lost([stored(1, sheet=OTHER, n1="81", n2="74")]) == journal.claims


def test_a_claim_that_something_older_overwrote_is_lost(journal):
    events = [stored(1, n1="81", n2="74"), stored(2, n1="60")]

    assert journal.lost(events) == [journal.claims[1]]


def test_a_receipt_that_no_signature_has_is_lost(journal):
    journal.note(SHEET, {"1": "81", "2": "74", "receipt": "7K2F-9QXA-M3DN"})
    events = [stored(1, n1="81", n2="74"), stored(2, kind="sign", n1="81", n2="74", receipt="B")]

    assert journal.lost(events) == [journal.claims[2]]


def test_a_claim_before_its_event_came_too_early(journal):
    early, late = journal.claims
    events = [stored(1, at=early.at - 1, n1="81"), stored(2, at=late.at + 1, n1="81", n2="74")]

    assert (journal.lost(events), journal.hasty(events)) == ([], [late])


def test_a_claim_after_its_event_waited_for_it(journal):
    _, late = journal.claims
    again = stored(3, at=late.at + 1, n1="81", n2="74")

    assert journal.hasty([stored(1, at=late.at - 1, n1="81", n2="74"), again]) == []


def test_what_another_database_was_told_was_not_said_too_early(journal):
    journal.moved_at = journal.claims[-1].at

    assert journal.hasty([stored(1, at=journal.moved_at + 1, n1="81", n2="74")]) == []


def test_each_value_that_was_said_to_be_saved_counts_once(journal):
    assert journal.acknowledged == 2


def test_events_that_follow_one_another_are_no_duplicates():
    events = [stored(2, n1="74"), stored(1, n1="81"), stored(1, sheet=OTHER, n1="81")]

    assert duplicated(events) == []


def test_what_says_the_same_again_is_a_duplicate():
    again = stored(2, n1="81")

    assert duplicated([stored(1, n1="81"), again]) == [again]


def test_one_id_for_two_events_is_a_duplicate():
    twice = [stored(1, mutation=SHEET, n1="81"), stored(2, mutation=SHEET, n1="74")]

    assert duplicated(twice) == twice


def test_a_gap_between_versions_is_found():
    late = stored(3, n1="74")

    assert duplicated([stored(1, n1="81"), late]) == [late]


def test_the_table_sums_the_runs_of_a_fault_in_its_order():
    rows = [
        Row("F10", "Dua tab", acknowledged=2, result=FAILED),
        Row("F2", "Jawaban hilang", acknowledged=2, seconds=1.25),
        Row("F2", "Jawaban hilang", acknowledged=3, lost=1, seconds=0.5),
        Row("F22", "Sertifikat", result=NOT_RUN, why="perlu nginx"),
    ]

    cells = [line.split() for line in lines(rows)]

    assert cells[1:] == [
        ["F2", "Jawaban", "hilang", "2", "5", "1", "0", "1,2", "s"],
        ["F10", "Dua", "tab", "1", "2", "0", "0", "–", "GAGAL"],
        ["F22", "Sertifikat", "TIDAK", "DIJALANKAN:", "perlu", "nginx"],
    ]
