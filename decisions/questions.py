"""What the ranking leaves to the plenary: ties at the cut, scores without quorum, shared ranks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scoring.outcome import Outcome, VacancyOutcome
from scoring.ranking import Placed, Reason, Unplaced
from selection.models import Instrument, Vacancy

Person = Placed | Unplaced


@dataclass(frozen=True, slots=True)
class Tie:
    """People who share a rank. `places`: how many of them the cut leaves room for (0: all, or none,
    so that nothing has to be decided)."""

    vacancy: Vacancy
    rank: int
    people: Sequence[Placed]
    places: int
    is_decided: bool

    @property
    def is_at_cut(self) -> bool:
        return self.places > 0

    @property
    def nips(self) -> frozenset[str]:
        return frozenset(placed.nip for placed in self.people)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Somebody without a rank only because instruments lack their quorum of signed sheets.

    `instruments`: those with one sheet at least, whose score a plenary may admit.
    """

    vacancy: Vacancy
    person: Unplaced
    instruments: Sequence[Instrument]


@dataclass(frozen=True, slots=True)
class Questions:
    """What a plenary has before it. `doubted`: rows whose requirements still need review."""

    ties: Sequence[Tie]
    lacking: Sequence[Lacking]
    doubted: Sequence[tuple[Vacancy, Person]]

    @property
    def open_ties(self) -> list[Tie]:
        """Ties at the cut that nobody has decided yet."""
        return [tie for tie in self.ties if tie.is_at_cut and not tie.is_decided]


def questions_of(outcome: Outcome) -> Questions:
    """The questions as they stand with the rulings of this outcome."""
    return Questions(
        ties=[tie for found in outcome.vacancies for tie in _ties(outcome, found)],
        lacking=[one for found in outcome.vacancies for one in _lacking(outcome, found)],
        doubted=[pair for found in outcome.vacancies for pair in _doubted(found)],
    )


def _doubted(found: VacancyOutcome) -> Iterator[tuple[Vacancy, Person]]:
    people: list[Person] = [*found.ranking.ranked, *found.ranking.unranked]
    return ((found.vacancy, person) for person in people if person.needs_review)


def _ties(outcome: Outcome, found: VacancyOutcome) -> Iterator[Tie]:
    """Shared ranks, those at the cut with the number of names it has room for."""
    names = outcome.scheme.names_put_forward
    chosen = outcome.rulings.chosen_for(found.vacancy.code)
    for rank, group in groupby(found.ranking.ranked, key=lambda placed: placed.rank):
        people = list(group)
        straddles = rank <= names < rank + len(people) - 1
        if len(people) > 1:
            decided = straddles and bool(chosen)
            places = names - rank + 1 if straddles else 0
            yield Tie(found.vacancy, rank, people, places, decided)


def _lacking(outcome: Outcome, found: VacancyOutcome) -> Iterator[Lacking]:
    for person in found.ranking.unranked:
        if Reason.QUORUM in person.reasons and Reason.NOT_ELIGIBLE not in person.reasons:
            candidate = found.candidates[person.nip]
            short = [
                instrument
                for instrument in outcome.instruments
                if instrument.is_panel
                and instrument.code not in person.instruments
                and any(
                    sheet.is_signed
                    for sheet in outcome.sheets_for(candidate, instrument, found.vacancy)
                )
            ]
            yield Lacking(found.vacancy, person, short)
