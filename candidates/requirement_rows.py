"""Rows of requirements as rules and back: a closed set of kinds with strict parameters."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast

from accounts.models import Agency
from candidates.checks import AgeAtMost, EducationAtLeast, GradeAtLeast, RatingsAtLeast
from candidates.eligibility import Certainty, Origin, Rule
from candidates.facts import EducationLevel, Grade, PostKind, Rating, SanctionLevel, SelectionPath
from candidates.models import Requirement
from candidates.records import Documented, NoSanction
from candidates.tenures import RelatedExperience, YearsInPost
from candidates.verdicts import Check

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Parameters = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
LONGEST_SPAN = 100  # years


class RequirementUnreadable(ValueError):
    """A row's parameters are not those of its kind; the message is for the user."""


def rule_of(row: Requirement) -> Rule:
    """The rule that a row states. Raises RequirementUnreadable."""
    try:
        return Rule(
            code=row.code,
            title=row.title,
            check=check_of(row.kind, row.parameters),
            legal_basis=row.legal_basis,
            source=row.source,
            certainty=Certainty(row.certainty),
            origin=Origin(row.origin),
            paths=frozenset(SelectionPath(path) for path in row.paths),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            blocking=row.blocking,
            exception_authority=row.exception_authority,
        )
    except (ValueError, TypeError, KeyError) as error:
        raise RequirementUnreadable(
            f"Syarat {row.code} tidak dapat dibaca ({error}). Belum ada yang dihitung dan data lain"
            " aman. Hubungi administrator sistem untuk memeriksa isi syarat ini."
        ) from error


def row_of(rule: Rule, agency: Agency | None) -> Requirement:
    """An unsaved row that states the rule, for one agency or for the whole country."""
    return Requirement(
        agency=agency,
        code=rule.code,
        title=rule.title,
        kind=rule.check.kind,
        parameters=parameters_of(rule.check),
        legal_basis=rule.legal_basis,
        source=rule.source,
        certainty=rule.certainty.value,
        origin=rule.origin.value,
        paths=sorted(path.value for path in rule.paths),
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        blocking=rule.blocking,
        exception_authority=rule.exception_authority,
    )


def check_of(kind: str, parameters: object) -> Check:
    """The check of a kind. Raises ValueError where a parameter is missing, unknown or of no use."""
    if kind not in _READERS:
        raise ValueError(f"jenis {kind} tidak dikenal")
    if isinstance(parameters, Mapping):
        return _READERS[kind](parameters)
    raise ValueError("parameter bukan pasangan nama dan nilai")


def parameters_of(check: Check) -> dict[str, Any]:
    """What `check_of` needs to make this check again, in the values that JSON has."""
    plain = asdict(cast("DataclassInstance", check))
    parameters: dict[str, Any] = json.loads(json.dumps(plain))
    return parameters


def described(rule: Rule) -> dict[str, Any]:
    """All that a rule asks, as plain values: what a freeze fixes of it."""
    return {
        "code": rule.code,
        "title": rule.title,
        "check": rule.check.kind,
        "parameters": parameters_of(rule.check),
        "asks": rule.check.asks,
        "legal_basis": rule.legal_basis,
        "origin": rule.origin.value,
        "valid_from": rule.valid_from.isoformat(),
        "valid_until": rule.valid_until.isoformat() if rule.valid_until else None,
        "blocking": rule.blocking,
        "exception_authority": rule.exception_authority,
    }


def _education(given: Parameters) -> Check:
    _expect(given, {"level", "fields"})
    fields = given["fields"]
    if not isinstance(fields, list) or not all(isinstance(f, str) and f for f in fields):
        raise ValueError("bidang harus daftar nama")
    return EducationAtLeast(EducationLevel(given["level"]), tuple(fields))


def _age(given: Parameters) -> Check:
    _expect(given, {"years", "at_appointment"})
    return AgeAtMost(_number(given["years"], 1), _truth(given["at_appointment"]))


def _grade(given: Parameters) -> Check:
    _expect(given, {"grade"})
    return GradeAtLeast(Grade(given["grade"]))


def _ratings(given: Parameters) -> Check:
    _expect(given, {"least", "years", "latest_year"})
    latest = given["latest_year"]
    latest_year = None if latest is None else _number(latest, 1900, 9999)
    return RatingsAtLeast(Rating(given["least"]), _number(given["years"], 1), latest_year)


def _sanction(given: Parameters) -> Check:
    _expect(given, {"levels", "within_years"})
    within = given["within_years"]
    years = None if within is None else _number(within, 0)
    return NoSanction(_members(SanctionLevel, given["levels"]), within_years=years)


def _documented(given: Parameters) -> Check:
    _expect(given, {"documents"})
    pairs = given["documents"]
    if not isinstance(pairs, list) or not pairs or not all(_is_pair(pair) for pair in pairs):
        raise ValueError("dokumen harus daftar pasangan kode dan nama")
    return Documented(tuple((code, name) for code, name in pairs))


def _related(given: Parameters) -> Check:
    _expect(given, {"years"})
    return RelatedExperience(_number(given["years"], 1))


def _tenure(given: Parameters) -> Check:
    _expect(given, {"kinds", "years", "current_only"})
    kinds = _members(PostKind, given["kinds"])
    return YearsInPost(kinds, _number(given["years"], 1), _truth(given["current_only"]))


_READERS: Mapping[str, Callable[[Parameters], Check]] = {
    EducationAtLeast.kind: _education,
    AgeAtMost.kind: _age,
    GradeAtLeast.kind: _grade,
    RatingsAtLeast.kind: _ratings,
    NoSanction.kind: _sanction,
    Documented.kind: _documented,
    RelatedExperience.kind: _related,
    YearsInPost.kind: _tenure,
}


def _expect(given: Parameters, names: Collection[str]) -> None:
    if given.keys() != set(names):
        raise ValueError(f"parameter harus {', '.join(sorted(names))}")


def _number(value: object, least: int, most: int = LONGEST_SPAN) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"bilangan harus {least} sampai {most}")
    return value


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("nilai harus benar atau salah")


def _members(vocabulary: type[E], values: object) -> tuple[E, ...]:
    if not isinstance(values, list) or not values or len(set(values)) != len(values):
        raise ValueError("daftar harus terisi tanpa pengulangan")
    return tuple(vocabulary(value) for value in values)


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) and x for x in pair)
