"""The only hand that writes score events, and brings each sheet up to its newest one."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from scoring.models import ScoreEvent, Sheet
from scoring.rules import Entries
from selection.models import Round

CHAIN_LOCK = 4242  # as in scoring/migrations/0002
SIGNATURES = frozenset({ScoreEvent.Kind.SIGN, ScoreEvent.Kind.PAPER, ScoreEvent.Kind.ARCHIVE})


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says: its kind, the whole sheet, and a receipt where it is a signature.

    `facts` are further words of the event, kept in its payload.
    """

    kind: ScoreEvent.Kind
    entries: Entries
    receipt: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def payload(self) -> dict[str, Any]:
        receipt = {"receipt": self.receipt} if self.receipt else {}
        return {"entries": dict(self.entries), **receipt, **self.facts}


def append(sheet: Sheet, said: Said, mutation_id: UUID, *, actor: User | None) -> Sheet:
    """Write the event after the sheet's newest one, and make the locked sheet say the same.

    Number, time and hash of the event are the database's to set, which also refuses what is out
    of turn or not the actor's to write (scoring/migrations/0010).
    """
    ScoreEvent.objects.bulk_create([_event(sheet, said, mutation_id, actor)])
    sheet.version += 1
    sheet.saved_at = timezone.now()
    _say(sheet, said.kind, said.payload)
    sheet.save(update_fields=["version", "entries", "saved_at", "signed_at", "receipt"])
    return sheet


def lay_down(sheets: list[tuple[Sheet, UUID]]) -> None:
    """Store new sheets of an archive with the one event each that says what they say."""
    Sheet.objects.bulk_create([sheet for sheet, _ in sheets])
    kind = ScoreEvent.Kind.ARCHIVE
    ScoreEvent.objects.bulk_create(
        _event(sheet, Said(kind, sheet.entries, sheet.receipt), mutation_id, None, base=0)
        for sheet, mutation_id in sheets
        if sheet.is_signed
    )


def project(sheet: Sheet, event: ScoreEvent) -> Sheet:
    """Make the sheet say again what its newest event says, at that event's own time."""
    sheet.version, sheet.saved_at = event.version, event.at
    _say(sheet, ScoreEvent.Kind(event.kind), event.payload)
    sheet.save(update_fields=["version", "entries", "saved_at", "signed_at", "receipt"])
    return sheet


def wait_for_writers(round_: Round) -> None:
    """Take the lock under which events are linked: whoever saves now is done, or too late."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CHAIN_LOCK, round_.pk])


def tip_of(round_: Round) -> tuple[int, str]:
    """Number and hash (64 hexadecimal digits) of the newest event; (0, "") where there is none."""
    last = ScoreEvent.objects.filter(round=round_).order_by("-chain_no").first()
    return (last.chain_no, bytes(last.hash).hex()) if last else (0, "")


def _say(sheet: Sheet, kind: ScoreEvent.Kind, payload: dict[str, Any]) -> None:
    sheet.entries = payload["entries"]
    sheet.receipt = payload.get("receipt", "")
    sheet.signed_at = sheet.saved_at if kind in SIGNATURES else None


def _event(
    sheet: Sheet, said: Said, mutation_id: UUID, actor: User | None, *, base: int | None = None
) -> ScoreEvent:
    base_version = sheet.version if base is None else base
    return ScoreEvent(
        round_id=sheet.seat.round_id,
        sheet=sheet,
        actor=actor,
        kind=said.kind,
        base_version=base_version,
        version=base_version + 1,
        mutation_id=mutation_id,
        payload_json=json.dumps(said.payload, sort_keys=True, ensure_ascii=False),
        at=timezone.now(),
        chain_no=0,
        prev_hash=b"",
        hash=b"",
    )
