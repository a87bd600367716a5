"""What the documents of a round have in common: head and foot, where they came from, their mark."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from accounts.wording import in_words
from panels.models import Seat
from panels.names import by_name
from reports import pdf
from reports.letterhead import OFFICE, place_of
from reports.models import Document
from reports.provenance import Source, grouped, moment_in_words
from reports.recommendation import ARCHIVE
from reports.verification_mark import mark_of
from selection.models import Round

PREVIEW = "PRATINJAU – tanpa nomor, bukan dokumen resmi"
UNSETTLED = "BELUM DITETAPKAN PLENO – urutan menurut hitungan nilai"

Listener = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Paperwork:
    """What a document says. The template calls `content` by the name `page`.

    `drawn_from`: the text whose fingerprint is printed, so that it can be seen later whether
    the data are still the same. `settles` where the plenary's word changes what it says. `data`
    ride in the file, for programs.
    """

    template: str
    title: str
    content: object
    drawn_from: str
    traits: Sequence[str] = field(default_factory=tuple)
    secrecy: str = "Rahasia sampai diumumkan"
    settles: bool = False
    data: Sequence[pdf.Attachment] = ()
    office: str = OFFICE


def make(document: Document, paperwork: Paperwork, on_step: Listener) -> pdf.Rendered:
    """Lay out and draw. Raises pdf.CannotRender."""
    on_step(20, "Menyusun isi dokumen")

    def on_stage(stage: pdf.Stage, page: int) -> None:
        if stage is pdf.Stage.LAYOUT:
            on_step(min(60, 25 + page), f"Menata halaman {page}")
        else:
            on_step(65, f"Menggambar {page} halaman")

    about = pdf.About(
        title=f"{paperwork.title} – {document.round.title}",
        author=document.round.agency.name,
        subject=f"Nomor {document.number}" if document.number else PREVIEW,
        at=document.ordered_at,
    )
    html = html_of(document, paperwork)
    return pdf.render(
        html, paper=document.paper, about=about, on_stage=on_stage, attachments=paperwork.data
    )


def html_of(document: Document, paperwork: Paperwork) -> str:
    """The document for paper."""
    return render_to_string(paperwork.template, _context(document, paperwork))


def preview_of(
    request: HttpRequest, document: Document, paperwork: Paperwork, order: Mapping[str, str]
) -> str:
    """The same words for a screen, under a bar that sends `order`; images from static files."""
    context = {**_context(document, paperwork), "is_preview": True, "order": order}
    return on_screen(render_to_string(paperwork.template, context, request))


def on_screen(html: str) -> str:
    """With the images of paper taken from the static files."""
    for name, file in pdf.IMAGES.items():
        html = html.replace(f"{pdf.SCHEME}{name}", static(file))
    return html


def signers_of(round_: Round) -> list[Seat]:
    """The panel as it signs: the chair, the secretary, the members by name.

    Never by number: beside a table of P1, P2 … that order would name them.
    """
    seats = Seat.objects.in_force().filter(round=round_)
    return sorted(seats, key=lambda seat: (Seat.Part.values.index(seat.part), by_name(seat)))


def _context(document: Document, paperwork: Paperwork) -> dict[str, object]:
    round_ = document.round
    local = timezone.localtime(document.ordered_at)
    number = document.number or "tanpa nomor"
    digest = hashlib.sha256(paperwork.drawn_from.encode()).hexdigest()
    foot = (paperwork.title, number, round_.code, f"sidik isi {digest[:8]}", paperwork.secrecy)
    return {
        "document": document,
        "round": round_,
        "agency": round_.agency,
        "office": paperwork.office,
        "title": paperwork.title,
        "page": paperwork.content,
        "stamp": _stamp(document, paperwork),
        "foot": " · ".join(foot),
        "made": moment_in_words(document.ordered_at),
        "place_and_date": f"{place_of(round_.agency)}, {in_words(local)}",
        "sources": _sources(document, digest),
        "verification": mark_of(document),
        "about": document.vacancy.title if document.vacancy else "",
        "is_preview": False,
    }


def _stamp(document: Document, paperwork: Paperwork) -> str:
    if not document.number:
        return PREVIEW
    if document.round.is_archive:
        return ARCHIVE
    return UNSETTLED if paperwork.settles and document.result is None else ""


def _sources(document: Document, digest: str) -> list[Source]:
    """What the document was drawn from: its content, the rules, the result of the plenary."""
    found = [Source("Sidik jari isi", grouped(digest))]
    if document.round.scheme_sha256:
        found.append(Source("Sidik jari aturan nilai", grouped(document.round.scheme_sha256)))
    if document.result:
        title = f"Sidik jari hasil nomor {document.result.number}"
        found.append(Source(title, grouped(document.result.sha256)))
    return found
