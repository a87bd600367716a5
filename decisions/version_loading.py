"""New versions of rules and of levels from a file: what a city changes needs no code.

Run as the owner of the tables: the application itself has no right to add to them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from audit.actions import System, record
from decisions.ladders import level_of_row
from decisions.models import ApprovalRule, PostLevel
from decisions.models.successions import ECHELONS
from decisions.routes import unknown_terms

Row = ApprovalRule | PostLevel
DAYS = ("valid_from", "valid_until")


class VersionsRefused(Exception):
    """The file is not what such rows look like; the message says what is wrong with which."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One table of versions. `key`: the column that names what has versions; `told`: for the trail.

    `fault` says what is wrong with an unsaved row, given the keys that are known; it may raise
    what reading the row raises.
    """

    model: type[ApprovalRule] | type[PostLevel]
    key: str
    plural: str
    optional: frozenset[str]
    verb: str
    scope: str
    told: str
    fault: Callable[[Any, set[str]], str]

    @property
    def safe(self) -> str:
        return f"Tidak ada {self.plural} yang berubah."


def _fault_of_rule(rule: ApprovalRule, known: set[str]) -> str:
    strange = unknown_terms(rule.conditions) + sorted(set(rule.after) - known)
    return f"tidak dikenal: {', '.join(strange)}" if strange else ""


def _fault_of_level(level: PostLevel, _: set[str]) -> str:
    if level.echelon not in ECHELONS:
        return f"eselon {level.echelon} tidak dikenal"
    level_of_row(level)
    return ""


RULES = Sort(
    model=ApprovalRule,
    key="code",
    plural="aturan",
    optional=frozenset({"legal_days", "sends_names", "after", "note", "valid_until"}),
    verb="decisions.rule_added",
    scope="approval-rules",
    told="legal_basis",
    fault=_fault_of_rule,
)
LEVELS = Sort(
    model=PostLevel,
    key="echelon",
    plural="tingkat",
    optional=frozenset({"valid_until"}),
    verb="decisions.level_added",
    scope="post-levels",
    told="source",
    fault=_fault_of_level,
)


@transaction.atomic
def load_versions(sort: Sort, text: str, *, by: System) -> list[Row]:
    """Add each version of the file; the one without an end before it gets one the day before.

    Raises VersionsRefused; then nothing has changed.
    """
    rows, table = _rows(sort, text), sort.model._default_manager
    known = {*table.values_list(sort.key, flat=True), *(row[sort.key] for row in rows)}
    added: list[Row] = []
    for told in rows:
        name, begins = told[sort.key], _day(sort, told, "valid_from")
        row = _row(sort, told, known)
        versions = table.filter(**{sort.key: name})
        if versions.filter(valid_from__gte=begins).exists():
            raise VersionsRefused(f"{name}: sudah ada versi sejak {begins} atau lebih. {sort.safe}")
        versions.filter(valid_until=None).update(valid_until=begins - timedelta(days=1))
        row.save()
        facts = {sort.key: name, "valid_from": begins, sort.told: told[sort.told]}
        record(sort.verb, row, by=by, scope=sort.scope, **facts)
        added.append(row)
    return added


def _rows(sort: Sort, text: str) -> Sequence[Mapping[str, Any]]:
    try:
        rows = json.loads(text)
    except ValueError as fault:
        raise VersionsRefused(f"Berkas bukan JSON yang benar: {fault}. {sort.safe}") from fault
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise VersionsRefused(f"Berkas harus berisi daftar {sort.plural}. {sort.safe}")
    fields = {field.name for field in sort.model._meta.fields} - {"id"}
    for row in rows:
        if wrong := sorted((row.keys() ^ fields) - (sort.optional - row.keys())):
            name = row.get(sort.key, f"tanpa {sort.key}")
            raise VersionsRefused(
                f"{name}: kolom kurang atau tidak dikenal: {', '.join(wrong)}. {sort.safe}"
            )
    return rows


def _row(sort: Sort, told: Mapping[str, Any], known: set[str]) -> Row:
    days = {name: _day(sort, told, name) for name in DAYS if told.get(name)}
    try:
        row = sort.model(**{**told, "valid_until": None, **days})
        fault = sort.fault(row, known)
    except (ValueError, TypeError, KeyError) as problem:
        fault = f"tidak dapat dibaca ({problem})"
    if fault:
        raise VersionsRefused(f"{told[sort.key]}: {fault}. {sort.safe}")
    return row


def _day(sort: Sort, told: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(told[name])
    except (ValueError, TypeError) as fault:
        raise VersionsRefused(
            f"{told[sort.key]}: {name} tidak dapat dibaca ({fault}). {sort.safe}"
        ) from fault
