"""A name put forward with all that is compared about it, ready for the page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from accounts.nip import NIP
from accounts.wording import in_words, with_comma
from candidates.models import Candidate, Rating
from candidates.periods import months_between
from candidates.talent_rules import LEVELS
from candidates.talent_standing import Standing, rows_of
from decisions.benches import Bench, bench_of
from decisions.cascade import Holder
from decisions.pensions import Pension, Post, pension_of
from decisions.post_levels import place
from decisions.shortlist import Name, duration
from decisions.strengths import Facts, Part, Remark, Source, risks_of, strengths_of
from decisions.succession import Fate, fate_of, holder_of
from scoring.outcome import Outcome, VacancyOutcome, stability_of
from scoring.ranking import Placed
from scoring.sensitivity import Label, Sensitivity, Tested
from scoring.stability_marks import MARKS, Mark
from scoring.talent_imports import imports_for
from selection.models import Round

POOR = (Rating.NEEDS_WORK, Rating.POOR, Rating.VERY_POOR)
LEAVES = {
    Fate.STAYS: "Tetap pada {}, tidak ada yang kosong",
    Fate.OUTSIDE: "Dari instansi lain ({}), tidak ada yang kosong di sini",
    Fate.EXPERT: "Jabatan fungsional {} ditinggalkan",
    Fate.IN_ROUND: "{} ditinggalkan, sudah termasuk putaran ini",
    Fate.VACANT: "{} menjadi kosong",
}
CELL = 18  # of the small drawing of nine boxes


@dataclass(frozen=True, slots=True)
class Linked:
    """A sentence and the address of its source."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the nine boxes in the small drawing."""

    x: int
    y: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class TalentBox:
    """The box of the talent grid, as words and as a small drawing; `day`: of its data."""

    number: int
    description: str
    day: date
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What falls vacant if the person is chosen; critical where nobody is ready to follow."""

    words: str
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One person beside the others. `mark` is None where stability could not be tested."""

    name: Name
    mark: Mark | None
    firmness: str
    box: TalentBox | None
    ratings: str
    pension: str
    strengths: Sequence[Linked]
    risks: Sequence[Linked]
    leaves: Leaving


@dataclass(frozen=True, slots=True)
class Ground:
    """What the cards of one post are made from. `away`: NIPs of who follows nobody."""

    outcome: Outcome
    found: VacancyOutcome
    tested: Sensitivity
    talent: Mapping[int, Standing]
    bench: Bench
    away: Collection[str]
    today: date

    @property
    def people(self) -> Mapping[str, Tested]:
        return {person.nip: person for person in self.tested.people}


def grounds_of(
    outcome: Outcome, names: Mapping[int, Sequence[Name]], day: date, away: Collection[str]
) -> dict[int, Ground]:
    """Everything the cards need beyond the ranking: tests of stability, boxes, successors.

    By vacancy, as `names` are; read once for all of them.
    """
    bench = bench_of(outcome.round.agency, day)
    people = [name.candidate for several in names.values() for name in several]
    talent = _talent(outcome.round, people, bench)
    return {
        found.vacancy.pk: Ground(
            outcome, found, stability_of(outcome, found), talent, bench, away, day
        )
        for found in outcome.vacancies
        if found.vacancy.pk in names
    }


def card_of(name: Name, ground: Ground) -> Card:
    """The card of one name."""
    candidate = name.candidate
    standing = ground.talent.get(candidate.official_id)
    pension = pension_of(NIP(candidate.nip).born_on, Post.SENIOR, ground.today)
    tested = ground.people.get(name.placed.nip)
    facts = _facts(name, ground, pension, standing)
    return Card(
        name=name,
        mark=MARKS[tested.label] if tested and tested.label else None,
        firmness=_firmness(tested),
        box=_box(standing),
        ratings=_ratings(candidate),
        pension=pension_words(pension, ground.today),
        strengths=[_linked(remark, ground, candidate) for remark in strengths_of(facts)],
        risks=[_linked(remark, ground, candidate) for remark in risks_of(facts)],
        leaves=_leaves(candidate, ground),
    )


def pension_words(pension: Pension, today: date) -> str:
    """`Pensiun 1 Februari 2030 (usia 60), 3 tahun 2 bulan lagi`"""
    left = duration(today, pension.day) if pension.months else ""
    when = f", {left} lagi" if left else ", sudah tiba"
    return f"Pensiun {in_words(pension.day)} (usia {pension.age}){when}"


def _talent(round_: Round, candidates: Sequence[Candidate], bench: Bench) -> Mapping[int, Standing]:
    """Where these people stand on the grid, by key of the official, in the data of the round."""
    talent_import = imports_for(round_).select_related("agency").first()
    if talent_import is None:
        return {}
    officials, rows = {candidate.official_id for candidate in candidates}, bench.rows
    if rows is None or rows.talent_import != talent_import:
        rows = rows_of(talent_import, officials, schemes=rows.schemes if rows else None)
    return rows.pool(officials).by_official


def _box(standing: Standing | None) -> TalentBox | None:
    placed = standing.placement.box if standing and standing.placement else None
    if placed is None or standing is None or standing.record is None:
        return None
    column, row = LEVELS.index(placed.potential), 2 - LEVELS.index(placed.performance)
    cells = [
        Cell(1 + x * CELL, 1 + y * CELL, (x, y) == (column, row))
        for y in range(3)
        for x in range(3)
    ]
    return TalentBox(placed.number, placed.description, standing.record.talent_import.as_of, cells)


def _facts(name: Name, ground: Ground, pension: Pension, standing: Standing | None) -> Facts:
    candidate, ranked = name.candidate, ground.found.ranking.ranked
    tested = ground.people.get(name.placed.nip)
    label = tested.label if tested else None
    firm = None if label is None else label is Label.STRONG
    held = (candidate.rating_1, candidate.rating_2)
    reference = ground.outcome.round.reference_date
    return Facts(
        parts=[
            Part(part.title, part.score, [other.instruments[part.code] for other in ranked])
            for part in name.components
        ],
        lead=_lead(name.placed, ranked),
        firm=firm,
        firmness=f"{MARKS[label].word}: {_firmness(tested)}" if label else "",
        ratings=" dan ".join(Rating(rating).label for rating in held if rating),
        rated=_rated(*held),
        agencies=name.agencies,
        posts=len(name.career),
        months_in_post=months_between(candidate.post_since, reference),
        pension=pension_words(pension, ground.today),
        retires_soon=pension.is_soon,
        near_box=_near(standing),
        needs_review=name.placed.needs_review,
        also=name.also,
    )


def _rated(last: str, before: str) -> bool | None:
    """True where both are the best, False where one is poor."""
    if last in POOR or before in POOR:
        return False
    return last == before == Rating.VERY_GOOD or None


def _lead(placed: Placed, ranked: Sequence[Placed]) -> Decimal | None:
    """Points before the next, where somebody stands first alone."""
    if placed.rank != 1 or placed.tied or len(ranked) < 2:
        return None
    return placed.total - ranked[1].total


def _firmness(tested: Tested | None) -> str:
    """`diusulkan pada 94 dari 100 uji; selisih 0,42 poin di batas`"""
    if tested is None or not tested.tally.runs:
        return ""
    words = f"tetap diusulkan pada {tested.tally.same} dari {tested.tally.runs} uji"
    if tested.distance is None:
        return words
    return f"{words}; {with_comma(tested.distance)} poin dari batas usulan"


def _near(standing: Standing | None) -> str:
    """How near the boundary to a lower box is, where it is near."""
    if standing is None or standing.near is None or standing.box is None:
        return ""
    return standing.distance if standing.near.beyond.number < standing.box else ""


def _ratings(candidate: Candidate) -> str:
    last, before = candidate.get_rating_1_display(), candidate.get_rating_2_display()
    said = [f"tahun terakhir {last}"] if last else []
    said += [f"sebelumnya {before}"] if before else []
    return f"SKP {' · '.join(said)}" if said else "SKP belum dimuat"


def _leaves(candidate: Candidate, ground: Ground) -> Leaving:
    """`Sekretaris Dinas Kesehatan menjadi kosong, 2 pengganti siap`"""
    holder = holder_of(candidate, ground.bench)
    posts = [found.vacancy for found in ground.outcome.vacancies]
    agency = ground.outcome.round.agency
    fate = fate_of(candidate, holder, ground.found.vacancy, posts, agency)
    words = LEAVES[fate].format(place(*holder.post))
    return _vacant(holder, words, ground) if fate is Fate.VACANT else Leaving(words)


def _vacant(holder: Holder, words: str, ground: Ground) -> Leaving:
    """With how many could follow, where that can be told."""
    if ground.bench.talent_import is None or holder.level is None:
        return Leaving(words)
    left = ground.bench.behind(holder, ground.away)
    if left.is_critical:
        return Leaving(f"{words} (kritis: belum ada pengganti siap)", is_critical=True)
    return Leaving(f"{words}, {left.ready} pengganti siap")


def _linked(remark: Remark, ground: Ground, candidate: Candidate) -> Linked:
    code, vacancy = ground.outcome.round.code, ground.found.vacancy.code
    ranking = reverse("reports:ranking", args=[code, vacancy])
    match remark.source:
        case Source.TALENT:
            url = reverse("reports:talent-candidate", args=[code, candidate.number])
        case Source.RECORD:
            url = f"#rekam-{candidate.number}"
        case Source.STABILITY:
            url = f"{ranking}#kepekaan"
        case Source.RANKING:
            url = f"{ranking}#rinci-{candidate.number}"
    return Linked(remark.text, url)
