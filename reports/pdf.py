"""The door to WeasyPrint: HTML of our own templates in, PDF bytes out; nothing is ever fetched.

Every file is PDF/A-3a, to be kept for decades, and PDF/UA-1, to be read aloud. WeasyPrint says one
of the two in the metadata; the other is added, for the tags that both ask for are the same.
"""

import gc
import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils import timezone

from reports.pdf_ua import UNIVERSAL

VARIANT = "pdf/a-3a"  # tagged, and may carry data; the tags cost a tenth of the time
SCHEME = "app-static:"
IMAGES = {"emblem.svg": "img/emblem.svg"}  # all that a document may show: name -> static file
FOREIGN = "Berkas PDF tidak dibuat karena isinya menunjuk ke alamat lain. Nilai dan peringkat aman."
NO_PANGO = (
    "Pembuat PDF belum lengkap di server. Nilai dan peringkat aman. Minta administrator memasang "
    "paket Debian libpango-1.0-0, libpangoft2-1.0-0, dan libharfbuzz-subset0, lalu coba lagi."
)
UNPRINTABLE = re.compile("[\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\U000f0000-\U0010ffff]")
_PAGE = re.compile(r"Step 5 - Creating layout - Page (\d+)$")
_STEPS = logging.getLogger("weasyprint.progress")


class Stage(Enum):
    LAYOUT = "layout"
    DRAWING = "drawing"


Listener = Callable[[Stage, int], None]


class CannotRender(Exception):
    """No PDF came of it; the message is for people."""


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself besides its pages."""

    title: str
    author: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that rides in the PDF: the data from which its pages were written."""

    name: str
    content: bytes
    mime: str
    description: str


@dataclass(frozen=True, slots=True)
class Rendered:
    content: bytes
    pages: int


def render(
    html: str,
    *,
    paper: str,
    about: About,
    attachments: Sequence[Attachment] = (),
    on_stage: Listener = lambda _stage, _page: None,
) -> Rendered:
    """The same HTML, paper, `about` and attachments give the same bytes.

    `on_stage` hears of every page that is laid out, and then how many are to be drawn. Characters
    that no font has, or that would turn round what follows them, are spelt: [U+1F600].
    """
    html = UNPRINTABLE.sub(_spelt, html)
    with _heard(on_stage), _without_collector():
        said = _metadata(about, attachments), _identifier(html, attachments)
        rendered, missing = _written(html, paper, *said, on_stage)
        if missing:
            html = re.sub(f"[{re.escape(''.join(map(chr, missing)))}]", _spelt, html)
            said = _metadata(about, attachments), _identifier(html, attachments)
            rendered, _ = _written(html, paper, *said, on_stage)
    return rendered


def _written(
    html: str, paper: str, metadata: Any, identifier: bytes, on_stage: Listener
) -> tuple[Rendered, set[int]]:
    """The file, and the characters that no font has. No box of it outlives the call."""
    engine = _engine()
    try:
        document = engine.HTML(string=html, url_fetcher=_fetcher()).render(
            font_config=_fonts(),
            stylesheets=_stylesheets(paper),
            pdf_variant=VARIANT,
        )
        metadata.attachments += document.metadata.attachments  # refused when they are fetched
        document.metadata = metadata
        on_stage(Stage.DRAWING, len(document.pages))
        content: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    except engine.urls.FatalURLFetchingError as refusal:
        raise CannotRender(FOREIGN) from refusal
    missing = {code for font in document.fonts.values() for code in font.missing}
    return Rendered(content, len(document.pages)), missing


def _spelt(character: re.Match[str]) -> str:
    return f"[U+{ord(character[0]):04X}]"


def fingerprint(html: str, *, paper: str) -> str:
    """Changes whenever the pages that would come of it could look otherwise."""
    sheets = (f"css/{name}.css" for name in ("print", f"paper-{paper}"))
    digest = hashlib.sha256(f"{_engine().__version__} {VARIANT}".encode())
    for part in (*map(_static, (*sheets, *IMAGES.values())), html.encode()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _identifier(html: str, attachments: Sequence[Attachment]) -> bytes:
    digest = hashlib.sha256(html.encode())
    for attachment in attachments:
        digest.update(attachment.name.encode() + b"\0" + attachment.content)
    return digest.digest()[:16]


def _metadata(about: About, attachments: Sequence[Attachment]) -> Any:
    """All that is said of the file."""
    moment = timezone.localtime(about.at).isoformat(timespec="seconds")
    return _metadata_class()(
        title=about.title,
        authors=[about.author],
        description=about.subject,
        lang="id",
        created=moment,
        modified=moment,
        attachments=[_attached(file, about.at) for file in sorted(attachments, key=_by_name)],
    )


def _by_name(attachment: Attachment) -> str:
    """The order in which a PDF lists what rides in it."""
    return attachment.name


def _attached(file: Attachment, at: datetime) -> Any:
    moment = at.astimezone(UTC)  # which WeasyPrint takes it for
    attached = _engine().Attachment(
        file_obj=BytesIO(file.content),
        name=file.name,
        description=file.description,
        created=moment,
        modified=moment,
        relationship="Data",
    )
    attached.source = nullcontext((BytesIO(file.content), None, None, file.mime))
    return attached


@cache
def _metadata_class() -> Any:
    _engine()
    from weasyprint.pdf.metadata import DocumentMetadata

    class Universal(DocumentMetadata):
        def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
            said: bytes = super().generate_rdf_metadata(variant, version, conformance)
            return said.replace(b"</rdf:RDF>", UNIVERSAL.encode())

    return Universal


@cache
def _engine() -> Any:
    """WeasyPrint, loaded where a PDF is made and nowhere else: it needs Pango and a second."""
    try:
        import weasyprint
        import weasyprint.urls
    except OSError as missing:
        raise CannotRender(NO_PANGO) from missing
    return weasyprint


@cache
def _fetcher() -> Any:
    """Knows the images by name; anything else stops the rendering, whatever the address."""
    _engine()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OnlyOurImages(URLFetcher):
        def fetch(self, url: str, _headers: object = None) -> Any:
            name = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or name not in IMAGES:
                raise FatalURLFetchingError(f"Not one of ours: {url[:200]}")
            kind = {"Content-Type": "image/svg+xml"}
            return URLFetcherResponse(url, _static(IMAGES[name]), kind)

    return OnlyOurImages()


@cache
def _fonts() -> Any:
    _engine()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _stylesheets(paper: str) -> list[Any]:
    """Parsed once a process; the paper's sheet comes last because it sets the page's size."""
    return [
        _engine().CSS(
            string=_static(f"css/{name}.css").decode(),
            font_config=_fonts(),
            url_fetcher=_fetcher(),
        )
        for name in ("print", f"paper-{paper}")
    ]


@cache
def _static(name: str) -> bytes:
    found = finders.find(name)
    if not found:
        raise CannotRender(f"Berkas tampilan {name} tidak ada di server. Hubungi administrator.")
    return Path(found).read_bytes()


@contextmanager
def _heard(on_stage: Listener) -> Iterator[None]:
    """Pass on what WeasyPrint logs about its progress."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if step := _PAGE.match(record.getMessage()):
                on_stage(Stage.LAYOUT, int(step[1]))

    ear, level, upwards = Ear(), _STEPS.level, _STEPS.propagate
    _STEPS.addHandler(ear)
    _STEPS.setLevel(logging.INFO)
    _STEPS.propagate = False
    try:
        yield
    finally:
        _STEPS.removeHandler(ear)
        _STEPS.setLevel(level)
        _STEPS.propagate = upwards


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of living boxes make the collector search in vain; afterwards it sweeps them once.

    Nothing grew old meanwhile, so that the youngest generation holds them all, and little else.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)
