"""Composition rules between the table and the arithmetic that judges by them."""

from collections.abc import Iterator, Mapping
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
    try:
        match kind:
            case OddBetween.kind:
                return OddBetween(int(parameters["least"]), int(parameters["most"]))
            case InternalAtMost.kind:
                return InternalAtMost(int(parameters["percent"]))
            case ElementPresent.kind:
                elements = frozenset(map(Element, parameters["elements"]))
                return ElementPresent(elements, parameters["name"])
            case NobodyFrom.kind:
                return NobodyFrom(Element(parameters["element"]), tuple(parameters["names"]))
            case JudgedByAtLeast.kind:
                return JudgedByAtLeast(int(parameters["members"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownRule(f"Aturan susunan “{kind}” tidak lengkap: {parameters}.") from error
    return _bare(kind)


def _bare(kind: str) -> Check:
    """The checks that take no parameter."""
    for check in (OneChair(), DeclarationsComplete()):
        if check.kind == kind:
            return check
    raise UnknownRule(f"Aturan susunan “{kind}” tidak dikenal.")


def _parameters(check: Check) -> dict[str, Any]:
    match check:
        case OddBetween(least, most):
            return {"least": least, "most": most}
        case InternalAtMost(percent):
            return {"percent": percent}
        case ElementPresent(elements, name):
            return {"elements": sorted(elements), "name": name}
        case NobodyFrom(element, names):
            return {"element": element.value, "names": list(names)}
        case JudgedByAtLeast(members):
            return {"members": members}
    return {}
