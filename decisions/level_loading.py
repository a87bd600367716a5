"""New versions of the levels of posts from a file: what a city reorganises needs no code."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from audit.actions import System, record
from decisions.ladders import NUMBERS, level_of_row
from decisions.models import PostLevel

SAFE = "Tidak ada tingkat yang berubah."
SCOPE = "post-levels"
FIELDS = {field.name for field in PostLevel._meta.fields} - {"id"}
DAYS = ("valid_from", "valid_until")


class LevelsRefused(Exception):
    """The file is not what levels look like; the message says what is wrong with which."""


@transaction.atomic
def load_levels(text: str, *, by: System) -> list[PostLevel]:
    """Add each level of the file; the version without an end before it gets one the day before.

    Raises LevelsRefused; then nothing has changed.
    """
    added = []
    for row in _rows(text):
        level = _level(row)
        versions = PostLevel.objects.filter(echelon=level.echelon)
        if versions.filter(valid_from__gte=level.valid_from).exists():
            raise LevelsRefused(
                f"{level.echelon}: sudah ada versi sejak {level.valid_from} atau lebih. {SAFE}"
            )
        day_before = level.valid_from - timedelta(days=1)
        versions.filter(valid_until=None).update(valid_until=day_before)
        level.save()
        facts = {"echelon": level.echelon, "valid_from": level.valid_from, "source": level.source}
        record("decisions.level_added", level, by=by, scope=SCOPE, **facts)
        added.append(level)
    return added


def _rows(text: str) -> Sequence[Mapping[str, Any]]:
    try:
        rows = json.loads(text)
    except ValueError as fault:
        raise LevelsRefused(f"Berkas bukan JSON yang benar: {fault}. {SAFE}") from fault
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LevelsRefused(f"Berkas harus berisi daftar tingkat. {SAFE}")
    for row in rows:
        if wrong := sorted((row.keys() ^ FIELDS) - {"valid_until"}):
            name = row.get("echelon", "tanpa eselon")
            raise LevelsRefused(
                f"{name}: kolom kurang atau tidak dikenal: {', '.join(wrong)}. {SAFE}"
            )
    return rows


def _level(row: Mapping[str, Any]) -> PostLevel:
    """An unsaved row that can be read back. Raises LevelsRefused."""
    if row["echelon"] not in NUMBERS:
        raise LevelsRefused(f"eselon {row['echelon']} tidak dikenal. {SAFE}")
    try:
        days = {name: date.fromisoformat(row[name]) for name in DAYS if row.get(name)}
        level = PostLevel(**{**row, "valid_until": None, **days})
        level_of_row(level)
    except (ValueError, TypeError, KeyError) as fault:
        raise LevelsRefused(f"{row['echelon']}: tidak dapat dibaca ({fault}). {SAFE}") from fault
    return level
