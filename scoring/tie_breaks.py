"""Breaking a tie: rules tried in order on ever smaller groups. Knows nothing of candidates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

T = TypeVar("T")

Merit = tuple[Fraction, ...]
"""What a rule compares: greater is better, the first number counts first."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """Members who share one place, and the rule that set them apart from the rest of their group.

    Two members or more are a tie that no rule could break. `decided_by` is the last rule that
    split a group in which these members stood; `None` when no rule ever did.
    """

    members: tuple[T, ...]
    decided_by: str | None


def settle(
    group: Sequence[T],
    rules: Sequence[str],
    merit: Callable[[str, T], Merit | None],
    decided_by: str | None = None,
) -> tuple[Part[T], ...]:
    """Split a group of equals by the rules; the parts come best first (workbook.md, arithmetic 4).

    A rule that sets everybody equal changes nothing. A rule for which `merit` is `None` for
    anyone in the group is skipped for that group. When a rule splits the group, each part goes
    on alone with the next rule: a value missing in one part does not stop another. Hence

    * somebody left alone by rule R is decided by R;
    * somebody whose part is split again later is decided by that later rule;
    * a part that stays together after R split it from others is decided by R, and still tied.

    Within a part the members keep the order in which they came.
    """
    if len(group) == 1 or not rules:
        return (Part(tuple(group), decided_by),)
    rule, *later = rules
    parts = _split(group, [merit(rule, member) for member in group])
    if len(parts) == 1:
        return settle(group, later, merit, decided_by)
    return tuple(place for part in parts for place in settle(part, later, merit, rule))


def _split(group: Sequence[T], merits: Sequence[Merit | None]) -> list[list[T]]:
    """Gather equal merits, best first; everybody together where a merit is missing."""
    parts: dict[Merit, list[T]] = {}
    for member, value in zip(group, merits, strict=True):
        if value is None:
            return [list(group)]
        parts.setdefault(value, []).append(member)
    return [parts[value] for value in sorted(parts, reverse=True)]
