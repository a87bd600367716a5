"""How far each stage of a round is, and why, from its tasks and its planned days (ux.md, screen a).

A stage is done when it was finished and nothing is left to do in it, and not under way before its
first planned day. Once it is under way, a single blocked task makes it blocked: the reason
names what has to happen first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.wording import MONTHS, in_words
from selection.enumeration import listed
from selection.work import Obstacle, Row, State, Task, Worklist, rows_of

BRIEF = 60  # letters


class StageState(StrEnum):
    DONE = "done"
    RUNNING = "running"
    WAITING = "waiting"
    BLOCKED = "blocked"

    @property
    def label(self) -> str:
        return {
            StageState.DONE: "Selesai",
            StageState.RUNNING: "Berjalan",
            StageState.WAITING: "Menunggu",
            StageState.BLOCKED: "Terhambat",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePlan:
    """A stage as planned, and what the facts say of it.

    `starts` and `ends`: its planned days. `finished_on`: the day it was finished, where a fact says
    so; else it is finished with its last task, once the planned days are over. `progress`: how far
    it is (`23 dari 26`). `waits_for`: what it waits for, to follow `menunggu` (`segel dibuka`).
    `is_complete`: it has no tasks because nothing is missing. Raises `ValueError` when it would end
    before it begins.
    """

    key: str
    title: str
    starts: date | None = None
    ends: date | None = None
    finished_on: date | None = None
    progress: str = ""
    waits_for: str = ""
    is_complete: bool = False

    def __post_init__(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(f"{self.key}: a stage does not end before it begins.")

    @property
    def planned(self) -> str:
        """Its planned days in words: `3–4 Desember 2025`; empty when none is planned."""
        first, last = self.starts or self.ends, self.ends or self.starts
        return _span(first, last) if first and last else ""

    @property
    def last_day(self) -> date | None:
        return self.ends or self.starts


@dataclass(frozen=True, slots=True)
class Standing:
    """A stage today. `waits_for`: what has to happen first, with links; empty unless blocked."""

    stage: StagePlan
    state: StageState
    reason: str
    waits_for: tuple[Obstacle, ...] = ()

    @property
    def words(self) -> str:
        """State and reason: `Selesai 20 November 2025`, `Menunggu segel dibuka`, `Berjalan: …`."""
        if not self.reason:
            return self.state.label
        joint = " " if self.state in (StageState.DONE, StageState.WAITING) else ": "
        return f"{self.state.label}{joint}{self.reason}"


def standings(
    stages: Sequence[StagePlan], tasks: Iterable[Task], today: date
) -> tuple[Standing, ...]:
    """How each stage stands, in the order given.

    Raises `ValueError` when a stage comes twice or a task names one that is not there, and as
    `rows_of` does.
    """
    rows = rows_of(tasks, today)
    keys = [stage.key for stage in stages]
    unknown = sorted({row.task.stage for row in rows} - {"", *keys})
    if unknown or len(set(keys)) != len(keys):
        raise ValueError(f"Stages twice, or tasks of no stage: {', '.join(unknown or keys)}.")
    return tuple(
        _standing(stage, [row for row in rows if row.task.stage == stage.key], today)
        for stage in stages
    )


def idle_words(worklist: Worklist, stages: Iterable[Standing]) -> str:
    """What to say instead of a next task (ux.md a, Empty); empty when there is one."""
    if worklist.next:
        return ""
    left = sum(not row.is_done for row in worklist.others)
    if left:
        return (
            "Tidak ada pekerjaan yang dapat Anda kerjakan sekarang."
            f" {left} pekerjaan menunggu orang lain atau terhambat."
        )
    coming = (each.stage for each in stages if each.state is StageState.WAITING)
    first = next((stage for stage in coming if stage.starts), None)
    if first is None or first.starts is None:
        return "Tidak ada pekerjaan terbuka."
    begins = f"Tahap berikutnya, {first.title}, dimulai {in_words(first.starts)}."
    return f"Tidak ada pekerjaan terbuka. {begins}"


def _standing(stage: StagePlan, rows: Sequence[Row], today: date) -> Standing:
    left = [row for row in rows if not row.is_done]
    if not left and _is_finished(stage, rows, today):
        return Standing(stage, StageState.DONE, _finished(stage, rows))
    obstacles = tuple(dict.fromkeys(each for row in left for each in row.waits_for))
    if not _is_under_way(stage, rows, today):
        return Standing(stage, StageState.WAITING, _awaited(stage, left, obstacles))
    if obstacles:
        return Standing(
            stage, StageState.BLOCKED, f"menunggu {listed(o.words for o in obstacles)}", obstacles
        )
    if left and all(row.state is State.WAITING for row in left):
        state, words = StageState.WAITING, _titles(left)
    else:
        state, words = StageState.RUNNING, _progress(stage, rows, today)
    return Standing(stage, state, words)


def _is_finished(stage: StagePlan, rows: Sequence[Row], today: date) -> bool:
    if stage.finished_on is not None or (stage.is_complete and not rows):
        return True
    is_over = stage.last_day is None or stage.last_day <= today
    return bool(rows) and is_over


def _finished(stage: StagePlan, rows: Sequence[Row]) -> str:
    days = [row.task.done_on for row in rows if row.task.done_on is not None]
    day = stage.finished_on or max(days, default=None)
    return in_words(day) if day else ""


def _is_under_way(stage: StagePlan, rows: Sequence[Row], today: date) -> bool:
    """Whether its first planned day has come; without one, whether anybody can or did begin."""
    if stage.starts is not None:
        return stage.starts <= today
    return any(row.state in (State.OPEN, State.STARTED, State.DONE) for row in rows)


def _awaited(stage: StagePlan, left: Sequence[Row], obstacles: Sequence[Obstacle]) -> str:
    """What others have to do, where nothing stands in the way and no day is set."""
    others = "" if obstacles or stage.planned else _titles(left)
    planned = stage.waits_for or stage.planned
    return others or planned or listed(each.words for each in obstacles)


def _titles(rows: Sequence[Row]) -> str:
    """By name where they fit under a stage."""
    names = listed(f"“{row.task.title}”" for row in rows)
    return names if len(names) <= BRIEF else f"{len(rows)} pekerjaan orang lain"


def _progress(stage: StagePlan, rows: Sequence[Row], today: date) -> str:
    done = sum(row.is_done for row in rows)
    late = sum(row.is_overdue for row in rows)
    days = stage.planned if stage.ends else f"sejak {stage.planned}"
    counted = f"{done} dari {len(rows)} pekerjaan selesai" if done else _open(rows) or days
    parts = [stage.progress or counted, f"{late} terlambat" if late else ""]
    if stage.ends and stage.ends < today:
        parts.append(f"melewati rencana {in_words(stage.ends)}")
    return ", ".join(part for part in parts if part)


def _open(rows: Sequence[Row]) -> str:
    """Where nothing that was done is known: most tasks vanish with what they ask for."""
    return f"{len(rows)} pekerjaan tersisa" if rows else ""


def _span(first: date, last: date) -> str:
    """`3 Desember 2025`, `3–4 Desember 2025`, `28 November–2 Desember 2025`"""
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{in_words(last)}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {MONTHS[first.month - 1]}{year}–{in_words(last)}"
