"""New versions of approval rules from a file: a body that is founded or closed needs no code."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from audit.actions import System, record
from decisions.models import ApprovalRule
from decisions.routes import unknown_terms

SAFE = "Tidak ada aturan yang berubah."
SCOPE = "approval-rules"
OPTIONAL = {"legal_days", "sends_names", "after", "note", "valid_until"}
FIELDS = {field.name for field in ApprovalRule._meta.fields} - {"id"}


class RulesRefused(Exception):
    """The file is not what rules look like; the message says what is wrong with which."""


@transaction.atomic
def load_rules(text: str, *, by: System) -> list[ApprovalRule]:
    """Add each rule of the file; a version of its code that has no end gets one the day before.

    Raises RulesRefused; then nothing has changed.
    """
    rows = _rows(text)
    known = set(ApprovalRule.objects.values_list("code", flat=True)) | {r["code"] for r in rows}
    added = []
    for row in rows:
        _refuse(row, known)
        begins = date.fromisoformat(row["valid_from"])
        ends = date.fromisoformat(row["valid_until"]) if row.get("valid_until") else None
        versions = ApprovalRule.objects.filter(code=row["code"])
        if versions.filter(valid_from__gte=begins).exists():
            raise RulesRefused(f"{row['code']}: sudah ada versi sejak {begins} atau lebih. {SAFE}")
        versions.filter(valid_until=None).update(valid_until=begins - timedelta(days=1))
        added.append(
            ApprovalRule.objects.create(**row | {"valid_from": begins, "valid_until": ends})
        )
    for rule in added:
        facts = {"code": rule.code, "valid_from": rule.valid_from, "legal_basis": rule.legal_basis}
        record("decisions.rule_added", rule, by=by, scope=SCOPE, **facts)
    return added


def _rows(text: str) -> Sequence[dict[str, Any]]:
    try:
        rows = json.loads(text)
    except ValueError as fault:
        raise RulesRefused(f"Berkas bukan JSON yang benar: {fault}. {SAFE}") from fault
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RulesRefused(f"Berkas harus berisi daftar aturan. {SAFE}")
    for row in rows:
        wrong = sorted(row.keys() ^ FIELDS - (OPTIONAL - row.keys()))
        if wrong:
            name = row.get("code", "tanpa kode")
            raise RulesRefused(
                f"{name}: kolom kurang atau tidak dikenal: {', '.join(wrong)}. {SAFE}"
            )
    return rows


def _refuse(row: Mapping[str, Any], known: set[str]) -> None:
    strange = unknown_terms(row["conditions"]) + sorted(set(row.get("after", [])) - known)
    if strange:
        raise RulesRefused(f"{row['code']}: tidak dikenal: {', '.join(strange)}. {SAFE}")
