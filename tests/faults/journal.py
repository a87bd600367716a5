"""What the screen said was saved, and whether the database agrees."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg

Scores = Mapping[str, str]  # place on the sheet, from "1" on, or "receipt" -> what the screen says


@dataclass(frozen=True, slots=True)
class Claim:
    """One moment at which a screen said that everything on it is saved."""

    sheet: UUID
    scores: Scores
    at: float


@dataclass(frozen=True, slots=True)
class Stored:
    """One event of a sheet as the database holds it."""

    sheet: UUID
    version: int
    mutation: UUID
    kind: str
    scores: Scores
    at: float = 0.0  # by the same clock as a claim's


@dataclass
class Journal:
    """Kept by those who sit at the screens; the database has no hand in it."""

    claims: list[Claim] = field(default_factory=list)
    sheets: set[UUID] = field(default_factory=set)
    moved_at: float = 0.0  # another database took over, to which earlier claims were not made

    def note(self, sheet: UUID, scores: Scores) -> None:
        filled = {place: text for place, text in scores.items() if text}
        self.claims.append(Claim(sheet, filled, time.time()))

    def says(self, sheet: UUID, scores: Scores) -> bool:
        """Whether a screen has said that these are saved."""
        mine = [claim for claim in self.claims if claim.sheet == sheet]
        return any(scores.items() <= claim.scores.items() for claim in mine)

    @property
    def acknowledged(self) -> int:
        """How many different values were ever said to be saved."""
        return len({(c.sheet, *value) for c in self.claims for value in c.scores.items()})

    def lost(self, stored: Iterable[Stored]) -> list[Claim]:
        """Claims that no event of their sheet bears out, and last ones that did not stay."""
        events: dict[UUID, list[Stored]] = defaultdict(list)
        for event in sorted(stored, key=lambda event: event.version):
            events[event.sheet].append(event)
        last = {claim.sheet: claim for claim in self.claims}
        return [
            claim
            for claim in self.claims
            if not _borne_out(claim, events[claim.sheet][-1 if claim is last[claim.sheet] else 0 :])
        ]

    def hasty(self, stored: Iterable[Stored]) -> list[Claim]:
        """Claims that were made before anything that bears them out was stored."""
        events = list(stored)
        mine = [claim for claim in self.claims if claim.scores and claim.at > self.moved_at]
        return [
            claim
            for claim in mine
            if (found := _bearing_out(claim, events)) and claim.at < min(e.at for e in found)
        ]


def _borne_out(claim: Claim, events: Iterable[Stored]) -> bool:
    return not claim.scores or bool(_bearing_out(claim, events))


def _bearing_out(claim: Claim, events: Iterable[Stored]) -> list[Stored]:
    said = claim.scores.items()
    return [e for e in events if e.sheet == claim.sheet and said <= e.scores.items()]


def duplicated(stored: Iterable[Stored]) -> list[Stored]:
    """Events that say again what was said: the id, the version or the content is not new."""
    events = sorted(stored, key=lambda event: (event.sheet, event.version))
    ids = Counter(event.mutation for event in events)
    twice = [event for event in events if ids[event.mutation] > 1]
    for before, after in pairwise(events):
        if before.sheet == after.sheet:
            same = before.scores == after.scores and before.kind == after.kind
            if same or after.version != before.version + 1:
                twice.append(after)
    return twice


def stored_of(connection: psycopg.Connection, sheets: Iterable[UUID]) -> list[Stored]:
    """Every event of these sheets, its scores by place on the sheet."""
    rows = connection.execute(
        """SELECT s.public_id, e.version, e.mutation_id, e.kind, e.payload_json,
                  extract(epoch FROM e.at)::float,
                  (SELECT array_agg(i.code ORDER BY i.code, i.id) FROM selection_indicator i
                   WHERE i.instrument_id = s.instrument_id AND i.withdrawn_at IS NULL)
           FROM scoring_scoreevent e JOIN scoring_sheet s ON s.id = e.sheet_id
           WHERE s.public_id = ANY(%s)""",
        [list(sheets)],
    )
    return [
        Stored(sheet, version, mutation, kind, _scores(json.loads(payload), codes), at)
        for sheet, version, mutation, kind, payload, at, codes in rows
    ]


def _scores(payload: Mapping[str, Any], codes: list[str]) -> Scores:
    entries, receipt = payload["entries"], payload.get("receipt")
    scores = {
        str(place): str(entries[code]["score"])
        for place, code in enumerate(codes, start=1)
        if "score" in entries.get(code, {})
    }
    return {**scores, "receipt": receipt} if receipt else scores
