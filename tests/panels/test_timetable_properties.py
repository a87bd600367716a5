"""What holds for every timetable; nothing here asks the checks that are themselves under test."""

from collections import Counter
from fractions import Fraction
from itertools import accumulate, combinations

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from panels.rearranging import delay, move, swap
from panels.sittings import Place, Room, Venue
from panels.slots import Break, PastMidnight, at_minute, lay_out, stretch_of
from panels.timetable import DoesNotFit, generate
from panels.timetable_checks import Kind, check, out_of_order
from tests.panels.hearings import FRIDAY, THURSDAY, WEDNESDAY, numbers, request

DAYS = (WEDNESDAY, THURSDAY, FRIDAY)
ROOMS = (Room("Ruang Anggrek", 12), Room("Ruang Melati", 12), Room("Ruang Kenanga", 12))
MEMBERS = "ABCDEF"
APART = ("AB", "CD", "EF")
FIVE_MINUTES = 5
HOURS = st.tuples(st.integers(84, 120), st.integers(12, 100)).map(
    lambda s: stretch_of((s[0] * FIVE_MINUTES, (s[0] + s[1]) * FIVE_MINUTES))
)
PAUSES = st.tuples(st.integers(90, 180), st.integers(1, 18)).map(
    lambda s: stretch_of((s[0] * FIVE_MINUTES, (s[0] + s[1]) * FIVE_MINUTES))
)
EVERY_PLACE = [(day, room) for day in DAYS for room in range(3)]
PANELS = st.sets(st.sampled_from(MEMBERS), min_size=2, max_size=4).map(frozenset)


@st.composite
def requests(draw, *, apart=False):
    places = draw(st.lists(st.sampled_from(EVERY_PLACE), min_size=1, max_size=4, unique=True))
    venues = [
        Venue(day, ROOMS[room], draw(HOURS), frozenset(APART[room]) if apart else draw(PANELS))
        for day, room in places
    ]
    candidates = draw(st.permutations(numbers(draw(st.integers(1, 8)))))
    pairs = st.tuples(st.sampled_from(MEMBERS), st.sampled_from(candidates))
    return request(
        candidates,
        venues,
        length=draw(st.integers(20, 60)),
        gap=draw(st.integers(0, 15)),
        breaks=tuple(
            Break(day, hours, "Istirahat")
            for day, hours in draw(st.lists(st.tuples(st.sampled_from(DAYS), PAUSES), max_size=3))
        ),
        recusals=draw(st.frozensets(pairs, max_size=8)),
        least_members=draw(st.integers(1, 2)),
        reserve=draw(st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1, 3)])),
    )


@st.composite
def timetables(draw):
    asked = draw(requests())
    return asked, generated(asked)


def generated(asked):
    try:
        return generate(asked)
    except DoesNotFit:
        reject()


def heard(asked, sitting):
    [venue] = [v for v in asked.venues if (v.day, v.room.name) == (sitting.day, sitting.room)]
    return {m for m in venue.panel if (m, sitting.candidate) not in asked.recusals}


def overlap(one, other):
    return (
        one.day == other.day
        and one.hours.starts < other.hours.ends
        and other.hours.starts < one.hours.ends
    )


@given(timetables())
def test_generate_hears_everybody_exactly_once(case):
    asked, table = case

    assert Counter(s.candidate for s in table.sittings) == Counter(asked.candidates)


@given(timetables())
def test_generate_puts_nobody_and_no_room_in_two_places_at_once(case):
    asked, table = case

    for one, other in combinations(table.sittings, 2):
        if overlap(one, other):
            assert one.room != other.room
            assert heard(asked, one).isdisjoint(heard(asked, other))


@given(timetables())
def test_generate_touches_no_break_and_keeps_the_opening_hours(case):
    asked, table = case

    for sitting in table.sittings:
        [venue] = [v for v in asked.venues if (v.day, v.room.name) == (sitting.day, sitting.room)]
        assert venue.hours.starts <= sitting.hours.starts
        assert sitting.hours.ends <= venue.hours.ends
        assert not any(
            b.day == sitting.day and b.hours.overlaps(sitting.hours) for b in asked.breaks
        )


@given(timetables())
def test_generate_leaves_members_enough_who_are_not_recused(case):
    asked, table = case

    assert all(len(heard(asked, s)) >= asked.least_members for s in table.sittings)


@given(requests())
def test_generate_gives_the_same_again(asked):
    outcomes = []
    for _ in range(2):
        try:
            outcomes.append(generate(asked))
        except DoesNotFit as short:
            outcomes.append(str(short))

    assert outcomes[0] == outcomes[1]


@given(timetables())
def test_check_finds_nothing_but_a_departure_from_the_drawn_order_in_what_is_generated(case):
    asked, table = case

    assert {problem.kind for problem in check(table, asked)} <= {Kind.DRAWN_ORDER}


@given(timetables())
def test_generate_keeps_the_drawn_order_where_everybody_may_be_heard_everywhere(case):
    asked, table = case
    free = all(
        len(v.panel) - sum(m in v.panel and c == n for m, c in asked.recusals)
        >= asked.least_members
        for v in asked.venues
        for n in asked.candidates
    )

    assume(free)

    assert out_of_order(table, asked) == ()


@given(requests(apart=True))
def test_generate_finds_a_timetable_whenever_rooms_of_their_own_hold_one(asked):
    cells = [v for v in asked.venues for _ in range(usable(asked, v))]
    may = [
        [
            len(v.panel - {m for m, c in asked.recusals if c == n}) >= asked.least_members
            for v in cells
        ]
        for n in asked.candidates
    ]
    found = (
        maximum_bipartite_matching(csr_matrix(may), perm_type="column")
        if cells
        else [-1] * len(may)
    )
    possible = all(cell >= 0 for cell in found)

    if possible:
        assert len(generate(asked).sittings) == len(asked.candidates)
        return
    with pytest.raises(DoesNotFit) as caught:
        generate(asked)
    short = caught.value
    assert len(short.unplaced) == sum(cell < 0 for cell in found)
    assert short.slots == sum(candidate not in short.members for candidate in short.unplaced)
    assert short.minutes == short.slots * (asked.length + asked.gap)


def usable(asked, venue):
    """How many sittings the room may hold, minute by minute: as many as leave the reserve free.

    Those that use up least come first; before a break and before closing no gap is lost.
    """
    first, end = venue.hours.span
    breaks = [b for b in asked.breaks if b.day == venue.day]
    pauses = {m for b in breaks for m in range(*b.hours.span)}
    free = set(range(first, end)) - pauses
    spare = len(free) - asked.reserve * len(free)
    laid = lay_out(venue.hours, breaks, asked.length, asked.gap)
    costs = sorted(
        len(free & set(range(low, high + asked.gap))) for low, high in (h.span for h in laid)
    )
    return sum(used <= spare for used in accumulate(costs))


@given(timetables(), st.data())
def test_move_changes_one_sitting_and_the_check_reports_what_it_breaks(case, data):
    asked, table = case
    candidate = data.draw(st.sampled_from(asked.candidates))
    venue = data.draw(st.sampled_from(asked.venues))
    starts = at_minute(data.draw(st.integers(0, 22 * 60)))

    after = move(table, candidate, Place(venue.day, starts, venue.room.name))

    assert after.version == table.version + 1
    assert after.of(candidate).place == Place(venue.day, starts, venue.room.name)
    assert after.of(candidate).hours.minutes == asked.length
    assert {s for s in after.sittings if s.candidate != candidate} == {
        s for s in table.sittings if s.candidate != candidate
    }
    assert_reported(asked, after)


@given(timetables(), st.data())
def test_swap_exchanges_two_places_and_the_check_reports_what_it_breaks(case, data):
    asked, table = case
    one = data.draw(st.sampled_from(asked.candidates))
    other = data.draw(st.sampled_from(asked.candidates))

    after = swap(table, one, other)

    assert after.version == table.version + 1
    assert after.of(one).place == table.of(other).place
    assert after.of(other).place == table.of(one).place
    assert swap(after, one, other).sittings == table.sittings
    assert_reported(asked, after)


@given(timetables(), st.data(), st.integers(1, 90))
def test_delay_shifts_one_room_keeps_breaks_and_gaps_and_loses_nobody(case, data, minutes):
    asked, table = case
    candidate = data.draw(st.sampled_from(asked.candidates))
    late = table.of(candidate)

    try:
        after = delay(table, asked, candidate, minutes)
    except PastMidnight:
        reject()

    new = {s.candidate: s for s in after.timetable.sittings}
    assert sorted(new) == sorted(asked.candidates)
    assert after.timetable.version == table.version + 1
    assert {old.candidate for old, _ in after.moved} == {
        c for c, now in new.items() if now != table.of(c)
    }
    for sitting in table.sittings:
        now = new[sitting.candidate]
        if (sitting.day, sitting.room) != (late.day, late.room) or (
            sitting.hours.starts < late.hours.starts
        ):
            assert now == sitting
        assert now.hours.starts >= sitting.hours.starts
        assert now.hours.minutes == sitting.hours.minutes
    earned = new[candidate].hours.span[0] - late.hours.span[0]
    assert earned >= minutes
    kinds = {p.kind for p in check(after.timetable, asked)}
    assert kinds.isdisjoint({Kind.BREAK_TOUCHED, Kind.GAP, Kind.ROOM_TAKEN_TWICE, Kind.LENGTH})
    assert (Kind.ROOM_CLOSED in kinds) == bool(after.fallen)
    assert_reported(asked, after.timetable)


def assert_reported(asked, table):
    """Whatever a sitting or two of them break is among the problems, and nothing else is."""
    found = check(table, asked)
    clashes = [(a, b) for a, b in combinations(table.sittings, 2) if overlap(a, b)]
    same_room = {frozenset((a.candidate, b.candidate)) for a, b in clashes if a.room == b.room}
    same_member = {
        frozenset((a.candidate, b.candidate))
        for a, b in clashes
        if a.room != b.room and heard(asked, a) & heard(asked, b)
    }
    lonely = {s.candidate for s in table.sittings if len(heard(asked, s)) < asked.least_members}
    broken = {
        s.candidate
        for s in table.sittings
        if any(b.day == s.day and b.hours.overlaps(s.hours) for b in asked.breaks)
    }

    assert candidates_of(found, Kind.ROOM_TAKEN_TWICE) == same_room
    assert candidates_of(found, Kind.MEMBER_IN_TWO_ROOMS) == same_member
    assert candidates_of(found, Kind.TOO_FEW_MEMBERS) == {frozenset({c}) for c in lonely}
    assert candidates_of(found, Kind.BREAK_TOUCHED) == {frozenset({c}) for c in broken}


def candidates_of(problems, kind):
    return {frozenset(p.candidates) for p in problems if p.kind is kind}
