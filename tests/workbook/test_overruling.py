"""What a member declared himself outlives the workbook, and leaves the house without reasons."""

from dataclasses import replace

import pytest

from audit.actions import SYSTEM
from panels.declaring import Answer, declare
from panels.models import Conflict, Seat
from panels.standing import standing_of
from selection.models import Round
from tests.workbook.books import FIRST, MEMBERS, SECOND, small_book
from workbook.exporting import book_of
from workbook.loading import Unloadable, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """The member of whom the workbook says that a cousin is among the candidates."""
    load(small_book(), by=SYSTEM)
    return Seat.objects.select_related("round__agency", "user").get(user__email=MEMBERS[1])


def say(seat, **answers):
    """The member's answers, FIRST and SECOND by name."""
    people = {c.nip: c.pk for c in seat.round.candidates.all()}
    return declare(
        seat,
        {people[{"first": FIRST, "second": SECOND}[k]]: a for k, a in answers.items()},
        by=seat.user,
    )


RECUSED = Answer("family", still_scores=False, note="Sepupu")


def test_the_same_file_changes_nothing_of_what_was_declared(seat):
    say(seat, second=RECUSED, first=Answer("business", still_scores=True, note="Rahasia"))

    loaded = load(small_book(), by=SYSTEM)

    part = next(p for p in loaded.parts if p.sheet == "Benturan")
    assert (part.changes.same, bool(part.changes)) == ([(MEMBERS[1], SECOND)], False)
    assert Conflict.objects.in_force().count() == 2
    assert not standing_of(seat).is_due


def test_a_file_that_says_otherwise_is_refused_with_the_cell(seat):
    say(seat, second=replace(RECUSED, still_scores=True))

    with pytest.raises(Unloadable) as refusal:
        load(small_book(), by=SYSTEM)

    assert [str(fault) for fault in refusal.value.faults] == [
        "Benturan!A2: Penilai sudah menyatakan sendiri: menilai Ya. Berkas tidak mengubahnya; isi"
        " kolom ini dengan Ya."
    ]


def test_what_the_member_took_back_comes_again_as_the_workbooks_word(seat):
    load(replace(small_book(), conflicts=()), by=SYSTEM)
    say(seat, second=RECUSED)
    say(seat)
    assert Conflict.objects.in_force().count() == 0

    load(small_book(), by=SYSTEM)

    again = Conflict.objects.in_force().get()
    assert (again.origin, again.decided_by, again.is_settled) == ("workbook", None, False)
    assert standing_of(seat).is_due


def test_an_export_tells_how_a_declared_conflict_ends_and_not_why(seat):
    say(seat, second=RECUSED, first=Answer("business", still_scores=False, note="Rahasia"))

    rows = book_of(Round.objects.get()).conflicts

    assert [(row.nip, row.kind, row.note, row.still_scores) for row in rows] == [
        (FIRST, "LAINNYA", "Dinyatakan sendiri oleh penilai.", False),
        (SECOND, "KELUARGA", "Sepupu", False),
    ]
    load(book_of(Round.objects.get()), by=SYSTEM)
    assert Conflict.objects.get(candidate__nip=FIRST).note == "Rahasia"
