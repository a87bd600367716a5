"""How a workbook's rows become a round's rows: upsert by natural key, withdraw, never delete."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar, cast

from django.db import models
from django.utils import timezone

M = TypeVar("M", bound=models.Model)
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of one row that the file states otherwise; texts as people read them."""

    column: str
    old: str
    new: str


@dataclass(slots=True)
class Changes(Generic[M]):
    """What replacing did, by natural key; `rows` holds the saved instance of every wanted key."""

    new: list[Key] = field(default_factory=list)
    changed: dict[Key, tuple[Difference, ...]] = field(default_factory=dict)
    withdrawn: list[Key] = field(default_factory=list)
    same: list[Key] = field(default_factory=list)
    rows: dict[Key, M] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.withdrawn)


def replace(
    existing: Iterable[M],
    wanted: Iterable[M],
    *,
    key: Callable[[M], Key],
    fields: Sequence[str],
    write: bool = True,
) -> Changes[M]:
    """Make the table hold `wanted`: add, change, bring back; withdraw what is no longer there.

    `existing`: every row of the round, withdrawn ones included. `wanted`: unsaved instances.
    `key`: the natural key. `fields`: the columns compared and written. Without `write` it only
    compares. Runs inside the caller's transaction.
    """
    held = {key(row): row for row in existing}
    changes: Changes[M] = Changes()
    fresh: list[M] = []
    touched: list[M] = []
    for row in wanted:
        identity = key(row)
        old = held.pop(identity, None)
        changes.rows[identity] = row if old is None else old
        if old is None:
            fresh.append(row)
            changes.new.append(identity)
        elif _take_over(old, row, identity, fields, changes):
            touched.append(old)
    gone = [row for row in held.values() if _is_in_force(row)]
    for row in gone:
        cast("_Withdrawable", row).withdrawn_at = timezone.now()
        changes.withdrawn.append(key(row))
    if write:
        _write(fresh, [*touched, *gone], fields)
    return changes


class _Withdrawable(Protocol):
    """A row that is taken out of force instead of deleted."""

    withdrawn_at: datetime | None


def _is_in_force(row: models.Model) -> bool:
    return getattr(row, "withdrawn_at", None) is None


def _take_over(old: M, row: M, identity: Key, fields: Sequence[str], changes: Changes[M]) -> bool:
    """Copy what differs onto the held row; True where it has to be written."""
    came_back = not _is_in_force(old)
    found = tuple(
        Difference(_title(old, name), _shown(old, name), _shown(row, name))
        for name in fields
        if getattr(old, name) != getattr(row, name)
    )
    if not found and not came_back:
        changes.same.append(identity)
        return False
    for name in fields:
        setattr(old, name, getattr(row, name))
    if came_back:
        cast("_Withdrawable", old).withdrawn_at = None
        changes.new.append(identity)
    else:
        changes.changed[identity] = found
    return True


def _write(fresh: Sequence[M], touched: Sequence[M], fields: Sequence[str]) -> None:
    if fresh:
        _objects(fresh[0]).bulk_create(fresh)
    if touched:
        columns = [*fields, *(["withdrawn_at"] if hasattr(touched[0], "withdrawn_at") else [])]
        _objects(touched[0]).bulk_update(touched, columns)


def _objects(row: M) -> "models.Manager[M]":
    return type(row)._default_manager


def _field(row: models.Model, name: str) -> "models.Field[Any, Any]":
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field), "a workbook fills columns, not relations from elsewhere"
    return field


def _title(row: models.Model, name: str) -> str:
    return str(_field(row, name).verbose_name)


def _shown(row: models.Model, name: str) -> str:
    """A value as people read it: the label of a code, where the column has labels."""
    value = getattr(row, name)
    labels = dict(_field(row, name).flatchoices)
    return _text(labels.get(value, value))


def _text(value: object) -> str:
    match value:
        case None | "" | []:
            text = "(kosong)"
        case bool():
            text = "Ya" if value else "Tidak"
        case list():
            text = "; ".join(map(str, value))
        case Decimal():
            text = f"{value.normalize():f}".replace(".", ",")
        case _:
            text = str(value)
    return text
