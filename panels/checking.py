"""The composition of a round's panel, judged by the rules in force at its reference date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candidates.facts import SelectionPath
from panels.composition import Finding, State, for_round, judge_panel, rule_set_words
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


def composition_of(round_: Round) -> Composition:
    """A fixed number of queries. Raises UnknownRule, RulesContradict."""
    standings = standings_of(round_)
    rows = _rows(round_)
    rules = for_round([rule_of(row) for row in rows], round_.quorum)
    return Composition(
        standings=standings,
        checks=_checks(round_, panel_of(round_, standings), rows),
        rule_set=rule_set_words(rules, SelectionPath(round_.kind), round_.reference_date),
    )


def checks_of(round_: Round, panel: Panel) -> list[Checked]:
    """A panel judged by the round's rules, be it the one that sits or one that is only asked for.

    Raises UnknownRule, RulesContradict.
    """
    return _checks(round_, panel, _rows(round_))


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


def _rows(round_: Round) -> list[CompositionRule]:
    return list(CompositionRule.objects.filter(path=round_.kind).order_by("pk"))


def _checks(round_: Round, panel: Panel, rows: Sequence[CompositionRule]) -> list[Checked]:
    certain = {(row.code, row.valid_from): row.get_certainty_display() for row in rows}
    rules = for_round([rule_of(row) for row in rows], round_.quorum)
    notes = _notes(round_)
    path, on = SelectionPath(round_.kind), round_.reference_date
    return [
        Checked(
            finding,
            certain[finding.rule.code, finding.rule.valid_from],
            notes.get((finding.rule.code, finding.words)),
        )
        for finding in judge_panel(rules, panel, path, on)
    ]


def _notes(round_: Round) -> Mapping[tuple[str, str], CompositionNote]:
    """The newest note for each rule and what it found."""
    notes = CompositionNote.objects.filter(round=round_).select_related("written_by")
    return {(note.code, note.found): note for note in notes.order_by("written_at", "pk")}
