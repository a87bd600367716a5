"""The composition of a round's panel, judged by the rules in force at its reference date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from candidates.facts import SelectionPath
from panels.composition import Finding, Rule, State, for_round, judge_panel, rule_set_words
from panels.composition_checks import DeclarationsComplete
from panels.composition_facts import Candidate as JudgedCandidate
from panels.composition_facts import Element, Member, Panel
from panels.models import CompositionNote, CompositionRule
from panels.rule_rows import rule_of
from panels.standing import Standing, standings_of
from selection.models import Round


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding, how sure its rule is, and the note that accepts it where it only warns."""

    finding: Finding
    certainty: str
    note: CompositionNote | None = None

    @property
    def code(self) -> str:
        return self.finding.rule.code

    @property
    def words(self) -> str:
        return self.finding.words

    @property
    def blocks(self) -> bool:
        return self.finding.state is State.BLOCKING

    @property
    def warns(self) -> bool:
        return self.finding.state is State.WARNING

    @property
    def wants_note(self) -> bool:
        return self.warns and self.note is None

    @property
    def is_about_declarations(self) -> bool:
        return isinstance(self.finding.rule.check, DeclarationsComplete)


@dataclass(frozen=True, slots=True)
class Composition:
    """The panel of a round as its rules see it. `standings`: the members in force."""

    standings: Sequence[Standing]
    checks: Sequence[Checked]
    rule_set: str

    @property
    def blocking(self) -> list[Checked]:
        return [check for check in self.checks if check.blocks]

    @property
    def unnoted(self) -> list[Checked]:
        return [check for check in self.checks if check.wants_note]

    @property
    def due(self) -> list[Standing]:
        return [standing for standing in self.standings if standing.is_due]

    @property
    def is_ready(self) -> bool:
        """Whether the freeze may set this panel: nothing blocks, every warning has its note."""
        return bool(self.checks) and not (self.blocking or self.unnoted)


@dataclass(frozen=True, slots=True)
class Judge:
    """A round's composition rules and what was noted of them, read once for any panel.

    `certain`: how certain each rule is, by its code and its first day.
    """

    rules: Sequence[Rule]
    certain: Mapping[tuple[str, date], str]
    notes: Mapping[tuple[str, str], CompositionNote]
    path: SelectionPath
    on: date

    @property
    def words(self) -> str:
        return rule_set_words(self.rules, self.path, self.on)

    def checks(self, panel: Panel) -> list[Checked]:
        """The panel judged, be it the one that sits or one that is only asked for."""
        return [
            Checked(
                finding,
                self.certain[finding.rule.code, finding.rule.valid_from],
                self.notes.get((finding.rule.code, finding.words)),
            )
            for finding in judge_panel(self.rules, panel, self.path, self.on)
        ]


def composition_of(round_: Round) -> Composition:
    """A fixed number of queries. Raises UnknownRule, RulesContradict."""
    standings, judge = standings_of(round_), judge_of(round_)
    return Composition(
        standings=standings,
        checks=judge.checks(panel_of(round_, standings)),
        rule_set=judge.words,
    )


def judge_of(round_: Round) -> Judge:
    """Two queries. Raises UnknownRule, RulesContradict."""
    rows = list(CompositionRule.objects.filter(path=round_.kind).order_by("pk"))
    return Judge(
        rules=for_round([rule_of(row) for row in rows], round_.quorum),
        certain={(row.code, row.valid_from): row.get_certainty_display() for row in rows},
        notes=_notes(round_),
        path=SelectionPath(round_.kind),
        on=round_.reference_date,
    )


def panel_of(round_: Round, standings: Sequence[Standing]) -> Panel:
    """The panel as the pure rules look at it; keys are primary keys."""
    people = [question.candidate for question in standings[0].questions] if standings else []
    return Panel(
        agency=round_.agency.name,
        members=tuple(
            Member(
                key=str(standing.seat.pk),
                name=standing.seat.name,
                element=Element(standing.seat.element),
                is_internal=standing.seat.is_internal,
                is_chair=standing.seat.is_chair,
                has_declared=not standing.is_due,
                institution=standing.seat.institution,
                post=standing.seat.post,
            )
            for standing in standings
        ),
        candidates=tuple(JudgedCandidate(key=str(c.pk), number=c.number) for c in people),
        recused=frozenset(
            (str(standing.seat.pk), str(candidate.pk))
            for standing in standings
            for candidate in standing.recused
        ),
    )


def _notes(round_: Round) -> Mapping[tuple[str, str], CompositionNote]:
    """The newest note for each rule and what it found."""
    notes = CompositionNote.objects.filter(round=round_).select_related("written_by")
    return {(note.code, note.found): note for note in notes.order_by("written_at", "pk")}
