"""Composition rules between the table and the arithmetic that judges by them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from candidates.eligibility import Certainty
from candidates.facts import SelectionPath
from panels.composition import Rule, Severity
from panels.composition_checks import (
    Check,
    DeclarationsComplete,
    ElementPresent,
    InternalAtMost,
    JudgedByAtLeast,
    NobodyFrom,
    OddBetween,
    OneChair,
)
from panels.composition_facts import Element
from panels.models import CompositionRule


class UnknownRule(Exception):
    """A row names a check that this version of the product does not know."""


def rule_of(row: CompositionRule) -> Rule:
    """The rule that a row states. Raises UnknownRule."""
    return Rule(
        code=row.code,
        check=_check(row.kind, row.parameters),
        severity=Severity(row.severity),
        legal_basis=row.legal_basis,
        source=row.source,
        certainty=Certainty(row.certainty),
        paths=frozenset({SelectionPath(row.path)}),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        advice=row.advice,
    )


def rows_of(rule: Rule) -> Iterator[CompositionRule]:
    """Unsaved rows that state the rule, one for each of its paths."""
    for path in SelectionPath:
        if path in rule.paths:
            yield CompositionRule(
                code=rule.code,
                path=path.value,
                kind=rule.check.kind,
                parameters=_parameters(rule.check),
                severity=rule.severity.value,
                legal_basis=rule.legal_basis,
                source=rule.source,
                certainty=rule.certainty.value,
                advice=rule.advice,
                valid_from=rule.valid_from,
                valid_until=rule.valid_until,
            )


def _check(kind: str, parameters: Mapping[str, Any]) -> Check:
    if kind not in _READERS:
        raise UnknownRule(f"Aturan susunan “{kind}” tidak dikenal.")
    try:
        return _READERS[kind](parameters)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownRule(f"Aturan susunan “{kind}” tidak lengkap: {parameters}.") from error


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Check]] = {
    OddBetween.kind: lambda given: OddBetween(int(given["least"]), int(given["most"])),
    InternalAtMost.kind: lambda given: InternalAtMost(int(given["percent"])),
    ElementPresent.kind: lambda given: ElementPresent(
        frozenset(map(Element, given["elements"])), given["name"]
    ),
    NobodyFrom.kind: lambda given: NobodyFrom(Element(given["element"]), tuple(given["names"])),
    JudgedByAtLeast.kind: lambda given: JudgedByAtLeast(int(given["members"])),
    OneChair.kind: lambda _: OneChair(),
    DeclarationsComplete.kind: lambda _: DeclarationsComplete(),
}


def _parameters(check: Check) -> dict[str, Any]:
    given: dict[str, Any] = {}
    match check:
        case OddBetween(least, most):
            given = {"least": least, "most": most}
        case InternalAtMost(percent):
            given = {"percent": percent}
        case ElementPresent(elements, name):
            given = {"elements": sorted(elements), "name": name}
        case NobodyFrom(element, names):
            given = {"element": element.value, "names": list(names)}
        case JudgedByAtLeast(members):
            given = {"members": members}
    return given
