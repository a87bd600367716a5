"""What is to be done in a round, by whom, and what comes next (ux.md, screen a).

A task here is work for a person, read from the facts of the round; the round's machine work is
elsewhere. Whether a task is blocked is worked out from the tasks it waits for, so the list cannot
contradict itself, and nothing here knows of a score.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from selection.enumeration import listed


class State(StrEnum):
    """Where a task stands. `BLOCKED` is worked out and never given."""

    OPEN = "open"
    STARTED = "started"
    WAITING = "waiting"
    BLOCKED = "blocked"
    DONE = "done"

    @property
    def label(self) -> str:
        return {
            State.OPEN: "Belum mulai",
            State.STARTED: "Berjalan",
            State.WAITING: "Menunggu orang lain",
            State.BLOCKED: "Terhambat",
            State.DONE: "Selesai",
        }[self]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has to do it: a person's name, or a role where it is nobody's in particular."""

    name: str
    is_viewer: bool = False

    def __str__(self) -> str:
        return "Anda" if self.is_viewer else self.name


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What a task waits for, worded to follow `menunggu`, and the link that leads there.

    `url` is empty where the viewer can do nothing about it.
    """

    words: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A piece of work. Titles are orders: `Lengkapi bukti untuk 3 kandidat`.

    `key` is unique in the round and does not change while the facts stay; `stage` the key of its
    stage; `note` one more line; `action` the words on the button that leads to `url`; `deadline`
    the last day; `blocked_by` the keys of tasks to be done before, `obstacle` anything else.
    Raises `ValueError` for a state that is worked out, or for a day of completion of what is not
    done.
    """

    key: str
    title: str
    owner: Owner
    url: str
    action: str = ""
    note: str = ""
    stage: str = ""
    state: State = State.OPEN
    deadline: date | None = None
    done_on: date | None = None
    blocked_by: tuple[str, ...] = ()
    obstacle: Obstacle | None = None

    def __post_init__(self) -> None:
        if self.state is State.BLOCKED:
            raise ValueError(f"{self.key}: say what blocks a task, not that it is blocked.")
        if self.done_on is not None and self.state is not State.DONE:
            raise ValueError(f"{self.key}: a task that is not done has no day of completion.")


@dataclass(frozen=True, slots=True)
class Row:
    """A task as it stands today.

    `blocks`: how many unfinished tasks cannot be done before this one, directly or through others.
    `waits_for`: what has to happen first, each with its link; empty unless the task is blocked.
    """

    task: Task
    state: State
    blocks: int
    waits_for: tuple[Obstacle, ...]
    is_overdue: bool

    @property
    def is_mine(self) -> bool:
        return self.task.owner.is_viewer

    @property
    def is_done(self) -> bool:
        return self.state is State.DONE

    @property
    def can_be_next(self) -> bool:
        """Whether the viewer can work on it now."""
        return self.is_mine and self.state in (State.OPEN, State.STARTED)

    @property
    def status(self) -> str:
        """`Terhambat: menunggu segel dibuka`; the other states have their label only."""
        if not self.waits_for:
            return self.state.label
        words = listed(obstacle.words for obstacle in self.waits_for)
        return f"{self.state.label}: menunggu {words}"


@dataclass(frozen=True, slots=True)
class Worklist:
    """All tasks of a round: the one to do next, if the viewer can do any, and the others."""

    next: Row | None
    others: tuple[Row, ...]

    @property
    def heading(self) -> str:
        """What the others come to: `4 terbuka, 1 selesai`."""
        done = sum(row.is_done for row in self.others)
        return f"{len(self.others) - done} terbuka, {done} selesai"


def next_task(tasks: Iterable[Task], today: date) -> Task | None:
    """What the viewer should do now: overdue, then blocking others, then the nearest deadline.

    `None` when nothing that is the viewer's can be worked on; a blocked task is never next.
    Raises `ValueError` as `rows_of` does.
    """
    first = arrange(tasks, today).next
    return first.task if first else None


def arrange(tasks: Iterable[Task], today: date) -> Worklist:
    """The tasks in order, the next one taken out. Raises `ValueError` as `rows_of` does."""
    rows = rows_of(tasks, today)
    first = next((row for row in rows if row.can_be_next), None)
    return Worklist(first, tuple(row for row in rows if row is not first))


def rows_of(tasks: Iterable[Task], today: date) -> tuple[Row, ...]:
    """The tasks as they stand, in an order that does not depend on the order given.

    Unfinished ones first: overdue and the viewer's, overdue, blocking others, then by deadline;
    without a deadline last. Finished ones follow, the latest first. The key decides what is left.
    Raises `ValueError` when a key comes twice, a task waits for one that is not there, or tasks
    wait for one another in a circle.
    """
    by_key = _by_key(tasks)
    blocked = _transitively(by_key)
    rows = [_row(task, by_key, blocked, today) for task in by_key.values()]
    return tuple(sorted(rows, key=_place))


def _by_key(tasks: Iterable[Task]) -> dict[str, Task]:
    given = list(tasks)
    by_key = {task.key: task for task in given}
    if len(by_key) != len(given):
        raise ValueError("Two tasks have the same key.")
    missing = sorted({key for task in given for key in task.blocked_by} - by_key.keys())
    if missing:
        raise ValueError(f"Tasks wait for what is not in the list: {', '.join(missing)}.")
    return by_key


def _transitively(by_key: Mapping[str, Task]) -> dict[str, set[str]]:
    """For each unfinished task the keys of all unfinished ones that cannot be done before it."""
    waits = {key: task.blocked_by for key, task in by_key.items()}
    try:
        order = list(TopologicalSorter(waits).static_order())
    except CycleError as circle:
        keys = ", ".join(sorted(set(circle.args[1])))
        raise ValueError(f"Tasks wait for one another in a circle: {keys}.") from circle
    blocked: dict[str, set[str]] = {key: set() for key in by_key}
    for key in reversed(order):
        for blocker in _unfinished(by_key[key], by_key):
            blocked[blocker.key] |= {key} | blocked[key]
    return blocked


def _unfinished(task: Task, by_key: Mapping[str, Task]) -> list[Task]:
    """The tasks a task still waits for; what is done waits for nothing."""
    if task.state is State.DONE:
        return []
    blockers = [by_key[key] for key in task.blocked_by]
    return [blocker for blocker in blockers if blocker.state is not State.DONE]


def _row(
    task: Task, by_key: Mapping[str, Task], blocked: Mapping[str, set[str]], today: date
) -> Row:
    is_done = task.state is State.DONE
    waits_for = [
        Obstacle(f"“{blocker.title}”", blocker.title, blocker.url)
        for blocker in _unfinished(task, by_key)
    ]
    if task.obstacle and not is_done:
        waits_for.append(task.obstacle)
    return Row(
        task=task,
        state=State.BLOCKED if waits_for else task.state,
        blocks=len(blocked[task.key]),
        waits_for=tuple(waits_for),
        is_overdue=not is_done and task.deadline is not None and task.deadline < today,
    )


def _place(row: Row) -> tuple[tuple[int, ...], str]:
    task = row.task
    if row.is_done:
        finished = task.done_on or date.min
        return (1, -finished.toordinal()), task.key
    deadline = task.deadline or date.max
    place = (
        0,
        not (row.is_overdue and row.is_mine),
        not row.is_overdue,
        not row.blocks,
        deadline.toordinal(),
        not row.is_mine,
        -row.blocks,
    )
    return place, task.key
