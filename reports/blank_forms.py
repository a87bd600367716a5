"""Blank score forms on paper: a page for each sheet, with a code that finds the sheet again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Agency
from accounts.wording import with_weekday
from reports import pdf
from reports.binding import Binding, Frame, bound
from reports.chunking import Piece
from reports.models import Document
from reports.verification_mark import Squares, squares_of
from scoring.hours import with_hours
from scoring.models import Sheet
from scoring.rules import Level, indicators_of, levels_of, note_rule
from selection.models import Indicator, Instrument, Round

TITLE = "Formulir penilaian di kertas"
SECRECY = "Rahasia sampai segel dibuka"
TOGETHER = 12  # forms that are laid out at once: a worker takes four megabytes for each
SHORT = 8  # digits of a sheet's id that people read aloud and type
_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")

Listener = Callable[[int, str], None]


class NoForms(pdf.CannotRender):
    """There is no sheet to print a form for."""


@dataclass(frozen=True, slots=True)
class Code:
    """A sheet's code: for a scanner, and for people who type it."""

    squares: Squares
    digits: str


@dataclass(frozen=True, slots=True)
class Criterion:
    number: int
    indicator: Indicator
    levels: Sequence[Level]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked on every form of an instrument."""

    criteria: Sequence[Criterion]
    note_rule: str


@dataclass(frozen=True, slots=True)
class Form:
    """One page. The candidate is a label, as on screen: some instruments are scored blind."""

    sheet: Sheet
    questions: Questions
    hour: str
    code: Code


@dataclass(frozen=True, slots=True)
class Booklet:
    """All pages of a day or of the whole round, by member, then in the order of time."""

    round: Round
    agency: Agency
    address: str
    forms: Sequence[Form]


def make(document: Document, on_step: Listener) -> pdf.Rendered:
    """The ordered forms on paper. Raises NoForms, pdf.CannotRender."""
    on_step(5, "Menyiapkan formulir")
    booklet = booklet_of(document.round, document.day)
    about = pdf.About(
        title=f"{TITLE} – {document.round.title}",
        author=booklet.agency.name,
        subject=f"Nomor {document.number}",
        at=document.ordered_at,
    )
    foot = f"Formulir {document.number} · {document.round.code} · {SECRECY}"
    binding = Binding(document.paper, about, Frame(mark="", foot=foot))
    return bound(pieces_of(booklet), binding, on_step)


def pieces_of(booklet: Booklet) -> list[Piece]:
    """The booklet in pieces that one worker lays out in little memory."""
    starts = range(0, len(booklet.forms), TOGETHER)
    return [
        Piece(
            title=f"{TITLE} {start + 1}",
            html=render_to_string(
                "reports/pdf/forms.html",
                {"booklet": replace(booklet, forms=booklet.forms[start : start + TOGETHER])},
            ),
        )
        for start in starts
    ]


def traits_of(document: Document) -> list[str]:
    """How many forms there are."""
    return [f"{len(sheets_on(document.round, document.day))} formulir"]


def booklet_of(round_: Round, day: date | None) -> Booklet:
    """The forms of all sheets in force, whatever became of them on screen. Raises NoForms."""
    sheets = sheets_on(round_, day)
    if not sheets:
        raise NoForms("Tidak ada lembar nilai untuk hari itu, sehingga tidak ada formulirnya.")
    instruments = {sheet.instrument_id: sheet.instrument for sheet in sheets}
    asked = {pk: _questions(instrument) for pk, instrument in instruments.items()}
    return Booklet(
        round=round_,
        agency=round_.agency,
        address=_address(round_),
        forms=[Form(s, asked[s.instrument_id], _hour(s), code_of(s)) for s in sheets],
    )


def sheets_on(round_: Round, day: date | None) -> list[Sheet]:
    """The round's sheets in the order in which their papers are handed out; `day`: only its own."""
    sheets = with_hours(Sheet.objects.in_force()).filter(seat__round=round_)
    listed = sheets.select_related("seat__round", "candidate", "instrument", "vacancy").order_by(
        "seat__number", "candidate__number", "instrument__code", "vacancy__code", "pk"
    )
    return sorted((s for s in listed if day in (None, _slot(s)[0])), key=_turn)


def code_of(sheet: Sheet) -> Code:
    """The address at which the sheet is typed, for a scanner; no name stands in it."""
    address = _address(sheet.seat.round, sheet.public_id)
    return Code(squares_of(address), digits=digits_of(sheet))


def digits_of(sheet: Sheet) -> str:
    """`7F3A 09C2`"""
    digits = sheet.public_id.hex[:SHORT].upper()
    return f"{digits[:4]} {digits[4:]}"


def named(sheets: Sequence[Sheet], typed: str) -> Sheet | None:
    """The one sheet that a scanned address, or the typed digits of a code, belong to."""
    text = typed.strip().lower()
    if found := _ID.search(text):
        text = UUID(found[0]).hex
    digits = "".join(character for character in text if character in "0123456789abcdef")
    if len(digits) < SHORT or digits != text.replace(" ", "").replace("-", ""):
        return None
    matching = [sheet for sheet in sheets if sheet.public_id.hex.startswith(digits)]
    return matching[0] if len(matching) == 1 else None


def _address(round_: Round, public_id: UUID | None = None) -> str:
    """Where a form is typed, or where all of them are listed."""
    if public_id is None:
        path = reverse("reports:on-paper", args=[round_.code])
        return f"{settings.BASE_URL.split('://')[-1]}{path}"
    return f"{settings.BASE_URL}{reverse('reports:copy', args=[round_.code, public_id])}"


def _questions(instrument: Instrument) -> Questions:
    return Questions(
        criteria=[
            Criterion(number, indicator, levels_of(instrument, indicator))
            for number, indicator in enumerate(indicators_of(instrument), start=1)
        ],
        note_rule=note_rule(levels_of(instrument)),
    )


def _hour(sheet: Sheet) -> str:
    day, starts = _slot(sheet)
    return f"{with_weekday(day)} pukul {starts:%H.%M}" if day and starts else ""


def _slot(sheet: Sheet) -> tuple[date | None, time | None]:
    """When the candidate of a sheet of `with_hours` is heard."""
    return getattr(sheet, "slot_date", None), getattr(sheet, "slot_starts", None)


def _turn(sheet: Sheet) -> tuple[int, date, time]:
    day, starts = _slot(sheet)
    return sheet.seat.number, day or date.max, starts or time.max
