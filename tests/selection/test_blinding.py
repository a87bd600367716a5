"""Blind reading is part of the scheme, set in the draft and nowhere else."""

import pytest

from audit.models import Event
from selection.blinding import BlindingFixed, scored_instruments, set_blind
from selection.scheme import canonical, describe


def test_blind_is_part_of_the_scheme_and_absent_where_nothing_is(draft):
    before = canonical(describe(draft.round))
    assert all("blind" not in one for one in describe(draft.round)["instruments"])

    changed = set_blind(draft.round, {"WAWANCARA"}, by=draft.staff)

    assert [i.code for i in changed] == ["WAWANCARA"]
    assert canonical(describe(draft.round)) != before
    blind = {one["code"]: one.get("blind") for one in describe(draft.round)["instruments"]}
    assert blind == {"TALENTA": None, "WAWANCARA": True}
    set_blind(draft.round, set(), by=draft.staff)
    assert canonical(describe(draft.round)) == before


def test_the_same_again_changes_and_records_nothing(draft):
    set_blind(draft.round, {"WAWANCARA"}, by=draft.staff)

    assert set_blind(draft.round, {"WAWANCARA"}, by=draft.staff) == []
    assert Event.objects.filter(verb="selection.blind_set").count() == 1


def test_given_values_are_never_blind(draft):
    assert [i.code for i in scored_instruments(draft.round)] == ["WAWANCARA"]
    assert set_blind(draft.round, {"TALENTA"}, by=draft.staff) == []


def test_a_fixed_round_stays_as_it_is(draft):
    round_ = draft.open().round

    with pytest.raises(BlindingFixed, match="dibekukan"):
        set_blind(round_, {"WAWANCARA"}, by=draft.staff)

    assert not any(i.is_blind for i in scored_instruments(round_))
    assert not Event.objects.filter(verb="selection.blind_set").exists()
