"""From a round's tables to the questions that its panel is asked (scoring.signals)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from candidates.models import Candidate
from panels.models import Seat
from scoring.decisive import Decisive, decisive_members
from scoring.models import Sheet
from scoring.outcome import Outcome, VacancyOutcome, outcome_of
from scoring.residuals import standings_of
from scoring.sightings import Mark, Sighting, Subject
from scoring.signals import from_hours, from_scores, from_sheets
from scoring.signing_hours import changes_of, hours_of, signings_of
from selection.models import Instrument, Round


@dataclass
class Clarification:
    """All that is asked about a round, and the rows behind the labels."""

    outcome: Outcome
    sightings: Sequence[Sighting]
    decisive: Sequence[tuple[VacancyOutcome, Sequence[Decisive]]]
    signed: int  # sheets that were looked at
    timed: int  # of them, those whose hours of writing are known

    @cached_property
    def seats(self) -> dict[str, Seat]:
        """By label."""
        return {sheet.seat.label: sheet.seat for sheet in self.outcome.sheets}

    @cached_property
    def candidates(self) -> dict[str, Candidate]:
        """By label."""
        found = (one for post in self.outcome.vacancies for one in post.candidates.values())
        return {label_of(candidate): candidate for candidate in found}

    @cached_property
    def posts(self) -> dict[str, VacancyOutcome]:
        """By code."""
        return {post.vacancy.code: post for post in self.outcome.vacancies}

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """By code."""
        return {instrument.code: instrument for instrument in self.outcome.instruments}


def clarification_of(round_: Round) -> Clarification:
    """Raises StillSealed, NothingToRank."""
    outcome = outcome_of(round_)
    subjects = _subjects(outcome)
    hours = hours_of(subjects)
    signings = signings_of(outcome, subjects, hours)
    marks = _marks(outcome, subjects)
    weights = {i.code: Fraction(i.weight) for i in outcome.instruments if i.is_panel}
    sightings = [
        *from_scores(standings_of(marks, weights, _posts(outcome))),
        *from_sheets(marks),
        *from_hours(signings, changes_of(outcome, subjects, hours)),
    ]
    scheme = outcome.scheme
    decisive = [(post, decisive_members(scheme, post.entrants)) for post in outcome.vacancies]
    return Clarification(outcome, sightings, decisive, len(marks), len(signings))


def label_of(candidate: Candidate) -> str:
    """The candidate's number, which sorts as text; a NIP has no business in a key."""
    return f"{candidate.number:03}"


def _subjects(outcome: Outcome) -> dict[int, Subject]:
    """By sheet."""
    codes = {instrument.pk: instrument.code for instrument in outcome.instruments}
    posts = {post.vacancy.pk: post.vacancy.code for post in outcome.vacancies}
    people = {c.pk: label_of(c) for post in outcome.vacancies for c in post.candidates.values()}
    return {
        sheet.pk: Subject(
            people[sheet.candidate_id],
            codes[sheet.instrument_id],
            posts.get(sheet.vacancy_id or 0, ""),
        )
        for sheet in outcome.sheets
    }


def _posts(outcome: Outcome) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for post in outcome.vacancies:
        for candidate in post.candidates.values():
            found[label_of(candidate)].append(post.vacancy.code)
    return found


def _marks(outcome: Outcome, subjects: Mapping[int, Subject]) -> list[Mark]:
    scales = {i.pk: Fraction(i.scale_max) for i in outcome.instruments}
    return [
        Mark(
            member=sheet.seat.label,
            subject=subjects[sheet.pk],
            total=outcome.score_of(sheet),
            scores=_scaled(sheet, scales[sheet.instrument_id]),
            notes=sheet.notes,
        )
        for sheet in outcome.sheets
        if sheet.is_signed
    ]


def _scaled(sheet: Sheet, scale: Fraction) -> tuple[Fraction, ...]:
    """On a scale of 0-100, in the order of the criteria's codes."""
    scores = sheet.scores
    return tuple(scores[code] * 100 / scale for code in sorted(scores))
