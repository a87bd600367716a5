import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparing import Text, entries_at, meet
from tests.rounds import fill

texts = st.builds(Text, st.sampled_from(["", "70", "82"]), st.sampled_from(["", "a", "b"]))


@given(texts, texts)
def test_what_was_not_touched_shows_what_the_server_holds(base, held):
    meeting = meet(base, base, held)

    assert (meeting.shown, meeting.is_choice) == (held, False)


@given(texts, texts)
def test_what_only_this_page_changed_stays_as_typed(base, mine):
    meeting = meet(base, mine, base)

    assert (meeting.shown, meeting.is_choice, meeting.taken) == (mine, False, "")


@given(texts, texts)
def test_the_same_change_in_both_places_is_no_choice(base, mine):
    assert meet(base, mine, mine).is_choice is False


@given(texts, texts, texts)
def test_nothing_typed_is_ever_replaced_and_every_difference_is_a_choice(base, mine, held):
    meeting = meet(base, mine, held)

    for field in ("score", "note"):
        old, ours, theirs = (getattr(text, field) for text in (base, mine, held))
        shown = getattr(meeting.shown, field)
        assert shown == (ours if ours != old else theirs)
        if shown not in (theirs, old) and theirs != old:
            assert meeting.is_choice


def test_the_fields_that_were_taken_are_named():
    meeting = meet(Text("70", ""), Text("70", ""), Text("82", "a"))

    assert meeting.taken == "nilai dan catatan"


@pytest.mark.django_db
def test_entries_at_a_version_are_what_the_sheet_said_then(draft):
    sheet = fill(draft.open().sheet(), lambda *_: 80)

    assert entries_at(sheet, 1) == sheet.entries
    assert entries_at(sheet, 0) == entries_at(sheet, 9) == {}
