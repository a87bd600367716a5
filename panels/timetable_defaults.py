"""What a timetable starts from, as data: breaks for lunch and prayer, and the reserve of time.

Each break carries its legal basis, the days on which it is in force, where it was read and how
certain that is (domain.md 0.1). The city sets its own hours: the regulation leaves them to the
appointing authority, so these are offered and may be changed for every day of a round.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from candidates.eligibility import Certainty
from panels.slots import Break, Stretch

FRIDAY = frozenset({4})
OTHER_DAYS = frozenset({0, 1, 2, 3, 5, 6})
PERPRES_21_2023_IN_FORCE = date(2023, 4, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRule:
    """A break usual on some weekdays (0 is Monday), in force from `valid_from` to `valid_until`.

    `legal_basis` says how long it is, `hours_basis` why at these hours. `fasting` rules hold during
    Ramadan and the others outside it; which days those are is for the caller to know.
    """

    title: str
    hours: Stretch
    weekdays: frozenset[int]
    fasting: bool
    legal_basis: str
    hours_basis: str
    source: str
    certainty: Certainty
    valid_from: date
    valid_until: date | None = None

    def applies(self, day: date, *, fasting: bool) -> bool:
        in_force = self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
        return in_force and day.weekday() in self.weekdays and fasting == self.fasting


KEPPRES = "Keppres 68/1995 Pasal 1 ayat (2); kini ditetapkan PPK"
CIRCULAR = "SE MenPANRB 394/2019 angka 1; kini ditetapkan PPK"
PRESS = "Kompas, 14 April 2023, mengutip Perpres 21/2023 Pasal 4"

BREAK_RULES: tuple[BreakRule, ...] = (
    BreakRule(
        title="Istirahat, salat, makan",
        hours=Stretch(time(12), time(13)),
        weekdays=OTHER_DAYS,
        fasting=False,
        legal_basis="Perpres 21/2023 Pasal 4 ayat (5) huruf b: selain hari Jumat 60 menit",
        hours_basis=KEPPRES,
        source=PRESS,
        certainty=Certainty.SECOND_HAND,
        valid_from=PERPRES_21_2023_IN_FORCE,
    ),
    BreakRule(
        title="Istirahat, salat Jumat, makan",
        hours=Stretch(time(11, 30), time(13)),
        weekdays=FRIDAY,
        fasting=False,
        legal_basis="Perpres 21/2023 Pasal 4 ayat (5) huruf a: hari Jumat 90 menit",
        hours_basis=KEPPRES,
        source=PRESS,
        certainty=Certainty.SECOND_HAND,
        valid_from=PERPRES_21_2023_IN_FORCE,
    ),
    BreakRule(
        title="Istirahat dan salat",
        hours=Stretch(time(12), time(12, 30)),
        weekdays=OTHER_DAYS,
        fasting=True,
        legal_basis="Perpres 21/2023 Pasal 4 ayat (6) huruf b: bulan Ramadan, 30 menit",
        hours_basis=CIRCULAR,
        source=PRESS,
        certainty=Certainty.SECOND_HAND,
        valid_from=PERPRES_21_2023_IN_FORCE,
    ),
    BreakRule(
        title="Istirahat dan salat Jumat",
        hours=Stretch(time(11, 30), time(12, 30)),
        weekdays=FRIDAY,
        fasting=True,
        legal_basis="Perpres 21/2023 Pasal 4 ayat (6) huruf a: bulan Ramadan, hari Jumat 60 menit",
        hours_basis=CIRCULAR,
        source=PRESS,
        certainty=Certainty.SECOND_HAND,
        valid_from=PERPRES_21_2023_IN_FORCE,
    ),
)

RESERVE = Fraction(1, 10)
"""The share of working time kept free: ux.md (f), rule 1. Our own proposal [I], not law."""


def usual_breaks(
    days: Iterable[date],
    *,
    fasting: frozenset[date] = frozenset(),
    rules: Iterable[BreakRule] = BREAK_RULES,
) -> tuple[Break, ...]:
    """The breaks to offer for these days; `fasting` are the days of Ramadan among them."""
    kept = tuple(rules)
    return tuple(
        sorted(
            Break(day, rule.hours, rule.title)
            for day in set(days)
            for rule in kept
            if rule.applies(day, fasting=day in fasting)
        )
    )
