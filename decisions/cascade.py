"""Gerbong: which posts fall vacant when people move up, level by level, and who is ready for them.

Nobody is picked here. A post on the first level is left by somebody who was chosen; a post further
down could be left by somebody who is ready for a post above it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

Post = tuple[str, str]
"""Title and unit, as people write them."""


class Ready(Enum):
    """Whether somebody could take a post over."""

    YES = "ready"
    UNCLEAR = "unclear"  # something that is asked is not known of the person
    NO = "not_ready"


@dataclass(frozen=True, slots=True)
class Gaps:
    """In words: what keeps a person from being ready for a level of posts, what is not known."""

    lacks: Sequence[str] = ()
    unknown: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post. `level` is the post's, 1 the highest; None where it is not known.

    `box` of the talent grid, 1 to 9; None without one. `gaps` by the level of the post that the
    person could take; of a level without any nothing is asked.
    """

    nip: str
    name: str
    post: Post
    level: int | None
    box: int | None
    gaps: Mapping[int, Gaps] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may follow whom: boxes of the succession group, and how far down the city looks.

    `boxes`: from which boxes of the talent grid successors come (PermenPANRB 3/2020: 7, 8, 9).
    `lowest`: the last level of posts that is followed. `steps`: how many levels below a post its
    successors stand at most. `same_unit`: only people of the unit in which the post falls vacant.
    """

    boxes: frozenset[int]
    lowest: int
    steps: int = 1
    same_unit: bool = False


@dataclass(frozen=True, slots=True)
class Successor:
    """A person of the talent pool who could follow."""

    holder: Holder
    ready: Ready
    why: str


@dataclass(frozen=True, slots=True)
class Vacated:
    """A post that falls vacant, or could: `left_by` chosen people, or who could move up from it.

    `successors`: in order of readiness, box (9 first), own unit, name.
    """

    post: Post
    level: int | None
    left_by: Sequence[Holder]
    successors: Sequence[Successor]

    @property
    def ready(self) -> int:
        """How many are ready."""
        return sum(successor.ready is Ready.YES for successor in self.successors)

    @property
    def is_critical(self) -> bool:
        """Nobody is ready for it."""
        return self.ready == 0


def cascade(
    movers: Iterable[Holder], pool: Iterable[Holder], rule: Rule
) -> tuple[tuple[Vacated, ...], ...]:
    """The levels of posts that fall vacant, each in the order of level, unit and title.

    `movers`: who was chosen, with the posts they leave; they follow nobody. `pool`: everybody who
    could. A post stands on the first level that reaches it, and on no other; posts below
    `rule.lowest` are not followed, and neither are people without a post whose level is known.
    """
    moving = list(movers)
    gone = {mover.nip for mover in moving}
    people = sorted((p for p in pool if p.nip not in gone), key=lambda p: p.nip)
    levels: list[tuple[Vacated, ...]] = []
    seen: set[Post] = set()
    leaving = _by_post(moving)
    while leaving := {post: holders for post, holders in leaving.items() if post not in seen}:
        seen |= leaving.keys()
        level = [_vacated(post, holders, people, rule) for post, holders in leaving.items()]
        levels.append(tuple(sorted(level, key=_place)))
        leaving = _by_post(
            successor.holder
            for vacated in levels[-1]
            for successor in vacated.successors
            if successor.ready is Ready.YES and _is_followed(successor.holder, rule)
        )
    return tuple(levels)


def _by_post(holders: Iterable[Holder]) -> dict[Post, list[Holder]]:
    found: dict[Post, list[Holder]] = {}
    for holder in holders:
        known = found.setdefault(holder.post, [])
        if holder not in known:
            known.append(holder)
    return found


def _is_followed(holder: Holder, rule: Rule) -> bool:
    return holder.level is not None and holder.level <= rule.lowest


def _vacated(
    post: Post, left_by: Sequence[Holder], people: Sequence[Holder], rule: Rule
) -> Vacated:
    level = left_by[0].level
    found = [
        _successor(person, level)
        for person in people
        if person.post != post and _could_follow(person, post, level, rule)
    ]
    return Vacated(
        post=post,
        level=level,
        left_by=tuple(left_by),
        successors=tuple(sorted(found, key=lambda one: _rank(one, post))),
    )


def _could_follow(person: Holder, post: Post, level: int | None, rule: Rule) -> bool:
    if level is None or person.level is None or person.box not in rule.boxes:
        return False
    is_near = level < person.level <= level + rule.steps
    return is_near and (not rule.same_unit or person.post[1] == post[1])


def _successor(person: Holder, level: int | None) -> Successor:
    gaps = person.gaps.get(level or 0, Gaps())
    if gaps.lacks:
        return Successor(person, Ready.NO, " ".join(gaps.lacks))
    if gaps.unknown:
        return Successor(person, Ready.UNCLEAR, " ".join(gaps.unknown))
    return Successor(person, Ready.YES, "Memenuhi semua syarat tingkat ini.")


_ORDER: Mapping[Ready, int] = {Ready.YES: 0, Ready.UNCLEAR: 1, Ready.NO: 2}


def _rank(one: Successor, post: Post) -> tuple[object, ...]:
    holder = one.holder
    own = holder.post[1] == post[1]
    return (_ORDER[one.ready], -(holder.box or 0), not own, holder.name, holder.nip)


def _place(vacated: Vacated) -> tuple[object, ...]:
    level = vacated.level
    return (level is None, level or 0, vacated.post[1], vacated.post[0])
