"""One vacancy counted again and again under changed rules, in whole numbers.

The sheets are worked out once, on a scale on which every mean of some of them is a whole number.
Each count is what `scoring.ranking.rank` would make of the same change, to the digit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import lcm
from operator import mul
from typing import Generic

from scoring.counting import (
    Aggregation,
    Entrant,
    Number,
    Scheme,
    Source,
    instrument_scores,
    kept,
    sheet_score,
)
from scoring.ranking import Reason, in_nip_order, merit, put_forward, reasons_against
from scoring.tie_breaks import Merit, settle
from scoring.weight_shifts import Shift

UNTESTED = {Reason.QUORUM, Reason.DATA_MISSING, Reason.NOT_ELIGIBLE}

Scores = tuple[int, ...]
"""A candidate's instrument scores in the order of the scheme, in units of the recounter."""


@dataclass(frozen=True, slots=True)
class Count:
    """What one count comes to, by NIP. `places` share a rank each, the best first.

    `totals` are rounded, in units of the last decimal. `forward` are put forward, over `waiting`
    the plenary would decide. `lost` have no sheet left in some instrument.
    """

    places: tuple[tuple[str, ...], ...]
    totals: Mapping[str, int]
    forward: frozenset[str]
    waiting: frozenset[str]
    lost: tuple[str, ...] = ()

    def names_as_in(self, other: "Count") -> bool:
        return (self.forward, self.waiting) == (other.forward, other.waiting)

    def standing_of(self, nip: str) -> bool | None:
        """Put forward, not, or (`None`) up to the plenary."""
        return None if nip in self.waiting else nip in self.forward

    @property
    def order(self) -> list[str]:
        return [nip for place in self.places for nip in place]


@dataclass(frozen=True, slots=True)
class _Person(Generic[Number]):
    """`given` by data instrument; `sheets` by panel instrument and member."""

    entrant: Entrant
    given: Mapping[str, Number]
    sheets: Mapping[str, Mapping[str, Number]]


class Recounter:
    """A vacancy ready to be counted: those whom another way of counting could give a rank.

    Nobody is in it who lacks the quorum, a given value or a requirement: no way of counting makes
    up for that. `step` is by how many percent a weight shifts. Raises `ValueError` for an
    incomplete sheet.
    """

    def __init__(self, scheme: Scheme, entrants: Iterable[Entrant], step: Fraction) -> None:
        self.scheme = scheme
        read = [
            _read(scheme, entrant, scores)
            for entrant in in_nip_order(entrants)
            if UNTESTED.isdisjoint(
                reasons_against(scheme, entrant, scores := instrument_scores(scheme, entrant))
            )
        ]
        self._unit = _unit(scheme, read)
        self._people = [_in_units(person, self._unit) for person in read]
        self._pass_marks = [
            (place, int(instrument.pass_mark * self._unit))
            for place, instrument in enumerate(scheme.instruments)
            if instrument.pass_mark is not None
        ]
        weights = [instrument.weight for instrument in scheme.instruments]
        common = lcm(step.denominator, *(weight.denominator for weight in weights))
        self._weights = [int(weight * common) for weight in weights]
        self._step = int(step * common)
        self._whole = self._unit * common * 100
        self._steps: int = 2 * 10**scheme.precision

    @property
    def members(self) -> list[str]:
        """Everybody who signed a sheet for somebody here, in the order of their labels."""
        found = {m for person in self._people for held in person.sheets.values() for m in held}
        return sorted(found, key=lambda label: (len(label), label))

    def scores(self, aggregation: Aggregation, without: str = "") -> dict[str, Scores | None]:
        """By NIP, in this way and without a member's sheets; `None` where no sheet is left.

        The quorum is not asked again: the test is what a member's numbers decide, not whether
        the panel may sit without him.
        """
        return {
            person.entrant.nip: self._scores(person, aggregation, without)
            for person in self._people
        }

    def count(self, scores: Mapping[str, Scores | None]) -> Count:
        """Rank those whose scores reach the pass marks."""
        lost = tuple(nip for nip, found in scores.items() if found is None)
        return self._count(self.reaching(scores), self._weights, lost)

    def reaching(self, scores: Mapping[str, Scores | None]) -> dict[str, Scores]:
        """Those who have every score and reach the pass marks."""
        return {nip: s for nip, s in scores.items() if s is not None and self._passes(s)}

    def shifted(self, reached: Mapping[str, Scores], shift: Shift) -> Count:
        """Rank those who reach the pass marks, with the weights shifted."""
        moved = zip(self._weights, shift, strict=True)
        return self._count(reached, [weight + self._step * step for weight, step in moved], ())

    def decimal(self, total: int) -> Decimal:
        """A rounded total as it is printed."""
        return Decimal(f"{total}e-{self.scheme.precision}")

    def _count(
        self, reached: Mapping[str, Scores], weights: Sequence[int], lost: tuple[str, ...]
    ) -> Count:
        totals = {nip: self._rounded(sum(map(mul, weights, s))) for nip, s in reached.items()}
        places = self._places(reached, totals)
        forward, waiting = _names(places, self.scheme.names_put_forward)
        return Count(places, totals, forward, waiting, lost)

    def _scores(self, person: _Person[int], way: Aggregation, without: str) -> Scores | None:
        found: list[int] = []
        for instrument in self.scheme.instruments:
            held = person.sheets.get(instrument.code)
            if held is None:
                found.append(person.given[instrument.code])
                continue
            counted = kept(way, [score for member, score in held.items() if member != without])
            if not counted:
                return None
            found.append(sum(counted) // len(counted))
        return tuple(found)

    def _passes(self, scores: Scores) -> bool:
        return all(scores[place] >= mark for place, mark in self._pass_marks)

    def _rounded(self, weighted: int) -> int:
        """Half up, as `round_half_up`."""
        magnitude = (abs(weighted) * self._steps + self._whole) // (2 * self._whole)
        return -magnitude if weighted < 0 else magnitude

    def _places(
        self, reached: Mapping[str, Scores], totals: Mapping[str, int]
    ) -> tuple[tuple[str, ...], ...]:
        places: list[tuple[str, ...]] = []
        for _, group in groupby(sorted(totals, key=totals.__getitem__, reverse=True), totals.get):
            equals = tuple(group)
            if len(equals) == 1:
                places.append(equals)
            else:
                places.extend(self._settled(equals, reached))
        return tuple(places)

    def _settled(
        self, equals: Sequence[str], reached: Mapping[str, Scores]
    ) -> list[tuple[str, ...]]:
        codes = [instrument.code for instrument in self.scheme.instruments]
        entrants = {p.entrant.nip: p.entrant for p in self._people}

        def merit_of(rule: str, nip: str) -> Merit | None:
            return merit(rule, entrants[nip], dict(zip(codes, reached[nip], strict=True)))

        return [part.members for part in settle(equals, self.scheme.tie_breaks, merit_of)]


def _read(scheme: Scheme, entrant: Entrant, scores: Mapping[str, Fraction]) -> _Person[Fraction]:
    """The candidate with each sheet worked out."""
    panel = [i for i in scheme.instruments if i.source is Source.PANEL]
    sheets = {
        i.code: {m: sheet_score(i, sheet) for m, sheet in entrant.sheets.get(i.code, {}).items()}
        for i in panel
    }
    return _Person(entrant, {c: s for c, s in scores.items() if c not in sheets}, sheets)


def _unit(scheme: Scheme, people: Sequence[_Person[Fraction]]) -> int:
    """The least scale on which every score, pass mark and mean of sheets is a whole number."""
    held = [sheets for person in people for sheets in person.sheets.values()]
    exact = [s for sheets in held for s in sheets.values()]
    exact += [score for person in people for score in person.given.values()]
    exact += [i.pass_mark for i in scheme.instruments if i.pass_mark is not None]
    most = max((len(sheets) for sheets in held), default=1)
    return lcm(*{score.denominator for score in exact}) * lcm(*range(1, most + 1))


def _in_units(person: _Person[Fraction], unit: int) -> _Person[int]:
    return _Person(
        person.entrant,
        {code: int(score * unit) for code, score in person.given.items()},
        {
            code: {member: int(score * unit) for member, score in held.items()}
            for code, held in person.sheets.items()
        },
    )


def _names(places: Sequence[Sequence[str]], names: int) -> tuple[frozenset[str], frozenset[str]]:
    """Who is put forward, and over whom the plenary would decide."""
    chosen: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    first = 1
    for place in places:
        if first > names:  # nobody further down is put forward
            break
        chosen[put_forward(first, first + len(place) - 1, names)].extend(place)
        first += len(place)
    return frozenset(chosen[True]), frozenset(chosen[None])
