"""The cascade: what falls vacant, and who is ready."""

from hypothesis import given
from hypothesis import strategies as st

from decisions.cascade import Gaps, Holder, Ready, Rule, cascade

RULE = Rule(boxes=frozenset({7, 8, 9}), lowest=4)


def holder(nip, title, level, box=None, unit="Dinas Kesehatan", **gaps):
    """`gaps`: for posts of the level above."""
    above = {level - 1: Gaps(**gaps)} if level else {}
    return Holder(nip, f"Nama {nip}", (title, unit), level, box, above)


def posts(level):
    return [vacated.post[0] for vacated in level]


def test_two_levels_down_to_the_one_that_the_city_follows():
    chosen = holder("1", "Sekretaris", 2)
    people = [
        holder("2", "Kepala Bidang A", 3, 9),
        holder("3", "Kepala Bidang B", 3, 6),
        holder("4", "Kepala Seksi A1", 4, 8),
        holder("5", "Pelaksana", 5, 9),
    ]

    first, second, third = cascade([chosen], people, RULE)

    assert posts(first) == ["Sekretaris"]
    assert [s.holder.nip for s in first[0].successors] == ["2"]
    assert posts(second) == ["Kepala Bidang A"]
    assert [one.nip for one in second[0].left_by] == ["2"]
    assert posts(third) == ["Kepala Seksi A1"]
    assert [s.holder.nip for s in third[0].successors] == ["5"]  # counted, and followed no further
    assert cascade([chosen], people, Rule(RULE.boxes, lowest=2)) == (first,)


def test_who_lacks_something_is_named_and_does_not_count():
    people = [
        holder("2", "Kepala Bidang A", 3, 9, lacks=("Hukuman disiplin sedang",)),
        holder("3", "Kepala Bidang B", 3, 7, unknown=("Pangkat belum diketahui",)),
    ]

    ((post,),) = cascade([holder("1", "Sekretaris", 2)], people, RULE)

    assert post.is_critical and post.ready == 0
    assert [(s.holder.nip, s.ready, s.why) for s in post.successors] == [
        ("3", Ready.UNCLEAR, "Pangkat belum diketahui"),
        ("2", Ready.NO, "Hukuman disiplin sedang"),
    ]


def test_own_people_come_first_within_a_box_and_strangers_only_where_the_city_allows():
    away = holder("2", "Kepala Bidang X", 3, 8, unit="Dinas Lain")
    own = holder("3", "Kepala Bidang A", 3, 8)
    best = holder("4", "Kepala Bidang Y", 3, 9, unit="Dinas Lain")
    chosen = [holder("1", "Sekretaris", 2)]

    wide = cascade(chosen, [away, own, best], RULE)[0][0]
    narrow = cascade(chosen, [away, own, best], Rule(RULE.boxes, 4, same_unit=True))[0][0]

    assert [s.holder.nip for s in wide.successors] == ["4", "3", "2"]
    assert [s.holder.nip for s in narrow.successors] == ["3"]


def test_a_post_of_unknown_level_is_shown_and_followed_by_nobody():
    ((post,),) = cascade(
        [holder("1", "Staf Ahli", None)], [holder("2", "Kepala Bidang", 3, 9)], RULE
    )

    assert post.successors == () and post.is_critical


people = st.lists(
    st.builds(
        holder,
        nip=st.integers(1, 40).map(str),
        title=st.sampled_from([f"Jabatan {number}" for number in range(12)]),
        level=st.none() | st.integers(1, 5),
        box=st.none() | st.integers(1, 9),
        unit=st.sampled_from(["A", "B"]),
    ),
    max_size=25,
    unique_by=lambda one: one.nip,
)


@given(people, st.integers(0, 5), st.randoms(use_true_random=False))
def test_every_post_stands_once_whatever_the_order(pool, movers, random):
    chosen, others = pool[:movers], pool
    levels = cascade(chosen, others, RULE)

    found = [vacated.post for level in levels for vacated in level]
    assert len(found) == len(set(found))
    assert {one.post for one in chosen} <= set(found)
    moving = {one.nip for one in chosen}
    for level in levels:
        for vacated in level:
            for successor in vacated.successors:
                assert successor.holder.nip not in moving
                assert successor.holder.box in RULE.boxes
                assert successor.holder.level > vacated.level
    mixed = list(others)
    random.shuffle(mixed)
    if len({one.post for one in chosen}) == len(chosen):
        assert cascade(chosen, mixed, RULE) == levels
