"""What stands out in one candidate beside the others, criterion by criterion, by fixed rules.

A criterion is compared as a percentage of its instrument's scale: the mean of the signed sheets of
this candidate with the mean of the other candidates' means. It stands out from APART points on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.wording import percent, with_comma
from candidates.models import Candidate
from scoring.models import Sheet
from scoring.outcome import Outcome, subject
from selection.models import Indicator, Instrument, Vacancy

APART = 5  # points of a scale of 0-100
PLACES = 2
RULE = (
    f"Setiap kriteria dihitung pada skala 0–100 sebagai rata-rata lembar yang ditandatangani."
    f" “Menonjol”: paling sedikit {APART} poin di atas rata-rata kandidat lain; “Di bawah”: paling"
    f" sedikit {APART} poin di bawahnya; selain itu “Setara”."
)
ALONE = "Tidak ada kandidat lain yang dinilai, sehingga tidak ada perbandingan."


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; without other candidates there is no difference. `notes` bear no names."""

    indicator: Indicator
    weight: str
    own: Fraction | None
    others: Fraction | None
    notes: Sequence[str]

    @property
    def difference(self) -> Fraction | None:
        if self.own is None or self.others is None:
            return None
        return self.own - self.others

    @property
    def word(self) -> str:
        if self.difference is None:
            return "–"
        if self.difference >= APART:
            return "Menonjol"
        return "Di bawah" if self.difference <= -APART else "Setara"

    @property
    def figures(self) -> list[str]:
        """Own mean, the others' mean, and the difference with its sign."""
        sign = "+" if (self.difference or 0) > 0 else ""
        return [_figure(self.own), _figure(self.others), sign + _figure(self.difference)]


@dataclass(frozen=True, slots=True)
class Profile:
    """One panel instrument; `vacancy` where it is scored for each vacancy by itself."""

    instrument: Instrument
    vacancy: Vacancy | None
    sheets: int
    peers: int
    criteria: Sequence[Criterion]

    @property
    def has_notes(self) -> bool:
        return any(criterion.notes for criterion in self.criteria)


def profiles_of(outcome: Outcome, candidate: Candidate) -> list[Profile]:
    """Every panel instrument of this candidate, in the order of the scheme."""
    profiles: list[Profile] = []
    for instrument in outcome.instruments:
        if not instrument.is_panel:
            continue
        seen = set()
        for found in outcome.vacancies:
            if candidate.nip not in found.candidates:
                continue
            key = subject(candidate.pk, instrument, found.vacancy.pk)
            if key not in seen:
                seen.add(key)
                profiles.append(_profile(outcome, instrument, candidate, found.vacancy))
    return profiles


def standing_out(profiles: Iterable[Profile], word: str) -> list[str]:
    """The criteria of this word, the farthest from the others first."""
    found = [c for profile in profiles for c in profile.criteria if c.word == word]
    found.sort(key=lambda c: abs(c.difference or Fraction(0)), reverse=True)
    return [f"{c.indicator.title} ({c.figures[2]} poin)" for c in found]


def _profile(
    outcome: Outcome, instrument: Instrument, candidate: Candidate, vacancy: Vacancy
) -> Profile:
    own = _signed(outcome, instrument, candidate, vacancy)
    others = [
        _signed(outcome, instrument, c, v)
        for c, v in _peers(outcome, instrument, vacancy)
        if c.pk != candidate.pk
    ]
    scored = [sheets for sheets in others if sheets]
    by_vacancy = instrument.coverage == Instrument.Coverage.VACANCY
    return Profile(
        instrument=instrument,
        vacancy=vacancy if by_vacancy else None,
        sheets=len(own),
        peers=len(scored),
        criteria=[
            Criterion(
                indicator=indicator,
                weight=percent(indicator.weight),
                own=_mean_of(instrument, indicator, own),
                others=_mean([_mean_of(instrument, indicator, sheets) for sheets in scored]),
                notes=_notes(indicator, own),
            )
            for indicator in outcome.indicators.get(instrument.pk, ())
        ],
    )


def _peers(
    outcome: Outcome, instrument: Instrument, vacancy: Vacancy
) -> list[tuple[Candidate, Vacancy]]:
    """Whoever was scored for the same thing, each once."""
    by_vacancy = instrument.coverage == Instrument.Coverage.VACANCY
    people = {
        c.pk: (c, found.vacancy)
        for found in outcome.vacancies
        if found.vacancy.pk == vacancy.pk or not by_vacancy
        for c in found.candidates.values()
    }
    return list(people.values())


def _signed(
    outcome: Outcome, instrument: Instrument, candidate: Candidate, vacancy: Vacancy
) -> list[Sheet]:
    return [s for s in outcome.sheets_for(candidate, instrument, vacancy) if s.is_signed]


def _mean_of(
    instrument: Instrument, indicator: Indicator, sheets: Sequence[Sheet]
) -> Fraction | None:
    raw = _mean([Fraction(s.scores[indicator.code]) for s in sheets if indicator.code in s.scores])
    return None if raw is None else raw * 100 / Fraction(instrument.scale_max)


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _notes(indicator: Indicator, sheets: Sequence[Sheet]) -> list[str]:
    """What members wrote, by the alphabet: their order tells nothing of who wrote what."""
    found = {sheet.notes[indicator.code] for sheet in sheets if indicator.code in sheet.notes}
    return sorted(found, key=str.casefold)


def _figure(value: Fraction | None) -> str:
    return "–" if value is None else with_comma(value, PLACES)
