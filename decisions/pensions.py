"""When an official retires: ages as data, and the day by the rule of the law.

UU 20/2023 article 55 names the ages of leading and administrative posts, the rules on functional
posts those of experts (domain.md 4.4). Who retires leaves on the first day of the month after the
birthday.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from candidates.periods import months_between

SOURCE = "UU 20/2023 Pasal 55"
SOON = 24
"""Months of service after an appointment below which a retirement is named as a risk."""


class Post(StrEnum):
    """Kinds of post, by the words of `candidates.models.PostKind`; a test keeps them equal."""

    SENIOR = "senior"
    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    EXPERT_MADYA = "expert_madya"
    EXPERT_UTAMA = "expert_utama"
    EXPERT_MUDA = "expert_muda"


AGES: Mapping[Post, int] = {
    Post.SENIOR: 60,
    Post.ADMINISTRATOR: 58,
    Post.SUPERVISOR: 58,
    Post.EXPERT_UTAMA: 65,
    Post.EXPERT_MADYA: 60,
    Post.EXPERT_MUDA: 58,
}


@dataclass(frozen=True, slots=True)
class Pension:
    """The age and the first day out of service; `months` left until then, 0 once it has come."""

    age: int
    day: date
    months: int

    @property
    def is_soon(self) -> bool:
        return self.months < SOON


def pension_of(born: date, post: Post, today: date) -> Pension:
    """Of somebody who holds such a post at the end of service."""
    day = _first_of_next_month(born.year + AGES[post], born.month)
    return Pension(AGES[post], day, max(months_between(today, day), 0))


def _first_of_next_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)
