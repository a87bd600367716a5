"""The report on one candidate: what every number came from, and where he stands beside others."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.wording import in_short, percent, with_comma
from candidates.models import Candidate
from candidates.talent_standing import Standing as TalentStanding
from candidates.talent_standing import pool_of
from reports.comparing import ALONE, RULE, Profile, profiles_of, standing_out
from reports.models import Document
from reports.paperwork import Paperwork, signers_of
from reports.payload import own_data_of
from reports.standings import Outsider, Row, Standing, post_of, standings_of
from reports.verdicts import PLACES
from scoring.explaining import Term, terms
from scoring.outcome import NothingToRank, Outcome, VacancyOutcome
from scoring.printing import as_json, in_order, printout_of
from scoring.talent_imports import imports_for
from selection.models import Instrument, Vacancy

TITLE = "Laporan Hasil Kandidat"
SECRECY = "Rahasia: hanya bagi kandidat dan pejabat yang berwenang"
NOT_COMPETING = "Kandidat ini tidak dicalonkan untuk jabatan mana pun, sehingga tidak ada hasilnya."


@dataclass(frozen=True, slots=True)
class Step:
    """A component of a total: score × weight = product; `sheets` make the score."""

    title: str
    score: str
    weight: str
    product: str
    sheets: str


@dataclass(frozen=True, slots=True)
class Competition:
    """One post competed for. Without a rank `reasons` say why, and there is no total."""

    vacancy: Vacancy
    rank: int | None
    ranked: int
    steps: Sequence[Step]
    exact: str
    total: str
    remarks: Sequence[str]

    @property
    def sum(self) -> str:
        """The sum of the products as one adds it up."""
        return " + ".join(step.product for step in self.steps)


@dataclass(frozen=True, slots=True)
class Talent:
    """The box of the talent grid on the day of its data."""

    box: str
    detail: str
    day: str


@dataclass(frozen=True, slots=True)
class CandidateReport:
    """Everything that the template prints."""

    candidate: Candidate
    post: str
    competitions: Sequence[Competition]
    profiles: Sequence[Profile]
    strengths: Sequence[str]
    weaknesses: Sequence[str]
    rule: str
    talent: Talent | None
    precision: int
    aggregation: str
    chair: str


def candidate_of(document: Document) -> Paperwork:
    """The report on the document's candidate. Raises StillSealed, NothingToRank."""
    candidate = document.candidate
    if candidate is None:
        raise ValueError("A report on a candidate names one.")
    printout = printout_of(document.round)
    outcome = printout.outcome
    found = [v for v in outcome.vacancies if candidate.nip in v.candidates]
    if not found:
        raise NothingToRank(NOT_COMPETING)
    profiles = profiles_of(outcome, candidate)
    competitions = _competitions(outcome, candidate, found)
    return Paperwork(
        template="reports/pdf/candidate.html",
        title=TITLE,
        content=CandidateReport(
            candidate=candidate,
            post=post_of(candidate),
            competitions=competitions,
            profiles=profiles,
            strengths=standing_out(profiles, "Menonjol"),
            weaknesses=standing_out(profiles, "Di bawah"),
            rule=RULE if any(profile.peers for profile in profiles) else ALONE,
            talent=_talent(document, candidate),
            precision=outcome.scheme.precision,
            aggregation=outcome.round.get_aggregation_display(),
            chair=next((s.name for s in signers_of(document.round) if s.is_chair), ""),
        ),
        drawn_from=as_json(printout),
        traits=[
            f"{len(competitions)} jabatan",
            f"{sum(profile.sheets for profile in profiles)} lembar nilai",
        ],
        secrecy=SECRECY,
        settles=True,
        data=[own_data_of(printout, candidate.nip)],
    )


def _competitions(
    outcome: Outcome, candidate: Candidate, found: Sequence[VacancyOutcome]
) -> list[Competition]:
    ordered = in_order(outcome, [one.vacancy for one in found])
    return [
        _competition(outcome, candidate, vacancy, _said(standing, candidate))
        for vacancy, standing in zip(ordered, standings_of(outcome, ordered), strict=True)
    ]


def _said(standing: Standing, candidate: Candidate) -> Row | Outsider:
    people: list[Row | Outsider] = [*standing.rows, *standing.outsiders]
    return next(person for person in people if person.candidate.pk == candidate.pk)


def _competition(
    outcome: Outcome, candidate: Candidate, found: VacancyOutcome, said: Row | Outsider
) -> Competition:
    placed = next((p for p in found.ranking.ranked if p.nip == candidate.nip), None)
    return Competition(
        vacancy=found.vacancy,
        rank=placed.rank if placed else None,
        ranked=len(found.ranking.ranked),
        steps=[
            _step(outcome, candidate, found.vacancy, term)
            for term in (terms(outcome.scheme, placed) if placed else ())
        ],
        exact=with_comma(placed.exact_total, PLACES) if placed else "",
        total=with_comma(str(placed.total)) if placed else "",
        remarks=said.marks if isinstance(said, Row) else said.reasons,
    )


def _step(outcome: Outcome, candidate: Candidate, vacancy: Vacancy, term: Term) -> Step:
    instrument = next(i for i in outcome.instruments if i.code == term.code)
    return Step(
        title=instrument.title,
        score=with_comma(term.score, PLACES),
        weight=percent(term.weight),
        product=with_comma(term.product, PLACES),
        sheets=_sheets(outcome, candidate, instrument, vacancy),
    )


def _sheets(
    outcome: Outcome, candidate: Candidate, instrument: Instrument, vacancy: Vacancy
) -> str:
    """What the signed sheets come to, the highest first: their order tells nothing of whose."""
    if not instrument.is_panel:
        return "nilai data"
    sheets = outcome.sheets_for(candidate, instrument, vacancy)
    scores = sorted((outcome.score_of(s) for s in sheets if s.is_signed), reverse=True)
    return " · ".join(with_comma(score, 2) for score in scores)


def _talent(document: Document, candidate: Candidate) -> Talent | None:
    """Where the grid has the candidate, by the data in force when the rules were frozen."""
    talent_import = imports_for(document.round).select_related("agency").first()
    if talent_import is None:
        return None
    official = candidate.official
    standing: TalentStanding = pool_of(talent_import, {official.pk}).of(official)
    placed = standing.placement.box if standing.placement else None
    if placed is None:
        return None
    return Talent(f"Kotak {placed.number}", placed.description, in_short(talent_import.as_of))
