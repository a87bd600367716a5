"""What a report was counted from: sheets, days, the unsealing, and the hashes that prove it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min
from django.utils import timezone

from accounts.wording import MONTHS, at_moment, in_words
from panels.models import Conflict, Slot
from panels.roster import fingerprint_of
from scoring.models import ScoreEvent, Sheet
from scoring.printing import Printout


@dataclass(frozen=True, slots=True)
class Source:
    """A fingerprint with what it is of, as a document prints it."""

    title: str
    digits: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the numbers were counted from; `last_hash` closes the chain of a live round's scores."""

    signed: int
    sheets: int
    recusals: int
    days: str
    unsealed: str
    scheme: str
    panel: str
    events: int
    last_hash: str


def provenance_of(printout: Printout) -> Provenance:
    round_, candidates = printout.outcome.round, _concerned(printout)
    sheets = _sheets(printout)
    slots = Slot.objects.in_force().filter(round=round_, candidate__in=candidates)
    days = slots.aggregate(first=Min("date"), last=Max("date"))
    conflicts = Conflict.objects.in_force().filter(
        still_scores=False, seat__withdrawn_at=None, candidate__in=candidates
    )
    last = unsealed = None
    if not round_.is_archive:  # an archive's moments and hashes are those of the day it was loaded
        unsealed = round_.unsealed_at
        last = ScoreEvent.objects.filter(round=round_).order_by("-chain_no").first()
    return Provenance(
        signed=sum(sheet.is_signed for sheet in sheets),
        sheets=len(sheets),
        recusals=conflicts.count(),
        days=span(days["first"], days["last"]) if days["first"] else "",
        unsealed=moment_in_words(unsealed) if unsealed else "",
        scheme=grouped(round_.scheme_sha256),
        panel=grouped(fingerprint_of(round_)),
        events=last.chain_no if last else 0,
        last_hash=grouped(bytes(last.hash).hex()) if last else "",
    )


def span(first: date, last: date) -> str:
    """`3–4 Desember 2025`, or both days in full where the month differs."""
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {MONTHS[last.month - 1]} {last.year}"
    return f"{in_words(first)} sampai {in_words(last)}"


def moment_in_words(moment: datetime) -> str:
    """`Jumat, 5 Desember 2025 pukul 10.42 WIB`"""
    return at_moment(timezone.localtime(moment))


def grouped(digits: str) -> str:
    """A hash in groups of four, as people compare it."""
    return " ".join(re.findall(".{1,4}", digits))


def _concerned(printout: Printout) -> set[int]:
    return {c.pk for found in printout.vacancies for c in found.candidates.values()}


def _sheets(printout: Printout) -> Sequence[Sheet]:
    """The sheets that the report is about, each once."""
    outcome = printout.outcome
    found = {
        sheet.pk: sheet
        for vacancy in printout.vacancies
        for candidate in vacancy.candidates.values()
        for instrument in outcome.instruments
        for sheet in outcome.sheets_for(candidate, instrument, vacancy.vacancy)
    }
    return list(found.values())
