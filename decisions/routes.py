"""The approvals that one person needs for one post: a route that explains itself.

Rules are rows (decisions.models.ApprovalRule); nothing numeric and no body stands here. Where a
fact is not recorded a step is uncertain, and counts as needed until it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from decisions.route_terms import TERMS, WINDOWS, Facts, Finding, findings
from selection.enumeration import listed


class RulesTangled(ValueError):
    """Rules in force contradict each other or wait for one another; the message is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One approval in one version, in force from `valid_from` to `valid_until` inclusive.

    `after` names the codes of rules whose approval has to be there first. Days are working days:
    `prepare_days` until it is sent, `typical_days` until the answer; `legal_days` where the law
    itself sets a limit. `note` says what a condition that always or never holds cannot.
    """

    code: str
    body: str
    title: str
    channel: str
    legal_basis: str
    source: str
    certainty: str
    conditions: Sequence[Mapping[str, Any]]
    valid_from: date
    valid_until: date | None = None
    prepare_days: int = 5
    typical_days: int = 1
    legal_days: int | None = None
    sends_names: bool = False
    after: Sequence[str] = ()
    note: str = ""

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Need(StrEnum):
    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    UNCERTAIN = "uncertain"


NEEDS = {
    Need.NEEDED: "diperlukan",
    Need.NOT_NEEDED: "tidak diperlukan",
    Need.UNCERTAIN: "belum dapat dipastikan, dianggap diperlukan",
}


NONE = "tanpa persetujuan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One approval of a route, and why it is or is not needed; `overridden` by two people."""

    rule: Rule
    need: Need
    findings: Sequence[Finding]
    why: str
    overridden: bool = False

    @property
    def is_required(self) -> bool:
        return self.need is not Need.NOT_NEEDED

    @property
    def has_window(self) -> bool:
        """Whether it is (not) needed because of the day, and so is worth telling for every post."""
        return any(WINDOWS & alternative.keys() for alternative in self.rule.conditions)

    @property
    def told(self) -> str:
        """`tidak diperlukan: pelantikan Wali Kota lebih dari 6 bulan (20 Februari 2025)`"""
        return f"{NEEDS[self.need]}: {self.why}" if self.why else NEEDS[self.need]


@dataclass(frozen=True, slots=True)
class Route:
    """All steps in the order of their rules, as the facts stand on the day `on`."""

    on: date
    steps: Sequence[Step]

    @property
    def required(self) -> list[Step]:
        return [step for step in self.steps if step.is_required]

    @property
    def brief(self) -> str:
        """`Alasan tertulis Wali Kota (mungkin); Pertimbangan teknis BKN`"""
        unsure = {Need.NEEDED: "", Need.UNCERTAIN: " (mungkin)"}
        words = "; ".join(f"{step.rule.title}{unsure[step.need]}" for step in self.required)
        return words or NONE

    @property
    def bodies(self) -> str:
        """`Kemendagri dan BKN`"""
        return bodies_of(self.required) or NONE

    @property
    def sends_names(self) -> bool:
        """Whether a body wants to see all names before one is chosen."""
        return any(step.rule.sends_names for step in self.required)

    @property
    def typical_days(self) -> int:
        """Working days along the longest chain of required steps, preparing included."""
        spent: dict[str, int] = {}
        for step in _in_turn(self.required):
            before = [spent[code] for code in step.rule.after if code in spent]
            days = step.rule.prepare_days + step.rule.typical_days
            spent[step.rule.code] = max(before, default=0) + days
        return max(spent.values(), default=0)

    @property
    def because(self) -> str:
        """All facts that the route rests on, each once, as one sentence."""
        words = dict.fromkeys(
            finding.words for step in self.steps for finding in step.findings if finding.words
        )
        told = "; ".join(words)
        return f"{told[:1].upper()}{told[1:]}." if told else ""

    @property
    def needs(self) -> dict[str, str]:
        """What is needed, by rule code: how a route is kept, to see later what changed."""
        return {step.rule.code: step.need.value for step in self.steps}

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.rule.code == code), None)


def route(rules: Iterable[Rule], facts: Facts) -> Route:
    """The route under the rules in force on the day of the facts.

    Raises RulesTangled where two versions of a rule are in force or rules wait for one another.
    """
    in_force = [rule for rule in rules if rule.is_in_force(facts.on)]
    codes = [rule.code for rule in in_force]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise RulesTangled(f"Dua versi aturan berlaku bersamaan: {', '.join(twice)}.")
    found = Route(facts.on, [_step(rule, facts) for rule in in_force])
    list(_in_turn(found.steps))
    return found


def bodies_of(steps: Iterable[Step]) -> str:
    """Who is asked, each once; a step counts as needed until its facts are recorded."""
    unsure = {Need.UNCERTAIN: " (belum pasti)"}
    return listed(dict.fromkeys(f"{s.rule.body}{unsure.get(s.need, '')}" for s in steps))


def next_change(rules: Iterable[Rule], facts: Facts, days: int = 366) -> tuple[date, list[str]]:
    """The first day after the facts' own on which the route differs, and how; [] for none by then.

    Only the calendar moves: windows open and close, rules begin and end.
    """
    known = list(rules)
    before = route(known, facts).needs
    for ahead in range(1, days + 1):
        later = route(known, replace(facts, on=facts.on + timedelta(days=ahead)))
        if told := differences(before, later):
            return later.on, told
    return facts.on + timedelta(days=days), []


def unknown_terms(conditions: Iterable[Mapping[str, Any]]) -> list[str]:
    """Terms of a condition that this product cannot judge."""
    return sorted({term for alternative in conditions for term in alternative} - TERMS.keys())


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What two people decided about a step, whatever its rule says."""

    needed: bool
    reason: str


def overridden(found: Route, decided: Mapping[str, Override]) -> Route:
    """The route with what two people decided otherwise, by rule code."""
    steps = [
        _override(step, decided[step.rule.code]) if step.rule.code in decided else step
        for step in found.steps
    ]
    return Route(found.on, steps)


def differences(before: Mapping[str, str], now: Route) -> list[str]:
    """What changed since a route was kept (`Route.needs`), in sentences."""
    told = []
    for step in now.steps:
        then = Need(before.get(step.rule.code, Need.NOT_NEEDED))
        if then is not step.need:
            told.append(f"{step.rule.title}: semula {NEEDS[then]}, kini {step.told}.")
    gone = sorted(
        code
        for code, need in before.items()
        if now.step(code) is None and need != Need.NOT_NEEDED.value
    )
    return [*told, *(f"Aturan {code} tidak berlaku lagi." for code in gone)]


def _override(step: Step, decided: Override) -> Step:
    need = Need.NEEDED if decided.needed else Need.NOT_NEEDED
    why = f"diputuskan dua orang: {decided.reason}"
    return replace(step, need=need, why=why, overridden=True)


def _step(rule: Rule, facts: Facts) -> Step:
    alternatives = [findings(alternative, facts) for alternative in rule.conditions]
    every = [finding for alternative in alternatives for finding in alternative]
    holding = [each for each in alternatives if all(finding.holds for finding in each)]
    if holding:
        need, grounds = Need.NEEDED, [finding for each in holding for finding in each]
    elif any(_is_open(each) for each in alternatives):
        need, grounds = Need.UNCERTAIN, [finding for finding in every if finding.holds is None]
    else:
        need, grounds = Need.NOT_NEEDED, [finding for finding in every if not finding.holds]
    why = "; ".join(dict.fromkeys(f.words for f in grounds if f.words)) or rule.note
    if facts.named and any("named_approval" in each for each in rule.conditions):
        rule = replace(rule, body=facts.named)
    return Step(rule=rule, need=need, findings=grounds, why=why)


def _is_open(alternative: Sequence[Finding]) -> bool:
    """Nothing speaks against it, but something is not known."""
    return all(finding.holds is not False for finding in alternative)


def _in_turn(steps: Iterable[Step]) -> list[Step]:
    """Each step behind those it waits for."""
    waiting = list(steps)
    here = {step.rule.code for step in waiting}
    placed: dict[str, Step] = {}
    while waiting:
        ready = [step for step in waiting if all(c in placed for c in step.rule.after if c in here)]
        if not ready:
            names = ", ".join(step.rule.code for step in waiting)
            raise RulesTangled(f"Aturan saling menunggu: {names}.")
        placed |= {step.rule.code: step for step in ready}
        waiting = [step for step in waiting if step.rule.code not in placed]
    return list(placed.values())
