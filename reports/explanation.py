"""What the pages of a ranking show, worked out here so that the templates only state it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.wording import percent, with_comma
from candidates.models import Candidate
from panels.models import Seat
from reports.panel_agreement import Agreement, agreement_of
from reports.panel_scores import Line, PanelScores, panel_scores_of
from reports.plot import Plot, plot_of
from reports.stability import Stability, Standing, stability_section
from reports.ties import Rule, Tie, inside, rules_of, ties_of
from reports.verdicts import reasons_of
from reports.written_sums import WrittenScore, WrittenTotal, written_score, written_total
from scoring.explaining import Term, terms
from scoring.models import Result
from scoring.outcome import Outcome, VacancyOutcome
from scoring.printing import reliability_of
from scoring.ranking import NUMBER_WORDS, Placed, round_half_up
from scoring.rulings import Decision
from selection.enumeration import listed
from selection.models import Instrument

COLOURS = 4
GAP = Fraction(2, 5)  # between the parts of a bar, in percent of its width


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument's part in a total, and its place in the bar (percent of its width).

    `written` says what the score comes from; `line` holds the criteria, a column for each of
    `seats`, where the panel gave it.
    """

    instrument: Instrument
    term: Term
    colour: int
    start: str
    width: str
    written: WrittenScore
    seats: Sequence[Seat]
    line: Line | None


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody with a rank; `rule` decided a tie, `is_cut` ends the names put forward."""

    placed: Placed
    candidate: Candidate
    parts: Sequence[Part]
    written: WrittenTotal
    rule: Rule | None
    is_cut: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody without a rank, and a sentence for every reason."""

    candidate: Candidate
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Decided:
    """What the plenary decided about people of this vacancy."""

    decision: Decision
    names: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The page of one vacancy's ranking."""

    instruments: Sequence[tuple[Instrument, int]]  # with the colour of each
    rows: Sequence[Row]
    outsiders: Sequence[Outsider]
    put_forward: str
    gap: str
    sources: str
    rules: Sequence[Rule]
    ties: Sequence[Tie]
    agreement: Agreement
    panel_scores: Sequence[PanelScores]
    stability: Stability
    plot: Plot | None
    result: Result | None
    decided: Sequence[Decided]

    @property
    def candidates(self) -> int:
        return len(self.rows) + len(self.outsiders)

    @property
    def rest(self) -> int:
        """The columns of the table right of the name."""
        return len(self.instruments) + 3

    @property
    def has_cut(self) -> bool:
        return any(row.is_cut for row in self.rows)

    @property
    def waits_for_plenary(self) -> bool:
        return any(row.placed.put_forward is None for row in self.rows)


def explain(outcome: Outcome, found: VacancyOutcome) -> Explanation:
    """One vacancy's ranking with everything behind it."""
    rules = rules_of(outcome, found)
    tables = panel_scores_of(outcome, found)
    stability = stability_section(outcome, found)
    return Explanation(
        instruments=[(i, _colour(place)) for place, i in enumerate(outcome.instruments)],
        rows=_rows(_Reading(outcome, found, rules, tables, stability)),
        outsiders=outsiders_of(outcome, found),
        put_forward=_in_words(outcome.scheme.names_put_forward),
        gap=_gap(found.ranking.ranked, outcome.scheme.names_put_forward),
        sources=_sources(outcome.instruments),
        rules=list(rules.values()),
        ties=ties_of(found, rules),
        agreement=agreement_of(outcome.instruments, reliability_of(outcome, [found])),
        panel_scores=tables,
        stability=stability,
        plot=plot_of(found, [standing.tested for standing in stability.people.values()]),
        result=outcome.result,
        decided=_decided(outcome, found),
    )


def outsiders_of(outcome: Outcome, found: VacancyOutcome) -> list[Outsider]:
    """Those without a rank, in NIP order."""
    return [
        Outsider(
            candidate=found.candidates[person.nip],
            reasons=reasons_of(outcome, found, person),
        )
        for person in found.ranking.unranked
    ]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the rows of one vacancy are made from."""

    outcome: Outcome
    found: VacancyOutcome
    rules: Mapping[str, Rule]
    tables: Sequence[PanelScores]
    stability: Stability


def _rows(reading: _Reading) -> list[Row]:
    ranked = reading.found.ranking.ranked
    last = max((n for n, placed in enumerate(ranked, start=1) if placed.put_forward), default=0)
    return [
        _row(reading, placed, is_cut=place == last < len(ranked))
        for place, placed in enumerate(ranked, start=1)
    ]


def _row(reading: _Reading, placed: Placed, *, is_cut: bool) -> Row:
    found = terms(reading.outcome.scheme, placed)
    candidate = reading.found.candidates[placed.nip]
    return Row(
        placed=placed,
        candidate=candidate,
        parts=_parts(reading, candidate, found),
        written=written_total(found, placed),
        rule=reading.rules.get(placed.decided_by or ""),
        is_cut=is_cut,
        standing=reading.stability.people[placed.nip],
    )


def _parts(reading: _Reading, candidate: Candidate, found: Sequence[Term]) -> list[Part]:
    parts: list[Part] = []
    start = Fraction(0)
    tables = {table.instrument.code: table for table in reading.tables}
    for place, (instrument, term) in enumerate(
        zip(reading.outcome.instruments, found, strict=True)
    ):
        width = max(term.product - GAP, Fraction(0))
        table = tables.get(term.code)
        part = Part(
            instrument=instrument,
            term=term,
            colour=_colour(place),
            start=_hundredths(start),
            width=_hundredths(width),
            written=written_score(reading.outcome, reading.found, candidate, instrument),
            seats=table.seats if table else (),
            line=table.line_of(candidate) if table else None,
        )
        parts.append(part)
        start += term.product
    return parts


def _colour(place: int) -> int:
    return place % COLOURS + 1


def _hundredths(value: Fraction) -> str:
    return str(round_half_up(value, 2))


def _in_words(names: int) -> str:
    return NUMBER_WORDS[names - 1] if names <= len(NUMBER_WORDS) else str(names)


def _decided(outcome: Outcome, found: VacancyOutcome) -> list[Decided]:
    return [
        Decided(decision, listed([found.candidates[nip].full_name for nip in decision.nips]))
        for decision in outcome.rulings.decisions
        if decision.vacancy == found.vacancy.code and decision.nips
    ]


def _gap(ranked: Sequence[Placed], names: int) -> str:
    """What lies between the last name put forward and the next, as the totals are printed."""
    if len(ranked) <= names or ranked[names - 1].put_forward is None:
        return ""
    last, following = ranked[names - 1], ranked[names]
    if last.rank == following.rank:
        return f"Peringkat {last.rank} tetap bersama; pleno yang memutus."
    places = f"eringkat {last.rank} dan {following.rank}"
    if last.total == following.total:
        return f"P{places} seri; aturan yang memutus."
    difference: Decimal = last.total - following.total
    return f"Selisih p{places}: {with_comma(difference)} poin."


def _sources(instruments: Sequence[Instrument]) -> str:
    """Which part of a total comes from where."""
    said: list[str] = []
    for is_panel, origin in ((False, "data"), (True, "lembar nilai panitia")):
        group = [instrument for instrument in instruments if instrument.is_panel is is_panel]
        if group:
            titles = listed([inside(instrument.title) for instrument in group])
            weight = percent(sum((instrument.weight for instrument in group), Decimal(0)))
            said.append(f"{titles} berasal dari {origin} ({weight})")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


def shortened(sha256: str) -> str:
    """The beginning of a fingerprint, as people compare it: `1a2b 3c4d 5e6f`."""
    return " ".join(sha256[start : start + 4] for start in range(0, 12, 4))
