from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.enumeration import listed
from selection.stages import StagePlan, StageState, Standing, idle_words, standings
from selection.work import Obstacle, Owner, State, Task, arrange, next_task, rows_of

TODAY = date(2025, 11, 28)  # a Friday, as in the prototype
ME = Owner("Wulansari Gita Mahardini", is_viewer=True)
RUDITA = Owner("Rudita Hanggara")
SEALED = Obstacle("segel dibuka", "Buka papan penilaian", "/penilaian/")
ACTIONABLE = (State.OPEN, State.STARTED)


def at(month, day):
    return date(2025, month, day)


def task(key, owner=ME, **given):
    facts = {"title": f"Tugas {key}", "url": f"/{key}/"}
    return Task(key=key, owner=owner, **facts | given)


def done(key, owner=ME, **given):
    return task(key, owner, state=State.DONE, **given)


def home():
    """The prototype's home of a round."""
    return [
        task(
            "bukti",
            title="Lengkapi bukti untuk 3 kandidat",
            action="Buka 3 kandidat",
            deadline=at(12, 1),
            stage="syarat",
        ),
        task(
            "ruang",
            RUDITA,
            title="Tetapkan ruang wawancara hari ke-2",
            deadline=at(12, 1),
            stage="jadwal",
        ),
        task("terbit", RUDITA, title="Terbitkan jadwal", blocked_by=("ruang",), stage="jadwal"),
        task(
            "pernyataan",
            Owner("Penilai 4"),
            title="Pernyataan benturan kepentingan Penilai 4",
            state=State.WAITING,
            deadline=at(12, 1),
        ),
        task("cetak", title="Cetak lembar nilai cadangan", deadline=at(12, 2), stage="penilaian"),
        done("sk", title="Unggah SK panitia", done_on=at(11, 24), stage="panitia"),
        task(
            "imut",
            Owner("Kepala BKPSDM"),
            title="Kirim usulan ke BKN melalui I-MUT",
            deadline=at(12, 12),
            obstacle=SEALED,
            stage="persetujuan",
        ),
    ]


def keys(rows):
    return [row.task.key for row in rows]


def row_of(key, tasks, today=TODAY):
    return next(row for row in rows_of(tasks, today) if row.task.key == key)


def test_the_home_of_a_round_stands_as_drawn():
    worklist = arrange(home(), TODAY)

    assert worklist.next.task.title == "Lengkapi bukti untuk 3 kandidat"
    assert worklist.heading == "5 terbuka, 1 selesai"
    assert [(row.task.key, str(row.task.owner), row.status) for row in worklist.others] == [
        ("ruang", "Rudita Hanggara", "Belum mulai"),
        ("pernyataan", "Penilai 4", "Menunggu orang lain"),
        ("cetak", "Anda", "Belum mulai"),
        ("imut", "Kepala BKPSDM", "Terhambat: menunggu segel dibuka"),
        (
            "terbit",
            "Rudita Hanggara",
            "Terhambat: menunggu “Tetapkan ruang wawancara hari ke-2”",
        ),
        ("sk", "Anda", "Selesai"),
    ]


def test_what_is_mine_and_overdue_comes_before_what_blocks_and_that_before_what_is_near():
    overdue = task("z", deadline=at(11, 27))
    blocking = task("y", deadline=at(12, 24))
    near = task("a", deadline=at(11, 28))
    blocked = task("x", blocked_by=("y",))

    assert next_task([near, blocking, blocked, overdue], TODAY) == overdue
    assert next_task([near, blocking, blocked], TODAY) == blocking
    assert next_task([near, replace(blocked, blocked_by=()), blocking], TODAY) == near
    assert next_task([replace(blocked, blocked_by=())], TODAY).key == "x"


def test_of_two_overdue_tasks_the_one_that_blocks_others_is_next():
    older, blocking = task("a", deadline=at(11, 3)), task("b", deadline=at(11, 27))

    assert next_task([older, blocking, task("c", blocked_by=("b",))], TODAY) == blocking
    assert next_task([older, blocking], TODAY) == older


def test_of_two_tasks_of_one_deadline_the_one_that_blocks_more_is_next():
    tasks = [
        task("a"),
        task("b"),
        task("c", blocked_by=("a",)),
        task("d", blocked_by=("b",)),
        task("e", blocked_by=("d",)),
    ]

    assert next_task(tasks, TODAY).key == "b"
    assert {row.task.key: row.blocks for row in rows_of(tasks, TODAY)} == {
        "a": 1,
        "b": 2,
        "c": 0,
        "d": 1,
        "e": 0,
    }


@pytest.mark.parametrize(
    "other",
    [
        task("a", RUDITA, deadline=at(11, 3)),
        task("a", state=State.WAITING, deadline=at(11, 3)),
        task("a", obstacle=SEALED, deadline=at(11, 3)),
        task("a", blocked_by=("mine",), deadline=at(11, 3)),
        done("a", deadline=at(11, 3)),
    ],
    ids=["somebody else's", "waiting", "blocked in words", "blocked by a task", "done"],
)
def test_what_the_viewer_cannot_work_on_is_never_next(other):
    assert next_task([other, task("mine")], TODAY).key == "mine"


def test_nothing_is_next_when_the_viewer_can_work_on_nothing():
    tasks = [
        task("a", RUDITA, deadline=at(11, 3)),
        task("b", state=State.WAITING),
        task("c", obstacle=SEALED),
        task("d", blocked_by=("a",)),
        done("e"),
    ]

    assert next_task(tasks, TODAY) is None
    assert next_task([], TODAY) is None
    assert arrange(tasks, TODAY).heading == "4 terbuka, 1 selesai"


def test_a_task_begun_can_be_next():
    begun = task("a", state=State.STARTED)

    assert next_task([begun], TODAY) == begun
    assert row_of("a", [begun]).status == "Berjalan"


def test_a_deadline_is_overdue_only_when_its_day_is_over():
    assert not row_of("a", [task("a", deadline=TODAY)]).is_overdue
    assert row_of("a", [task("a", deadline=TODAY)], TODAY + timedelta(days=1)).is_overdue
    assert not row_of("a", [task("a")], date.max).is_overdue
    assert not row_of("a", [done("a", deadline=at(11, 3))]).is_overdue


def test_a_blocked_task_says_what_unblocks_it_with_a_link():
    tasks = [task("a", title="Tetapkan ruang"), task("b", blocked_by=("a",), obstacle=SEALED)]

    row = row_of("b", tasks)

    assert row.state is State.BLOCKED
    assert row.status == "Terhambat: menunggu “Tetapkan ruang” dan segel dibuka"
    assert row.waits_for == (Obstacle("“Tetapkan ruang”", "Tetapkan ruang", "/a/"), SEALED)


def test_a_task_is_free_once_all_it_waited_for_is_done():
    waiting = task("c", blocked_by=("a", "b"))

    assert row_of("c", [done("a"), task("b"), waiting]).waits_for[0].url == "/b/"
    assert row_of("c", [done("a"), done("b"), waiting]).state is State.OPEN


def test_what_is_done_waits_for_nothing_and_blocks_nothing():
    tasks = [task("a"), done("b", blocked_by=("a",), obstacle=SEALED), task("c", blocked_by=("b",))]

    assert row_of("b", tasks).status == "Selesai"
    assert [row_of(key, tasks).blocks for key in "abc"] == [0, 0, 0]


def test_finished_tasks_follow_the_latest_first():
    tasks = [done("a"), done("b", done_on=at(11, 3)), done("c", done_on=at(11, 4)), task("d")]

    assert keys(rows_of(tasks, TODAY)) == ["d", "c", "b", "a"]


def test_others_are_ordered_by_lateness_then_by_what_they_block_then_by_deadline():
    tasks = [
        task("late", RUDITA, deadline=at(11, 27)),
        task("mine and late", state=State.WAITING, deadline=at(11, 27)),
        task("blocking", RUDITA, deadline=at(12, 31)),
        task("blocked", RUDITA, deadline=at(12, 1), blocked_by=("blocking",)),
        task("far", RUDITA, deadline=at(12, 2)),
        task("mine", state=State.WAITING, deadline=at(12, 2)),
        task("without", RUDITA),
    ]

    assert keys(rows_of(tasks, TODAY)) == [
        "mine and late",
        "late",
        "blocking",
        "blocked",
        "mine",
        "far",
        "without",
    ]


def test_a_key_given_twice_is_refused():
    with pytest.raises(ValueError, match="same key"):
        rows_of([task("a"), task("a", RUDITA)], TODAY)


def test_waiting_for_a_task_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"not in the list: x, y\."):
        rows_of([task("a", blocked_by=("y",)), task("b", blocked_by=("x",))], TODAY)


@pytest.mark.parametrize("tasks", [[("a", "b"), ("b", "c"), ("c", "a")], [("a", "a")]])
def test_tasks_that_wait_for_one_another_in_a_circle_are_refused(tasks):
    circle = [task(key, blocked_by=(blocker,)) for key, blocker in tasks]
    named = ", ".join(key for key, _ in tasks)

    with pytest.raises(ValueError, match=rf"in a circle: {named}\."):
        next_task(circle, TODAY)


def test_a_state_that_is_worked_out_is_not_given():
    with pytest.raises(ValueError, match="what blocks"):
        task("a", state=State.BLOCKED)


def test_a_task_that_is_not_done_has_no_day_of_completion():
    with pytest.raises(ValueError, match="no day of completion"):
        task("a", done_on=TODAY)


SKETCHES = st.tuples(
    st.sampled_from([ME, RUDITA]),
    st.sampled_from([each for each in State if each is not State.BLOCKED]),
    st.integers(-3, 4),  # days from today to the deadline; 4: none
    st.integers(0, 2**7 - 1),  # which of the earlier tasks it waits for
    st.booleans(),
)


def task_of(number, sketch):
    """Keys do not follow the order of dependence; a task waits for earlier ones only."""
    owner, state, days, waits, has_obstacle = sketch
    day = TODAY + timedelta(days=days) if days < 4 else None
    return task(
        f"t{number * 5 % 11:02}",
        owner,
        state=state,
        deadline=day,
        done_on=day if state is State.DONE else None,
        blocked_by=tuple(f"t{i * 5 % 11:02}" for i in range(number) if waits >> i & 1),
        obstacle=SEALED if has_obstacle else None,
    )


def task_lists():
    """Up to eight tasks, never in a circle."""
    sketches = st.lists(SKETCHES, max_size=8)
    return sketches.map(lambda found: [task_of(*each) for each in enumerate(found)])


@given(tasks=task_lists())
def test_exactly_one_is_next_when_something_of_mine_can_be_worked_on(tasks):
    finished = {each.key for each in tasks if each.state is State.DONE}
    mine = {
        each.key
        for each in tasks
        if each.owner.is_viewer
        and each.state in ACTIONABLE
        and each.obstacle is None
        and set(each.blocked_by) <= finished
    }

    chosen = next_task(tasks, TODAY)

    assert (chosen.key if chosen else None) in (mine or {None})


@given(tasks=task_lists())
def test_no_task_that_could_be_next_outranks_the_next(tasks):
    chosen = arrange(tasks, TODAY).next
    rivals = [row for row in rows_of(tasks, TODAY) if row.can_be_next and row is not chosen]

    for rival in rivals:
        assert (not chosen.is_overdue, not chosen.blocks, chosen.task.deadline or date.max) <= (
            not rival.is_overdue,
            not rival.blocks,
            rival.task.deadline or date.max,
        )


@given(tasks=task_lists(), data=st.data())
def test_the_order_depends_on_nothing_but_the_tasks(tasks, data):
    shuffled = data.draw(st.permutations(tasks))

    assert rows_of(shuffled, TODAY) == rows_of(tasks, TODAY)


@given(tasks=task_lists())
def test_every_task_stands_in_the_list_once(tasks):
    worklist = arrange(tasks, TODAY)

    shown = [*([worklist.next] if worklist.next else []), *worklist.others]
    assert sorted(keys(shown)) == sorted(each.key for each in tasks)


@given(tasks=task_lists())
def test_a_row_is_blocked_exactly_when_it_says_what_it_waits_for(tasks):
    for row in rows_of(tasks, TODAY):
        assert (row.state is State.BLOCKED) == bool(row.waits_for)
        assert row.is_done == (row.task.state is State.DONE)


@given(tasks=task_lists())
def test_what_a_task_blocks_is_found_by_doing_it_last(tasks):
    """The oracle: what is left when everything is done that can be done without this task."""
    for row in rows_of(tasks, TODAY):
        left = {each.key: each for each in tasks if each.state is not State.DONE}
        while True:
            free = [
                key
                for key, each in left.items()
                if key != row.task.key and not left.keys() & set(each.blocked_by)
            ]
            if not free:
                break
            for key in free:
                del left[key]
        assert row.blocks == (len(left) - 1 if row.task.key in left else 0)


STAGES = [
    StagePlan(key="data", title="Data kandidat", finished_on=at(11, 20)),
    StagePlan(key="panitia", title="Panitia", starts=at(11, 3), ends=at(11, 24)),
    StagePlan(key="syarat", title="Syarat", starts=at(11, 20), progress="23 dari 26"),
    StagePlan(key="jadwal", title="Jadwal", starts=at(11, 24), ends=at(12, 1)),
    StagePlan(key="penilaian", title="Penilaian", starts=at(12, 3), ends=at(12, 4)),
    StagePlan(key="hasil", title="Hasil", waits_for="segel dibuka"),
    StagePlan(key="pilihan", title="Pilihan Wali Kota", starts=at(12, 8)),
    StagePlan(key="persetujuan", title="Persetujuan"),
    StagePlan(key="pengumuman", title="Pengumuman"),
]


def standing(tasks, today=TODAY, **plan):
    stage = StagePlan(key="s", title="Tahap", **plan)
    (found,) = standings([stage], [replace(each, stage="s") for each in tasks], today)
    return found


def test_the_stages_of_a_round_stand_as_drawn():
    assert [found.words for found in standings(STAGES, home(), TODAY)] == [
        "Selesai 20 November 2025",
        "Selesai 24 November 2025",
        "Berjalan: 23 dari 26",
        "Terhambat: menunggu “Tetapkan ruang wawancara hari ke-2”",
        "Menunggu 3–4 Desember 2025",
        "Menunggu segel dibuka",
        "Menunggu 8 Desember 2025",
        "Menunggu segel dibuka",
        "Menunggu",
    ]


def test_a_blocked_stage_links_to_what_it_waits_for_each_thing_once():
    tasks = [
        task("a", title="Tetapkan ruang"),
        task("b", blocked_by=("a",)),
        task("c", blocked_by=("a",), obstacle=SEALED),
    ]

    found = standing(tasks, starts=TODAY)

    assert found.words == "Terhambat: menunggu “Tetapkan ruang” dan segel dibuka"
    assert found.waits_for == (Obstacle("“Tetapkan ruang”", "Tetapkan ruang", "/a/"), SEALED)


@pytest.mark.parametrize(
    ("tasks", "plan", "expected"),
    [
        ([], {}, "Menunggu"),
        ([], {"starts": TODAY, "ends": at(11, 30)}, "Berjalan: 28–30 November 2025"),
        ([], {"starts": at(11, 3)}, "Berjalan: sejak 3 November 2025"),
        (
            [],
            {"starts": at(11, 3), "ends": at(11, 4)},
            "Berjalan: 3–4 November 2025, melewati rencana 4 November 2025",
        ),
        ([], {"finished_on": at(11, 3), "starts": at(12, 3)}, "Selesai 3 November 2025"),
        ([task("a")], {"finished_on": at(11, 3)}, "Berjalan: 1 pekerjaan tersisa"),
        ([done("a")], {}, "Selesai"),
        ([done("a", done_on=at(11, 3)), done("b")], {}, "Selesai 3 November 2025"),
        (
            [done("a", done_on=at(11, 3)), done("b", done_on=at(11, 5))],
            {},
            "Selesai 5 November 2025",
        ),
        (
            [done("a", done_on=TODAY)],
            {"starts": TODAY, "ends": at(11, 29)},
            "Berjalan: 1 dari 1 pekerjaan selesai",
        ),
        (
            [done("a", done_on=TODAY)],
            {"starts": at(11, 27), "ends": TODAY},
            "Selesai 28 November 2025",
        ),
        (
            [done("a"), task("b", deadline=at(11, 3)), task("c")],
            {},
            "Berjalan: 1 dari 3 pekerjaan selesai, 1 terlambat",
        ),
        ([task("a", state=State.WAITING, title="Surat")], {"starts": TODAY}, "Menunggu “Surat”"),
        (
            [task("a", state=State.WAITING, title="Surat")],
            {"starts": at(12, 3)},
            "Menunggu 3 Desember 2025",
        ),
        ([task("a", state=State.WAITING, title="Surat")], {}, "Menunggu “Surat”"),
        (
            [task("a", state=State.WAITING, title="Surat")],
            {"waits_for": "segel dibuka"},
            "Menunggu “Surat”",
        ),
        ([task("a", obstacle=SEALED)], {}, "Menunggu segel dibuka"),
        ([task("a", obstacle=SEALED)], {"starts": TODAY}, "Terhambat: menunggu segel dibuka"),
        ([task("a", obstacle=SEALED), done("b")], {}, "Terhambat: menunggu segel dibuka"),
        ([task("a", obstacle=SEALED), task("b")], {}, "Terhambat: menunggu segel dibuka"),
        (
            [task("a", state=State.WAITING), task("b", state=State.STARTED)],
            {},
            "Berjalan: 2 pekerjaan tersisa",
        ),
        ([], {"ends": at(12, 4)}, "Menunggu 4 Desember 2025"),
    ],
)
def test_a_stage_says_how_it_stands_and_why(tasks, plan, expected):
    assert standing(tasks, **plan).words == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (at(12, 3), at(12, 3), "3 Desember 2025"),
        (at(12, 3), at(12, 4), "3–4 Desember 2025"),
        (at(11, 28), at(12, 2), "28 November–2 Desember 2025"),
        (at(12, 31), date(2026, 1, 2), "31 Desember 2025–2 Januari 2026"),
        (at(12, 3), date(2026, 12, 3), "3 Desember 2025–3 Desember 2026"),
        (None, at(12, 4), "4 Desember 2025"),
        (at(12, 3), None, "3 Desember 2025"),
        (None, None, ""),
    ],
)
def test_planned_days_are_told_without_repetition(starts, ends, expected):
    assert StagePlan(key="s", title="Tahap", starts=starts, ends=ends).planned == expected


def test_a_stage_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        StagePlan(key="s", title="Tahap", starts=at(12, 4), ends=at(12, 3))


def test_a_task_of_no_stage_in_the_list_is_refused():
    with pytest.raises(ValueError, match="tasks of no stage: x"):
        standings(STAGES, [task("a", stage="x")], TODAY)


def test_a_stage_given_twice_is_refused():
    with pytest.raises(ValueError, match="Stages twice"):
        standings([STAGES[0], STAGES[0]], [], TODAY)


@given(tasks=task_lists(), starts=st.none() | st.dates(at(11, 20), at(12, 10)))
def test_a_stage_is_done_only_when_nothing_is_left_and_blocked_only_by_something(tasks, starts):
    found = standing(tasks, starts=starts)

    if found.state is StageState.DONE:
        assert all(each.state is State.DONE for each in tasks)
    assert (found.state is StageState.BLOCKED) == bool(found.waits_for)


def idle(tasks, stages=STAGES):
    return idle_words(arrange(tasks, TODAY), standings(stages, tasks, TODAY))


def test_a_list_with_something_to_do_has_no_words_for_idleness():
    assert idle([task("a")]) == ""


def test_an_empty_list_names_the_stage_to_come():
    done_with = [done("a")]

    assert idle(done_with) == (
        "Tidak ada pekerjaan terbuka. Tahap berikutnya, Penilaian, dimulai 3 Desember 2025."
    )
    assert idle(done_with, STAGES[:3]) == "Tidak ada pekerjaan terbuka."
    assert idle(done_with, STAGES[-1:]) == "Tidak ada pekerjaan terbuka."


def test_where_only_others_can_act_the_list_says_how_many_tasks_wait():
    assert idle([task("a", RUDITA), task("b", obstacle=SEALED), done("c")]) == (
        "Tidak ada pekerjaan yang dapat Anda kerjakan sekarang."
        " 2 pekerjaan menunggu orang lain atau terhambat."
    )


def test_a_standing_without_a_reason_reads_as_its_state():
    assert [Standing(STAGES[0], state, "").words for state in StageState] == [
        "Selesai",
        "Berjalan",
        "Menunggu",
        "Terhambat",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A dan B"),
        (["A", "B", "C"], "A, B, dan C"),
    ],
)
def test_words_in_a_row_are_joined_as_sentences_do(words, expected):
    assert listed(words) == expected
    assert listed(iter(words)) == expected
