"""One cell of the matrix of requirements: what pages, letters and the frozen record show."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from candidates.briefs import demand
from candidates.eligibility import Excepted, Finding, letter_reasons
from candidates.models import RequirementException
from candidates.verdicts import Verdict

EXCEPTED = "Dikecualikan"
NOT_CHECKED = "Belum diperiksa"
TONES = {Verdict.MET: "ok", Verdict.NOT_MET: "err", Verdict.NEEDS_REVIEW: "warn"}
ICONS = {"ok": "cek", "err": "x", "warn": "tanya", "off": "strip", "seal": "bendera"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionNote:
    """An exception as it is told for ever. `decision`: approved, returned, or empty."""

    reason: str
    document: str
    requested_by: str
    requested_on: date
    decision: str
    decided_by: str
    decided_on: date | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A requirement for one nomination: the rule, the answer, and what it rests on.

    `label`: the state in words (ux.md c). `brief`, `demand`: value and demand at a glance.
    `reason`: the sentence for a letter of refusal; empty unless the rule refuses. `in_time`: when
    time alone will do.
    """

    code: str
    title: str
    kind: str
    asks: str
    demand: str
    legal_basis: str
    source: str
    certainty: str
    origin: str
    blocking: bool
    exception_authority: str
    verdict: str
    label: str
    brief: str
    arithmetic: str
    data: tuple[str, ...]
    questions: tuple[str, ...]
    in_time: str
    reason: str
    on: date
    exception: ExceptionNote | None = None

    @property
    def heading(self) -> str:
        """The code as words, for the head of a column: `Rekam jejak`, `LHKPN`."""
        first, *rest = self.code.split("_")
        words = [first if first in self.title else first.capitalize()]
        return " ".join([*words, *(w if w in self.title else w.lower() for w in rest)])

    @property
    def tone(self) -> str:
        """Which of the styles of a state: ok, err, warn, off (not checked), seal (excepted)."""
        if self.label == EXCEPTED:
            return "seal"
        return "off" if self.label == NOT_CHECKED else TONES[Verdict(self.verdict)]

    @property
    def icon(self) -> str:
        return ICONS[self.tone]

    @property
    def needs_action(self) -> bool:
        """Whether somebody still has to do something before the answer stands."""
        pending = self.exception is not None and not self.exception.decision
        return pending or self.verdict == Verdict.NEEDS_REVIEW

    @property
    def may_be_excepted(self) -> bool:
        """An exception can be asked for what is not met and has none that is open or approved."""
        decided_against = self.exception is None or self.exception.decision == "returned"
        return self.blocking and self.verdict != Verdict.MET and decided_against


def cell_of(finding: Finding, brief: str, exception: RequirementException | None) -> Cell:
    """The finding as people see it; an approved exception counts as met and stays visible."""
    excepted = exception is not None and exception.is_approved
    settled = _excepted(finding, exception) if excepted and exception else finding
    rule, outcome = finding.rule, finding.outcome
    reasons = letter_reasons((settled,))
    return Cell(
        code=rule.code,
        title=rule.title,
        kind=rule.check.kind,
        asks=rule.check.asks,
        demand=demand(rule.check),
        legal_basis=rule.legal_basis,
        source=rule.source,
        certainty=rule.certainty.value,
        origin=rule.origin.value,
        blocking=rule.blocking,
        exception_authority=rule.exception_authority,
        verdict=settled.verdict.value,
        label=EXCEPTED if excepted else finding.label,
        brief=brief,
        arithmetic=outcome.arithmetic,
        data=outcome.data,
        questions=outcome.questions,
        in_time=finding.in_time,
        reason=reasons[0].removeprefix("1. ") if reasons else "",
        on=finding.on,
        exception=_note(exception) if exception else None,
    )


def to_json(cell: Cell) -> dict[str, Any]:
    """The cell in values that JSON has; `from_json` makes it again."""
    plain = asdict(cell)
    plain["on"] = cell.on.isoformat()
    if cell.exception:
        decided = cell.exception.decided_on
        plain["exception"]["requested_on"] = cell.exception.requested_on.isoformat()
        plain["exception"]["decided_on"] = decided.isoformat() if decided else None
    return plain


def from_json(plain: Mapping[str, Any]) -> Cell:
    """The cell that `to_json` wrote."""
    given = dict(plain)
    noted = given.pop("exception")
    given["on"] = date.fromisoformat(given["on"])
    given["data"], given["questions"] = tuple(given["data"]), tuple(given["questions"])
    return Cell(**given, exception=_noted(noted) if noted else None)


def _noted(plain: Mapping[str, Any]) -> ExceptionNote:
    given = dict(plain)
    given["requested_on"] = date.fromisoformat(given["requested_on"])
    decided = given["decided_on"]
    given["decided_on"] = date.fromisoformat(decided) if decided else None
    return ExceptionNote(**given)


def _excepted(finding: Finding, exception: RequirementException) -> Finding | Excepted:
    """What has come to be met by itself needs no exception any more."""
    if finding.verdict is Verdict.MET or exception.decided_at is None:
        return finding
    return Excepted(
        finding=finding,
        reason=exception.reason,
        document=exception.document_name,
        requested_by=exception.requested_by.name,
        approved_by=_name(exception.decided_by),
        approved_on=timezone.localdate(exception.decided_at),
    )


def _note(exception: RequirementException) -> ExceptionNote:
    decided_at = exception.decided_at
    return ExceptionNote(
        reason=exception.reason,
        document=exception.document_name,
        requested_by=exception.requested_by.name,
        requested_on=timezone.localdate(exception.requested_at),
        decision=exception.decision,
        decided_by=_name(exception.decided_by),
        decided_on=timezone.localdate(decided_at) if decided_at else None,
        note=exception.note,
    )


def _name(person: User | None) -> str:
    return person.name if person else ""
