import json
from typing import Any, Protocol

from django.db import models, transaction
from django.utils import timezone

from audit.models import Event


class Actor(Protocol):
    """Whoever can be held to account: a saved User, or the system."""

    @property
    def pk(self) -> Any: ...

    def get_full_name(self) -> str: ...


class System:
    """Acts for nobody: what the machine does by itself is never under a person's name."""

    pk = None

    def get_full_name(self) -> str:
        return "sistem"


SYSTEM = System()


def record(verb: str, target: models.Model, *, by: Actor, scope: str, **facts: Any) -> Event:
    """Append one event to the chain of `scope`, inside the caller's transaction.

    Call it last: the chain's head stays locked until the transaction ends. Refuses to run
    outside one: a fact and its record commit together or not at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"'{verb}' was recorded outside a transaction")
    return Event.objects.create(
        scope=scope,
        seq=0,  # this and the hashes are the database's to set
        at=timezone.now(),
        verb=verb,
        actor_id=by.pk,
        actor_name=by.get_full_name(),
        target=f"{target._meta.label}:{target.pk}",
        facts_json=json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str),
        prev_hash=b"",
        hash=b"",
    )
