from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.chain import START, Break, Link, digest, find_break, stamp

fields = st.lists(st.one_of(st.text(), st.integers(), st.none()), min_size=1, max_size=4)


def chain(rows):
    previous, links = START, []
    for number, row in enumerate(rows, start=1):
        made = digest(previous, row)
        links.append(Link(number, row, previous, made))
        previous = made
    return links


@given(st.lists(fields, max_size=6))
def test_a_chain_as_written_has_no_break(rows):
    links = chain(rows)
    head = (len(links), links[-1].hash if links else START)

    assert find_break(links, head) is None


@given(st.lists(fields, min_size=1, max_size=6), st.data())
def test_any_changed_field_breaks_its_own_link(rows, data):
    links = chain(rows)
    place = data.draw(st.integers(0, len(links) - 1))
    old = links[place]
    links[place] = Link(old.number, [*old.fields, "x"], old.prev_hash, old.hash)

    assert find_break(links) == Break(place + 1, "isi berubah")


def test_a_link_that_does_not_join_is_named():
    first, second = chain([["a"], ["b"]])
    loose = Link(2, second.fields, START, digest(START, second.fields))

    assert find_break([first, loose]) == Break(2, "tidak menyambung ke catatan sebelumnya")


@pytest.mark.parametrize("hours", [0, 7])
def test_stamp_is_utc_whatever_the_zone(hours):
    zone = timezone(timedelta(hours=hours))

    assert stamp(datetime(2025, 12, 3, hours, 0, 0, 5, tzinfo=zone)) == "2025-12-03T00:00:00.000005"
