"""Recomputes what a round's scores rest on: the chain, the sheets drawn from it, the scheme."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.chain import Break, Link, find_break, stamp
from audit.models import Event
from panels.roster import roster_of
from scoring.ledger import SIGNATURES
from scoring.models import Closing, Freeze, ScoreEvent, Sheet
from selection.models import Round
from selection.scheme import canonical, describe, fingerprint


class ChainBroken(Exception):
    """The record of scores is not what it was; nothing may rest on it. `faults` in words."""

    def __init__(self, what: str, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        shown = "; ".join(self.faults[:3])
        super().__init__(f"{what}: {shown}. Hubungi Inspektorat; jangan ubah apa pun.")


def require_evidence(round_: Round, what: str) -> None:
    """Recompute all that the round's scores rest on. Raises ChainBroken; `what` begins its text."""
    faults = list(faults_of(round_))
    if faults:
        raise ChainBroken(what, faults)


def broken_link(round_: Round) -> Break | None:
    """The first score event that is not what was written, or None where the chain is whole."""
    events = ScoreEvent.objects.filter(round=round_).order_by("chain_no")
    return find_break(_link(event) for event in events.iterator())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature stands in its round's chain: the number, and the start of the hash."""

    number: int
    start: str


def place_in_chain(sheet: Sheet) -> Place | None:
    """The place of the sheet's newest event, as its receipt names it; None before the first."""
    event = ScoreEvent.objects.filter(sheet=sheet).order_by("-version").first()
    if event is None:
        return None
    digits = bytes(event.hash).hex()
    return Place(event.chain_no, f"{digits[:4]} {digits[4:8]} {digits[8:12]} {digits[12:16]}")


def faults_of(round_: Round) -> Iterator[str]:
    """Everything that does not agree, in words; nothing where all of it does."""
    broken = broken_link(round_)
    if broken:
        yield f"rantai catatan nilai terputus pada catatan {broken.number} ({broken.reason})"
    yield from _roots_that_fell(round_)
    for sheet in strayed_sheets(round_):
        yield f"lembar {sheet.pk} tidak sama dengan catatan nilai terakhirnya"
    if round_.scheme_sha256 and not _rules_stand(round_):
        yield "aturan nilai tidak sama dengan sidik jari saat dibekukan"
    if not _panel_stands(round_):
        yield "susunan panitia tidak sama dengan sidik jari terakhirnya"


def _roots_that_fell(round_: Round) -> Iterator[str]:
    """Minutes whose root the chain no longer has at the place that they name."""
    closings = Closing.objects.filter(round=round_).exclude(chain_no=0).order_by("number")
    numbers = [closing.chain_no for closing in closings]
    events = ScoreEvent.objects.filter(round=round_, chain_no__in=numbers)
    roots = {number: bytes(hash_).hex() for number, hash_ in events.values_list("chain_no", "hash")}
    for closing in closings:
        if roots.get(closing.chain_no) != closing.root:
            yield f"akar pada berita acara nomor {closing.number} tidak cocok dengan catatan nilai"


def _rules_stand(round_: Round) -> bool:
    """The text that was frozen has the round's fingerprint and says what the tables say."""
    scheme = describe(round_)
    freeze = Freeze.objects.settled().filter(round=round_).first()
    text = freeze.text if freeze else canonical(scheme)
    said = json.loads(text)["scheme"] if freeze else scheme
    return fingerprint(text) == round_.scheme_sha256 and said == scheme


def _panel_stands(round_: Round) -> bool:
    """The panel is the one that the trail fixed last; nothing is fixed in a draft or an archive."""
    events = Event.objects.filter(scope=round_.scope, verb="scoring.panel_fixed")
    last = events.order_by("-seq").first()
    return last is None or last.facts["panel_sha256"] == fingerprint(roster_of(round_))


def strayed_sheets(round_: Round) -> list[Sheet]:
    """Sheets that say something else than their newest event."""
    newest = ScoreEvent.objects.filter(round=round_).order_by("sheet", "-version").distinct("sheet")
    said = {event.sheet_id: event for event in newest}
    sheets = Sheet.objects.filter(seat__round=round_).order_by("pk")
    return [sheet for sheet in sheets if not _agrees(sheet, said.get(sheet.pk))]


def _agrees(sheet: Sheet, event: ScoreEvent | None) -> bool:
    if event is None:
        return (sheet.version, sheet.entries, sheet.receipt) == (0, {}, "")
    said = event.payload
    is_signature = event.kind in SIGNATURES
    return (sheet.version, sheet.entries, sheet.receipt, sheet.is_signed) == (
        event.version,
        said["entries"],
        said.get("receipt", ""),
        is_signature,
    )


def _link(event: ScoreEvent) -> Link:
    fields = (
        event.round_id,
        event.chain_no,
        event.sheet_id,
        event.actor_id,
        event.kind,
        event.version,
        str(event.mutation_id),
        event.payload_json,
        stamp(event.at),
    )
    return Link(event.chain_no, fields, bytes(event.prev_hash), bytes(event.hash))
