"""From a round's tables to its ranking: loads, hands to scoring.ranking, and back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import Exists, OuterRef

from candidates.models import Candidate, Grade, Nomination, Rating, Verdict
from panels.models import Conflict, Seat
from scoring import ranking
from scoring.models import GivenValue, Sheet
from scoring.ranking import Entrant
from selection.models import Indicator, Instrument, Round, Vacancy

GRADES = {grade: place for place, grade in enumerate(Grade.values)}
RATINGS = {rating: -place for place, rating in enumerate(Rating.values)}
# By Nomination.verdict; in a round whose requirements were never settled everybody competes.
MEETS: Mapping[str, bool | None] = {
    "": True,
    Verdict.MET: True,
    Verdict.NOT_MET: False,
    Verdict.NEEDS_REVIEW: None,
}


class StillSealed(Exception):
    """A sealed round has no ranking."""


class NothingToRank(Exception):
    """A round without nominations (uji kompetensi) has no ranking."""


@dataclass(frozen=True, slots=True)
class VacancyOutcome:
    """One vacancy with its candidates (by NIP), their ranking, and what it was made from."""

    vacancy: Vacancy
    candidates: Mapping[str, Candidate]
    ranking: ranking.VacancyRanking
    entrants: Sequence[Entrant] = ()


@dataclass
class Outcome:
    """What a round's scores come to. `members`: how many sit on the panel.

    `sheets`: those of the candidates concerned.
    """

    round: Round
    instruments: Sequence[Instrument]
    indicators: Mapping[int, Sequence[Indicator]]  # by instrument pk, in order of code
    scheme: ranking.Scheme
    vacancies: Sequence[VacancyOutcome]
    members: int
    sheets: Sequence[Sheet]
    given: Mapping[tuple[int, int, int | None], Fraction]
    _by_subject: dict[tuple[int, int, int | None], list[Sheet]] = field(default_factory=dict)
    _scores: dict[int, Fraction] = field(default_factory=dict)

    def sheets_for(
        self, candidate: Candidate, instrument: Instrument, vacancy: Vacancy
    ) -> Sequence[Sheet]:
        """The sheets of all members not recused, signed or not, in the order of their numbers."""
        return self._by_subject.get(subject(candidate.pk, instrument, vacancy.pk), [])

    def score_of(self, sheet: Sheet) -> Fraction:
        """What a signed sheet comes to (0-100), worked out once."""
        if sheet.pk not in self._scores:
            rule = self._rules[sheet.instrument_id]
            self._scores[sheet.pk] = ranking.sheet_score(rule, sheet.scores)
        return self._scores[sheet.pk]

    @cached_property
    def _rules(self) -> dict[int, ranking.Instrument]:
        pairs = zip(self.instruments, self.scheme.instruments, strict=True)
        return {instrument.pk: rule for instrument, rule in pairs}


def outcome_of(round_: Round, vacancy: Vacancy | None = None) -> Outcome:
    """Rank the whole round, or one vacancy. Raises StillSealed, NothingToRank."""
    if not round_.is_unsealed:
        raise StillSealed("Peringkat belum tersedia. Nilai tersegel sampai ketua membuka segel.")
    nominations = _nominations(round_, vacancy)
    if not nominations:
        raise NothingToRank(
            "Putaran ini tidak memuat pencalonan, sehingga tidak ada peringkat untuk dihitung."
        )
    instruments = list(Instrument.objects.in_force().filter(round=round_).order_by("code", "pk"))
    indicators = _indicators(instruments)
    concerned = {nomination.candidate_id for nomination in nominations}
    seats = Seat.objects.in_force().filter(round=round_).in_bulk()
    sheets = _sheets(concerned, seats)
    outcome = Outcome(
        round=round_,
        instruments=instruments,
        indicators=indicators,
        scheme=_scheme(round_, instruments, indicators),
        vacancies=[],
        members=len(seats),
        sheets=sheets,
        given=_given(concerned),
        _by_subject=_grouped(sheets),
    )
    outcome.vacancies = [_vacancy(outcome, group) for group in _by_vacancy(nominations)]
    return outcome


def subject(
    candidate: int, instrument: Instrument, vacancy: int | None
) -> tuple[int, int, int | None]:
    """What a score is for: (candidate, instrument, vacancy where it counts there alone)."""
    counts_there = instrument.coverage == Instrument.Coverage.VACANCY
    return candidate, instrument.pk, vacancy if counts_there else None


def _nominations(round_: Round, vacancy: Vacancy | None) -> list[Nomination]:
    nominations = Nomination.objects.in_force().filter(
        candidate__round=round_, candidate__withdrawn_at=None, vacancy__withdrawn_at=None
    )
    if vacancy:
        nominations = nominations.filter(vacancy=vacancy)
    return list(
        nominations.select_related("candidate", "vacancy").order_by(
            "vacancy__code", "candidate__nip"
        )
    )


def _indicators(instruments: Sequence[Instrument]) -> dict[int, list[Indicator]]:
    found: dict[int, list[Indicator]] = defaultdict(list)
    rows = Indicator.objects.in_force().filter(instrument__in=[i.pk for i in instruments])
    for indicator in rows.order_by("code", "pk"):
        found[indicator.instrument_id].append(indicator)
    return found


def _sheets(candidates: Iterable[int], seats: Mapping[int, Seat]) -> list[Sheet]:
    """The sheets that count: not those of a member who left, or who was recused after signing."""
    recused = Conflict.objects.in_force().filter(
        seat=OuterRef("seat"), candidate=OuterRef("candidate"), still_scores=False
    )
    found = (
        Sheet.objects.in_force()
        .with_origin()
        .filter(~Exists(recused), candidate__in=candidates, seat__in=seats)
    )
    for sheet in (sheets := list(found)):
        sheet.seat = seats[sheet.seat_id]
    return sorted(sheets, key=lambda sheet: (sheet.seat.number, sheet.pk))


def _given(candidates: Iterable[int]) -> dict[tuple[int, int, int | None], Fraction]:
    values = GivenValue.objects.in_force().filter(candidate__in=candidates)
    return {(v.candidate_id, v.instrument_id, v.vacancy_id): Fraction(v.value) for v in values}


def _grouped(sheets: Iterable[Sheet]) -> dict[tuple[int, int, int | None], list[Sheet]]:
    grouped: dict[tuple[int, int, int | None], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        grouped[sheet.candidate_id, sheet.instrument_id, sheet.vacancy_id].append(sheet)
    return grouped


def _scheme(
    round_: Round, instruments: Sequence[Instrument], indicators: Mapping[int, Sequence[Indicator]]
) -> ranking.Scheme:
    return ranking.Scheme(
        instruments=tuple(
            ranking.Instrument(
                code=instrument.code,
                source=ranking.Source(instrument.source),
                weight=Fraction(instrument.weight),
                scale_max=Fraction(instrument.scale_max),
                pass_mark=None if instrument.pass_mark is None else Fraction(instrument.pass_mark),
                indicators={i.code: Fraction(i.weight) for i in indicators.get(instrument.pk, ())},
            )
            for instrument in instruments
        ),
        aggregation=ranking.Aggregation(round_.aggregation),
        quorum=round_.quorum,
        precision=round_.precision,
        tie_breaks=tuple(round_.tie_breaks),
        names_put_forward=round_.names_put_forward,
    )


def _by_vacancy(nominations: Iterable[Nomination]) -> list[list[Nomination]]:
    groups: dict[int, list[Nomination]] = defaultdict(list)
    for nomination in nominations:
        groups[nomination.vacancy_id].append(nomination)
    return list(groups.values())


def _vacancy(outcome: Outcome, nominations: Sequence[Nomination]) -> VacancyOutcome:
    vacancy = nominations[0].vacancy
    entrants = [_entrant(outcome, nomination) for nomination in nominations]
    return VacancyOutcome(
        vacancy=vacancy,
        candidates={n.candidate.nip: n.candidate for n in nominations},
        ranking=ranking.rank(outcome.scheme, entrants),
        entrants=entrants,
    )


def _entrant(outcome: Outcome, nomination: Nomination) -> ranking.Entrant:
    candidate, vacancy = nomination.candidate, nomination.vacancy
    panel = [instrument for instrument in outcome.instruments if instrument.is_panel]
    duties = {i.code: outcome.sheets_for(candidate, i, vacancy) for i in panel}
    given = {
        instrument.code: outcome.given[key]
        for instrument in outcome.instruments
        if (key := subject(candidate.pk, instrument, vacancy.pk)) in outcome.given
    }
    return ranking.Entrant(
        nip=candidate.nip,
        name=candidate.name,
        panel_size=max(map(len, duties.values()), default=0),
        sheets={
            code: {sheet.seat.label: sheet.scores for sheet in sheets if sheet.is_signed}
            for code, sheets in duties.items()
        },
        given=given,
        ratings=(RATINGS.get(candidate.rating_1), RATINGS.get(candidate.rating_2)),
        grade=GRADES[candidate.grade],
        post_since=candidate.post_since,
        born=_born(candidate.nip),
        meets_requirements=MEETS[nomination.verdict],
    )


def _born(nip: str) -> date:
    return date.fromisoformat(nip[:8])
