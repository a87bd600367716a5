"""Receipts of signed sheets: a page for each member to take home, without a single score.

Who kept the page can hold the code and the place in the record against what the system says later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import F
from django.utils import timezone

from accounts.wording import date_in_words
from panels.models import Seat
from panels.names import by_name
from reports import pdf
from reports.models import Document
from reports.paperwork import Paperwork
from scoring.ledger import SIGNATURES
from scoring.models import ScoreEvent, Sheet

TITLE = "Tanda Terima Lembar Nilai"
NONE_SIGNED = "Belum ada lembar nilai yang ditandatangani, sehingga tidak ada tanda terima."


@dataclass(frozen=True, slots=True)
class Receipt:
    """A signed sheet: its code, and its place in the round's chained record."""

    number: int
    sheet: Sheet
    place: int
    is_paper: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """One member's page; `unsigned`: how many of his sheets were never signed."""

    seat: Seat
    receipts: Sequence[Receipt]
    unsigned: int

    @property
    def halves(self) -> list[tuple[Receipt, Receipt | None]]:
        """The list in two columns, so that a day's work fits on one page: left side, right side."""
        middle = (len(self.receipts) + 1) // 2
        return list(zip_longest(self.receipts[:middle], self.receipts[middle:]))


@dataclass(frozen=True, slots=True)
class Receipts:
    """Everything that the template prints."""

    leaves: Sequence[Leaf]
    opening: str


def receipts_of(document: Document) -> Paperwork:
    """The pages of all members, by name. Raises pdf.CannotRender where nobody signed anything."""
    sheets = list(
        Sheet.objects.in_force()
        .with_origin()
        .filter(seat__round=document.round)
        .select_related("seat", "candidate", "instrument", "vacancy")
        .order_by("candidate__number", "instrument__code", "vacancy__code", "pk")
    )
    places = _places(document)
    leaves = _leaves(sheets, places)
    signed = [receipt for leaf in leaves for receipt in leaf.receipts]
    if not signed:
        raise pdf.CannotRender(NONE_SIGNED)
    return Paperwork(
        template="reports/pdf/receipts.html",
        title=TITLE,
        content=Receipts(leaves, date_in_words(timezone.localtime(document.ordered_at).date())),
        drawn_from="\n".join(f"{r.place} {r.sheet.receipt}" for r in signed),
        traits=[f"{len(leaves)} penilai", f"{len(signed)} lembar nilai"],
        secrecy="Tanpa nilai",
    )


def _places(document: Document) -> dict[int, int]:
    """Where in the chain each sheet was last signed, by sheet."""
    last = ScoreEvent.objects.filter(
        round=document.round, kind__in=SIGNATURES, version=F("sheet__version")
    )
    return dict(last.values_list("sheet_id", "chain_no"))


def _leaves(sheets: Sequence[Sheet], places: dict[int, int]) -> list[Leaf]:
    seats = {sheet.seat_id: sheet.seat for sheet in sheets}
    leaves = []
    for seat in sorted(seats.values(), key=by_name):
        own = [sheet for sheet in sheets if sheet.seat_id == seat.pk]
        signed = [sheet for sheet in own if sheet.is_signed]
        receipts = [
            Receipt(number, s, places[s.pk], is_paper=getattr(s, "is_paper", False))
            for number, s in enumerate(signed, start=1)
        ]
        leaves.append(Leaf(seat, receipts, unsigned=len(own) - len(signed)))
    return leaves
