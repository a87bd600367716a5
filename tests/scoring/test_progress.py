import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from panels.models import Seat, Slot
from scoring import actions
from scoring.board import State
from scoring.models import Sheet
from scoring.progress import board_of, edition_of
from tests import factories
from tests.rounds import make_round
from tests.scoring.days import DAY, at, now, scheduled

pytestmark = pytest.mark.django_db

FULL = {"W1": {"score": 80}, "W2": {"score": 81}}


@pytest.fixture
def small(draft):
    factories.ConflictFactory(seat=draft.seats[1], candidate=draft.candidates[0])
    return scheduled(draft.open())


def save(sheet, entries):
    sheet.refresh_from_db()
    how = {"base_version": sheet.version, "mutation_id": uuid4(), "by": sheet.seat.user}
    return actions.save(sheet, entries, **how)


def sign(sheet):
    saved = save(sheet, FULL)
    return actions.sign(saved, base_version=saved.version, mutation_id=uuid4(), by=sheet.seat.user)


def words(board):
    """Candidate's number -> the words of its cells, by the number of the seat."""
    order = sorted(range(len(board.columns)), key=lambda place: board.columns[place].seat.number)
    return {row.candidate.number: [row.cells[place].word for place in order] for row in board.rows}


def look(client, small, user=None, **headers):
    client.force_login(user or small.chair)
    return client.get(reverse("scoring:progress", args=[small.round.code]), headers=headers)


def test_the_board_says_how_far_every_sheet_is(small):
    sign(small.sheet(0, 0))
    save(small.sheet(2, 0), FULL)
    save(small.sheet(0, 1), {"W1": {"score": 70}})

    board = board_of(small.round, "", now(8, 40))

    assert words(board) == {
        1: ["Ditandatangani", "Berhalangan", "Terisi"],
        2: ["Sedang diisi", "Belum mulai", "Belum mulai"],
        3: ["Menunggu", "Menunggu", "Menunggu"],
    }
    assert (board.signed, board.total, dict(board.others)) == (
        1,
        8,
        {
            "Terisi, belum ditandatangani": 1,
            "Sedang diisi": 1,
            "Belum mulai": 2,
            "Menunggu jadwal": 3,
            "Berhalangan, tidak dihitung": 1,
        },
    )
    assert [(row.is_over, row.is_now) for row in board.rows] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_rows_stand_in_the_order_of_the_timetable_whatever_is_on_the_sheets(draft):
    small = draft.open()
    for place, hour in ((2, 8), (0, 9), (1, 10)):
        factories.SlotFactory(
            candidate=small.candidates[place],
            instrument=small.interview,
            starts=now(hour).time(),
            ends=now(hour, 30).time(),
        )
    sign(small.sheet(0, 1))

    board = board_of(small.round, "", now(11))

    assert [row.candidate.number for row in board.rows] == [3, 1, 2]


def test_members_stand_by_name_and_no_number_of_theirs_is_said(client, draft):
    names = ("Dra. Zaenab Abidin, S.E.", "Prof. Budi Santoso", "Budi Hartono, M.Si.")
    for seat, name in zip(draft.seats, names, strict=True):
        Seat.objects.filter(pk=seat.pk).update(name=name)
    small = scheduled(draft.open())

    with at(8, 40):
        page = look(client, small).text

    heads = re.findall(r'<th scope="col">([^<]*)<small>', page)
    assert heads == ["Budi Hartono", "Budi Santoso", "Zaenab"]
    assert "Penilai 1" not in page


def test_a_note_that_an_extreme_score_calls_for_does_not_show(small):
    save(small.sheet(0, 0), {"W1": {"score": 99}, "W2": {"score": 80}})

    board = board_of(small.round, "", now(8, 40))

    assert words(board)[1][0] == "Terisi"


def test_several_sheets_of_one_candidate_make_one_state(draft):
    essay = factories.InstrumentFactory(round=draft.round, code="GAGASAN", title="Uji gagasan")
    factories.IndicatorFactory(instrument=essay, code="G1")
    small = scheduled(draft.open())
    first = Sheet.objects.get(seat=small.seats[0], candidate=small.candidates[0], instrument=essay)
    sign_all = {"base_version": 0, "mutation_id": uuid4(), "by": small.members[0]}
    saved = actions.save(first, {"G1": {"score": 75}}, **sign_all)
    actions.sign(saved, base_version=1, mutation_id=uuid4(), by=small.members[0])
    assert words(board_of(small.round, "", now(8, 10)))[1][0] == "Sedang diisi"

    interview = Sheet.objects.get(
        seat=small.seats[0], candidate=small.candidates[0], instrument=small.interview
    )
    save(interview, FULL)

    assert words(board_of(small.round, "", now(8, 10)))[1][0] == "Terisi"


def test_the_day_that_matters_is_shown_unless_another_is_asked_for(draft):
    small = draft.open()
    for place, days in ((0, 0), (1, 1)):
        factories.SlotFactory(
            candidate=small.candidates[place],
            instrument=small.interview,
            date=DAY + timedelta(days=days),
        )

    def shown(moment, wanted=""):
        board = board_of(small.round, wanted, moment)
        return board.number, [row.candidate.number for row in board.rows]

    assert shown(now(9)) == (1, [1])
    assert shown(now(9, day=DAY + timedelta(days=1))) == (2, [2])
    assert shown(now(9, day=DAY + timedelta(days=9))) == (2, [2])
    assert shown(now(9), (DAY + timedelta(days=1)).isoformat()) == (2, [2])
    assert shown(now(9), "belum") == (0, [3])
    assert shown(now(9), "kemarin") == (1, [1])


def test_what_was_heard_and_is_not_signed_asks_for_attention(client, small):
    sign(small.sheet(0, 0))

    with at(8, 40):
        response = look(client, small)

    assert [
        (column.seat, [c.number for c in column.waiting])
        for column in response.context["board"].waiting
    ] == [(small.seats[2], [1])]
    assert "Perlu perhatian: 1 lembar" in response.text
    assert response.text.count("Ingatkan di layarnya<span") == 1


def test_the_auditor_reads_the_board_and_reminds_nobody(client, small):
    with at(8, 40):
        page = look(client, small, small.auditor).text

    assert "Perlu perhatian: 2 lembar" in page
    assert "Ingatkan di layarnya<span" not in page


@pytest.mark.parametrize("role", ["member", "authority"])
def test_who_has_no_part_in_the_day_reads_no_board(client, small, role):
    user = small.members[0] if role == "member" else small.authority

    assert look(client, small, user).status_code == 403


def test_before_scoring_the_board_says_what_will_stand_there(client, draft):
    response = look(client, draft)

    assert "Penilaian belum dimulai" in response.text
    assert response.context["board"].rows == []


@pytest.mark.parametrize("candidates", [1, 3])
def test_the_board_costs_the_same_for_any_number_of_candidates(
    client, candidates, django_assert_num_queries
):
    small = scheduled(make_round(factories.AgencyFactory(), candidates=candidates).open())

    with at(8, 10):
        client.force_login(small.staff)
        # session, user, round, edition, slots, candidates, sheets, seats, conflicts,
        # reminders, frame: memberships and seats
        with django_assert_num_queries(11):
            client.get(reverse("scoring:progress", args=[small.round.code]))


def test_a_poll_of_an_unchanged_board_costs_four_questions_and_answers_304(
    client, small, django_assert_num_queries
):
    with at(8, 10):
        etag = look(client, small)["ETag"]
        asking = {"HX-Request": "true", "If-None-Match": etag}

        # session, user, round, edition
        with django_assert_num_queries(4):
            response = client.get(
                reverse("scoring:progress", args=[small.round.code]), headers=asking
            )

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


def test_the_page_itself_is_never_answered_with_304(client, small):
    with at(8, 10):
        etag = look(client, small)["ETag"]

        assert look(client, small, **{"If-None-Match": etag}).status_code == 200


def test_a_changed_board_is_answered_to_a_poll_without_its_frame(client, small):
    with at(8, 10):
        asking = {"HX-Request": "true", "If-None-Match": look(client, small)["ETag"]}
        save(small.sheet(0, 0), FULL)

        response = look(client, small, **asking)

    assert response.status_code == 200
    assert response.text.strip().startswith('<div id="papan"')
    assert f'"If-None-Match": "\\u0022{response["ETag"][1:-1]}' in response.text


def test_the_edition_moves_with_every_state_and_not_with_what_is_written(small):
    def edition():
        return edition_of(small.round, now(8, 10))

    seen = [edition()]
    save(small.sheet(0, 0), {"W1": {"score": 70}})
    seen.append(edition())
    save(small.sheet(0, 0), {"W1": {"score": 20, "note": "Lain sama sekali"}})
    assert edition() == seen[-1]
    save(small.sheet(0, 0), FULL)
    seen.append(edition())
    save(small.sheet(0, 0), {"W1": {"score": 5}, "W2": {"score": 100}})
    assert edition() == seen[-1]
    sign(small.sheet(0, 0))
    seen.append(edition())
    factories.NudgeFactory(seat=small.seats[2], sent_at=now(8, 5))
    seen.append(edition())
    Slot.objects.filter(candidate=small.candidates[0]).update(room="Ruang Lain")
    seen.append(edition())

    assert len(set(seen)) == len(seen)


def test_the_edition_moves_with_the_hours_of_the_day(small):
    moments = [now(7), now(8, 10), now(8, 40), now(9, 10), now(9, 40)]

    editions = [edition_of(small.round, moment) for moment in moments]

    assert len(set(editions)) == 5
    assert edition_of(small.round, now(8, 11)) == editions[1]


def test_two_databases_that_differ_in_values_give_the_same_bytes(client, small, request):
    """The plan of security.md 4.5, for the board: extremes, notes and numbers of saves differ."""
    save(small.sheet(0, 0), FULL)
    save(small.sheet(2, 0), {"W1": {"score": 60}})
    sign(small.sheet(0, 1))

    def answers():
        with at(9, 10):
            pages = [look(client, small, user) for user in (small.staff, small.auditor)]
        bare = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", p.text) for p in pages]
        return [(page, response["ETag"]) for page, response in zip(bare, pages, strict=True)]

    before = answers()
    request.getfixturevalue("thawed")
    for sheet in Sheet.objects.filter(version__gt=0):
        sheet.entries = {code: {"score": 100, "note": "Lain"} for code in sheet.entries}
        sheet.version, sheet.saved_at = sheet.version + 3, now(8, 1)
        sheet.save()

    assert small.sheet(0, 0).scores == {"W1": 100, "W2": 100}
    assert answers() == before


def test_states_have_one_word_each():
    assert len({state.value for state in State}) == len(State)
