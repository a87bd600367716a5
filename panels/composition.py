"""Whether a panel may be set: the rules of its path on a day, judged one by one (ux.md e).

Rules are data: what the law or the city asks stands in rows (`panels.composition_rules` holds the
defaults), never here. A rule that is not met blocks or warns, as its row says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from accounts.wording import in_words
from candidates.eligibility import Certainty, RulesContradict
from candidates.facts import SelectionPath
from panels.composition_checks import Check, JudgedByAtLeast
from panels.composition_facts import Panel

PATHS = {
    SelectionPath.TALENT_FILL: "manajemen talenta",
    SelectionPath.OPEN_SELECTION: "seleksi terbuka",
    SelectionPath.COMPETENCY_REVIEW: "uji kompetensi",
}


class Severity(StrEnum):
    """What a rule does when it is not met."""

    WARNING = "warning"
    BLOCKING = "blocking"


class State(StrEnum):
    MET = "met"
    WARNING = "warning"
    BLOCKING = "blocking"

    @property
    def label(self) -> str:
        return {
            State.MET: "Terpenuhi",
            State.WARNING: "Perlu catatan",
            State.BLOCKING: "Menghalangi penetapan",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One composition rule in one version, in force from `valid_from` to `valid_until` inclusive.

    `source` says where the rule was read, `certainty` how well (domain.md 0.1); `advice` what to do
    when it is not met. Raises `ValueError` when it would never apply.
    """

    code: str
    check: Check
    severity: Severity
    legal_basis: str
    source: str
    certainty: Certainty
    paths: frozenset[SelectionPath]
    valid_from: date
    valid_until: date | None = None
    advice: str = ""

    def __post_init__(self) -> None:
        if not self.paths or (self.valid_until is not None and self.valid_until < self.valid_from):
            raise ValueError(f"Rule {self.code} would never apply.")

    @property
    def title(self) -> str:
        """What is asked, with its numbers."""
        return self.check.asks

    def applies(self, path: SelectionPath, on: date) -> bool:
        in_force = self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
        return in_force and path in self.paths


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule comes to for a panel. `words`: the facts with their numbers."""

    rule: Rule
    state: State
    words: str

    @property
    def advice(self) -> str:
        """What to do; empty when the rule is met."""
        return "" if self.state is State.MET else self.rule.advice


def in_force(rules: Iterable[Rule], path: SelectionPath, on: date) -> tuple[Rule, ...]:
    """The rules of a path on a day, in their order.

    Raises `RulesContradict` when two versions of one rule apply.
    """
    chosen = tuple(rule for rule in rules if rule.applies(path, on))
    codes = [rule.code for rule in chosen]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise RulesContradict(
            f"Aturan {', '.join(twice)} berlaku dalam dua versi pada {in_words(on)}. Susunan"
            " panitia belum diperiksa. Akhiri masa berlaku versi yang lama."
        )
    return chosen


def for_round(rules: Iterable[Rule], quorum: int | None) -> tuple[Rule, ...]:
    """The rules with the round's quorum, where it asks for more judges a candidate than they do."""
    return tuple(
        replace(rule, check=JudgedByAtLeast(max(quorum, rule.check.members)))
        if quorum is not None and isinstance(rule.check, JudgedByAtLeast)
        else rule
        for rule in rules
    )


def judge_panel(
    rules: Iterable[Rule], panel: Panel, path: SelectionPath, on: date
) -> tuple[Finding, ...]:
    """One finding for each rule of the path on the day, in their order.

    Raises `RulesContradict` when two versions of one rule apply.
    """
    return tuple(_finding(rule, panel) for rule in in_force(rules, path, on))


def may_be_set(findings: Sequence[Finding]) -> bool:
    """Whether nothing blocks. Without any finding nothing was checked, and the panel is not set."""
    return bool(findings) and all(finding.state is not State.BLOCKING for finding in findings)


def rule_set_words(rules: Iterable[Rule], path: SelectionPath, on: date) -> str:
    """Which rules were used: `jalur: manajemen talenta, aturan sejak 1 Juli 2025`.

    The date is that of the youngest rule; without any rule it says so.
    """
    days = [rule.valid_from for rule in in_force(rules, path, on)]
    since = f"aturan sejak {in_words(max(days))}" if days else "belum ada aturan"
    return f"jalur: {PATHS[path]}, {since}"


def _finding(rule: Rule, panel: Panel) -> Finding:
    result = rule.check.result(panel)
    return Finding(rule, State.MET if result.holds else State(rule.severity), result.words)
