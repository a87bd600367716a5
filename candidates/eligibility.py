"""Requirements for a post, judged one by one for a candidate, and put together.

Rules are data: what the law or the city asks stands in rows (`national_rules` holds the defaults),
never here. Three answers are possible; whatever is missing or unverified needs review and never
counts as met (domain.md 1.2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.spelling import plain
from accounts.wording import in_words
from candidates.facts import Facts, SelectionPath
from candidates.verdicts import Check, Outcome, Verdict, worst

__all__ = [
    "Certainty",
    "Excepted",
    "ExceptionRefused",
    "Finding",
    "Origin",
    "Rule",
    "RulesContradict",
    "Verdict",
    "judge",
    "letter_reasons",
    "overall",
]


class RulesContradict(ValueError):
    """Two versions of one rule are in force on one day; the message is for the user."""


class ExceptionRefused(ValueError):
    """An exception lacks a reason, a document or a second person; the message is for the user."""


class Origin(StrEnum):
    NATIONAL = "national"
    LOCAL = "local"


class Certainty(StrEnum):
    """How well the source of a rule is known (domain.md 0.1)."""

    READ = "S"
    SECOND_HAND = "2H"
    MEMORY = "M"
    PROPOSAL = "I"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One requirement in one version, in force from `valid_from` to `valid_until` inclusive.

    `title` names the subject; the numbers stand in `check.asks`. A rule that is not `blocking` is
    shown and warns, but excludes nobody. `source` says where the rule was read.
    `exception_authority` names who has to agree before anybody is excepted.
    Raises `ValueError` when it would never apply.
    """

    code: str
    title: str
    check: Check
    legal_basis: str
    source: str
    certainty: Certainty
    origin: Origin
    paths: frozenset[SelectionPath]
    valid_from: date
    valid_until: date | None = None
    blocking: bool = True
    exception_authority: str = ""

    def __post_init__(self) -> None:
        if not self.paths or (self.valid_until is not None and self.valid_until < self.valid_from):
            raise ValueError(f"Rule {self.code} would never apply.")

    def applies(self, path: SelectionPath, on: date) -> bool:
        in_force = self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
        return in_force and path in self.paths


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule comes to for one candidate on the day of reckoning `on`."""

    rule: Rule
    outcome: Outcome
    on: date

    @property
    def verdict(self) -> Verdict:
        return self.outcome.verdict

    @property
    def label(self) -> str:
        """The four states in words (ux.md c, rule 1)."""
        if self.verdict is Verdict.NEEDS_REVIEW and not self.outcome.data:
            return "Belum diperiksa"
        return {
            Verdict.MET: "Memenuhi",
            Verdict.NOT_MET: "Tidak memenuhi",
            Verdict.NEEDS_REVIEW: "Perlu klarifikasi",
        }[self.verdict]

    @property
    def in_time(self) -> str:
        """When it will be met, if only time is lacking; else empty."""
        day = self.outcome.met_from
        if self.verdict is Verdict.MET or day is None:
            return ""
        return f"Menurut data yang ada, baru terpenuhi pada {in_words(day)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Excepted:
    """A finding set aside by two people for a documented reason: counts as met, stays visible.

    Raises `ExceptionRefused` where reason, document or the second person is missing, or where
    there is nothing to set aside.
    """

    finding: Finding
    reason: str
    document: str
    requested_by: str
    approved_by: str
    approved_on: date

    def __post_init__(self) -> None:
        if self.finding.verdict is Verdict.MET:
            raise ExceptionRefused("Syarat ini sudah terpenuhi; pengecualian tidak diperlukan.")
        given = (self.reason, self.document, self.requested_by, self.approved_by)
        if not all(text.strip() for text in given):
            raise ExceptionRefused(
                "Pengecualian belum lengkap dan belum berlaku. Isi alasan, dokumen, pengaju, dan"
                " penyetuju."
            )
        if plain(self.requested_by) == plain(self.approved_by):
            raise ExceptionRefused(
                "Pengecualian harus disetujui orang lain dan belum berlaku. Minta pejabat lain"
                " menyetujuinya."
            )

    @property
    def rule(self) -> Rule:
        return self.finding.rule

    @property
    def verdict(self) -> Verdict:
        return Verdict.MET

    @property
    def label(self) -> str:
        return "Dikecualikan"


def judge(rules: Sequence[Rule], facts: Facts, on: date) -> tuple[Finding, ...]:
    """One finding for each rule that applies to the candidate's path on the day, in their order.

    Raises `RulesContradict` when two versions of one rule apply.
    """
    in_force = [rule for rule in rules if rule.applies(facts.path, on)]
    codes = [rule.code for rule in in_force]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise RulesContradict(
            f"Syarat {', '.join(twice)} berlaku dalam dua versi pada {in_words(on)}. Belum ada yang"
            " dihitung. Akhiri masa berlaku versi yang lama."
        )
    return tuple(Finding(rule, rule.check.outcome(facts, on), on) for rule in in_force)


def overall(findings: Iterable[Finding | Excepted]) -> Verdict:
    """The candidate's result: only blocking rules count; without any, it needs review."""
    return worst(finding.verdict for finding in findings if finding.rule.blocking)


def letter_reasons(findings: Iterable[Finding | Excepted]) -> tuple[str, ...]:
    """The reasons for a refusal, numbered, one for each blocking rule that is not met.

    Rules in doubt and rules set aside give no reason: nobody is refused on them.
    """
    refused = [
        finding
        for finding in findings
        if isinstance(finding, Finding)
        and finding.rule.blocking
        and finding.verdict is Verdict.NOT_MET
    ]
    return tuple(f"{number}. {_reason(finding)}" for number, finding in enumerate(refused, 1))


def _reason(finding: Finding) -> str:
    sentences = (
        f"{finding.rule.title}: tidak memenuhi.",
        finding.outcome.arithmetic,
        finding.in_time,
        f"Dasar: {finding.rule.legal_basis}.",
    )
    return " ".join(sentence for sentence in sentences if sentence)
