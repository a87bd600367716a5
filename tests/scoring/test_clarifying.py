from datetime import UTC, datetime
from fractions import Fraction

import pytest

from scoring.clarifying import clarification_of
from scoring.models import Sheet
from scoring.outcome import outcome_of
from scoring.reopening import grant_reopening, refuse_reopening, request_reopening
from scoring.sightings import Kind, Subject
from scoring.signing_hours import changes_of, hours_of, signings_of
from tests import factories
from tests.rounds import fill
from workbook.sample_sealing import open_seal

pytestmark = pytest.mark.django_db


def ordinary(seat, who, place):
    return 70 + who * 2 + seat + place * 3


def signed(small):
    for sheet in Sheet.objects.select_related("seat__user", "candidate", "instrument"):
        fill(sheet, ordinary)
    return small


def unsealed(small):
    small.round = open_seal(small.round)
    return small


def asked(small):
    """The first member's first sheet."""
    sheet = small.sheet()
    return request_reopening(sheet, "Salah menekan", by=sheet.seat.user)


def reopened(small):
    """Everybody signs; then that sheet is opened again and raised to 90."""
    grant_reopening(asked(signed(small)), by=small.chair)
    fill(small.sheet(), lambda *_: 90)
    return unsealed(small)


def hours(small):
    outcome = outcome_of(small.round)
    subjects = {s.pk: Subject(f"{s.candidate_id}", "WAWANCARA") for s in outcome.sheets}
    return outcome, subjects, hours_of(subjects)


def test_a_sheet_opened_again_is_told_with_what_it_came_to_before_and_after(draft):
    small = reopened(draft.open())

    [found] = [s for s in clarification_of(small.round).sightings if s.kind == Kind.REOPENED]

    assert (found.members, found.candidate, found.instrument) == (("P1",), "001", "WAWANCARA")
    assert found.figures == {"colleagues": 2, "before": Fraction(149, 2), "after": 90}
    assert found.key.startswith("ubah:P1:WAWANCARA:001:")


def test_a_refused_request_is_no_change(draft):
    small = signed(draft.open())
    refuse_reopening(asked(small), "Tidak perlu", by=small.chair)

    assert changes_of(*hours(unsealed(small))) == []


def test_hours_begin_again_where_a_sheet_was_opened_again(draft):
    small = reopened(draft.open())
    outcome, subjects, events = hours(small)

    again = next(s for s in outcome.sheets if s.pk == small.sheet().pk)
    [signing] = [
        s
        for s in signings_of(outcome, subjects, events)
        if (s.member, s.subject) == ("P1", subjects[again.pk])
    ]

    kinds = [hour.kind for hour in events[again.pk]]
    assert kinds == ["draft", "sign", "reopen", "draft", "sign"]
    assert signing.began == events[again.pk][3].at
    assert signing.signed == events[again.pk][4].at


def test_a_slot_of_the_instrument_says_when_the_hearing_ends(draft):
    first, second, _ = draft.candidates
    for candidate, instrument in ((first, draft.interview), (second, draft.talent)):
        factories.SlotFactory(candidate=candidate, instrument=instrument)
    small = unsealed(signed(draft.open()))

    ends = {s.subject.candidate: s.ends for s in signings_of(*hours(small))}

    assert ends[f"{first.pk}"] == datetime(2025, 12, 3, 1, 30, tzinfo=UTC)  # 08.30 WIB
    assert ends[f"{second.pk}"] is None


def test_who_decides_alone_is_found_in_the_tables(draft):
    draft.round.names_put_forward = 1
    draft.round.save()
    small = draft.play(
        lambda seat, who, _: 90 if (seat, who) == (1, 1) else {1: 62, 2: 62, 3: 68}[who]
    )

    found = clarification_of(small.round)

    decided = {post.vacancy.code: [one.member for one in who] for post, who in found.decisive}
    assert decided == {"DINKES": ["P1"], "DISHUB": []}
    assert found.seats["P1"] == small.seats[0]
    assert found.candidates["003"] == small.candidates[2]


def test_sheets_of_an_archive_have_no_hours(draft, bend):
    small = unsealed(signed(draft.open()))
    bend("scoring_scoreevent", "kind = 'archive', actor_id = NULL")

    assert signings_of(*hours(small)) == []


def test_posts_are_found_by_their_code(draft):
    found = clarification_of(unsealed(signed(draft.open())).round)

    assert {code: post.vacancy for code, post in found.posts.items()} == {
        vacancy.code: vacancy for vacancy in draft.vacancies
    }
