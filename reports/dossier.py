"""The dossier: all documents of a round in one file, as PDF or as ZIP, and a list of what is in it.

The documents are there byte for byte, with the signatures of the moment of the order (ZIP), or page
for page as they were made (PDF: joining would break a signature). What cannot exist yet stands in
the list as missing, with its reason. The same order gives the same bytes.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.wording import at_moment
from reports import merging, pdf
from reports.archive import Entry, archived
from reports.gathering import Missing, documents_of, missing_from
from reports.letterhead import OFFICE
from reports.models import Document
from reports.payload import data_of
from reports.provenance import Source, grouped
from reports.revisions import Damaged, content_of, stored
from reports.verification_mark import Mark, mark_of
from reports.whole_round import title_of
from scoring.outcome import NothingToRank, StillSealed
from scoring.printing import printout_of
from selection.models import Round

TITLE = "Berkas Lengkap Seleksi"
DAMAGED = (
    "Berkas lengkap tidak dibuat karena berkas {number} di penyimpanan hilang atau berbeda dari"
    " sidik jarinya. Nilai dan peringkat aman. Hubungi administrator sistem."
)
SUMS, COVER = "SHA256SUMS", "00-daftar-isi.pdf"

Listener = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Item:
    """A document in the dossier: its place, its bytes, and the page on which it begins."""

    number: int
    document: Document
    content: bytes
    starts: int

    @property
    def name(self) -> str:
        return f"{self.number:02}-{self.document.file_name}"

    @property
    def title(self) -> str:
        return title_of(self.document)

    @property
    def sha256(self) -> str:
        """Of the bytes that the ZIP holds."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the list on the first page prints."""

    document: Document
    office: str
    items: Sequence[Item]
    missing: Sequence[Missing]
    made: str

    @property
    def mark(self) -> Mark | None:
        return mark_of(self.document)

    @property
    def sources(self) -> list[Source]:
        """What the dossier rests on besides its documents: the rules that were frozen."""
        return [Source("Sidik jari aturan nilai", grouped(self.round.scheme_sha256))]

    @property
    def round(self) -> Round:
        return self.document.round


def make(document: Document, on_step: Listener) -> pdf.Rendered:
    """The ordered dossier in its format. Raises pdf.CannotRender."""
    on_step(65, "Mengumpulkan dokumen")
    contents = [(found, _content(document, found)) for found in documents_of(document)]
    is_zip = document.format == Document.Format.ZIP
    data = _data(document)
    on_step(75, "Menyusun daftar isi")
    cover, items = _with_cover(document, contents, data)
    on_step(85, "Menulis berkas")
    if is_zip:
        return _zipped(document, cover, items, data)
    parts = [merging.Part(item.content, title=item.title) for item in items]
    return merging.merge([merging.Part(cover.content), *parts], like=cover.content)


def _content(dossier: Document, document: Document) -> bytes:
    """What the dossier holds of a document. Raises pdf.CannotRender."""
    try:
        if dossier.format == Document.Format.ZIP:
            return content_of(document, until=dossier.ordered_at)
        return stored(document)
    except Damaged:
        raise pdf.CannotRender(DAMAGED.format(number=document.number)) from None


def _data(document: Document) -> list[pdf.Attachment]:
    """The ranking and its scores, as soon as there is one."""
    try:
        return data_of(printout_of(document.round))
    except (StillSealed, NothingToRank):
        return []


def _with_cover(
    document: Document,
    contents: Sequence[tuple[Document, bytes]],
    data: Sequence[pdf.Attachment],
) -> tuple[pdf.Rendered, list[Item]]:
    """The list of contents tells on which page each begins: laid out again if it is longer."""
    length = 1
    while True:
        items, starts = [], length + 1
        for number, (found, content) in enumerate(contents, start=1):
            items.append(Item(number, found, content, starts))
            starts += found.pages
        cover = _cover(document, items, data)
        if cover.pages == length:
            return cover, items
        length = cover.pages


def _cover(
    document: Document, items: Sequence[Item], data: Sequence[pdf.Attachment]
) -> pdf.Rendered:
    dossier = Dossier(
        document=document,
        office=OFFICE,
        items=items,
        missing=missing_from(document, [item.document for item in items]),
        made=at_moment(timezone.localtime(document.ordered_at)),
    )
    about = pdf.About(
        title=f"{TITLE} – {document.round.title}",
        author=document.round.agency.name,
        subject=f"Nomor {document.number}",
        at=document.ordered_at,
    )
    html = render_to_string("reports/pdf/dossier.html", {"dossier": dossier})
    attachments = () if document.format == Document.Format.ZIP else data
    return pdf.render(html, paper=document.paper, about=about, attachments=attachments)


def _zipped(
    document: Document, cover: pdf.Rendered, items: Sequence[Item], data: Sequence[pdf.Attachment]
) -> pdf.Rendered:
    entries = [Entry(COVER, cover.content)]
    entries += [Entry(item.name, item.content) for item in items]
    entries += [Entry(file.name, file.content) for file in data]
    pages = cover.pages + sum(item.document.pages for item in items)
    return pdf.Rendered(archived(entries, sums=SUMS, at=document.ordered_at), pages)
