"""What loading a book did to a round, sheet by sheet, and in words."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selection.models import Round
from selection.registry import Changes, Difference

Key = tuple[Any, ...]


@dataclass(slots=True)
class Part:
    """What loading did to one sheet; `numbers`: the Excel row of every natural key of the file."""

    sheet: str
    changes: Changes[Any]
    numbers: Mapping[Key, int]
    what: str = ""  # where the sheet yields two kinds of rows

    @property
    def title(self) -> str:
        return f"{self.sheet} ({self.what})" if self.what else self.sheet


@dataclass(slots=True)
class Loaded:
    """What loading did, sheet by sheet."""

    code: str
    is_new: bool
    parts: list[Part] = field(default_factory=list)
    round: Round | None = None

    @property
    def changed_anything(self) -> bool:
        return any(bool(part.changes) for part in self.parts)

    @property
    def digest(self) -> str:
        """The same for two loads that do the same to the same round (SHA-256, hex)."""
        said = [
            [
                part.title,
                sorted(map(str, part.changes.new)),
                sorted(f"{key} {in_words(found)}" for key, found in part.changes.changed.items()),
                sorted(map(str, part.changes.withdrawn)),
            ]
            for part in self.parts
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def in_words(differences: Sequence[Difference]) -> str:
    """`Pangkat III/d → IV/a; email (kosong) → a@b`"""
    return "; ".join(f"{d.column} {d.old} → {d.new}" for d in differences)
