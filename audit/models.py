import json
from typing import Any

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def in_order(self) -> "EventQuerySet":
        return self.order_by("scope", "seq")


class Event(models.Model):
    """One fact, written once; never changed or removed.

    Holds no foreign keys, so the trail outlives whatever it describes and this app can sit
    underneath every other one. `seq`, `prev_hash` and `hash` are set by the database: a chain
    for each scope, recomputed by audit.chain.
    """

    scope = models.CharField(max_length=80)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True)  # None: the system itself, never a person
    actor_name = models.CharField(max_length=200)
    target = models.CharField(max_length=100)
    facts_json = models.TextField()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan"
        constraints = [
            models.UniqueConstraint("scope", "seq", name="audit_event_once_per_scope_and_seq"),
        ]
        indexes = [models.Index(fields=["target", "at"], name="audit_event_by_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.target}"

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.facts_json)
        return facts


class Head(models.Model):
    """The newest link of one scope's chain; written by the database's own function only.

    Without it, cutting off the end of a chain would leave an intact shorter one.
    """

    scope = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "ujung rantai"

    def __str__(self) -> str:
        return f"{self.scope} {self.seq}"
